/** From the log files of a month to all that is published of it. */

import type { PublicObject } from '../../domain/packages/ecosystem';
import { holderUsageObjects } from '../../domain/usage/partner/objects';
import { periodNamed } from '../../domain/usage/period';
import type { ReportInput } from '../../domain/usage/report/input';
import { makeTables, neededTables } from '../../domain/usage/report/needed';
import { publishReport } from '../../domain/usage/report/publish';
import { reportOf } from '../../domain/usage/report/report';
import type { TransparencyReport } from '../../domain/usage/report/types';
import { statsObjects } from '../../domain/usage/stats/objects';
import type { Period, UsageTable } from '../../domain/usage/tables';
import { openDuckdb } from '../../lib/cli/usage/duckdb-engine';

/** @param logs folder of the log files @param scratch folder that may hold addresses meanwhile */
export async function tablesOfMonth(logs: string, scratch: string, month: Period): Promise<readonly UsageTable[]> {
  const engine = await openDuckdb({ logs, scratch });
  try {
    return await makeTables(engine, neededTables(month));
  } finally {
    await engine.close();
  }
}

export const reportOfMonth = (
  tables: readonly UsageTable[],
  month: Period,
  more: Pick<ReportInput, 'cost' | 'contributions'> = {},
): TransparencyReport =>
  reportOf({ registry: 'example', foundation: 'Example Foundation', period: month, published: '2026-11-03', tables, ...more });

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
