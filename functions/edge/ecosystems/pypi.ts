import type { FileKind } from '../../../domain/contracts/edge-log';
import { normaliseName } from '../../../domain/packages/pypi/normalise';
import { quality } from '../accept';
import type { EdgeEcosystem, Route } from '../site';

const JSON_TYPES = ['application/vnd.pypi.simple.v1+json', 'application/vnd.pypi.simple.latest+json'];
const HTML_TYPES = ['text/html', 'application/vnd.pypi.simple.v1+html', 'application/vnd.pypi.simple.latest+html'];
const SIMPLE = /^\/simple(?:\/([^/]+))?(\/)?$/;
const FILE = /^\/files\/([^/]+)\/([A-Za-z0-9][\w.!%-]*\.(?:whl|tar\.gz))(\.metadata|\.provenance|(?:\.\d+)?(\.sigstore\.json))?$/;
const KINDS: { [suffix: string]: FileKind } = {
  '.metadata': 'metadata',
  '.provenance': 'provenance',
  '.sigstore.json': 'bundle',
};

/** PyPI's simple API: https://packaging.python.org/en/latest/specifications/simple-repository-api/ */
export const ecosystem: EdgeEcosystem = {
  name: 'pypi',
  start: '/pypi/simple/',
  route: (path, accept) => simple(path, accept) ?? file(path),
};

function simple(path: string, accept: string): Route | undefined {
  const match = SIMPLE.exec(path);
  if (!match) return undefined;
  if (!match[1]) return page('', undefined, match[2] === '/', accept);
  const project = normaliseName(match[1]);
  return project ? page(`${project}/`, project, match[2] === '/' && project === match[1], accept) : undefined;
}

function page(below: string, project: string | undefined, canonical: boolean, accept: string): Route {
  const kind = project ? 'index' : 'listing';
  if (!canonical) return { redirect: `/pypi/simple/${below}`, project, kind };
  return { key: `index/pypi/simple/${below}${wantsJson(accept) ? 'index.v1.json' : 'index.html'}`, project, kind };
}

function file(path: string): Route | undefined {
  const match = FILE.exec(path);
  if (!match || normaliseName(match[1]!) !== match[1]) return undefined;
  const suffix = match[3] ?? '';
  return { key: `files/pypi/${match[1]}/${match[2]}${suffix}`, project: match[1], kind: KINDS[match[4] ?? suffix] ?? 'file' };
}

/** JSON only to those who name it; whoever says just `*` is likely to be a person. */
function wantsJson(accept: string): boolean {
  const json = best(accept.replace(/[^,]*\*[^,]*/g, ''), JSON_TYPES);
  return json > 0 && json >= best(accept, HTML_TYPES);
}

function best(accept: string, types: string[]): number {
  return types.reduce((most, type) => Math.max(most, quality(accept, type)), 0);
}
