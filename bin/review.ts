// Prints a short review of a synthesised assembly: `npx tsx bin/review.ts [cdk.out]`.
import { reviewText } from '../domain/review/text';
import { reviewAssembly } from '../lib/review/review-assembly';

for (const review of reviewAssembly(process.argv[2] ?? 'cdk.out')) console.log(reviewText(review));
