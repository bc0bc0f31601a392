/**
 * Prints the size of the edge function in bytes: each source file after the first pass of the bundler, what each ecosystem adds, and
 * with all; then both functions of a split delivery. CloudFront takes 10,240.
 */
import { bundleEdgeFunction, bundleFilesFunction, edgeFunctionParts } from '../constructs/cdn/edge-function-bundle';
import { ECOSYSTEM_NAMES, type EcosystemName } from '../domain/packages/names';

const optionsFor = (ecosystems: readonly EcosystemName[]) => ({
  ecosystems,
  registry: 'Example',
  contact: 'registry@example.org',
});
const size = (ecosystems: readonly EcosystemName[]): number => Buffer.byteLength(bundleEdgeFunction(optionsFor(ecosystems)));

for (const [file, bytes] of edgeFunctionParts(optionsFor(ECOSYSTEM_NAMES))) console.log(`${file}: ${bytes}`);
const none = size([]);
console.log(`none: ${none}`);
for (const name of ECOSYSTEM_NAMES) console.log(`${name}: +${size([name]) - none}`);
console.log(`all ${ECOSYSTEM_NAMES.length}: ${size(ECOSYSTEM_NAMES)}`);
console.log(
  `all, where files have a host of their own: ${Buffer.byteLength(bundleEdgeFunction({ ...optionsFor(ECOSYSTEM_NAMES), split: true }))}`,
);
console.log(
  `files host: ${Buffer.byteLength(bundleFilesFunction({ ecosystems: ECOSYSTEM_NAMES, home: 'packages.example.org' }))}`,
);
