import { clean, compare } from '@renovatebot/pep440';
import { Refusal } from '../../contracts/refusals';

/** Longest version; it is part of file names, which end at 255. Characters. */
const MAX_VERSION = 100;

/** PEP 440's normal form, e.g. `1.0rc1` for `v1.0-RC.1`; undefined when the version is not one. */
export function canonicalVersion(version: string): string | undefined {
  // The library joins the segments of a local version (`+ubuntu.1`) with commas.
  const canonical = version.length <= MAX_VERSION ? clean(version)?.replaceAll(',', '.') : undefined;
  // It reads numbers as floats: beyond 2^53 they come back changed.
  return canonical === undefined || clean(canonical)?.replaceAll(',', '.') !== canonical || lossy(version)
    ? undefined
    : canonical;
}

const lossy = (version: string): boolean => (version.match(/\d+/g) ?? []).some((digits) => !Number.isSafeInteger(Number(digits)));

/** @throws Refusal VERSION_INVALID */
export function checkVersion(version: string): void {
  const canonical = canonicalVersion(version);
  if (canonical === version) return;
  const advice =
    canonical === undefined ? 'use a version as PEP 440 describes, e.g. 1.2.0 or 1.2.0rc1' : `spell it '${canonical}'`;
  throw new Refusal('VERSION_INVALID', `The version is not canonical, got: ${JSON.stringify(version)}; ${advice}.`);
}

/** Oldest first; equal versions of different spelling by their text, so that sorting never depends on the order before. */
export const compareVersions = (a: string, b: string): number => compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);

/** One spelling for versions that installers take for the same: `1.0.0`, `1.0` and `1` are one. */
export const versionIdentity = (version: string): string =>
  version.replace(/^((?:\d+!)?)(\d+(?:\.\d+)*)/, (_, epoch: string, release: string) => epoch + release.replace(/(\.0)+$/, ''));
