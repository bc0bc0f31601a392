import { compare, valid } from 'semver';
import { Refusal } from '../../contracts/refusals';

/** Longest version; it is part of file names, which end at 255. Characters. */
const MAX_VERSION = 100;

/** As npm spells it: no `v`, and no build metadata (`+…`), which npm drops. Undefined when the version is not one. */
export const canonicalVersion = (version: string): string | undefined =>
  version.length <= MAX_VERSION ? (valid(version) ?? undefined) : undefined;

/** @throws Refusal VERSION_INVALID */
export function checkVersion(version: string): void {
  const canonical = canonicalVersion(version);
  if (canonical === version) return;
  const advice =
    canonical === undefined
      ? `use a version as semver.org describes, up to ${MAX_VERSION} characters, e.g. 1.2.0 or 1.2.0-rc.1`
      : `spell it '${canonical}'`;
  throw new Refusal('VERSION_INVALID', `The version is not canonical, got: ${JSON.stringify(version)}; ${advice}.`);
}

/** Oldest first. Canonical versions are equal only when they are the same text. */
export const compareVersions = (a: string, b: string): number => compare(a, b);
