import { estimateOf } from '../../../../domain/cost/estimate';
import type { ReportInput } from '../../../../domain/usage/report/input';
import { reportOf } from '../../../../domain/usage/report/report';
import type { Cells } from '../../../../domain/usage/report/types';
import { SAMPLE_TRAFFIC, sampleTemplate } from '../../cost/sample-template';
import { OCTOBER, sampleInput, sampleTables, table } from './sample';

const GB = 2 ** 30;

/**
 * A month by hand: 4,000 requests of 2,000 GB in two hours, of 120 addresses. 3,000 requests and 1,500 GB anonymous, the rest commercial:
 * 600 and 400 GB of `acme`, who is named, 400 and 100 GB of `quiet`, who is not, from 15 addresses.
 */
const SMALL: ReportInput = {
  registry: 'example',
  foundation: 'Example Foundation',
  period: OCTOBER,
  published: '2026-11-03',
  tables: [
    table('hours', '2026-10', [
      ['2026-10-01', 8, 2500, 1200 * GB, 1000, 1800, 2000, 20, 5, 10, 0, 90],
      ['2026-10-02', 9, 1500, 800 * GB, 600, 900, 1000, 10, 2, 0, 3, 60],
    ]),
    table('tiers', '2026-10', [
      ['anonymous', '-', 'ci', 3000, 1500 * GB, 1200, 900, 1000 * GB, 25, 6, 100],
      ['commercial', 'acme', 'ci', 600, 400 * GB, 300, 200, 100 * GB, 5, 1, 2],
      ['commercial', 'quiet', 'human', 400, 100 * GB, 100, 10, 5 * GB, 0, 0, 15],
    ]),
    table('concentration', '2026-10', [
      [100, 2000, 1640 * GB, 12],
      [1000, 4000, 2000 * GB, 120],
    ]),
    table('networks', '2026-10', [
      [16509, 'US', 2000, 900 * GB, 800, 400, 450 * GB, 60],
      [14618, 'US', 1000, 600 * GB, 400, 200, 300 * GB, 20],
      [3320, 'DE', 1000, 500 * GB, 400, 200, 250 * GB, 40],
    ]),
    table('networks', '2026-W41', [
      [16509, 'US', 1000, 500 * GB, 400, 100, 200 * GB, 40],
      [3320, 'DE', 500, 300 * GB, 100, 25, 40 * GB, 30],
    ]),
    table('answers', '2026-10', [[200, 'Hit', 3997, 2000 * GB, 120]]),
    table('clients', '2026-10', [['ci', 'pip', '25.3', 4000, 2000 * GB, 1600, 120]]),
    table('files', '2026-10', [
      ['pypi', 'six', 'file', '/a', 1600, 1990 * GB, 1600, 110],
      ['pypi', 'six', 'index', '/b', 2400, 10 * GB, 0, 115],
    ]),
  ],
  cost: { templates: [sampleTemplate()], planned: SAMPLE_TRAFFIC },
  contributions: [
    { holder: 'acme', tier: 'commercial', monthlyUsd: 50, public: true },
    { tier: 'commercial', monthlyUsd: 5 },
    { from: 'A cloud', monthlyUsd: 30, kind: 'credits' },
  ],
  delivered: 4100,
};
const report = reportOf(SMALL);
const value = (name: string): number | null => report.figures[name]!.value;
const rows = (name: string): readonly Cells[] => report.tables[name]!.rows;

test('totals are exact: sums over the hours', () => {
  expect(['requests', 'bytes', 'downloads', 'limited', 'refused'].map(value)).toEqual([4000, 2000 * GB, 1600, 30, 7]);
});

test('ratios: 2,700 of 3,000 from the cache, 3,997 of 4,000 without a 5xx, 4,000 lines of 4,100 requests', () => {
  expect(['hitRatio', 'availability', 'logCoverage'].map(value)).toEqual([90, 99.925, 97.5]);
});

test("the cost is the estimator's for what was measured", () => {
  const traffic = {
    ...SAMPLE_TRAFFIC,
    terabytesPerMonth: 2000 / 1024,
    millionRequestsPerMonth: 0.004,
    hitRatio: 0.9,
    index: { share: 0.6, kib: (10 * GB) / 2400 / 1024 },
  };
  const { month } = estimateOf({ templates: [sampleTemplate()], traffic, budgetUsd: 1000 });
  expect(value('estimatedUsd')).toBe(Math.round(month * 100) / 100);
  expect(value('estimatedUsdPerMillion')).toBe(Math.round((month / 0.0016) * 100) / 100);
});

