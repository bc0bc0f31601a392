import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CliError, messageOf } from './failure';
import type { Candidate } from './identify';
import { BUNDLE_SUFFIX } from './release';

/**
 * Files that may be packages among the arguments: files, or folders such as `dist` with all below them. Bundles and what is hidden do
 * not count.
 * @throws CliError for a path that does not exist, or when nothing is left
 */
export function findFiles(args: readonly string[]): Candidate[] {
  const found = args.flatMap((arg) => {
    const isFolder = stat(arg).isDirectory();
    return (isFolder ? filesIn(arg) : [arg]).map((path) => ({ path, named: !isFolder }));
  });
  const files = found.filter(({ path }) => !path.endsWith(BUNDLE_SUFFIX));
  if (files.length === 0) throw new CliError(`No file in ${args.join(', ')}; build the package first`);
  return files.map(({ path, named }) => ({
    path,
    name: basename(path),
    size: stat(path).size,
    named,
    read: () => readFileSync(path),
  }));
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
    })
    .sort();

function stat(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw new CliError(`'${path}' cannot be read: ${messageOf(error)}; check the path`);
  }
}
