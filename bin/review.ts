// Prints a review of a synthesised assembly: `npx tsx bin/review.ts [--short] [cdk.out]`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { reviewText, shortReviewText } from '../domain/review/text';
import { reviewAssembly } from '../lib/review/review-assembly';

const args = process.argv.slice(2);
const text = args.includes('--short') ? shortReviewText : reviewText;
const directory = args.find((arg) => arg !== '--short') ?? 'cdk.out';
if (existsSync(join(directory, 'manifest.json'))) {
  for (const review of reviewAssembly(directory)) console.log(text(review));
} else {
  console.error(`No synthesised assembly in '${directory}'; run: npx cdk synth --strict --output ${directory}`);
  process.exitCode = 1;
}
