import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EcosystemName } from '../../domain/packages/names';
import { CliError, messageOf } from './failure';
import { BUNDLE_SUFFIX, isPackage, PACKAGES } from './release';

export interface FoundFiles {
  /** Paths of package files. */
  readonly files: readonly string[];
  /** What else lay in the folders, by path; bundles and hidden files not counted. */
  readonly ignored: readonly string[];
}

/**
 * Package files among the arguments: files, or folders such as `dist` with their files (not deeper).
 * @throws CliError for a path that does not exist, a file of another kind, or when nothing is left
 */
export function findFiles(args: readonly string[], ecosystem: EcosystemName): FoundFiles {
  const files: string[] = [];
  const ignored: string[] = [];
  for (const arg of args) {
    const isFolder = isDirectory(arg);
    for (const path of isFolder ? filesIn(arg) : [arg]) {
      if (path.endsWith(BUNDLE_SUFFIX)) continue;
      // A wrong file named by itself is left to `releaseOf`, which says what is allowed.
      (isFolder && !isPackage(ecosystem, basename(path)) ? ignored : files).push(path);
    }
  }
  if (files.length > 0) return { files, ignored };
  const seen = ignored.length > 0 ? `only ${ignored.join(', ')}` : 'none';
  throw new CliError(
    `No package file in ${args.join(', ')}, got: ${seen}; build the package first, allowed for ${ecosystem}: ${PACKAGES[ecosystem]}`,
  );
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(folder, entry.name))
    .sort();

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new CliError(`'${path}' cannot be read: ${messageOf(error)}; check the path`);
  }
}
