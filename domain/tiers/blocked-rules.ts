/** Who and what is refused whatever the rate. */
import { ERRORS_PATH } from '../contracts/http-errors';
import { WafMetric } from '../contracts/metrics';
import { LIMITS_PATH } from '../site/paths';
import { pathStartsWith } from './claims';
import { problemBody } from './refusal-body';
import { type AccessRulesInput, type Row, refusing } from './row';
import { allOf, anyOf, inSet, not, type Statement } from './statement';

/**
 * What nobody may send, and who may ask for nothing but the pages that say why: one rule for both, as each costs $1 a month. The ceiling
 * holds for those pages too.
 */
export const blocked = (input: AccessRulesInput): Row =>
  refusing(WafMetric.BLOCKED, 'REQUEST_BLOCKED', {
    statement: anyOf([
      forgedHeaders,
      allOf([anyOf(input.blocked.map(inSet)), not(anyOf([LIMITS_PATH, ERRORS_PATH].map(pathStartsWith)))]),
    ]),
    headers: { 'Cache-Control': 'no-store' },
    body: problemBody({
      code: 'REQUEST_BLOCKED',
      detail: `This address is blocked, or the request has a header whose name begins with x-amzn-waf-. If that is wrong, tell ${input.contact} your address. Why addresses are blocked: ${input.registryUrl}${LIMITS_PATH}`,
      registryUrl: input.registryUrl,
      contact: input.contact,
    }),
  });

/**
 * AWS WAF passes its verdicts to the edge function in `x-amzn-waf-` headers and does not remove copies that a client sends.
 * MATCH on oversize: a forged header could otherwise hide behind 200 others.
 * https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-incoming-request.html
 */
const forgedHeaders: Statement = {
  byteMatchStatement: {
    fieldToMatch: { headers: { matchPattern: { all: {} }, matchScope: 'KEY', oversizeHandling: 'MATCH' } },
    positionalConstraint: 'STARTS_WITH',
    searchString: 'x-amzn-waf-',
    textTransformations: [{ priority: 0, type: 'LOWERCASE' }],
  },
};

/** Countries and networks that an operator has shut out. */
export const killSwitches = ({ killSwitches: arn }: AccessRulesInput): Row[] =>
  arn ? [{ name: WafMetric.KILL_SWITCHES, statement: { ruleGroupReferenceStatement: { arn } }, action: { kind: 'group' } }] : [];
