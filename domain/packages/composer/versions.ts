/**
 * Versions as Composer reads them. What it normalises to is what it compares and resolves; what authors write is shown.
 * https://getcomposer.org/doc/04-schema.md#version and `VersionParser::normalize` of composer/semver
 */
import { Refusal } from '../../contracts/refusals';

/** Longest version; it is part of file names, which end at 255. Characters. */
const MAX_VERSION = 100;
const MODIFIER = '(?:[._-]?(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?\\d+)*))?';
const CLASSICAL = new RegExp(`^v?(\\d{1,5})(\\.\\d+)?(\\.\\d+)?(\\.\\d+)?${MODIFIER}$`, 'i');
const DATE = new RegExp(`^v?(\\d{4}(?:[.-]?\\d{2}){1,6}(?:[.-]?\\d{1,3})?)${MODIFIER}$`, 'i');
const STABILITIES: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', p: 'patch', pl: 'patch', rc: 'RC' };

/** E.g. `1.2.0.0-RC1` for `v1.2-rc.1`; undefined for what is no version or is a branch, which changes and so is never released. */
export function normaliseVersion(version: string): string | undefined {
  if (version.length > MAX_VERSION) return undefined;
  const bare = version.replace(/^([^+]+)\+[0-9A-Za-z.-]+$/, '$1');
  const classical = CLASSICAL.exec(bare);
  if (classical) {
    const [, major, minor = '.0', patch = '.0', fourth = '.0', stability, count] = classical;
    return withModifier(`${major}${minor}${patch}${fourth}`, stability, count);
  }
  const [, date, stability, count] = DATE.exec(bare) ?? [];
  return date === undefined ? undefined : withModifier(date.replace(/\D/g, '.'), stability, count);
}

function withModifier(numbers: string, stability = '', count = ''): string {
  const small = stability.toLowerCase();
  if (small === '' || small === 'stable') return numbers;
  return `${numbers}-${STABILITIES[small] ?? small}${count.replace(/^[.-]+/, '')}`;
}

/** @throws Refusal VERSION_INVALID */
export function checkVersion(version: string): void {
  if (normaliseVersion(version) !== undefined) return;
  throw new Refusal(
    'VERSION_INVALID',
    `The version is not one of Composer, got: ${JSON.stringify(version)}; use up to four numbers, e.g. 1.2.0, v1.2.0 or 1.2.0-RC1, up to ${MAX_VERSION} characters. Branches (dev-main, 1.x-dev) change, so they cannot be released.`,
  );
}

/** `1.0`, `v1.0.0` and `1.0.0+build` are one version to Composer, and `1.00` compares as the same. */
export const versionIdentity = (version: string): string =>
  (normaliseVersion(version) ?? version).replace(/(^|[.a-z])0+(?=\d)/gi, '$1');

/** Oldest first, by number, stability and its count. Equal versions of different spelling by their text. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [ranks(versionIdentity(a)), ranks(versionIdentity(b))];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [one, other] = [left[i] ?? ABSENT, right[i] ?? ABSENT];
    if (one !== other) return one < other ? -1 : 1;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Below every number. */
const ABSENT = -1n;
/** A number after them is a fifth one, e.g. of a date, and more than the version without. */
const STABILITY: Readonly<Record<string, bigint>> = { alpha: -5n, beta: -4n, rc: -3n, patch: 0n };

const ranks = (normalised: string): bigint[] =>
  (normalised.toLowerCase().match(/\d+|alpha|beta|rc|patch/g) ?? []).map((part) => STABILITY[part] ?? BigInt(part));
