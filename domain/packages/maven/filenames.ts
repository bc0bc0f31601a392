/** Names of a release's files: `<artifact>-<version>[-<classifier>].<extension>`, and `.asc` after it for a PGP signature. */
import { Refusal } from '../../contracts/refusals';
import type { ReleaseName } from '../ecosystem';
import { coordinatesOf } from './coordinates';

export interface FileName {
  /** `jar`, `pom`, `tar.gz`; of the signed file when it is a signature. */
  readonly extension: string;
  /** Whether it is a PGP signature of the file without `.asc`. */
  readonly signature: boolean;
}

/** Longest file name; `.sigstore.json` or `.sha512` is appended, and file systems stop at 255. Characters. */
const MAX_FILE_NAME = 230;
const REST = /^(?:-[A-Za-z0-9]+(?:[._+-][A-Za-z0-9]+)*?)?\.((?:tar\.)?[A-Za-z0-9]+)(\.asc)?$/;
const PLAIN = /^[A-Za-z0-9_-][A-Za-z0-9._+-]*$/;
/** Ends the name of an OpenPGP signature, after the name of its file. */
export const SIGNATURE = '.asc';
/** The registry writes these itself, beside every file and beside `maven-metadata.xml`. */
const RESERVED = /\.(md5|sha1|sha224|sha256|sha384|sha512)$|\.sigstore(\.json)?$|^maven-metadata[.-]/i;

const stem = ({ project, version }: ReleaseName): string => `${coordinatesOf(project).artifact}-${version}`;
export const pomName = (release: ReleaseName): string => `${stem(release)}.pom`;

/** Undefined when it is not the name of a file of this release. */
export function parseFileName(release: ReleaseName, name: string): FileName | undefined {
  if (name.length > MAX_FILE_NAME || RESERVED.test(name) || !name.startsWith(stem(release))) return undefined;
  const [, extension, signature] = REST.exec(name.slice(stem(release).length)) ?? [];
  if (extension === undefined || extension === 'asc') return undefined;
  return { extension: extension.toLowerCase(), signature: signature !== undefined };
}

/** @throws Refusal FILE_NAME_INVALID or FILE_NAME_MISMATCH */
export function checkFileName(release: ReleaseName, name: string): FileName {
  const parsed = parseFileName(release, name);
  if (parsed) return parsed;
  const got = JSON.stringify(name);
  if (RESERVED.test(name))
    throw new Refusal(
      'FILE_NAME_INVALID',
      `The registry writes checksums, bundles and maven-metadata.xml itself, got: ${got}; leave this file out.`,
      name,
    );
  if (PLAIN.test(name) && !new RegExp(`^${escaped(stem(release))}[.-]`).test(name))
    throw new Refusal(
      'FILE_NAME_MISMATCH',
      `The file name is of another release, got: ${got}; files of ${release.project} ${release.version} begin with '${stem(release)}'.`,
      name,
    );
  throw new Refusal(
    'FILE_NAME_INVALID',
    `The file name is not allowed, got: ${got}; use up to ${MAX_FILE_NAME} characters of the form ${stem(release)}[-classifier].extension, and .asc after it for its PGP signature.`,
    name,
  );
}

const escaped = (text: string): string => text.replace(/[.+]/g, '\\$&');

/** @throws Refusal FILES_INCOMPLETE */
export function checkFileSet(release: ReleaseName, names: readonly string[]): void {
  const needed = [
    pomName(release),
    ...names.filter((name) => name.endsWith(SIGNATURE)).map((name) => name.slice(0, -SIGNATURE.length)),
  ];
  const missing = needed.find((name) => !names.includes(name));
  if (missing === undefined) return;
  const why = missing === pomName(release) ? 'Maven finds no release without its POM' : 'its PGP signature is there';
  throw new Refusal(
    'FILES_INCOMPLETE',
    `The release has no '${missing}', and ${why}; publish the file with the others.`,
    missing,
  );
}
