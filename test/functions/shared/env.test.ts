import { Env } from '../../../domain/contracts/env';
import { optionalList, requireEnv, requireNumber } from '../../../functions/shared/env';

test('reads what the template set', () => {
  expect(requireEnv(Env.LOCK_DAYS, { LOCK_DAYS: '30' })).toBe('30');
  expect(requireNumber(Env.LOCK_DAYS, { LOCK_DAYS: '30' })).toBe(30);
});

test.each([{}, { LOCK_DAYS: '' }])('fails without a value', (environment) => {
  expect(() => requireEnv(Env.LOCK_DAYS, environment)).toThrow(
    /^Environment variable 'LOCK_DAYS' is not set, got: (undefined|""); the template sets it\.$/,
  );
});

test.each(['0', '-1', '1.5', '30 days', '1e3', '9999999999'])('takes no %j for a number', (value) => {
  expect(() => requireNumber(Env.LOCK_DAYS, { LOCK_DAYS: value })).toThrow(
    `Environment variable 'LOCK_DAYS' must be a whole number of at least 1, got: '${value}'.`,
  );
});

test.each([
  [{ FILES_URL: 'https://a https://b' }, ['https://a', 'https://b']],
  [{ FILES_URL: 'https://a' }, ['https://a']],
  [{ FILES_URL: '' }, []],
  [{}, []],
])('reads %j as a list', (environment, expected) => {
  expect(optionalList(Env.FILES_URL, environment)).toEqual(expected);
});
