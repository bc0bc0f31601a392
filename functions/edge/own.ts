import type { EdgeEcosystem, Found } from './site';

/**
 * Documents of the registry itself, such as its ledger and its keys: each path is one object, but for folders of pages, which have one
 * with and without a slash at the end. Names of packages have dots, so a file is what ends like one.
 */
export const own: EdgeEcosystem = {
  segment: '-',
  paths: /^\/(?:(usage|(?:packages|stats|transparency)(?:\/.+?)?)(\.(?:json|csv|svg)|\/?)|(?!usage).+)$/,
  found,
};

/**
 * What a holder used is private. It is asked for below that holder's prefix, which has cost a token by then, and no plain path leads to
 * its key. The key is the cache's as well, and each holder has another: what is cached for one is never answered to another.
 */
function found(match: RegExpExecArray, _: string, tierUrl: string): Found | undefined {
  const folder = match[1];
  const isFile = match[2] && match[2] !== '/';
  if (folder !== 'usage') return { place: folder && !isFile ? `/${folder}/index.html` : match[0] };
  return tierUrl ? { place: `/usage/${tierUrl.split('/t/').pop()!}/${isFile ? match[0].slice(1) : 'index.html'}` } : undefined;
}

/** Where the object for a path outside of `/-/` is. Not the bucket's root: that would list it. */
export function storedPath(path: string | undefined): string | undefined {
  if (path === '/') return '/-/home.html';
  return path === '/.well-known/security.txt' ? '/-/security.txt' : path;
}
