/** Prints the size of the edge function in bytes: without an ecosystem, what each adds, and with all. CloudFront takes 10,240. */
import { bundleEdgeFunction } from '../constructs/cdn/edge-function-bundle';
import { ECOSYSTEM_NAMES, type EcosystemName } from '../domain/packages/names';

const size = (ecosystems: readonly EcosystemName[]): number =>
  Buffer.byteLength(bundleEdgeFunction({ ecosystems, registry: 'Example', contact: 'registry@example.org' }));

const none = size([]);
console.log(`none: ${none}`);
for (const name of ECOSYSTEM_NAMES) console.log(`${name}: +${size([name]) - none}`);
console.log(`all ${ECOSYSTEM_NAMES.length}: ${size(ECOSYSTEM_NAMES)}`);
