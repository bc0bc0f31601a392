/**
 * Web ACL capacity units (WCU): AWS WAF's measure of how much work a rule is, on which price and limits depend.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-match.html
 */
import type { ByteMatch, RateBased, Statement } from './statement';

const TRANSFORMATION = 10;
const CUSTOM_KEY = 30;
const BYTE_MATCH: Readonly<Record<ByteMatch['byteMatchStatement']['positionalConstraint'], number>> = {
  EXACTLY: 2,
  STARTS_WITH: 2,
  ENDS_WITH: 2,
  CONTAINS: 10,
  CONTAINS_WORD: 10,
};

/**
 * What the rule group of the kill switches reserves, whatever is in it; it can never be changed. A list of countries is 1, each
 * list of at most 100 networks is 1.
 */
export const KILL_SWITCH_CAPACITY = 50;

/** Capacity units of a statement with everything inside it; the logical statements themselves cost nothing. */
export function capacity(statement: Statement): number {
  if ('byteMatchStatement' in statement) return ofByteMatch(statement);
  if ('ipSetReferenceStatement' in statement) return 1;
  if ('ruleGroupReferenceStatement' in statement) return KILL_SWITCH_CAPACITY;
  if ('andStatement' in statement) return sum(statement.andStatement.statements);
  if ('orStatement' in statement) return sum(statement.orStatement.statements);
  if ('notStatement' in statement) return capacity(statement.notStatement.statement);
  return ofRate(statement);
}

function ofByteMatch({ byteMatchStatement: { positionalConstraint, textTransformations } }: ByteMatch): number {
  return BYTE_MATCH[positionalConstraint] + TRANSFORMATION * textTransformations.filter(({ type }) => type !== 'NONE').length;
}

function ofRate({ rateBasedStatement: { customKeys = [], scopeDownStatement } }: RateBased): number {
  return 2 + CUSTOM_KEY * customKeys.length + (scopeDownStatement ? capacity(scopeDownStatement) : 0);
}

const sum = (statements: readonly Statement[]): number => statements.reduce((all, each) => all + capacity(each), 0);
