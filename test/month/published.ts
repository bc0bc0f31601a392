/** From the log files of a month to all that is published of it. */

import type { PublicObject } from '../../domain/packages/ecosystem';
import { aggregate, tableOf } from '../../domain/usage/aggregate';
import type { Engine } from '../../domain/usage/engine';
import { holderUsageObjects } from '../../domain/usage/partner/objects';
import { daysOf, periodNamed, periodOf } from '../../domain/usage/period';
import { publishReport } from '../../domain/usage/report/publish';
import { reportOf } from '../../domain/usage/report/report';
import type { TransparencyReport } from '../../domain/usage/report/types';
import { tableQuery } from '../../domain/usage/sql/tables';
import { statsObjects } from '../../domain/usage/stats/objects';
import type { Period, TableName, UsageTable } from '../../domain/usage/tables';
import { openDuckdb } from '../../lib/cli/usage/duckdb-engine';

/** What a report of a month reads of its days and weeks. */
const OF_DAYS: readonly TableName[] = ['hours', 'tiers', 'concentration', 'holder_projects'];
const OF_WEEKS: readonly TableName[] = ['networks'];

/** @param logs folder of the log files @param scratch folder that may hold addresses meanwhile */
export async function tablesOfMonth(logs: string, scratch: string, month: Period): Promise<readonly UsageTable[]> {
  const engine = await openDuckdb({ logs, scratch });
  try {
    const days = daysOf(month).map((day) => periodOf('day', day));
    const weeks = [...new Map(days.map(({ from }) => periodOf('week', from)).map((week) => [week.name, week])).values()];
    return [
      ...(await aggregate(engine, month)),
      ...(await some(engine, OF_DAYS, days)),
      ...(await some(engine, OF_WEEKS, weeks)),
    ];
  } finally {
    await engine.close();
  }
}

async function some(engine: Engine, names: readonly TableName[], periods: readonly Period[]): Promise<UsageTable[]> {
  const tables: UsageTable[] = [];
  for (const period of periods)
    for (const name of names)
      tables.push(tableOf(name, period.name, await engine.select(tableQuery(name, period, engine.staged))));
  return tables;
}

export const reportOfMonth = (
  tables: readonly UsageTable[],
  month: Period,
  changes: { version?: number; correction?: string } = {},
): TransparencyReport =>
  reportOf({ registry: 'example', foundation: 'Example Foundation', period: month, published: '2026-11-03', tables, ...changes });

/** Every object for everybody, and the holders' own. */
export const publishedOf = (report: TransparencyReport, tables: readonly UsageTable[]): readonly PublicObject[] => [
  ...publishReport({ report, url: 'https://packages.example.org' }),
  ...statsObjects({ registry: 'example', months: [{ month: report.period, tables }] }),
  ...holderObjectsOf(report, tables),
];

export const holderObjectsOf = (report: TransparencyReport, tables: readonly UsageTable[]): readonly PublicObject[] =>
  holderUsageObjects({
    registry: 'example',
    contact: 'infrastructure@foundation.example',
    month: periodNamed(report.period),
    until: report.until,
    tables,
    reports: [report],
    contributions: [],
  });
