// Prints a short review of a synthesised assembly: `npx tsx bin/review.ts [cdk.out]`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { reviewText } from '../domain/review/text';
import { reviewAssembly } from '../lib/review/review-assembly';

const directory = process.argv[2] ?? 'cdk.out';
if (existsSync(join(directory, 'manifest.json'))) {
  for (const review of reviewAssembly(directory)) console.log(reviewText(review));
} else {
  console.error(`No synthesised assembly in '${directory}'; run: npx cdk synth --strict --output ${directory}`);
  process.exitCode = 1;
}
