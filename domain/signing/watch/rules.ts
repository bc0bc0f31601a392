/**
 * Signs that somebody else has taken a project over, each judged from its records alone. What they find on real histories, and
 * with which limits, is measured in `docs/watch.md`.
 */
import type { RuleName, WatchLimits } from '../../contracts/screening';
import type { WatchedRelease } from './history';

export type WatchRule = Exclude<RuleName, 'similar-name' | 'unscanned'>;

/** A release with all that came before it; there is always something. */
export interface Watch {
  readonly release: WatchedRelease;
  /** The earliest first, not empty. */
  readonly history: readonly WatchedRelease[];
  readonly limits: WatchLimits;
  readonly compareVersions: (a: string, b: string) => number;
}

/** @returns what is wrong, in a sentence; undefined when nothing is */
type Rule = (watch: Watch) => string | undefined;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A trait that some of the last releases had is nothing new. */
const LAST = 10;

export const WATCH_RULES: Readonly<Record<WatchRule, Rule>> = {
  'new-signer': ({ release, history }) => {
    const known = new Set(history.flatMap(({ signers }) => signers));
    if (release.signers.some((signer) => known.has(signer))) return undefined;
    return `signed by ${list(release.signers)}, which signed none of the ${history.length} releases before; the last one was signed by ${list(history.at(-1)!.signers)}`;
  },
  silence: ({ release, history, limits }) => {
    const days = Math.floor((Date.parse(release.at) - Date.parse(history.at(-1)!.at)) / DAY_MS);
    if (days < limits.silentDays) return undefined;
    return `the first release for ${days} days, after ${history.at(-1)!.version}; ${limits.silentDays} days are called silent`;
  },
  burst: ({ release, history, limits: { burstReleases, burstHours } }) => {
    const since = Date.parse(release.at) - burstHours * HOUR_MS;
    const count = history.filter(({ at }) => Date.parse(at) > since).length + 1;
    return count > burstReleases ? `${count} releases within ${burstHours} hours; up to ${burstReleases} are usual` : undefined;
  },
  backwards: ({ release, history, compareVersions }) => {
    const later = history
      .filter(({ version }) => lineOf(version) === lineOf(release.version) && compareVersions(version, release.version) > 0)
      .map(({ version }) => version)
      .sort(compareVersions)
      .at(-1);
    return later === undefined ? undefined : `version ${release.version} after ${later} of the same line`;
  },
  'install-hook': gains('installHook', 'runs at installation'),
  'native-code': gains('nativeCode', 'is compiled code'),
  'source-changed': ({ release, history }) => {
    const before = history.findLast(({ sources }) => sources.length > 0)?.sources ?? [];
    const known = new Set(before.map(plain));
    if (before.length === 0 || release.sources.length === 0 || release.sources.every((source) => known.has(plain(source))))
      return undefined;
    return `built from ${list(release.sources)}, the release before from ${list(before)}`;
  },
};

function gains(trait: 'installHook' | 'nativeCode', words: string): Rule {
  return ({ release, history }) => {
    const found = release[trait];
    if (found === undefined || history.slice(-LAST).some((before) => before[trait] !== undefined)) return undefined;
    return `${JSON.stringify(found)} ${words}, and none of the last ${Math.min(LAST, history.length)} releases had such`;
  };
}

/** Projects keep several lines up at once: 4.2.17 after 5.1.0 is no step back, 4.2.16 after 4.2.17 is one. */
const lineOf = (version: string): string => /^\D*\d+(?:\.\d+)?/.exec(version)?.[0] ?? version;
const plain = (url: string): string => url.toLowerCase().replace(/(?:\.git)?\/?$/, '');
const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ') || 'nobody';
