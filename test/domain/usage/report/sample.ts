/** A month of usage tables without a log behind them, for tests of what is made from tables. */

import type { Row } from '../../../../domain/usage/engine';
import { daysOf, periodNamed } from '../../../../domain/usage/period';
import type { ReportInput } from '../../../../domain/usage/report/input';
import { type Period, TABLES, type TableName, type UsageTable } from '../../../../domain/usage/tables';
import { SAMPLE_TRAFFIC, sampleTemplate } from '../../cost/sample-template';

export const RULES = '2026-11-23';
export const OCTOBER: Period = periodNamed('2026-10');

export const table = (name: TableName, period: string, rows: readonly Row[]): UsageTable => ({
  table: name,
  period,
  rules: RULES,
  columns: [...TABLES[name].keys, ...TABLES[name].measures],
  rows,
});

const GB = 2 ** 30;
const TIERS = [
  ['anonymous', '-', 'ci', 40, 900],
  ['anonymous', '-', 'human', 9, 4000],
  ['anonymous', '-', 'scanner', 2, 60],
  ['community', 'open-lab', 'human', 1, 14],
  ['supporter', 'friendly-corp', 'ci', 6, 25],
  ['commercial', 'big-builds', 'ci', 22, 300],
  ['commercial', 'quiet-inc', 'ci', 3, 12],
] as const;

const NETWORKS = [
  [8075, 'US', 30, 500],
  [16509, 'US', 24, 700],
  [14618, 'US', 6, 90],
  [24940, 'DE', 8, 60],
  [3320, 'DE', 9, 1500],
  [0, '-', 1, 40],
  [-1, '(other)', 5, 200],
] as const;

/** 100 GB of files a tier's weight, less on weekends. */
const weight = (day: number): number => (day % 7 === 3 || day % 7 === 4 ? 0.4 : 1) * (1 + day / 100);
const whole = (value: number): number => Math.round(value);

const tierRows = (factor: number): Row[] =>
  TIERS.map(([tier, holder, name, gb, addresses]) => {
    const bytes = whole(gb * GB * factor);
    const downloads = whole(gb * 4000 * factor);
    return [
      tier,
      holder,
      name,
      whole(downloads * 2.5),
      bytes,
      downloads,
      whole(downloads * 0.6),
      whole(bytes * 0.55),
      whole(gb * factor),
      whole((gb * factor) / 4),
      addresses,
    ];
  });

const networkRows = (factor: number): Row[] =>
  NETWORKS.map(([asn, country, gb, addresses]) => {
    const downloads = whole(gb * 4000 * factor);
    const bytes = whole(gb * GB * factor);
    return [asn, country, whole(downloads * 2.5), bytes, downloads, whole(downloads * 0.3), whole(bytes * 0.28), addresses];
  });

/** All hours of a day have the same. */
const hourRows = (day: string, rows: readonly Row[], addresses: number): Row[] => {
  const sum = (at: number): number => rows.reduce((all, row) => all + Number(row[at]), 0);
  return Array.from({ length: 24 }, (_, hour): Row => {
    const of = (total: number): number => Math.floor(total / 24) + (hour < total % 24 ? 1 : 0);
    const requests = of(sum(3));
    return [
      day,
      hour,
      requests,
      of(sum(4)),
      of(sum(5)),
      whole(requests * 0.9),
      whole(requests * 0.96),
      of(sum(8)),
      of(sum(9)),
      whole(requests * 0.02),
      hour === 5 ? 3 : 0,
      addresses,
    ];
  });
};

const concentrationRows = (requests: number, bytes: number, addresses: number): Row[] =>
  (
    [
      [10, 0.82],
      [50, 0.9],
      [100, 0.94],
      [200, 0.97],
      [500, 0.99],
      [1000, 1],
    ] as const
  ).map(
    ([permille, share]): Row => [permille, whole(requests * share), whole(bytes * share), whole((addresses * permille) / 1000)],
  );

