import { type EdgeEcosystem, PROBLEM_TYPE } from '../site';

/** The npm registry: https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md */
export const ecosystem: EdgeEcosystem = {
  segment: 'npm',
  problem: PROBLEM_TYPE,
  // Each `npm install` asks for advisories; there are none here.
  post: '/-/npm/v1/security/advisories/bulk',
  /** The registry's own, before which npm older than version 11 puts the registry's path once more; or a package, or its tarball. */
  paths:
    /^(?:(?:\/npm)?(\/-\/(?:ping|npm\/v1\/(?:keys|attestations\/(.+)@.+)))|\/((?:@\w[\w.-]*\/)?\w[\w.-]*)(\/-\/[\w.-]+\.tgz)?)$/,
  found: (match, accept) => ({
    // Who names the abbreviated form (application/vnd.npm.install-v1+json) at all names it first.
    place: match[1] || (match[4] ? match[0] : `/${match[3]}/${/install-v1/.test(accept) ? 'abbr' : 'full'}.json`),
    file: match[2] || match[4],
    project: match[2] || match[3],
  }),
};
