/** Which tables a report reads. */
import { tableOf, tablesOf } from '../aggregate';
import type { Engine } from '../engine';
import { K } from '../k-anonymity';
import { addDays, daysOf, periodOf, previousPeriod } from '../period';
import { tableQuery } from '../sql/tables';
import type { Period, TableName, UsageTable } from '../tables';

/** The rhythm of days, and what pages of holders tell day by day. */
const OF_DAYS: readonly TableName[] = ['hours', 'tiers', 'concentration', 'holder_projects'];
/** Repeats within a week. */
const OF_WEEKS: readonly TableName[] = ['networks'];

export interface Needed {
  readonly period: Period;
  readonly names: readonly TableName[];
}

/** All of the period, some of its days, and of the weeks that end in it. @param until last day with lines. @default the period's */
export function neededTables(period: Period, until = period.until): Needed[] {
  const days = daysOf(period).filter((day) => day <= until);
  const weeks = [...new Map(days.map((day) => [periodOf('week', day).name, periodOf('week', day)])).values()];
  const ended = weeks.filter((week) => week.until >= period.from && week.until <= until);
  return [
    ...(period.kind === 'day' ? [] : days.map((day) => ({ period: periodOf('day', day), names: OF_DAYS }))),
    ...ended.map((week) => ({ period: week, names: OF_WEEKS })),
    { period, names: tablesOf(period.kind) },
  ];
}

/** Months that pages of holders tell of beside their own, newest first: each with its table `tiers` and its report, where there are such. */
export function earlierMonths(month: Period, count = 11): Period[] {
  const months: Period[] = [];
  for (let one = previousPeriod(month); months.length < count; one = previousPeriod(one)) months.push(one);
  return months;
}

/** Months that statistics may lead to: the one that is running, of which only a local registry tells, and those before it. */
export function recentMonths(today: string, count: number): Period[] {
  const running = periodOf('month', today);
  return [running, ...earlierMonths(running, count - 1)];
}

export interface TableOptions {
  /** As of {@link tableOf}. */
  readonly k?: number;
  /** Folders that hold lines, `YYYY-MM-DD`: nobody needs to be asked about the rest. @default - ask about every period */
  readonly folders?: readonly string[];
}

export async function makeTables(
  engine: Engine,
  needed: readonly Needed[],
  { k = K, folders }: TableOptions = {},
): Promise<UsageTable[]> {
  const tables: UsageTable[] = [];
  for (const { period, names } of needed)
    for (const name of names) {
      const rows = isEmpty(period, folders) ? [] : await engine.select(tableQuery(name, period, engine.staged ?? false));
      tables.push(tableOf(name, period.name, rows, k));
    }
  return tables;
}

/** A line may lie in the folder of the day before or after, see `domain/usage/sql/requests.ts`. */
function isEmpty({ from, until }: Period, folders: readonly string[] | undefined): boolean {
  const [first, last] = [addDays(from, -1), addDays(until, 1)];
  return folders !== undefined && !folders.some((day) => day >= first && day <= last);
}
