/** What became of each release of one `registry publish`, and the one object that `--json` prints. Pure. */
import type { Verdict } from '../../domain/contracts/release';
import type { ReleaseName } from './release';
import { linksOf } from './verdict-text';

/** Never got as far as a verdict. */
export interface Undecided extends ReleaseName {
  /**
   * `timed-out`: committed, and no verdict yet. `failed`: something went wrong on the way, `reason` says what. `not-tried`: a release
   * before it was not accepted.
   */
  readonly outcome: 'timed-out' | 'failed' | 'not-tried';
  readonly upload?: string;
  readonly reason?: string;
}

export type Outcome = (Verdict & ReleaseName) | Undecided;

/**
 * The object of `--json`: `outcome` is that of the first release that was not accepted, `accepted` when all are; `releases` has one entry
 * for each, in the order in which they were published.
 */
export const outcomeJson = (releases: readonly Outcome[], url: string | undefined): string =>
  JSON.stringify({ schema: 1, outcome: overall(releases), releases: releases.map((one) => withLinks(one, url)) }, null, 2);

const overall = (releases: readonly Outcome[]): Outcome['outcome'] =>
  releases.find(({ outcome }) => outcome !== 'accepted')?.outcome ?? 'accepted';

const withLinks = (one: Outcome, url: string | undefined): object => ({
  ...one,
  ...(one.outcome === 'accepted' && url !== undefined && linksOf(one, url)),
});
