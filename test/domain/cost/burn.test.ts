import fc from 'fast-check';
import { billOf, type Use } from '../../../domain/cost/bill';
import { allowanceOf, amountOf, burnThresholds, idleUsd } from '../../../domain/cost/burn';
import type { MeterName } from '../../../domain/cost/meters';
import { planOf } from '../../../domain/cost/plans';
import { MOST_READS } from '../../../domain/cost/store-reads';

const use = (meter: MeterName, quantity: number): Use => ({ meter, quantity, by: 'requests', resource: 'r', component: 'c' });

test.each([
  // 1,024 GB free + 37 / 0.085; (37 - 10 x 0.60 - 9.75 x 0.24 - 8 x 0.10) / 2.14 above 10 million
  ['$37 from North America and Europe', 37, 'PriceClass_100', 1_459.294, 23_018_692],
  // the dearest is Asia with 0.120 and 0.012 for 10,000; requests as above
  ['$37 from PriceClass_200', 37, 'PriceClass_200', 1_332.333, 23_018_692],
  // the dearest is Asia for bytes, South America for requests: 27.86 / (0.60 + 0.24 + 0.10 + 2.20)
  ['$37 from everywhere', 37, 'PriceClass_All', 1_332.333, 18_872_611],
  // ends inside the free ten million: 1.62 for two, then 3.38 / 0.94
  ['$5', 5, 'PriceClass_100', 1_082.824, 5_595_745],
  // ends inside the free two million: 0.15 for a quarter, then 0.45 / 0.84
  ['60 cents', 0.6, 'PriceClass_100', 1_031.059, 785_714],
  ['nothing: what is free', 0, 'PriceClass_100', 1_024, 0],
  ['less than nothing, when the idle month takes it all', -3, 'PriceClass_100', 1_024, 0],
] as const)('%s buys', (_, usd, priceClass, gb, requests) => {
  const allowance = allowanceOf(usd, priceClass);
  expect(allowance.gb).toBeCloseTo(gb, 3);
  expect(Math.round(allowance.requests)).toBe(requests);
});

test('an allowance costs what it was bought with, by the arithmetic of the bill, up to the first volume tier', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 700, noNaN: true }), (usd) => {
      const { gb, requests } = allowanceOf(usd, 'PriceClass_100');
      expect(billOf([use('edge.gb.us_mx_ca', gb)]).monthly).toBeCloseTo(usd, 6);
      const meters = ['waf.request', 'edge.function', 'edge.request.eu_il_tr'] as const;
      const uses = [...meters.map((meter) => use(meter, requests)), use('edge.read', MOST_READS * requests)];
      expect(billOf(uses).monthly).toBeCloseTo(usd, 6);
    }),
  );
});

test('beyond the first volume tier it buys less than it could, never more', () => {
  fc.assert(
    fc.property(fc.double({ min: 700, max: 1e6, noNaN: true }), (usd) => {
      const { gb } = allowanceOf(usd, 'PriceClass_100');
      expect(billOf([use('edge.gb.us_mx_ca', gb)]).monthly).toBeLessThanOrEqual(usd + 1e-6);
    }),
  );
});

test('thresholds of $37: one percent in five minutes, three in six hours', () => {
  const rows = burnThresholds(allowanceOf(37, 'PriceClass_100'), 'PriceClass_100').map(
    ({ signal, seconds, threshold, hoursLeft, usdPerHour }) => [
      signal,
      seconds,
      threshold,
      Math.round(hoursLeft * 100) / 100,
      Math.round(usdPerHour * 100) / 100,
    ],
  );
  expect(rows).toEqual([
    // 14.593 GB; 12 x 14.593 x 0.085
    ['bytes-fast', 300, 15_669_051_276, 8.33, 14.88],
    // 43.779 GB; 43.779 / 6 x 0.085
    ['bytes-slow', 21_600, 47_007_153_829, 200, 0.62],
    // 12 x 0.230187 x 2.14
    ['requests-fast', 300, 230_187, 8.33, 5.91],
    ['requests-slow', 21_600, 690_561, 200, 0.25],
  ]);
});

test('five times the pace of the budget is above the slow threshold, twice the pace is not', () => {
  const [, slow] = burnThresholds({ gb: 1_200, requests: 1 }, 'PriceClass_100');
  const inSixHours = (pace: number): number => (pace * 1_200 * 2 ** 30) / (30 * 4);
  expect(inSixHours(5)).toBeGreaterThan(slow!.threshold);
  expect(inSixHours(2)).toBeLessThan(slow!.threshold);
});

test('amounts are said in three digits', () => {
  expect([amountOf('bytes', 15_669_052_325), amountOf('requests', 255_233)]).toEqual(['14.6 GB', '0.255 million requests']);
});

test.each([
  // $5 + 7 x $1 + $1 for the key.
  ['one web ACL', idleUsd([7]), 13],
  // $5 + 7 x $1, twice $5 + 4 x $1, and the key.
  ['three that no plan pays for', idleUsd([7, 4, 4]), 31],
  ['one, and two plans', idleUsd([7], [planOf('pro'), planOf('pro')]), 43],
  ['plans alone', idleUsd([], [planOf('business')]), 201],
])('an idle month of %s', (_, usd, expected) => {
  expect(usd).toBeCloseTo(expected, 9);
});
