/** Which version of a project a file is of, by the path under which it is served. */
import type { EcosystemName } from '../../packages/names';
import { releaseOfFileName } from '../../packages/pypi/filenames';

type Reader = (path: string, project: string) => string | undefined;

const last = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const first = (text: string, pattern: RegExp): string | undefined => pattern.exec(text)?.[1];

/** What comes after `<name>-` in a file's name. */
const afterName = (path: string, name: string, end: string): string | undefined => {
  const file = last(path);
  return file.startsWith(`${name}-`) && file.endsWith(end) ? file.slice(name.length + 1, -end.length) : undefined;
};

/** Paths are those that the edge function takes for files, so they need not be checked again. */
const READERS: Readonly<Record<EcosystemName, Reader>> = {
  pypi: (path, project) => {
    const release = releaseOfFileName(last(path));
    return release?.project === project ? release.version : undefined;
  },
  cargo: (path) => first(last(path), /-(\d[\w.+-]*)\.crate$/),
  composer: (path) => first(last(path), /^(.+)\.zip$/),
  generic: (path) => first(path, /^\/generic\/[^/]+\/([^/]+)\/[^/]+$/),
  go: (path) => first(path, /\/@v\/(v[^/]+)\.zip$/),
  maven: (path) => first(path, /\/([^/]+)\/[^/]+$/),
  npm: (path, project) => afterName(path, last(project), '.tgz'),
  rubygems: (path, project) => afterName(path, project, '.gem')?.replace(/-[a-z].*$/, ''),
};

/**
 * @param path below the registry's URL, without tier and holder, percent-encoded as it is in the log
 * @returns undefined for a path of no version
 */
export function versionOf(ecosystem: string, project: string, path: string): string | undefined {
  const reader = Object.hasOwn(READERS, ecosystem) ? READERS[ecosystem as EcosystemName] : undefined;
  return reader?.(path.replaceAll(/%2b/gi, '+'), project);
}
