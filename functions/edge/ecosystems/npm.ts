import type { EdgeEcosystem } from '../site';

const PACKAGE = /^\/((?:@\w[\w.-]*\/)?\w[\w.-]*)(\/-\/[\w.-]+\.tgz(\.[\d.]*sigstore\.json)?)?$/;
/** npm before version 11 puts the path of the attestations' URL behind its registry's path. */
const OWN = /^(?:\/npm)?(\/-\/(?:ping|npm\/v1\/(?:keys|attestations\/(.+)@.+)))$/;
const AUDIT = '/-/npm/v1/security/advisories/bulk';

/** The npm registry: https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md */
export const ecosystem: EdgeEcosystem = {
  name: 'npm',
  post: AUDIT,
  route: (path, accept) => {
    // Each `npm install` asks for advisories; there are none here.
    if (path === AUDIT) return { json: '{}' };
    const own = OWN.exec(path);
    if (own) return { key: `${own[2] ? 'files' : 'index'}/npm${own[1]}`, project: own[2] };
    const match = PACKAGE.exec(path);
    if (!match) return undefined;
    const project = match[1];
    if (match[2]) return { key: `files/npm${path}`, project };
    // Who names the abbreviated form (application/vnd.npm.install-v1+json) at all names it first.
    return { key: `index/npm/${project}/${/install-v1/.test(accept) ? 'abbr' : 'full'}.json`, project };
  },
};
