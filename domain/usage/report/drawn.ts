/** Who drew it: one table for each way to cut the month, each cell of at least k addresses and rounded down. */

import { K } from '../k-anonymity';
import type { TableName } from '../tables';
import { cellsOf, type Part } from './cells';
import { fairShareUsd, type MonthCost, usd } from './cost';
import { type ReportInput, rowsOf, summedMeasures, type UsageRecord } from './input';
import { percentOf, type Totals } from './totals';
import type { Column, ReportTable, Unit } from './types';

export interface Cut {
  /** Table that it is made from. */
  readonly from: TableName;
  /** Column that names a cell. */
  readonly column: Column;
  readonly title: string;
  readonly about: string;
  readonly keyOf: (row: UsageRecord) => string;
  /** Whether a row is of a partner who agreed to be named. @default none is */
  readonly named?: (row: UsageRecord) => boolean;
  /** Whether cells have a fair share of the cost. @default false */
  readonly shared?: boolean;
}

export interface Month {
  readonly totals: Totals;
  /** Absent when nothing is known about money. */
  readonly cost?: MonthCost | undefined;
}

const MEASURES: Readonly<Record<string, readonly [title: string, unit: Unit]>> = {
  requests: ['Requests', 'requests'],
  bytes: ['Bytes', 'bytes'],
  downloads: ['Downloads', 'downloads'],
  repeats: ['Repeated downloads', 'downloads'],
  repeat_bytes: ['Bytes of repeats', 'bytes'],
  limited: ['Above a limit', 'requests'],
  refused: ['Refused', 'requests'],
};

const columnOf = (name: string): Column => ({ name, title: MEASURES[name]![0], unit: MEASURES[name]![1] });

export const FAIR_SHARE: Column = { name: 'fairShareUsd', title: 'Fair share of the cost', unit: 'USD' };

export const kOf = ({ k }: Pick<ReportInput, 'k'>): number => k ?? K;

export function cutTable(input: ReportInput, cut: Cut, { totals, cost }: Month): ReportTable {
  const measures = summedMeasures(cut.from);
  const fair = cut.shared ? cost : undefined;
  return {
    title: cut.title,
    about: cut.about,
    columns: [
      cut.column,
      columnOf('bytes'),
      { name: 'bytesPercent', title: 'Share of bytes', unit: 'percent' },
      ...(fair ? [FAIR_SHARE] : []),
      ...measures.filter((name) => name !== 'bytes').map(columnOf),
      { name: 'addresses', title: 'Addresses, at least', unit: 'addresses' },
    ],
    rows: cellsOf(partsOf(input, cut), 'bytes', kOf(input)).map(({ key, addresses, values }) => {
      const use = { bytes: values.bytes ?? 0, requests: values.requests ?? 0 };
      return {
        [cut.column.name]: key,
        ...values,
        bytesPercent: percentOf(use.bytes, totals.bytes),
        addresses,
        ...(fair && { fairShareUsd: usd(fairShareUsd(fair, use, totals)) }),
      };
    }),
  };
}

function partsOf({ tables, period }: ReportInput, { from, keyOf, named }: Cut): Part[] {
  return rowsOf(tables, from, period.name).map((row) => ({
    key: keyOf(row),
    addresses: Number(row.addresses),
    named: named?.(row) ?? false,
    values: Object.fromEntries(summedMeasures(from).map((measure) => [measure, Number(row[measure])])),
  }));
}
