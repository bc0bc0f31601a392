import { normaliseName } from '../../../domain/packages/pypi/normalise';
import { type EdgeEcosystem, type Found, PROBLEM_TYPE } from '../site';

/** PyPI's simple API: https://packaging.python.org/en/latest/specifications/simple-repository-api/ */
export const ecosystem: EdgeEcosystem = {
  segment: 'pypi',
  problem: PROBLEM_TYPE,
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
  const ranges = accept.split(',');
  const json = quality(ranges.find((range) => /\/vnd\.pypi\.simple\.(v1|latest)\+json/i.test(range)) || ';q=0');
  // pip and uv want nothing more, and need not wait for the rest.
  return json === 1 || (json > 0 && !ranges.some((range) => /[/+]html|\*/i.test(range) && quality(range) > json));
}

/** How much a client wants a media range (RFC 9110 12.5.1): 0 to 1. */
const quality = (range: string): number => +(/;\s*q=([0-9.]+)/i.exec(range) || [0, 1])[1]!;
