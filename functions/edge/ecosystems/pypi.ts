import { normaliseName } from '../../../domain/packages/pypi/normalise';
import type { EdgeEcosystem, Found } from '../site';

/** PyPI's simple API: https://packaging.python.org/en/latest/specifications/simple-repository-api/ */
export const ecosystem: EdgeEcosystem = {
  segment: 'pypi',
  paths: /^\/(?:simple(?:\/([^/]+))?\/?|files(\/([^/]+)\/[A-Za-z0-9][\w.!%-]*\.(?:whl|tar\.gz)(?:\.metadata|\.provenance)?))$/,
  found,
};

function found(match: RegExpExecArray, accept: string): Found | undefined {
  const spelt = match[1] || match[3];
  const project = spelt && normaliseName(spelt);
  if (match[2]) return project === spelt ? { place: match[2], file: true, project } : undefined;
  if (spelt && !project) return undefined;
  const canonical = `/simple/${project ? `${project}/` : ''}`;
  if (match[0] !== canonical) return { redirect: canonical, project };
  return { place: `${canonical}index.${wantsJson(accept) ? 'v1.json' : 'html'}`, project };
}

/** JSON only to those who name it; whoever says just `*` is likely to be a person. */
function wantsJson(accept: string): boolean {
  const json = weight(accept, /\/vnd\.pypi\.simple\.(v1|latest)\+json/i);
  return json > 0 && json >= weight(accept, /[/+]html|\*/i);
}

/** How much a client wants what it names by `ranges` (RFC 9110 12.5.1): 0 to 1. */
function weight(accept: string, ranges: RegExp): number {
  return accept.split(',').reduce((most, range) => {
    const quality = /;\s*q=([0-9.]+)/i.exec(range);
    return ranges.test(range) ? Math.max(most, quality ? Number(quality[1]) : 1) : most;
  }, 0);
}
