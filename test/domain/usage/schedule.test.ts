import { addDays } from '../../../domain/usage/period';
import { alwaysMade, inspectedDays, madeOnce } from '../../../domain/usage/schedule';

const names = (periods: readonly { readonly name: string }[]) => periods.map(({ name }) => name);

test('the two days before are inspected and made at each run, the older one first', () => {
  expect(inspectedDays('2026-11-01')).toEqual(['2026-10-30', '2026-10-31']);
  expect(names(alwaysMade('2026-11-01'))).toEqual(['2026-10-30', '2026-10-31']);
});

test('days that were missed, the last week and the last month are made once', () => {
  // A Tuesday, the 3rd.
  expect(names(madeOnce('2026-11-03'))).toEqual([
    ...['2026-10-27', '2026-10-28', '2026-10-29', '2026-10-30', '2026-10-31'],
    '2026-W44',
    '2026-10',
  ]);
});

test('a week is due on Tuesday, a month on the 3rd', () => {
  expect(names(madeOnce('2026-11-02')).slice(-1)).toEqual(['2026-W43']); // September's first days have expired
  expect(names(madeOnce('2026-11-02')).slice(-2)).not.toContain('2026-10');
});

test('a month is made as long as the logs of its first day are there', () => {
  expect(names(madeOnce('2026-11-09'))).toContain('2026-10');
  expect(names(madeOnce('2026-11-10'))).not.toContain('2026-10');
});

test('every day, week and month gets its turn', () => {
  const turns = Array.from({ length: 400 }, (_, i) => addDays('2026-01-01', i)).flatMap((today) =>
    names([...alwaysMade(today), ...madeOnce(today)]),
  );
  const due = new Set(turns);
  for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1)) expect(due).toContain(day);
  for (let month = 1; month <= 12; month++) expect(due).toContain(`2026-${String(month).padStart(2, '0')}`);
  for (let week = 1; week <= 53; week++) expect(due).toContain(`2026-W${String(week).padStart(2, '0')}`);
});
