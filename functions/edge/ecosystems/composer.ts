import { type EdgeEcosystem, JSON_TYPE, stringify } from '../site';

/** A Composer 2 repository: https://getcomposer.org/doc/05-repositories.md#composer */
export const ecosystem: EdgeEcosystem = {
  segment: 'composer',
  // It shows nothing of any other type.
  problem: JSON_TYPE,
  paths:
    /^\/(?:packages\.json|p2\/([a-z0-9._-]+\/[a-z0-9._-]+)(?:~dev)?\.json|files(\/([a-z0-9._-]+\/[a-z0-9._-]+)\/[vV]?\d[\w.%-]*\.zip))$/,
  found: (match, _, tierUrl) => {
    const project = match[1] || match[3];
    // Root-relative and absolute URLs of the stored root would leave the tier.
    return { place: match[2] || match[0], file: match[2], project, json: project ? '' : tierUrl && root(`${tierUrl}/composer`) };
  },
};

function root(url: string): string {
  return stringify({
    packages: [],
    'metadata-url': `${url}/p2/%package%.json`,
    mirrors: [{ 'dist-url': `${url}/files/%package%/%prettyVersion%.zip`, preferred: true }],
  });
}