test('by hand: 976 GB above the free 1,024 at $0.085 are $82.96, and nothing else grows with bytes', () => {
  expect(value('bytesUsd')).toBe(82.96);
});

test('a fair share is in proportion to bytes, whose price is nearly all, and what is given stands beside it', () => {
  const total = value('estimatedUsd')!;
  const [anonymous, commercial] = rows('tiers');
  expect([anonymous!.tier, anonymous!.bytesPercent, commercial!.tier, commercial!.bytesPercent]).toEqual([
    'anonymous',
    74.9,
    'commercial',
    24.9,
  ]);
  expect(Number(anonymous!.fairShareUsd) / total).toBeCloseTo(0.75, 2);
  expect([anonymous!.contributedUsd, commercial!.contributedUsd]).toEqual([0, 55]);
  expect(commercial!.balanceUsd).toBeCloseTo(55 - Number(commercial!.fairShareUsd), 9);
});

test('a partner who agreed is named, others are not', () => {
  expect(
    rows('holders').map(({ holder, requests, addresses, contributedUsd }) => [holder, requests, addresses, contributedUsd]),
  ).toEqual([
    ['without a token', 3000, 100, 0],
    ['acme (commercial)', 600, null, 50],
    ['other partners', 400, 10, 0],
  ]);
  expect(JSON.stringify(report)).not.toContain('quiet');
});

test('networks of one host are one row', () => {
  expect(rows('networks').map(({ network, requests, repeats }) => [network, requests, repeats])).toEqual([
    ['Amazon Web Services', 3000, 600],
    ['AS3320', 1000, 200],
  ]);
});

test('repeats of a week: 125 of 500 downloads, 240 of 800 GB; without them 600 GB of the month were not sent', () => {
  expect(['repeatsPercent', 'repeatBytesPercent'].map(value)).toEqual([25, 30]);
  // 976 GB less 600 are 376: 600 x $0.085 = $51.00, and 400 requests fewer of the 4,000: below a cent.
  expect(value('wasteUsd')).toBeCloseTo(51, 2);
});

test('the bill without donors is by use, at list prices', () => {
  expect(value('donorExitUsd')).toBe(value('estimatedUsd'));
  expect(['contributedMoneyUsd', 'contributedCreditsUsd'].map(value)).toEqual([55, 30]);
  // The plan Pro takes the place of what delivery costs, and $55 are more than that.
  expect([report.figures.donorExitCheapestUsd!.note, value('donorExitCheapestUsd')! < 55, value('uncoveredUsd')]).toEqual([
    'pro',
    true,
    0,
  ]);
  const alone = reportOf({ ...SMALL, contributions: [] });
  expect(alone.figures.uncoveredUsd!.value).toBe(alone.figures.donorExitCheapestUsd!.value);
});

test('the busiest tenth draws 82 percent', () => {
  expect(rows('concentration').map(({ addressesPercent, bytesPercent }) => [addressesPercent, bytesPercent])).toEqual([
    [10, 81.9],
    [100, 100],
  ]);
});

test('growth is against the report before', () => {
  const november = reportOf({
    ...SMALL,
    previous: {
      ...report,
      period: '2026-09',
      figures: { ...report.figures, requests: { ...report.figures.requests!, value: 3200 } },
    },
  });
  expect([november.figures.requestsGrowth, november.figures.requests]).toEqual([
    { title: 'Growth of requests', unit: 'percent', value: 25, note: 'against 2026-09' },
    { title: 'Requests', unit: 'requests', value: 4000, note: '+25 % against 2026-09' },
  ]);
});

test('actual costs stand beside the estimate, with the gap', () => {
  const actual = { byComponent: { delivery: 90, tiers: 12 }, creditsUsd: 40 };
  const { figures, tables } = reportOf({ ...SMALL, cost: { ...SMALL.cost!, actual } });
  expect([figures.actualUsd!.value, figures.creditsUsd!.value]).toEqual([102, 40]);
  expect(tables.cost!.rows.map(({ component, actualUsd }) => [component, actualUsd])).toEqual(
    expect.arrayContaining([
      ['delivery', 90],
      ['tiers', 12],
      ['storage', null],
    ]),
  );
});

