import { queryQuantities, usageBucketQuantities } from '../../../domain/cost/usage-queries';
import { NO_TRAFFIC, workloadOf } from '../../../domain/cost/workload';

const of = (millionRequestsPerMonth: number) =>
  queryQuantities(workloadOf({ ...NO_TRAFFIC, millionRequestsPerMonth })).map(([meter, quantity, by]) => [
    meter,
    Number(quantity.toPrecision(6)),
    by,
  ]);

// Days twice, 60 x 8 tables; weeks, 30/7 x 3; the month, 8: 500.857 queries, each billed for 10 MiB = 1/104,857.6 TiB.
const LEAST = ['athena.scan', 0.00477655, 'fixed'];

test('without traffic each query is billed for what is the least', () => {
  expect(of(0)).toEqual([LEAST, ['athena.scan', 0, 'requests'], ['s3.get', 0, 'requests']]);
});

test('with traffic a month’s logs are read 27 times, and every file with them', () => {
  // (60 x 8 x 1 + 30/7 x 3 x 7 + 8 x 30) / 30 = 27 times 4 M x 600 bytes / 5 = 0.0117871 TiB
  // 28 times 11,000 + 4 M / 2,000 files
  expect(of(4)).toEqual([LEAST, ['athena.scan', 0.00701051, 'requests'], ['s3.get', 364_000, 'requests']]);
});

test('few requests are no more files than requests', () => {
  expect(of(0.001).at(-1)).toEqual(['s3.get', 28_000, 'requests']);
});

test('the bucket holds tables, and takes them with results, accounts of runs and lists of files', () => {
  expect(usageBucketQuantities()).toEqual([
    ['s3.standard', 0.2, 'fixed'],
    ['s3.put', 1_623, 'fixed'],
  ]);
});
