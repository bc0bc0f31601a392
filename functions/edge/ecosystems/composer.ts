import type { EdgeEcosystem } from '../site';

const INDEX = /^\/p2\/([a-z0-9._-]+\/[a-z0-9._-]+)(?:~dev)?\.json$/;
const FILE = /^\/files\/(([a-z0-9._-]+\/[a-z0-9._-]+)\/[vV]?\d[\w.%-]*\.zip((?:\.\d+)?\.sigstore\.json)?)$/;

/** A Composer 2 repository: https://getcomposer.org/doc/05-repositories.md#composer */
export const ecosystem: EdgeEcosystem = {
  name: 'composer',
  route: (path, _, tierUrl) => {
    // Root-relative and absolute URLs of the stored root would leave the tier.
    if (path === '/packages.json') return { key: 'index/composer/packages.json', json: tierUrl && root(`${tierUrl}/composer`) };
    const index = INDEX.exec(path);
    if (index) return { key: `index/composer${path}`, project: index[1] };
    const file = FILE.exec(path);
    return file ? { key: `files/composer/${file[1]}`, project: file[2] } : undefined;
  },
};

function root(url: string): string {
  return JSON.stringify({
    packages: [],
    'metadata-url': `${url}/p2/%package%.json`,
    mirrors: [{ 'dist-url': `${url}/files/%package%/%prettyVersion%.zip`, preferred: true }],
  });
}