test('a month whose table is missing is no month of zeros', () => {
  expect(() => reportOf({ ...SMALL, tables: SMALL.tables.filter(({ table: name }) => name !== 'hours') })).toThrow(
    "There is no table 'hours' of 2026-10; a report needs it: aggregate that period first.",
  );
});

test("moves of the brake outside of the month are another month's", () => {
  const move = { sequence: 1, from: 0, to: 1, cause: 'month' } as const;
  const { tables } = reportOf({
    ...SMALL,
    brakeMoves: [
      { ...move, at: '2026-09-30T23:59:59.000Z' },
      { ...move, at: '2026-10-31T23:59:59.000Z', dry: true },
    ],
  });
  expect(tables.brake!.rows).toEqual([
    { at: '2026-10-31T23:59:59.000Z', from: 0, to: 1, cause: 'month', effect: 'dry run: nobody was refused' },
  ]);
});

describe('add one person', () => {
  /** The sample month, with one more address in every group: each has one more, and what it draws. */
  const withOneMore = (group: number): ReportInput => {
    const input = sampleInput();
    const tables = sampleTables().map((one) => {
      if (one.table !== 'tiers' || one.period !== '2026-10') return one;
      const more = one.rows.map((row, i) =>
        i === group ? row.map((cell, at) => (at < 3 ? cell : Number(cell) + (at === 10 ? 1 : 777))) : row,
      );
      return { ...one, rows: more };
    });
    return { ...input, tables };
  };

  test.each([0, 1, 2, 3, 4, 5, 6])('in group %d: no cell moves by less than its step, none is of fewer than ten', (group) => {
    const [before, after] = [reportOf(sampleInput()), reportOf(withOneMore(group))];
    for (const name of ['tiers', 'classes', 'holders'])
      for (const row of after.tables[name]!.rows) {
        const key = after.tables[name]!.columns[0]!.name;
        const old = before.tables[name]!.rows.find((one) => one[key] === row[key]);
        expect(row.addresses ?? 10).toBeGreaterThanOrEqual(10);
        for (const measure of ['requests', 'bytes', 'downloads']) {
          const difference = Math.abs(Number(row[measure]) - Number(old![measure]));
          expect(difference === 0 || difference >= 10 ** Math.max(1, String(old![measure]).length - 3)).toBe(true);
        }
      }
  });

  test('a tier of nine addresses shows with the tenth, and its day with it', () => {
    const input = sampleInput();
    const small = (addresses: number): ReportInput => ({
      ...input,
      tables: input.tables.map((one) =>
        one.table === 'tiers'
          ? { ...one, rows: one.rows.map((row) => (row[0] === 'community' ? [...row.slice(0, 10), addresses] : row)) }
          : one,
      ),
    });
    const tiersOf = (addresses: number): unknown[] => reportOf(small(addresses)).tables.tiers!.rows.map(({ tier }) => tier);
    const ofDays = (addresses: number): unknown[] => [
      ...new Set(reportOf(small(addresses)).tables.tierDays!.rows.map(({ tier }) => tier)),
    ];
    // The small tier alone would be the total less the rest: the next one goes with it.
    expect([tiersOf(9), tiersOf(10)]).toEqual([
      ['anonymous', 'commercial', '(other)'],
      ['anonymous', 'commercial', 'supporter', 'community'],
    ]);
    expect([ofDays(9), ofDays(10)]).toEqual([
      ['anonymous', 'commercial', '(other)'],
      ['anonymous', 'commercial', 'supporter', 'community'],
    ]);
  });

  test('the tenth address of a month is the first that is told of', () => {
    const few = (addresses: number): ReportInput => ({
      ...SMALL,
      tables: SMALL.tables.map((one) =>
        one.table === 'concentration' ? { ...one, rows: [[1000, 4000, 2000 * GB, addresses]] } : one,
      ),
    });
    expect(reportOf(few(9)).figures.requests).toEqual({
      title: 'Requests',
      unit: 'requests',
      value: null,
      note: 'withheld: fewer than 10 addresses in the whole period',
    });
    expect(reportOf(few(10)).figures.requests!.value).toBe(4000);
  });
});
