/**
 * Each operator of
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (abbreviated O) and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html (S).
 */
import { readCondition } from '../../../domain/iam/conditions';

const holds = (operator: string, wanted: string[], actual: string[]) =>
  readCondition(operator, 'aws:SourceArn', wanted).holds(actual);

/** Operator, wanted values, the request's values (none: it lacks the key), whether the condition holds. */
type Row = [operator: string, wanted: string[], actual: string[], expected: boolean];

const A = 'arn:aws:sns:us-east-1:111122223333:a';
const B = 'arn:aws:sns:us-east-1:111122223333:b';

// O#Conditions_String
const STRING: Row[] = [
  ['StringEquals', ['a', 'b'], ['b'], true],
  ['StringEquals', ['a'], ['A'], false],
  ['StringEquals', ['a*'], ['ab'], false],
  ['StringEquals', ['a'], [], false],
  ['StringNotEquals', ['a', 'b'], ['c'], true],
  ['StringNotEquals', ['a', 'b'], ['b'], false],
  ['StringNotEquals', ['a'], [], true],
  ['StringEqualsIgnoreCase', ['a'], ['A'], true],
  ['StringEqualsIgnoreCase', ['a'], ['b'], false],
  ['StringNotEqualsIgnoreCase', ['a'], ['A'], false],
  ['StringNotEqualsIgnoreCase', ['a'], ['b'], true],
  ['StringLike', ['x', 'a*c?'], ['abcd'], true],
  ['StringLike', ['a*'], ['A'], false],
  ['StringLike', ['*'], [], false],
  ['StringNotLike', ['a*'], ['ab'], false],
  ['StringNotLike', ['a*'], ['b'], true],
  ['StringNotLike', ['*'], [], true],
];

// O#Conditions_Numeric
const NUMERIC: Row[] = [
  ['NumericEquals', ['10'], ['10.0'], true],
  ['NumericEquals', ['10'], ['11'], false],
  ['NumericNotEquals', ['10', '11'], ['12'], true],
  ['NumericNotEquals', ['10', '11'], ['11'], false],
  ['NumericNotEquals', ['10'], [], true],
  ['NumericLessThan', ['1.2'], ['1.1'], true],
  ['NumericLessThan', ['1.2'], ['1.2'], false],
  ['NumericLessThan', ['9'], ['10'], false],
  ['NumericLessThan', ['-1'], ['-2'], true],
  ['NumericLessThan', ['10'], [], false],
  ['NumericLessThanEquals', ['10'], ['10'], true],
  ['NumericLessThanEquals', ['10'], ['11'], false],
  ['NumericGreaterThan', ['9'], ['10'], true],
  ['NumericGreaterThan', ['10'], ['10'], false],
  ['NumericGreaterThanEquals', ['10'], ['10'], true],
  ['NumericGreaterThanEquals', ['10'], ['9'], false],
];

// O#Conditions_Boolean, O#Conditions_ARN, O#Conditions_Null
const OTHERS: Row[] = [
  ['Bool', ['false'], ['false'], true],
  ['Bool', ['FALSE'], ['false'], true],
  ['Bool', ['true'], ['false'], false],
  ['Bool', ['false'], [], false],
  ['ArnEquals', [A], [A], true],
  ['ArnEquals', ['arn:aws:sns:*:*:*'], [A], true],
  ['ArnEquals', [B], [A], false],
  ['ArnEquals', [A], [], false],
  ['ArnLike', [B, 'arn:aws:sns:*:*:?'], [A], true],
  ['ArnLike', ['arn:aws:s3:*:*:*'], [A], false],
  ['ArnNotEquals', [A], [A], false],
  ['ArnNotEquals', [A], [B], true],
  ['ArnNotEquals', [A], [], true],
  ['ArnNotLike', ['arn:aws:sns:*:*:*'], [A], false],
  ['ArnNotLike', ['arn:aws:s3:*:*:*'], [A], true],
  ['Null', ['true'], [], true],
  ['Null', ['true'], ['a'], false],
  ['Null', ['false'], [], false],
  ['Null', ['false'], ['a'], true],
];

