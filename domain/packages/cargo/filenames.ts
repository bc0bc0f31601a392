/** `<crate>-<version>.crate`, as `cargo package` names it. */
import { Refusal } from '../../contracts/refusals';
import type { ReleaseName } from '../ecosystem';
import { normaliseName } from './normalise';
import { isVersion } from './versions';

/** A crate's name has no dot, so its version starts at the first hyphen that a number and a dot follow. */
const CRATE = /^([A-Za-z][A-Za-z0-9_-]*?)-(\d+\.[0-9A-Za-z.+-]+)\.crate$/;

export interface FileName {
  /** As its author writes it. */
  readonly crate: string;
  readonly version: string;
}

/** Undefined when the name is not of a crate file. */
export function parseFileName(name: string): FileName | undefined {
  const [, crate, version] = CRATE.exec(name) ?? [];
  return crate !== undefined && version !== undefined && isVersion(version) ? { crate, version } : undefined;
}

/** The release that a file is of, by its name alone; undefined when it is not a crate file. */
export function releaseOfFileName(name: string): ReleaseName | undefined {
  const parsed = parseFileName(name);
  const project = parsed && normaliseName(parsed.crate);
  return project === undefined ? undefined : { project, version: parsed!.version };
}

/** @throws Refusal FILE_NAME_INVALID or FILE_NAME_MISMATCH */
export function checkFileName(release: ReleaseName, name: string): FileName {
  const parsed = parseFileName(name);
  if (!parsed) {
    throw new Refusal(
      'FILE_NAME_INVALID',
      `The file name is not of a crate (name-version.crate), got: ${JSON.stringify(name)}; upload it under the name that 'cargo package' gave it.`,
      name,
    );
  }
  if (normaliseName(parsed.crate) !== release.project || parsed.version !== release.version) {
    throw new Refusal(
      'FILE_NAME_MISMATCH',
      `The file name is of another release, got: ${parsed.crate} ${parsed.version}, not ${release.project} ${release.version}; upload it with the release that it belongs to.`,
      name,
    );
  }
  return parsed;
}

/** One version is one line of the index, and that has one checksum. @throws Refusal FILE_COUNT */
export function checkFileSet(release: ReleaseName, names: readonly string[]): void {
  if (names.length === 1) return;
  throw new Refusal(
    'FILE_COUNT',
    `A version of a crate is one file, got: ${names.length} (${names.join(', ')}) for ${release.project} ${release.version}; upload only what 'cargo package' made.`,
  );
}
