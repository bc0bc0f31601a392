/**
 * The week of the crawler, with what fair use is for in true size: the crawler's 1,000 addresses, the CI that downloads one file 500,000
 * times a month, and the office of 400 people.
 */
import { tableOf } from '../../domain/usage/aggregate';
import type { Engine } from '../../domain/usage/engine';
import type { Drawer, Served } from '../../domain/usage/fair-use/drawer';
import { drawersOf } from '../../domain/usage/fair-use/drawers';
import { type Finding, findings } from '../../domain/usage/fair-use/propose';
import type { FairUseSettings } from '../../domain/usage/fair-use/settings';
import { addDays, daysOf, periodNamed } from '../../domain/usage/period';
import { recordsOf, totalOf } from '../../domain/usage/report/input';
import { tableQuery } from '../../domain/usage/sql/tables';
import type { Period } from '../../domain/usage/tables';
import { KINDS_OF_MONTH, type MonthKindName } from './kinds';
import { type Drawn, type LongLog, writeLongLog } from './long-log';
import { populationOf } from './population';

/** A Wednesday on which the crawler is at work, and its week. */
export const [DAY, WEEK] = [
  { ...periodNamed('2026-10-14'), kind: 'day' as const },
  { ...periodNamed('2026-W42'), kind: 'week' as const },
] as const;
const IN_TRUE_SIZE: readonly MonthKindName[] = ['crawler', 'one file', 'office'];
const OTHERS = (Object.keys(KINDS_OF_MONTH) as MonthKindName[]).filter(
  (kind) => kind !== 'blocked' && !IN_TRUE_SIZE.includes(kind),
);

/** @param others scale of everybody else */
export const fairWeek = (folder: string, others: number): Promise<LongLog> =>
  writeLongLog({
    folder,
    population: { ...populationOf(others, OTHERS), ...populationOf(1, IN_TRUE_SIZE) },
    from: WEEK.from,
    until: addDays(WEEK.until, 1),
    crawl: ['2026-10-14', '2026-10-16'],
  });

export interface FairUseOfPeriod {
  readonly served: Served;
  readonly drawers: readonly Drawer[];
  readonly found: readonly Finding[];
}

export async function fairUseOf(
  engine: Engine,
  period: Period & Pick<Served, 'kind'>,
  settings: FairUseSettings,
): Promise<FairUseOfPeriod> {
  const tiers = tableOf('tiers', period.name, await engine.select(tableQuery('tiers', period, engine.staged)));
  const served: Served = { period: period.name, kind: period.kind, bytes: totalOf(recordsOf(tiers), 'bytes') };
  const drawers = await drawersOf(engine, period, { tiers, served, settings });
  return { served, drawers, found: findings(drawers, served, settings) };
}

/** What each address drew in a period, who asked most first. */
export function busiest({ drawn }: Pick<LongLog, 'drawn'>, period: Period): readonly (Drawn & { readonly address: string })[] {
  const days = daysOf(period);
  const sums = new Map<string, Drawn>();
  for (const [key, { requests, bytes }] of drawn) {
    const [day, address] = key.split(' ') as [string, string];
    if (!days.includes(day)) continue;
    const before = sums.get(address) ?? { requests: 0, bytes: 0 };
    sums.set(address, { requests: before.requests + requests, bytes: before.bytes + bytes });
  }
  return [...sums].map(([address, sum]) => ({ address, ...sum })).sort((a, b) => b.requests - a.requests);
}
