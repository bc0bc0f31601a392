import fc from 'fast-check';
import { allowanceOf } from '../../../domain/cost/burn';
import { type MonthBudget, monthSignal, monthStart, monthUsd } from '../../../domain/cost/month-to-date';

const BUDGET: MonthBudget = { monthlyUsd: 50, idleUsd: 13, priceClass: 'PriceClass_100' };
const GB = 2 ** 30;
const NOW = new Date('2026-11-23T10:00:00Z');

test.each([
  ['nothing', 0, 0, 13],
  ['what is free', 1_024 * GB, 0, 13],
  // 76 x 0.085; 12 x 0.60 + 11.75 x 0.24 + 10 x 0.10 + 2 x 1.20
  ['more than is free of both', 1_100 * GB, 12_000_000, 32.88],
  // a thousandth of a million inside every free allowance but the web ACL's: 0.001 x 0.60
  ['a thousand requests', 0, 1_000, 13.0006],
])('%s costs so much', (_, bytes, requests, usd) => {
  expect(monthUsd({ bytes, requests }, BUDGET)).toBeCloseTo(usd, 6);
});

test('a month that draws its whole allowance of one kind costs its budget', () => {
  fc.assert(
    fc.property(fc.double({ min: 14, max: 5_000, noNaN: true }), (monthlyUsd) => {
      const { gb, requests } = allowanceOf(monthlyUsd - BUDGET.idleUsd, BUDGET.priceClass);
      expect(monthUsd({ bytes: gb * GB, requests: 0 }, BUDGET)).toBeCloseTo(monthlyUsd, 6);
      expect(monthUsd({ bytes: 0, requests }, BUDGET)).toBeCloseTo(monthlyUsd, 6);
    }),
  );
});

test('above the budget it is a signal, which says how far', () => {
  const { gb } = allowanceOf(60 - BUDGET.idleUsd, BUDGET.priceClass);
  const signal = monthSignal({ bytes: gb * GB, requests: 0 }, BUDGET, NOW);
  expect(signal).toEqual({
    name: 'month',
    at: '2026-11-23T10:00:00.000Z',
    alarming: true,
    ratio: expect.closeTo(1.2, 9) as number,
  });
});

test('within the budget it says nothing', () => {
  expect(monthSignal({ bytes: 1_024 * GB, requests: 1_000_000 }, BUDGET, NOW)).toBeUndefined();
});

test('a month begins in UTC', () => {
  expect(monthStart(new Date('2026-12-01T00:30:00+02:00')).toISOString()).toBe('2026-11-01T00:00:00.000Z');
});