/** The tables of October 2026, with those of its days and of the weeks that end in it. */
export function sampleTables(): UsageTable[] {
  const days = daysOf(OCTOBER).map((day, i) => ({ day, rows: tierRows(weight(i)) }));
  const hours = days.flatMap(({ day, rows }) => hourRows(day, rows, 300));
  const month = tierRows(days.reduce((all, _, i) => all + weight(i), 0));
  const total = (at: number): number => hours.reduce((all, row) => all + Number(row[at]), 0);
  return [
    ...days.flatMap(({ day, rows }) => [
      table('hours', day, hourRows(day, rows, 300)),
      table('tiers', day, rows),
      table('concentration', day, concentrationRows(1000, GB, 1800)),
    ]),
    table('hours', '2026-10', hours),
    table('tiers', '2026-10', month),
    table('networks', '2026-10', networkRows(31)),
    ...['2026-W40', '2026-W41', '2026-W42', '2026-W43'].map((week) => table('networks', week, networkRows(7))),
    table('concentration', '2026-10', concentrationRows(total(2), total(3), 5200)),
    table('answers', '2026-10', [
      [200, 'Hit', whole(total(2) * 0.88), whole(total(3) * 0.95), 5000],
      [200, 'Miss', whole(total(2) * 0.06), whole(total(3) * 0.05), 3000],
      [304, 'Hit', whole(total(2) * 0.04), 1000, 900],
      [404, 'Error', whole(total(2) * 0.02), 1000, 300],
      [429, 'LimitExceeded', 12, 1000, 4],
      [503, 'Error', 31 * 3, 1000, 20],
    ]),
    table('clients', '2026-10', [
      ['ci', 'pip', '25.3', whole(total(2) * 0.7), whole(total(3) * 0.7), whole(total(4) * 0.7), 800],
      ['human', 'npm', '11.6', whole(total(2) * 0.2), whole(total(3) * 0.2), whole(total(4) * 0.2), 3000],
      ['(other)', '(other)', '(other)', whole(total(2) * 0.1), whole(total(3) * 0.1), whole(total(4) * 0.1), 60],
    ]),
    table('files', '2026-10', [
      ['npm', 'left', 'file', '/npm/left/-/left-1.0.0.tgz', 900_000, 40 * GB, 900_000, 2000],
      ['npm', 'left', 'index', '/npm/left', 1_200_000, 20 * GB, 0, 2200],
      ['pypi', 'six', 'file', '/pypi/files/six-1.17.0.whl', 3_000_000, 1800 * GB, 2_900_000, 900],
      ['pypi', 'six', 'index', '/pypi/simple/six/', 3_500_000, 60 * GB, 0, 950],
    ]),
    table('holder_projects', '2026-10', [
      ['commercial', 'big-builds', 'pypi', 'six', 2_000_000, 600 * GB, 1_900_000, 1_100_000, 300 * GB, 30, 8],
      ['commercial', 'big-builds', 'npm', 'left', 200_000, 40 * GB, 180_000, 20_000, 3 * GB, 0, 0],
      ['supporter', 'friendly-corp', 'pypi', 'six', 90_000, 20 * GB, 80_000, 70_000, 18 * GB, 0, 0],
    ]),
  ];
}

export const sampleInput = (): ReportInput => ({
  registry: 'example',
  foundation: 'Example Foundation',
  period: OCTOBER,
  published: '2026-11-03',
  tables: sampleTables(),
  cost: {
    templates: [sampleTemplate()],
    planned: SAMPLE_TRAFFIC,
    actual: { byComponent: { delivery: 168.4, tiers: 13.9, storage: 2.1 }, creditsUsd: 40 },
  },
  contributions: [
    { from: 'Big Builds Inc.', holder: 'big-builds', tier: 'commercial', monthlyUsd: 120, public: true },
    { holder: 'friendly-corp', tier: 'supporter', monthlyUsd: 10 },
    { from: 'A cloud', monthlyUsd: 40, kind: 'credits', public: true },
  ],
  brakeMoves: [
    { sequence: 1, at: '2026-10-14T08:10:00.000Z', from: 0, to: 1, cause: 'bytes-fast' },
    { sequence: 2, at: '2026-10-14T14:40:00.000Z', from: 1, to: 0, cause: 'quiet' },
  ],
  ledger: { entries: 1204, head: 'ab'.repeat(32) },
  faults: [
    { reason: 'duplicate', files: 2 },
    { reason: 'damaged', files: 1 },
  ],
  delivered: 25_060_000,
});
