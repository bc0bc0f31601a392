/** A small month, its tables and its report, which several tests look at. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { periodNamed } from '../../domain/usage/period';
import type { TransparencyReport } from '../../domain/usage/report/types';
import type { UsageTable } from '../../domain/usage/tables';
import { type Month, monthFixture } from './month';
import { reportOfMonth, tablesOfMonth } from './published';

export const OCTOBER = periodNamed('2026-10');

export interface SmallMonth extends Month {
  /** Holds `logs`, and `scratch` for what may have addresses in it. */
  readonly folder: string;
  readonly tables: readonly UsageTable[];
  readonly report: TransparencyReport;
}

/** As small as a month can be in which one percent of the addresses are ten. */
export async function smallMonth(): Promise<SmallMonth> {
  const folder = mkdtempSync(join(tmpdir(), 'month-'));
  const [logs, scratch] = [join(folder, 'logs'), join(folder, 'scratch')];
  mkdirSync(scratch);
  const month = await monthFixture({
    folder: logs,
    scale: 0.04,
    activity: 0.7,
    anonymousRequests: 600,
  });
  const tables = await tablesOfMonth(logs, scratch, OCTOBER);
  return { ...month, folder, tables, report: reportOfMonth(tables, OCTOBER) };
}
