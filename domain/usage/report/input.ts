/** What a report is made from. */
import type { BrakeMove } from '../../contracts/brake';
import type { Template } from '../../cost/template';
import type { Traffic } from '../../cost/workload';
import type { LedgerPoint } from '../../records/verify-ledger';
import type { Row } from '../engine';
import { type Period, TABLES, type TableName, type UsageTable } from '../tables';
import type { TransparencyReport } from './types';

export interface ReportInput {
  readonly registry: string;
  readonly foundation: string;
  /** A month; a day too, for a look at it. */
  readonly period: Period;
  /** Day of publishing, `YYYY-MM-DD`. */
  readonly published: string;
  /** @default 1 */
  readonly version?: number;
  /** Why a published report is replaced. */
  readonly correction?: string;
  /** Fewest addresses of a published cell. @default 10; less only for a run whose addresses are all one's own */
  readonly k?: number;
  /** All of the period; `tiers` and `hours` of its days, and `networks` of the weeks that end in it, where there are any. */
  readonly tables: readonly UsageTable[];
  /** The report of the period before. @default - none, so there is no growth to tell */
  readonly previous?: TransparencyReport;
  /** @default - nothing about money */
  readonly cost?: CostInput;
  readonly contributions?: readonly Contribution[];
  /** Of the period, oldest first. */
  readonly brakeMoves?: readonly Omit<BrakeMove, 'id'>[];
  readonly ledger?: LedgerPoint;
  /** Log files with something wrong, by what it was. */
  readonly faults?: readonly LogFault[];
  /** Requests of the period by CloudFront's own metric. @default - not asked */
  readonly delivered?: number;
}

export interface LogFault {
  readonly reason: string;
  readonly files: number;
}

export interface CostInput {
  /** As they are deployed. */
  readonly templates: readonly Template[];
  /** What the configuration expects: stands in for what no log tells, such as where viewers are. */
  readonly planned: Traffic;
  /** GB (2^30 bytes) that are stored. @default as planned */
  readonly storedGb?: number;
  /** Releases of the period. @default as planned */
  readonly releases?: number;
  /** From the payer's cost export. @default - none is configured */
  readonly actual?: ActualCost;
}

/** US dollars of the period. */
export interface ActualCost {
  /** By the tag `component`, before credits. */
  readonly byComponent: Readonly<Record<string, number>>;
  /** What credits have paid of it, as a positive number. */
  readonly creditsUsd: number;
}

/** What somebody gives for the registry. */
export interface Contribution {
  /** Who, for people; shown only with `public`. */
  readonly from?: string;
  readonly tier?: string;
  readonly holder?: string;
  /** US dollars a month; credits at what they pay for. */
  readonly monthlyUsd: number;
  /** @default 'money' */
  readonly kind?: 'money' | 'credits';
  /** Whether they agreed to be named, with what they use. @default false */
  readonly public?: boolean;
}

/** A row by the names of its columns. */
export type UsageRecord = Readonly<Record<string, string | number>>;

/** @throws Error when the table is not there: a missing table is no table of zeros */
export function rowsOf(tables: readonly UsageTable[], name: TableName, period: string): UsageRecord[] {
  const found = findTable(tables, name, period);
  if (!found) throw new Error(`There is no table '${name}' of ${period}; a report needs it: aggregate that period first.`);
  return recordsOf(found);
}

export const findTable = (tables: readonly UsageTable[], name: TableName, period: string): UsageTable | undefined =>
  tables.find((table) => table.table === name && table.period === period);

export const recordsOf = ({ columns, rows }: Pick<UsageTable, 'columns' | 'rows'>): UsageRecord[] =>
  rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, plain(row, i)])));

/** A sum over nothing is null in SQL; a key is never null. */
const plain = (row: Row, i: number): string | number => row[i] ?? 0;

export const totalOf = (records: readonly UsageRecord[], measure: string): number =>
  records.reduce((sum, record) => sum + Number(record[measure] ?? 0), 0);

/** Measures of a table that are added up over groups; distinct addresses are not. */
export const summedMeasures = (name: TableName): string[] => TABLES[name].measures.filter((measure) => measure !== 'addresses');
