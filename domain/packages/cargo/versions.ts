import { compareBuild, parse } from 'semver';
import { Refusal } from '../../contracts/refusals';

/** Longest version; it is part of file names, which end at 255. Characters. */
const MAX_VERSION = 100;

/** Whether it is a version as Cargo.toml has it: all three numbers, no `v`. https://semver.org/#spec-item-2 */
export function isVersion(version: string): boolean {
  const parsed = version.length <= MAX_VERSION ? parse(version) : null;
  return parsed !== null && [parsed.version, ...(parsed.build.length > 0 ? [parsed.build.join('.')] : [])].join('+') === version;
}

/** @throws Refusal VERSION_INVALID */
export function checkVersion(version: string): void {
  if (isVersion(version)) return;
  throw new Refusal(
    'VERSION_INVALID',
    `The version is not one of semantic versioning, got: ${JSON.stringify(version)}; use three numbers, e.g. 1.2.0 or 1.2.0-rc.1, up to ${MAX_VERSION} characters.`,
  );
}

/** Oldest first; versions that differ in nothing but the spelling of numbers by their text. */
export const compareVersions = (a: string, b: string): number => compareBuild(a, b) || (a < b ? -1 : a > b ? 1 : 0);

/** Build metadata (`+…`) makes no other version: cargo could not choose between the two. */
export const versionIdentity = (version: string): string => version.replace(/\+.*$/, '');
