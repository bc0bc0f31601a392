import type { EdgeEcosystem } from '../site';

/** Files as they are: `/<project>/<version>/<file>`. */
export const ecosystem: EdgeEcosystem = {
  segment: 'generic',
  paths: /^\/([a-z0-9-]+)(\/(?:index\.json|[\w.%~-]+\/(?:SHA256SUMS|([\w.%~-]+)))?)?$/,
  found: (match) => {
    const path = match[0];
    if (!match[2]) return { redirect: `${path}/`, project: match[1] };
    return { place: match[2] === '/' ? `${path}index.html` : path, file: match[3], project: match[1] };
  },
};
