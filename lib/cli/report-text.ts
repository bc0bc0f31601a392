/** A report in a terminal: the numbers that matter, and where the rest is. */
import type { Finding } from '../../domain/usage/fair-use/propose';
import type { LogFault } from '../../domain/usage/report/input';
import { amountText } from '../../domain/usage/report/text';
import type { ReportTable, TransparencyReport } from '../../domain/usage/report/types';
import { printable } from './failure';
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

export interface Beside {
  readonly logs: CleanLogs;
  /** For operators, and in no file: it names ranges. */
  readonly unfair: readonly Finding[];
  /** Where the whole report is. */
  readonly places: readonly string[];
}

export function reportText(report: TransparencyReport, { logs, unfair, places }: Beside): string {
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
    ...unfairText(unfair),
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

const unfairText = (unfair: readonly Finding[]): string[] =>
  unfair.length === 0
    ? []
    : [
        '',
        'Above fair use (nothing is noted or blocked by this command; docs/fair-use.md)',
        ...unfair.map(({ name, ranges, reason }) =>
          [`  ${printable(name)}`, ...(ranges.length > 1 ? [` (${ranges.length} ranges)`] : []), `: ${reason}`].join(''),
        ),
      ];

/** How many files had which fault. */
export function countedFaults({ faults }: CleanLogs): LogFault[] {
  const counts = new Map<string, number>();
  for (const { fault } of faults) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([reason, files]) => ({ reason, files }));
}
