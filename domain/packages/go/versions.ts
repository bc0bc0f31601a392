/** Module versions: `v` and a semantic version. https://go.dev/ref/mod#versions */
import { compare, parse } from 'semver';
import { Refusal } from '../../contracts/refusals';
import { majorMatches } from './major';

/** Longest version; it is part of file names, which end at 255. Characters. */
const MAX_VERSION = 100;
const INCOMPATIBLE = '+incompatible';
/** Made by the go command for a commit without a tag: https://go.dev/ref/mod#pseudo-versions */
const PSEUDO = /^v\d+\.(?:0\.0-|\d+\.\d+-(?:[^+]*\.)?0\.)\d{14}-[A-Za-z0-9]+(?:\+incompatible)?$/;

export const isPseudo = (version: string): boolean => PSEUDO.test(version);
const bare = (version: string): string => version.replace(INCOMPATIBLE, '');
export const isPrerelease = (version: string): boolean => bare(version).includes('-');

/** Whether it is written as the go command writes it: all three numbers, no build metadata but `+incompatible`. */
export function isVersion(version: string): boolean {
  const parsed = version.length <= MAX_VERSION ? parse(version) : null;
  return (
    parsed !== null && [`v${parsed.version}`, ...parsed.build].join('+') === version && /^[^+]*(?:\+incompatible)?$/.test(version)
  );
}

/** @throws Refusal VERSION_INVALID */
export function checkVersion(version: string): void {
  if (isVersion(version)) return;
  throw new Refusal(
    'VERSION_INVALID',
    `The version is not a canonical module version, got: ${JSON.stringify(version)}; use 'v' and three numbers, e.g. v1.2.0 or v1.2.0-rc.1, up to ${MAX_VERSION} characters.`,
  );
}

/** @throws Refusal VERSION_INVALID unless the major version is the one that the path stands for */
export function checkMajor(project: string, version: string): void {
  if (majorMatches(project, version)) return;
  throw new Refusal(
    'VERSION_INVALID',
    `The version is not one of this module path, got: ${version} of ${project}; from v2 on a path ends in '/v2' (gopkg.in: '.v2'), or, without go.mod only, the version in '${INCOMPATIBLE}'.`,
  );
}

/** Oldest first; semver's precedence. Equal ones by their text, so that sorting never depends on the order before. */
export const compareVersions = (a: string, b: string): number => compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
