/**
 * Condition operators of policies.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html}
 */
import { isKnownKey } from './actions';
import { arnMatcher, like } from './patterns';

/** One key under one operator, ready to be asked of a request. */
export interface Condition {
  /** Lower case: the case of keys does not matter. */
  readonly key: string;
  /** Of the request's values of the key; none when the request lacks it. */
  readonly holds: (actual: readonly string[]) => boolean;
}

/** Reads a wanted value, so that a malformed one is refused even where no request meets it. */
type Matcher = (wanted: string) => (actual: string) => boolean;
type Quantifier = 'ForAllValues' | 'ForAnyValue' | undefined;

const numeric =
  (compare: (actual: number, wanted: number) => boolean): Matcher =>
  (text) => {
    const wanted = toNumber(text);
    return (actual) => compare(toNumber(actual), wanted);
  };

const OPERATORS = new Map<string, Matcher>([
  ['StringEquals', (wanted) => (actual) => actual === wanted],
  ['StringEqualsIgnoreCase', (wanted) => (actual) => actual.toLowerCase() === wanted.toLowerCase()],
  ['StringLike', (wanted) => (actual) => like(wanted, actual)],
  ['ArnEquals', arnMatcher],
  ['ArnLike', arnMatcher],
  ['Bool', boolean],
  ['NumericEquals', numeric((actual, wanted) => actual === wanted)],
  ['NumericLessThan', numeric((actual, wanted) => actual < wanted)],
  ['NumericLessThanEquals', numeric((actual, wanted) => actual <= wanted)],
  ['NumericGreaterThan', numeric((actual, wanted) => actual > wanted)],
  ['NumericGreaterThanEquals', numeric((actual, wanted) => actual >= wanted)],
]);

/** Each holds when its opposite above matches no wanted value. */
const NEGATIONS = new Map([
  ['StringNotEquals', 'StringEquals'],
  ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
  ['StringNotLike', 'StringLike'],
  ['ArnNotEquals', 'ArnEquals'],
  ['ArnNotLike', 'ArnLike'],
  ['NumericNotEquals', 'NumericEquals'],
]);

const EVALUATED = ['Null', ...OPERATORS.keys(), ...NEGATIONS.keys()].join(', ');
const OPERATOR = /^((?<quantifier>ForAllValues|ForAnyValue):)?(?<name>\w+?)(?<ifExists>IfExists)?$/;

/** @throws Error when the operator, the key or a value is not one that is evaluated here. */
export function readCondition(operator: string, key: string, wanted: readonly string[]): Condition {
  if (!isKnownKey(key))
    throw new Error(`unknown condition key, got: ${key}. Correct it, or add it to the table in domain/iam/actions.ts.`);
  return { key: key.toLowerCase(), holds: operator === 'Null' ? isNull(wanted) : compared(operator, wanted) };
}

function isNull(wanted: readonly string[]): Condition['holds'] {
  const matchers = wanted.map(boolean);
  return (actual) => matchers.some((matches) => matches(String(actual.length === 0)));
}

function compared(operator: string, wanted: readonly string[]): Condition['holds'] {
  const { quantifier, name = '', ifExists } = OPERATOR.exec(operator)?.groups ?? {};
  const opposite = NEGATIONS.get(name);
  const matcher = OPERATORS.get(opposite ?? name);
  // Of a key that the request lacks, ForAnyValue says no and IfExists yes; AWS does not document which wins.
  if (!matcher || (quantifier && ifExists))
    throw new Error(
      `the condition operator ${operator} is not evaluated; these are: ${EVALUATED}; all but Null also with ForAllValues:, ForAnyValue: or IfExists.`,
    );
  const matchers = wanted.map(matcher);
  const negated = opposite !== undefined;
  const passes = (value: string) => matchers.some((matches) => matches(value)) !== negated;
  return (actual) =>
    actual.length > 0
      ? quantified(quantifier as Quantifier, actual, passes)
      : ifExists !== undefined || holdsWithoutKey(quantifier as Quantifier, negated);
}

/**
 * A key that the request lacks matches nothing, so a negation holds; ForAllValues holds of no values, ForAnyValue does not.
 * {@link https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html}
 */
const holdsWithoutKey = (quantifier: Quantifier, negated: boolean) =>
  quantifier === undefined ? negated : quantifier === 'ForAllValues';

function quantified(quantifier: Quantifier, actual: readonly string[], passes: (value: string) => boolean): boolean {
  if (quantifier === undefined && actual.length > 1)
    throw new Error(`A key with several values needs ForAllValues: or ForAnyValue:, got: ${actual.join(', ')}.`);
  return quantifier === 'ForAnyValue' ? actual.some(passes) : actual.every(passes);
}

function toNumber(text: string): number {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Error(`a numeric condition compares numbers, got: ${text}.`);
  return Number(text);
}

function boolean(wanted: string): (actual: string) => boolean {
  const unread = (text: string) => new Error(`this condition compares true and false, got: ${text}.`);
  const isBoolean = (text: string) => /^(true|false)$/i.test(text);
  if (!isBoolean(wanted)) throw unread(wanted);
  return (actual) => {
    if (!isBoolean(actual)) throw unread(actual);
    return actual.toLowerCase() === wanted.toLowerCase();
  };
}
