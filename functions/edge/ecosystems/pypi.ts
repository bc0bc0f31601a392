import { normaliseName } from '../../../domain/packages/pypi/normalise';
import { quality } from '../accept';
import type { EdgeEcosystem, Route } from '../site';

const typesOf = (format: string): string[] =>
  ['v1', 'latest'].map((version) => `application/vnd.pypi.simple.${version}+${format}`);
const SIMPLE = /^\/simple(?:\/([^/]+))?\/?$/;
const FILE = /^\/files\/([^/]+)\/[A-Za-z0-9][\w.!%-]*\.(?:whl|tar\.gz)(?:\.metadata|\.provenance|(?:\.\d+)?\.sigstore\.json)?$/;
/** PyPI's simple API: https://packaging.python.org/en/latest/specifications/simple-repository-api/ */
export const ecosystem: EdgeEcosystem = {
  name: 'pypi',
  route: (path, accept) => simple(path, accept) || file(path),
};

function simple(path: string, accept: string): Route | undefined {
  const match = SIMPLE.exec(path);
  if (!match) return undefined;
  const project = match[1] && normaliseName(match[1]);
  if (match[1] && !project) return undefined;
  const canonical = `/simple/${project ? `${project}/` : ''}`;
  if (path !== canonical) return { redirect: `/pypi${canonical}`, project };
  return { key: `index/pypi${path}index.${wantsJson(accept) ? 'v1.json' : 'html'}`, project };
}

function file(path: string): Route | undefined {
  const match = FILE.exec(path);
  return match && normaliseName(match[1]!) === match[1] ? { key: `files/pypi${path.slice(6)}`, project: match[1] } : undefined;
}

/** JSON only to those who name it; whoever says just `*` is likely to be a person. */
function wantsJson(accept: string): boolean {
  const json = best(accept.replace(/[^,]*\*[^,]*/g, ''), typesOf('json'));
  return json > 0 && json >= best(accept, ['text/html'].concat(typesOf('html')));
}

function best(accept: string, types: string[]): number {
  return types.reduce((most, type) => Math.max(most, quality(accept, type)), 0);
}
