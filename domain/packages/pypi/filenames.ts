/** File names of wheels and source distributions, and what they say. */
import { Refusal } from '../../contracts/refusals';
import type { ReleaseName } from '../ecosystem';
import { normaliseName } from './normalise';
import { canonicalVersion } from './versions';

export interface FileName {
  readonly kind: 'wheel' | 'sdist';
  /** As written, before normalisation. */
  readonly project: string;
  readonly version: string;
}

const NAME = '[A-Za-z0-9](?:[A-Za-z0-9._]*[A-Za-z0-9])?';
const VERSION = '[A-Za-z0-9.!+_]+';
const TAG = '[A-Za-z0-9_.]+';
/** https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-name-convention */
const WHEEL = new RegExp(`^(${NAME})-(${VERSION})(?:-\\d[A-Za-z0-9_.]*)?-${TAG}-${TAG}-${TAG}\\.whl$`);
/**
 * PEP 625 wants `name_with_underscores-version.tar.gz`. Older tools keep hyphens, dots and capitals in the name, so the version
 * is what follows the last hyphen.
 */
const SDIST = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)-([A-Za-z0-9.!+_]+)\.tar\.gz$/;

/** Longest file name; `.sigstore.json` is appended, and file systems stop at 255. Characters. */
const MAX_FILE_NAME = 230;

/** Undefined when the name is neither of a wheel nor of a source distribution. */
export function parseFileName(name: string): FileName | undefined {
  if (name.length > MAX_FILE_NAME) return undefined;
  const wheel = WHEEL.exec(name);
  if (wheel) return { kind: 'wheel', project: wheel[1]!, version: wheel[2]! };
  const sdist = SDIST.exec(name);
  return sdist ? { kind: 'sdist', project: sdist[1]!, version: sdist[2]! } : undefined;
}

/**
 * Whether a name and version as some tool wrote them are those of the release. In file names `_` stands for what the format
 * forbids, e.g. `1.0+local_1`.
 */
export const isRelease = (release: { project: string; version: string }, project: string, version: string): boolean =>
  normaliseName(project) === release.project && canonicalVersion(version) === release.version;

/** The release that a file is of, by its name alone; undefined when it is not a package's. */
export function releaseOfFileName(name: string): ReleaseName | undefined {
  const parsed = parseFileName(name);
  const project = parsed && normaliseName(parsed.project);
  const version = parsed && canonicalVersion(parsed.version);
  return project !== undefined && version !== undefined ? { project, version } : undefined;
}

/** @throws Refusal FILE_NAME_INVALID or FILE_NAME_MISMATCH */
export function checkFileName(release: { project: string; version: string }, name: string): FileName {
  const parsed = parseFileName(name);
  if (!parsed) {
    throw new Refusal(
      'FILE_NAME_INVALID',
      `The file name is neither of a wheel (name-version-python-abi-platform.whl) nor of a source distribution (name-version.tar.gz), got: ${JSON.stringify(name)}; upload it under the name that the build tool gave it.`,
      name,
    );
  }
  if (!isRelease(release, parsed.project, parsed.version)) {
    throw new Refusal(
      'FILE_NAME_MISMATCH',
      `The file name is of another release, got: ${parsed.project} ${parsed.version}, not ${release.project} ${release.version}; upload it with the release that it belongs to.`,
      name,
    );
  }
  return parsed;
}
