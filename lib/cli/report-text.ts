/** A report in a terminal: the numbers that matter, and where the rest is. */
import type { LogFault } from '../../domain/usage/report/input';
import { amountText } from '../../domain/usage/report/text';
import type { ReportTable, TransparencyReport } from '../../domain/usage/report/types';
import { table } from './table';
import type { CleanLogs } from './usage/clean-logs';

const SHOWN = [
  'downloads',
  'bytes',
  'requests',
  'hitRatio',
  'availability',
  'limited',
  'repeatsPercent',
  'estimatedUsd',
  'actualUsd',
  'estimatedUsdPerMillion',
  'wasteUsd',
  'donorExitUsd',
];

/** @param places where the whole report is */
export function reportText(report: TransparencyReport, logs: CleanLogs, places: readonly string[]): string {
  const { registry, period, figures, tables, preliminary, k } = report;
  return [
    `Transparency report of ${registry}, ${period}${preliminary ? ' (preliminary: the period has not ended)' : ''}`,
    `${logs.files} log files, ${logs.lines} lines; groups of ${k} or more addresses are shown`,
    '',
    table(
      SHOWN.flatMap((name) => {
        const figure = figures[name];
        return figure?.value == null ? [] : [[`  ${figure.title}`, amountText(figure.value, figure.unit)]];
      }),
    ),
    ...section(tables.tiers, 'tier'),
    ...section(tables.classes, 'class'),
    ...section(tables.networks, 'network'),
    ...logs.faults.map(({ file, fault, detail }) => `\n${file}: ${fault}: ${detail}`),
    ...(places.length
      ? ['', ...places.map((place) => `The report: ${place}`)]
      : ['', 'Nothing was written; add --out DIR for the files.']),
  ].join('\n');
}

const MOST_ROWS = 6;

function section(found: ReportTable | undefined, column: string): string[] {
  if (!found?.rows.length) return [];
  const rows = found.rows
    .slice(0, MOST_ROWS)
    .map((row) => [
      `  ${String(row[column])}`,
      amountText(row.bytes as number, 'bytes'),
      `${String(row.bytesPercent)} %`,
      amountText(row.downloads as number, 'downloads'),
    ]);
  return ['', found.title, table(rows)];
}

/** How many files had which fault. */
export function countedFaults({ faults }: CleanLogs): LogFault[] {
  const counts = new Map<string, number>();
  for (const { fault } of faults) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([reason, files]) => ({ reason, files }));
}
