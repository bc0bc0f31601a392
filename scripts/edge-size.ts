/** Says where the bytes of the edge function go: `npx tsx scripts/edge-size.ts`. */
import { bundleEdgeFunction, edgeFunctionParts } from '../constructs/cdn/edge-function-bundle';
import { ECOSYSTEM_NAMES } from '../domain/packages/names';

const options = { ecosystems: ECOSYSTEM_NAMES, registry: 'Example', contact: 'registry@example.org' };
const line = (bytes: number, what: string): string => `${String(bytes).padStart(6)}  ${what}`;

const parts = edgeFunctionParts(options);
const sum = parts.reduce((total, [, bytes]) => total + bytes, 0);
process.stdout.write(
  [
    ...parts.map(([file, bytes]) => line(bytes, file)),
    line(sum, 'all files, after the first pass'),
    line(Buffer.byteLength(bundleEdgeFunction(options)), 'the function, after the second pass (CloudFront takes 10240)'),
    '',
  ].join('\n'),
);
