import { ACCESS_LOG_FIELDS } from '../../../domain/contracts/access-log';
import { hourOf } from '../../../domain/usage/log-files';

const line = (values: Record<string, unknown>, names: readonly string[] = ACCESS_LOG_FIELDS): string =>
  JSON.stringify(Object.fromEntries(names.map((name) => [name, values[name] ?? '-'])));
/** Parsed, because its columns come in another order. */
const unusual = (values: Record<string, unknown>): string => line(values, ACCESS_LOG_FIELDS.toReversed());

const WHEN = { date: '2026-10-05', time: '17:36:30' };

test.each([
  ['as it is delivered', WHEN, { day: '2026-10-05', hour: '17' }],
  ['with an escape', { ...WHEN, 'cs(User-Agent)': 'a"\\\n' }, { day: '2026-10-05', hour: '17' }],
  ['with a text beyond ASCII', { ...WHEN, 'cs-uri-stem': '/ü' }, { day: '2026-10-05', hour: '17' }],
  ['with a number', { ...WHEN, 'sc-status': 200 }, { day: '2026-10-05', hour: '17' }],
  ['with an escape in its time', { ...WHEN, time: '17:"' }, { day: '2026-10-05', hour: '17' }],
  ['at the 24th hour', { ...WHEN, time: '24:00:00' }, undefined],
  ['of no day', { time: '17:36:30' }, undefined],
  ['of a day and more', { ...WHEN, date: '2026-10-05Z' }, undefined],
  ['of no time', { date: '2026-10-05' }, undefined],
])('a line %s has the same day and hour whether it is parsed or not', (_, values, when) => {
  const found = [line(values), unusual(values)].map(hourOf);
  expect(found.map((hour) => hour && { day: hour.day, hour: hour.hour })).toEqual([when, when]);
  for (const hour of found) if (hour) expect([...hour.columns].sort()).toEqual([...ACCESS_LOG_FIELDS].sort());
});

test.each([
  ['', 'nothing'],
  [`${line(WHEN)},`, 'more after its end'],
  [line(WHEN).replace('"-"', '"\t"'), 'a control character'],
  [line(WHEN).replace('"-"', '-'), 'a value without quotes'],
  [line(WHEN).slice(0, -20), 'its end cut off'],
  ['["2026-10-05","17:36:30"]', 'no names'],
  ['null', 'no object'],
])('%j is no line: %s', (text) => {
  expect(hourOf(text)).toBeUndefined();
});

test('of a line that lacks a column the others are told', () => {
  expect(hourOf(line(WHEN, ['time', 'date', 'c-ip']))?.columns).toEqual(['time', 'date', 'c-ip']);
});
