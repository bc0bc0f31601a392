/** What fair use has to find in the week of the crawler, and what it did. */

import type { Engine } from '../../domain/usage/engine';
import type { FairUseSettings } from '../../domain/usage/fair-use/settings';
import { busiest, DAY, type FairUseOfPeriod, fairUseOf, WEEK } from './fair-week';
import type { Finding } from './findings';
import type { MonthKindName } from './kinds';
import type { LongLog } from './long-log';
import { rangeOf } from './month';

export interface FairOutcome {
  readonly log: LongLog;
  /** Of the day and of the week. */
  readonly periods: readonly FairUseOfPeriod[];
}

export const fairOutcome = async (engine: Engine, log: LongLog, settings: FairUseSettings): Promise<FairOutcome> => ({
  log,
  periods: [await fairUseOf(engine, DAY, settings), await fairUseOf(engine, WEEK, settings)],
});

export const fairFindings = ({ log, periods }: FairOutcome): Finding[] =>
  periods.flatMap(({ served: { kind, period }, found }) => {
    const proposed = new Set(found.flatMap(({ ranges }) => ranges));
    const wanted = [...rangesOf(log, 'crawler'), ...rangesOf(log, 'one file')];
    const missing = wanted.filter((range) => !proposed.has(range)).length;
    const others = [...proposed].filter((range) => !wanted.includes(range)).length;
    const addresses = busiest(log, kind === 'day' ? DAY : WEEK);
    const [office] = rangesOf(log, 'office');
    const place = addresses.findIndex(({ address }) => rangeOf(address) === office) + 1;
    return [
      {
        expected: `in the ${kind} ${period} fair use proposes the ${wanted.length} address ranges of the crawler and of the CI that downloads one file, and no others`,
        saw: `${wanted.length - missing} of ${wanted.length}, and ${others} others`,
        holds: missing === 0 && others === 0,
      },
      {
        expected: `the office of 400 people, number ${place} of ${addresses.length.toLocaleString('en')} addresses by requests that ${kind}, is not proposed`,
        saw: proposed.has(office!) ? 'proposed' : 'not proposed',
        holds: !proposed.has(office!),
      },
    ];
  });

/** /24 or /48, sorted. */
export const rangesOf = ({ inhabitants: { clients } }: LongLog, kind: MonthKindName): string[] =>
  [...new Set(clients.filter((client) => client.kind === kind).map(({ address }) => rangeOf(address)))].sort();