// O#Conditions_IfExists
const IF_EXISTS: Row[] = [
  ['StringEqualsIfExists', ['a'], [], true],
  ['StringEqualsIfExists', ['a'], ['b'], false],
  ['StringEqualsIfExists', ['a'], ['a'], true],
  ['StringNotEqualsIfExists', ['a'], [], true],
  ['StringNotEqualsIfExists', ['a'], ['a'], false],
  ['BoolIfExists', ['true'], [], true],
  ['BoolIfExists', ['true'], ['false'], false],
  ['NumericLessThanIfExists', ['1'], [], true],
  ['ArnLikeIfExists', [B], [], true],
  ['ArnLikeIfExists', [B], [A], false],
];

// S#reference_policies_condition-multi-valued-context-keys
const SETS: Row[] = [
  ['ForAnyValue:StringEquals', ['a', 'b'], ['b', 'c'], true],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c', 'd'], false],
  ['ForAnyValue:StringEquals', ['a'], [], false],
  ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
  ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'b'], false],
  ['ForAnyValue:StringNotEquals', ['a'], [], false],
  ['ForAllValues:StringLike', ['a*', 'b'], ['a1', 'b'], true],
  ['ForAllValues:StringLike', ['a*', 'b'], ['a1', 'c'], false],
  ['ForAllValues:StringLike', ['a*'], [], true],
  ['ForAllValues:StringNotLike', ['a*'], ['b', 'c'], true],
  ['ForAllValues:StringNotLike', ['a*'], ['b', 'a'], false],
];

test.each([...STRING, ...NUMERIC, ...OTHERS, ...IF_EXISTS, ...SETS])('%s %j of %j: %s', (operator, wanted, actual, expected) => {
  expect(holds(operator, wanted, actual)).toBe(expected);
});

const EVALUATED =
  'these are: Null, StringEquals, StringEqualsIgnoreCase, StringLike, ArnEquals, ArnLike, Bool, NumericEquals, NumericLessThan, NumericLessThanEquals, NumericGreaterThan, NumericGreaterThanEquals, StringNotEquals, StringNotEqualsIgnoreCase, StringNotLike, ArnNotEquals, ArnNotLike, NumericNotEquals; all but Null also with ForAllValues:, ForAnyValue: or IfExists.';

test.each([
  'stringEquals',
  'StringEqual',
  'BoolNotEquals',
  'DateLessThan',
  'IpAddress',
  'BinaryEquals',
  'NullIfExists',
  'ForAnyValue:Null',
  'ForSomeValues:StringEquals',
  'ForAnyValue:StringEqualsIfExists',
  'constructor',
  '',
])("'%s' is refused", (operator) => {
  expect(() => readCondition(operator, 'aws:SourceArn', ['1'])).toThrow(
    new Error(`the condition operator ${operator} is not evaluated; ${EVALUATED}`),
  );
});

test.each([
  ['NumericLessThan', 'ten', 'a numeric condition compares numbers, got: ten.'],
  ['NumericEquals', '', 'a numeric condition compares numbers, got: .'],
  ['Bool', 'yes', 'this condition compares true and false, got: yes.'],
  ['Null', '0', 'this condition compares true and false, got: 0.'],
  ['ArnLike', '*', 'an ARN has six parts, arn:*:*:*:*:*, got: *.'],
  ['ArnEquals', 'arn:aws:s3', 'an ARN has six parts, arn:*:*:*:*:*, got: arn:aws:s3.'],
])('%s of %s: %s', (operator, wanted, problem) => {
  expect(() => readCondition(operator, 'aws:SourceArn', [wanted])).toThrow(new Error(problem));
});

test.each([
  ['NumericLessThan', ['1'], ['a'], 'a numeric condition compares numbers, got: a.'],
  ['Bool', ['true'], ['1'], 'this condition compares true and false, got: 1.'],
  ['StringEquals', ['a'], ['a', 'b'], 'A key with several values needs ForAllValues: or ForAnyValue:, got: a, b.'],
])('%s %j cannot be asked of %j', (operator, wanted, actual, problem) => {
  expect(() => holds(operator, wanted, actual)).toThrow(new Error(problem));
});

test('keys are known, in any case', () => {
  expect(readCondition('StringEquals', 'AWS:sourceARN', ['a']).key).toBe('aws:sourcearn');
  expect(() => readCondition('Null', 's3:if-none-matches', ['true'])).toThrow(
    new Error('unknown condition key, got: s3:if-none-matches. Correct it, or add it to the table in domain/iam/actions.ts.'),
  );
});
