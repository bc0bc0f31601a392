/** All public statistics, from the usage tables alone. */
import type { PublicObject } from '../../packages/ecosystem';
import { IMMUTABLE } from '../../packages/public-objects';
import { HTML_TYPE } from '../../site/page';
import { keyOfPath, STATS_LATEST_PATH, STATS_PATH, STATS_SCHEMA_PATH, totalsPath } from '../../site/paths';
import { K } from '../report/cells';
import type { UsageTable } from '../tables';
import { countsOf, type MonthCounts } from './counts';
import type { TotalsLatest, TotalsMonth } from './documents';
import { badgeObject, CHANGING, latestObject, monthObject, statsObject } from './package-stats';
import { statsPage } from './stats-page';

export interface StatsInput {
  readonly registry: string;
  /** All months that are published, and the one that is now: each with `files` and `hours`. Pointers go back {@link HISTORY_MONTHS}. */
  readonly months: readonly { readonly month: string; readonly tables: readonly UsageTable[] }[];
  /** The one whose documents are made. @default the newest */
  readonly month?: string;
  /** Fewest addresses behind a number. @default 10; less only for a run whose addresses are all one's own */
  readonly k?: number;
}

/** What `latest.json` goes back to; documents of older months stay. */
export const HISTORY_MONTHS = 24;

/**
 * Documents of one month, which are new, and those that lead to the newest, which are written over. A package that was counted in
 * any of the months has its pointer brought up to date, so that none points to an old month as the newest.
 * @param input with at least one month
 */
export function statsObjects({ registry, months, month, k = K }: StatsInput): PublicObject[] {
  const ordered = [...months]
    .sort((a, b) => (a.month < b.month ? -1 : 1))
    .map((one) => ({ month: one.month, counts: () => countsOf(one.tables, one.month, k) }));
  const own = ordered.find((one) => one.month === (month ?? ordered.at(-1)!.month))?.counts();
  if (!own) throw new Error(`There is no month${month ? ` ${month}` : ''} to publish the statistics of; aggregate it first.`);
  const counted = ordered.slice(-HISTORY_MONTHS).map((one) => (one.month === own.totals.month ? own : one.counts()));
  return [
    statsObject(totalsPath(own.totals.month), JSON.stringify(totalsMonth(own)), IMMUTABLE),
    ...own.packages.map((counts) => monthObject(counts, own.totals.month)),
    ...histories(counted).flatMap(({ ecosystem, project, months: history }) => [
      latestObject(ecosystem, project, history),
      badgeObject(ecosystem, project, history.at(-1)!.downloads),
    ]),
    latestTotalsObject(counted),
    statsPageObject(registry, counted.at(-1)),
  ];
}

const totalsMonth = ({ totals, ecosystems }: MonthCounts): TotalsMonth => ({ schema: 1, ...totals, ecosystems });

export function latestTotalsObject(counted: readonly MonthCounts[]): PublicObject {
  const newest = counted.at(-1);
  const document: TotalsLatest = {
    schema: 1,
    latest: newest ? totalsPath(newest.totals.month) : null,
    months: counted.map(({ totals }) => totals),
    schemaDocument: STATS_SCHEMA_PATH,
  };
  return statsObject(STATS_LATEST_PATH, JSON.stringify(document), CHANGING);
}

/** @param newest undefined before a month has been counted */
export const statsPageObject = (registry: string, newest: MonthCounts | undefined): PublicObject => ({
  ...statsObject(STATS_PATH, statsPage(registry, newest), CHANGING, HTML_TYPE),
  key: keyOfPath(STATS_PATH),
});

interface History {
  readonly ecosystem: string;
  readonly project: string;
  readonly months: { month: string; downloads: number | null }[];
}

/** Of each package that was counted, from its first such month on. */
function histories(counted: readonly MonthCounts[]): History[] {
  const found = new Map<string, History>();
  for (const { totals, packages } of counted) {
    const seen = new Set<string>();
    for (const { ecosystem, project, downloads } of packages) {
      const id = JSON.stringify([ecosystem, project]);
      const history = found.get(id) ?? { ecosystem, project, months: [] };
      history.months.push({ month: totals.month, downloads });
      found.set(id, history);
      seen.add(id);
    }
    for (const [id, { months }] of found) if (!seen.has(id)) months.push({ month: totals.month, downloads: null });
  }
  return [...found.values()].sort((a, b) => (a.ecosystem + a.project < b.ecosystem + b.project ? -1 : 1));
}
