/**
 * Web ACL capacity units (WCU): AWS WAF's measure of how much work a rule is, on which price and limits depend.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-match.html
 */
import type { ByteMatch, Statement } from './statement';

const TRANSFORMATION = 10;
const BYTE_MATCH: Readonly<Record<ByteMatch['byteMatchStatement']['positionalConstraint'], number>> = {
  EXACTLY: 2,
  STARTS_WITH: 2,
  ENDS_WITH: 2,
  CONTAINS: 10,
  CONTAINS_WORD: 10,
};

/** Capacity units of a statement with everything inside it; the logical statements themselves cost nothing. */
export function capacity(statement: Statement): number {
  if ('byteMatchStatement' in statement) {
    const { positionalConstraint, textTransformations } = statement.byteMatchStatement;
    return BYTE_MATCH[positionalConstraint] + TRANSFORMATION * textTransformations.filter(({ type }) => type !== 'NONE').length;
  }
  if ('ipSetReferenceStatement' in statement) return 1;
  if ('orStatement' in statement) return statement.orStatement.statements.reduce((sum, inner) => sum + capacity(inner), 0);
  if ('notStatement' in statement) return capacity(statement.notStatement.statement);
  const { scopeDownStatement } = statement.rateBasedStatement;
  return 2 + (scopeDownStatement ? capacity(scopeDownStatement) : 0);
}
