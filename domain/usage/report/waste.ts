/** What was downloaded again and again, and what it costs that nobody kept it. */

import { periodNamed } from '../period';
import type { UsageTable } from '../tables';
import { roundingFor } from './cells';
import { type MonthCost, savedUsd, usd } from './cost';
import { kOf } from './drawn';
import { type CostInput, type ReportInput, recordsOf, totalOf } from './input';
import { percentOf, type Totals } from './totals';
import type { Figure, ReportTable } from './types';

interface Repeats {
  readonly period: string;
  readonly downloads: number;
  readonly repeats: number;
  readonly bytes: number;
  readonly repeatBytes: number;
}

/** Of weeks that end in the period: a window of its own length decides about the number, so weeks are compared with weeks only. */
const weeksOf = (input: ReportInput): UsageTable[] =>
  input.tables
    .filter(({ table, period: name }) => table === 'networks' && name.includes('-W') && endsWithin(name, input.period))
    .filter((table) => recordsOf(table).some(({ addresses }) => Number(addresses) >= kOf(input)))
    .sort((a, b) => (a.period < b.period ? -1 : 1));

const endsWithin = (week: string, { from, until }: ReportInput['period']): boolean => {
  const end = periodNamed(week).until;
  return end >= from && end <= until;
};

function repeatsOf(table: UsageTable): Repeats {
  const rows = recordsOf(table);
  return {
    period: table.period,
    downloads: totalOf(rows, 'downloads'),
    repeats: totalOf(rows, 'repeats'),
    bytes: totalOf(rows, 'bytes'),
    repeatBytes: totalOf(rows, 'repeat_bytes'),
  };
}

export function repeatTable(input: ReportInput): ReportTable {
  const round = roundingFor(kOf(input));
  return {
    title: 'Repeats by week',
    about:
      'Downloads of a released file that the same network (a /24 or /48) had downloaded in the same ISO week. Files never change, so each of them could have come from a cache of its own.',
    columns: [
      { name: 'week', title: 'Week' },
      { name: 'downloads', title: 'Downloads', unit: 'downloads' },
      { name: 'repeats', title: 'Repeated', unit: 'downloads' },
      { name: 'repeatsPercent', title: 'Repeated, of all', unit: 'percent' },
      { name: 'repeatBytes', title: 'Bytes of repeats', unit: 'bytes' },
    ],
    rows: weeksOf(input)
      .map(repeatsOf)
      .map(({ period: week, downloads, repeats, repeatBytes }) => ({
        week,
        downloads: round(downloads),
        repeats: round(repeats),
        repeatsPercent: percentOf(round(repeats), downloads),
        repeatBytes: round(repeatBytes),
      })),
  };
}

/** The mean week stands for the month: repeats of days or weeks do not add up to those of a month. */
export function wasteFigures(input: ReportInput, totals: Totals, cost: MonthCost | undefined): Record<string, Figure> {
  const found = weeksOf(input).map(repeatsOf);
  const sum = (pick: (week: Repeats) => number): number => found.reduce((all, week) => all + pick(week), 0);
  const [downloads, bytes] = [sum((week) => week.downloads), sum((week) => week.bytes)];
  const repeated = downloads > 0 ? sum((week) => week.repeats) / downloads : undefined;
  const wasted = bytes > 0 ? sum((week) => week.repeatBytes) / bytes : undefined;
  const note = found.length ? `mean of ${found.length} ISO weeks, by network` : 'no ISO week has ended in the period';
  const saved =
    cost && repeated !== undefined && wasted !== undefined
      ? savedUsd(cost, input.cost as CostInput, { bytes: totals.bytes * wasted, requests: totals.downloads * repeated })
      : undefined;
  return {
    repeatsPercent: {
      title: 'Downloads that the network had had that week',
      unit: 'percent',
      value: repeated === undefined ? null : percentOf(repeated, 1),
      note,
    },
    repeatBytesPercent: {
      title: 'Bytes of those',
      unit: 'percent',
      value: wasted === undefined ? null : percentOf(wasted, 1),
      note,
    },
    wasteUsd: {
      title: 'What the estimate would be less without them',
      unit: 'USD',
      value: saved === undefined ? null : usd(saved),
      note: cost ? note : 'no template was given to price',
    },
  };
}
