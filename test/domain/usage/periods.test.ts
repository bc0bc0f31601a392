import fc from 'fast-check';
import { daysOf, periodOf, weekPeriod } from '../../../domain/usage/periods';

test.each([
  ['2026-10-05', 'day', '2026-10-05', '2026-10-05'],
  ['2026-W41', 'week', '2026-10-05', '2026-10-11'],
  ['2026-W53', 'week', '2026-12-28', '2027-01-03'],
  ['2025-W01', 'week', '2024-12-30', '2025-01-05'],
  ['2026-10', 'month', '2026-10-01', '2026-10-31'],
  ['2028-02', 'month', '2028-02-01', '2028-02-29'],
])('%s is a %s from %s until %s', (name, kind, from, until) => {
  expect(periodOf(name)).toEqual({ kind, name, from, until });
});

test.each(['2026-02-30', '2025-W53', '2026-W00', '2026-13', '2026', 'today', '2026-10-05T00:00:00Z'])('%s is none', (name) => {
  expect(() => periodOf(name)).toThrow(
    new Error(`There is no such period, got: '${name}'. Name a day (2026-10-05), an ISO week (2026-W41) or a month (2026-10).`),
  );
});

test('each day is in one week, which has seven', () => {
  const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(day, (date) => {
      const name = date.toISOString().slice(0, 10);
      const week = weekPeriod(name);
      expect(daysOf(week)).toHaveLength(7);
      expect(daysOf(week)).toContain(name);
      expect(periodOf(week.name)).toEqual(week);
    }),
  );
});
