/** Versions as `Gem::Version` takes them. https://docs.ruby-lang.org/en/3.4/Gem/Version.html */
import { type SegmentElement, Version } from '@renovatebot/ruby-semver/dist/ruby/version';
import { Refusal } from '../../contracts/refusals';

/** Longest version; it is part of file names, which end at 255. Characters. */
const MAX_VERSION = 80;

/** Without RubyGems' `-`, which it rewrites to `.pre.`, and which ends the version in a file name. */
export const VERSION = '\\d+(?:\\.[0-9A-Za-z]+)*';
const ANCHORED = new RegExp(`^${VERSION}$`);

/** Whether it is a version, in the spelling that RubyGems keeps. The library reads numbers as floats: beyond 2^53 they change. */
export const isVersion = (version: string): boolean =>
  version.length <= MAX_VERSION && ANCHORED.test(version) && (version.match(/\d+/g) ?? []).every(isExact);
const isExact = (digits: string): boolean => Number.isSafeInteger(Number(digits));

/** @throws Refusal VERSION_INVALID */
export function checkVersion(version: string): void {
  if (isVersion(version)) return;
  throw new Refusal(
    'VERSION_INVALID',
    `The version is not one of RubyGems in its canonical spelling, got: ${JSON.stringify(version)}; use numbers and letters between dots, beginning with a number, e.g. 1.2.0 or 1.2.0.rc1, of up to ${MAX_VERSION} characters.`,
  );
}

/** Clients install a version with a letter only when asked for pre-releases. */
export const isPrerelease = (version: string): boolean => new Version(version).isPrerelease();

/** One spelling for versions that RubyGems takes for the same: `1.0.0`, `1.0` and `1` are one, and `1.0.rc1` and `1.rc.1`. */
export const versionIdentity = (version: string): string => segments(version).join('.');

const segments = (version: string): readonly SegmentElement[] => new Version(version).canonicalSegments();

/** Oldest first; equal versions of different spelling by their text, so that sorting never depends on the order before. */
export const compareVersions = (a: string, b: string): number => compareSegments(segments(a), segments(b)) || compare(a, b);

/** The library's own comparison asks the locale for the order of letters; Ruby goes by their bytes. */
function compareSegments(a: readonly SegmentElement[], b: readonly SegmentElement[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [left, right] = [a[i] ?? 0, b[i] ?? 0];
    if (left === right) continue;
    if (typeof left !== typeof right) return typeof left === 'string' ? -1 : 1;
    return compare(left, right);
  }
  return 0;
}

const compare = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
