import fc from 'fast-check';
import { arnMatcher, like } from '../../../domain/iam/patterns';

test.each([
  ['*', '', true],
  ['files/*', 'files/', true],
  ['files/*', 'files/a/b\nc', true],
  ['files/*', 'index/files/a', false],
  ['*.gz', 'a.gz', true],
  ['*.gz', 'agz', false],
  ['a?c', 'abc', true],
  ['a?c', 'a😀c', true],
  ['a?c', 'ac', false],
  ['a(b)[c]{1}|^$\\+.', 'a(b)[c]{1}|^$\\+.', true],
  ['Files/*', 'files/a', false],
])('%s matches %s: %s', (pattern, text, expected) => {
  expect(like(pattern, text)).toBe(expected);
});

test('a text without wildcards matches itself only', () => {
  const plain = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[*?]/g, ''));
  fc.assert(fc.property(plain, plain, (pattern, text) => like(pattern, text) === (pattern === text)));
  fc.assert(fc.property(plain, (text) => like(text, text)));
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
test.each([
  ['arn:aws:sns:us-east-1:111122223333:a', 'arn:aws:sns:us-east-1:111122223333:a', true],
  ['arn:aws:sns:*:111122223333:*', 'arn:aws:sns:us-east-1:111122223333:a', true],
  ['arn:*:*:*:*:*', 'arn:aws:logs:us-east-1:111122223333:delivery-source:registry', true],
  ['arn:aws:*:111122223333:*:a', 'arn:aws:sns:us-east-1:111122223333:a', false],
  ['arn:aws:sns:us-east-?:111122223333:a', 'arn:aws:sns:us-east-1:111122223333:a', true],
  ['arn:*:*:*:*:*', 'not an ARN', false],
])('as ARN, %s matches %s: %s', (pattern, arn, expected) => {
  expect(arnMatcher(pattern)(arn)).toBe(expected);
});
