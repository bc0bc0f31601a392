import { queryQuantities, usageBucketQuantities } from '../../../domain/cost/usage-queries';
import { NO_TRAFFIC, workloadOf } from '../../../domain/cost/workload';

const of = (millionRequestsPerMonth: number) =>
  queryQuantities(workloadOf({ ...NO_TRAFFIC, millionRequestsPerMonth })).map(([meter, quantity, by]) => [
    meter,
    Number(quantity.toPrecision(6)),
    by,
  ]);

// Days twice, 60 x 8 tables; weeks, 30/7 x 3; the month, 8: 500.857 tables. Fair use asks twice for 30 days and 30/7 weeks. Each of the
// 569.429 queries is billed for 10 MiB = 1/104,857.6 TiB.
test('without traffic nothing is asked', () => {
  expect(of(0)).toEqual([
    ['athena.scan', 0, 'requests'],
    ['s3.get', 0, 'requests'],
  ]);
});

test('with little traffic each query is billed for what is the least', () => {
  // 32 times as many files as requests
  expect(of(0.001)).toEqual([
    ['athena.scan', 0.00543049, 'requests'],
    ['s3.get', 32_000, 'requests'],
  ]);
});

test('with traffic a month’s logs are read 31 times, and every file with them', () => {
  // (60 x 8 x 1 + 30/7 x 3 x 7 + 8 x 30 + 30 x 2 x 1 + 30/7 x 2 x 7) / 30 = 31 times 4 M x 600 bytes / 5 = 0.0135333 TiB
  // 32 times 11,000 + 4 M / 2,000 files
  expect(of(4)).toEqual([
    ['athena.scan', 0.0135333, 'requests'],
    ['s3.get', 416_000, 'requests'],
  ]);
});

test('the bucket holds tables, and takes them with results, accounts of runs and lists of files, where there is something to count', () => {
  const puts = (millionRequestsPerMonth: number) => usageBucketQuantities(workloadOf({ ...NO_TRAFFIC, millionRequestsPerMonth }));
  expect([puts(0), puts(1)]).toEqual([
    [
      ['s3.standard', 0.2, 'fixed'],
      ['s3.put', 0, 'requests'],
    ],
    [
      ['s3.standard', 0.2, 'fixed'],
      ['s3.put', 1_760, 'requests'],
    ],
  ]);
});
