import { logFolder, sortedKey } from '../../../domain/usage/log-files';
import { daysOf } from '../../../domain/usage/period';
import { type Period, tableKey, type UsageTable } from '../../../domain/usage/tables';
import { runUsage, type UsageJob } from '../../../functions/lambda/usage/usage-job';
import { MemoryObjectStore } from '../../../functions/shared/memory/object-store';
import { DAY, DISTRIBUTION, deliver, keyOf, lines, NEXT_DAY, packed } from './log-files';

const table = (period: Period): UsageTable => ({
  table: 'hours',
  period: period.name,
  rules: '1',
  columns: ['day', 'hour', 'requests'],
  rows: [[period.from, 7, 3]],
});

let logs: MemoryObjectStore;
let usage: MemoryObjectStore;
let made: string[];
let published: unknown[];
let printed: unknown[];
let failing: string[];
let isPublished: boolean;

beforeEach(() => {
  [logs, usage] = [new MemoryObjectStore(), new MemoryObjectStore()];
  [made, published, printed, failing] = [[], [], [], []];
  isPublished = false;
  return served('2026-09-28', NEXT_DAY);
});

/** Each day has a file that has been looked at before. */
async function served(from: string, until: string): Promise<void> {
  for (const day of daysOf({ from, until })) await deliver(logs, sortedKey(logFolder(DISTRIBUTION, day, '07'), day), packed([]));
}

function jobAt(time: string): UsageJob {
  const scans: number[] = [];
  return {
    logs,
    usage,
    distributionIds: [DISTRIBUTION],
    scans,
    aggregate: (period) => {
      if (failing.includes(period.name)) return Promise.reject(new Error('Athena is away.'));
      made.push(period.name);
      scans.push(1, 20 * 2 ** 20);
      return Promise.resolve([table(period)]);
    },
    isPublished: () => Promise.resolve(isPublished),
    afterwards: {
      'fair use': () => (failing.includes('fair use') ? Promise.reject(new Error('Athena is away.')) : Promise.resolve()),
      publishing: (periods, today) => {
        published.push([periods.map(({ name }) => name), today]);
        return Promise.resolve();
      },
    },
    clock: () => new Date(time),
    print: (line) => printed.push(JSON.parse(line)),
  };
}

const keys = () => usage.keys().filter((key) => !key.startsWith('log-'));

test('makes what is due: the two days before always, the rest once', async () => {
  await runUsage(jobAt('2026-10-06T05:30:00Z'), {});
  const days = ['2026-09-29', '2026-09-30', '2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05'];
  const all = [...days, '2026-W40', '2026-09'];
  expect(made).toEqual(all);
  expect(keys()).toEqual([...all.map((name) => `runs/${name}.json`), ...all.map((name) => `tables/hours/${name}.json`)].sort());
  expect(published).toEqual([[all, '2026-10-06']]);
  made = [];
  await runUsage(jobAt('2026-10-07T05:30:00Z'), {});
  expect(made).toEqual(['2026-10-05', '2026-10-06']);
});

test('says what a period has read, and what that costs', async () => {
  await runUsage(jobAt('2026-10-06T05:30:00Z'), { periods: [DAY] });
  const run = { period: DAY, queries: 2, scannedBytes: 20 * 2 ** 20 + 1, usd: (30 * 5) / 2 ** 20 };
  expect(printed).toEqual([{ inspected: { days: [DAY], files: 0, faults: [] } }, { made: run }]);
  expect(JSON.parse(usage.current(`runs/${DAY}.json`)!.body.toString())).toEqual(run);
});

test('of a period without a log file nobody is asked, and what is there stays', async () => {
  const kept = tableKey('hours', '2026-09-25');
  await usage.put(kept, { body: Buffer.from('of files that have expired'), contentType: 'x' });
  await runUsage(jobAt('2026-09-27T05:30:00Z'), { periods: ['2026-09-25', '2026-W38', '2026-08', '2026-09'] });
  expect([made, keys()]).toEqual([['2026-09'], ['runs/2026-09.json', kept, 'tables/hours/2026-09.json']]);
  expect(usage.history(kept)).toHaveLength(1);
  expect(printed.slice(1, -1)).toEqual(['2026-09-25', '2026-W38', '2026-08'].map((name) => ({ withoutLogFiles: name })));
});

test('a run again gives the same bytes', async () => {
  await runUsage(jobAt('2026-10-06T05:30:00Z'), { periods: [DAY] });
  await runUsage(jobAt('2026-10-09T05:30:00Z'), { periods: [DAY] });
  const [first, second] = usage.history(`tables/hours/${DAY}.json`);
  expect(second!.body.equals(first!.body)).toBe(true);
});

test('a day that gets lines from a file of another one is made again', async () => {
  await deliver(logs, keyOf(NEXT_DAY, '00', 'a'), packed(lines(DAY, '23', [1])));
  await runUsage(jobAt('2026-10-09T05:30:00Z'), { periods: [NEXT_DAY] });
  expect(made).toEqual([DAY, NEXT_DAY]);
});

describe('lines of a day that was counted long ago', () => {
  beforeEach(async () => {
    await runUsage(jobAt('2026-11-03T05:30:00Z'), { periods: ['2026-W40', '2026-10'] });
    await deliver(
      logs,
      keyOf('2026-11-02', '00', 'a'),
      packed([...lines('2026-10-02', '23', [1]), ...lines('2026-10-30', '23', [2])]),
    );
    [made, printed] = [[], []];
  });

  test('its week and month are made again while the month is not published', async () => {
    await runUsage(jobAt('2026-11-05T05:30:00Z'), { periods: ['2026-11-02'] });
    expect(made).toEqual(['2026-10-02', '2026-10-30', '2026-W40', '2026-10']);
  });

  test('a published month stays as it is, and its log says so', async () => {
    isPublished = true;
    await runUsage(jobAt('2026-11-05T05:30:00Z'), { periods: ['2026-11-02'] });
    expect(made).toEqual(['2026-10-02', '2026-10-30', '2026-W40']);
    expect(printed.slice(1, 3)).toEqual([
      { late: '2026-10-02', published: '2026-10' },
      { late: '2026-10-30', published: '2026-10' },
    ]);
  });
});

test('what fails does not keep the others from being made, and is told', async () => {
  failing = ['2026-10-04'];
  await expect(runUsage(jobAt('2026-10-06T05:30:00Z'), { periods: ['2026-10-04', DAY] })).rejects.toThrow(
    'Of the daily count 1 parts failed: 2026-10-04: Error: Athena is away.',
  );
  expect([made, published, keys()]).toEqual([[DAY], [[[DAY], '2026-10-06']], [`runs/${DAY}.json`, `tables/hours/${DAY}.json`]]);
});

test('what fails of fair use keeps nothing from being published, and is told', async () => {
  failing = ['fair use'];
  await expect(runUsage(jobAt('2026-10-06T05:30:00Z'), { periods: [DAY] })).rejects.toThrow(
    'Of the daily count 1 parts failed: fair use: Error: Athena is away.',
  );
  expect(published).toEqual([[[DAY], '2026-10-06']]);
});

test('a period that there is not is refused before anything is done', async () => {
  await expect(runUsage(jobAt('2026-10-06T05:30:00Z'), { periods: ['2026-02-30'] })).rejects.toThrow(/got: "2026-02-30"/);
  expect([made, published, printed]).toEqual([[], [], []]);
});
