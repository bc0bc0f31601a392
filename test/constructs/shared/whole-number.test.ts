import { Lazy, Stack } from 'aws-cdk-lib/core';
import { wholeNumber } from '../../../constructs/shared/whole-number';

const RULE = { min: 1, max: 10, advice: 'Choose fewer.' };
const check = (value: number) => wholeNumber(new Stack(undefined, 'Demo'), 'days', value, RULE);

test.each([1, 10])('%d is taken', (value) => {
  expect(check(value)).toBe(value);
});

test.each([
  [0, '0'],
  [11, '11'],
  [1.5, '1.5'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [Lazy.number({ produce: () => 5 }), 'a value that is only known at deployment'],
])('fails when %d', (value, got) => {
  expect(() => check(value)).toThrow(
    new Error(`'days' of 'Demo' must be a whole number from 1 to 10, got: ${got}. Choose fewer.`),
  );
});
