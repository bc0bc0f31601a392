import fc from 'fast-check';
import { addDays, daysOf, nextPeriod, periodNamed, periodOf, previousPeriod } from '../../../domain/usage/period';
import type { PeriodKind } from '../../../domain/usage/tables';

test.each([
  ['2026-10-05', 'day', '2026-10-05', '2026-10-05'],
  ['2028-02-29', 'day', '2028-02-29', '2028-02-29'],
  ['2026-W41', 'week', '2026-10-05', '2026-10-11'],
  ['2026-W01', 'week', '2025-12-29', '2026-01-04'],
  ['2020-W53', 'week', '2020-12-28', '2021-01-03'],
  ['2027-W01', 'week', '2027-01-04', '2027-01-10'],
  ['2026-10', 'month', '2026-10-01', '2026-10-31'],
  ['2028-02', 'month', '2028-02-01', '2028-02-29'],
  ['2026-12', 'month', '2026-12-01', '2026-12-31'],
])('%s is a %s from %s until %s', (name, kind, from, until) => {
  expect(periodNamed(name)).toEqual({ kind, name, from, until });
});

test.each([
  '2026-02-30',
  '2026-13',
  '2026-00',
  '2026-W00',
  '2026-W54',
  '2025-W53',
  '2026',
  '',
  '26-10-05',
  '2026-10-05T00:00:00Z',
  "2026-10' OR 1=1",
])('%j is no name of a period', (name) => {
  expect(() => periodNamed(name)).toThrow(
    `No period has this name, got: ${JSON.stringify(name)}; write a day 2026-10-05, a week 2026-W41 or a month 2026-10.`,
  );
});

test('a day is written with all its digits', () => {
  expect(() => periodOf('week', '2026-2-3')).toThrow('A day is written YYYY-MM-DD, got: "2026-2-3".');
});

test('of any day: it is in its period, and the periods before and after touch that one', () => {
  const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('2000-01-01', days));
  fc.assert(
    fc.property(day, fc.constantFrom<PeriodKind>('day', 'week', 'month'), (each, kind) => {
      const period = periodOf(kind, each);
      expect(daysOf(period)).toContain(each);
      expect(periodNamed(period.name)).toEqual(period);
      expect(addDays(previousPeriod(period).until, 1)).toBe(period.from);
      expect(nextPeriod(previousPeriod(period))).toEqual(period);
    }),
  );
});
