import type { EdgeEcosystem } from './site';

/** Documents of the registry itself, such as its ledger and its keys: each path is one object. */
export const own: EdgeEcosystem = { segment: '-', paths: /^\/.*/, found: (match) => ({ place: match[0] }) };
