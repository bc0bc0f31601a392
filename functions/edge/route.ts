import type { EdgeEcosystem, Route } from './site';

/** Ends of signatures, and of bills of materials that came with them. */
export const SIGNATURE = /((\.\d+)?\.sigstore|\.cdx|\.spdx)\.json$/;

/** The ecosystem's name in keys and in the log. */
export const nameOf = (ecosystem: EdgeEcosystem): string => ecosystem.ecosystem || ecosystem.segment;

/**
 * What a path below `/<segment>` stands for; undefined: there is nothing.
 * @param accept the request's media types
 * @param tierUrl as of `EdgeEcosystem.found`
 */
export function routeOf(ecosystem: EdgeEcosystem, path: string, accept: string, tierUrl: string): Route | undefined {
  if (path === ecosystem.post) return { key: '', json: '{}' };
  // As it is first: a name may end like a signature.
  const match = ecosystem.paths.exec(path) || (path.endsWith('.json') && ecosystem.paths.exec(path.replace(SIGNATURE, '')));
  const found = match && ecosystem.found(match, accept, tierUrl);
  if (!found) return undefined;
  const signature = path.slice(match[0].length);
  if (signature && !found.file) return undefined;
  return {
    key: `${found.file ? 'files' : 'index'}/${nameOf(ecosystem)}${found.place}${signature}`,
    file: found.file,
    redirect: found.redirect && `/${ecosystem.segment}${found.redirect}`,
    json: found.json,
    project: found.project,
  };
}
