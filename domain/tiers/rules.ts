/** The web ACL's rules, from the tier table. */
import { tierMetric, WafMetric } from '../contracts/metrics';
import { capacity } from './capacity';
import { type RateRefusal, refusalBody, refusalHeaders } from './refusal-body';
import type { RateBased, Statement } from './statement';
import { ANONYMOUS, type Limit, TIERS_PREFIX, type Tier, tierPrefix } from './tier';

export interface AccessRulesInput {
  readonly tiers: readonly Tier[];
  readonly ceiling: Limit;
  /** Sets of addresses that an operator blocks, one for IPv4 and one for IPv6. */
  readonly blockedSetArns: readonly string[];
  /** The registry's own page, `https://…/` or `/`. */
  readonly homeUrl: string;
  /** Who gives tokens: a mail address or a URL. */
  readonly contact: string;
}

export interface AccessRule {
  /** Also the name of its metric. */
  readonly name: string;
  readonly priority: number;
  readonly statement: Statement;
  readonly action: 'block' | 'count' | Refuse;
}

/** Answer 429 with these headers and the body of this key. */
export interface Refuse {
  readonly bodyKey: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface AccessRules {
  readonly rules: readonly AccessRule[];
  /** JSON bodies of the 429s, by key. */
  readonly bodies: Readonly<Record<string, string>>;
  /** Capacity units of all rules. */
  readonly capacity: number;
}

/** Rules in the order of evaluation; each costs $1 a month, so what can be one rule is one. */
export function accessRules(input: AccessRulesInput): AccessRules {
  const refusals = [...input.tiers.map((tier) => tierRefusal(tier, input)), ceilingRefusal(input)];
  const rules = [
    { name: WafMetric.FORGED_HEADERS, statement: forgedHeaders, action: 'block' as const },
    { name: WafMetric.BLOCKED_ADDRESSES, statement: anyOf(input.blockedSetArns.map(inSet)), action: 'block' as const },
    ...input.tiers.map((tier, i) => ({
      name: tierMetric(tier.name),
      statement: perAddress(tier, claims(tier)),
      action: tier.mode === 'enforcement' ? refuse(refusals[i]!) : ('count' as const),
    })),
    // Last, so that a client above both limits reads the message of its tier.
    { name: WafMetric.CEILING, statement: perAddress(input.ceiling), action: refuse(refusals.at(-1)!) },
  ].map((rule, priority) => ({ ...rule, priority }));
  return {
    rules,
    bodies: Object.fromEntries(refusals.map((refusal) => [refusal.rule, refusalBody(refusal)])),
    capacity: rules.reduce((sum, { statement }) => sum + capacity(statement), 0),
  };
}

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

const inSet = (arn: string): Statement => ({ ipSetReferenceStatement: { arn } });

const anyOf = (statements: Statement[]): Statement => ({ orStatement: { statements } });

const pathStartsWith = (searchString: string): Statement => ({
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: 'STARTS_WITH',
    searchString,
    textTransformations: [{ priority: 0, type: 'NONE' }],
  },
});

/** Requests that claim a tier: by its path prefix, or for anonymous by no tier's. */
function claims(tier: Tier): Statement {
  const prefix = tierPrefix(tier);
  return prefix ? pathStartsWith(prefix) : { notStatement: { statement: pathStartsWith(TIERS_PREFIX) } };
}

const perAddress = ({ requests, windowSeconds }: Limit, scopeDownStatement?: Statement): RateBased => ({
  rateBasedStatement: {
    aggregateKeyType: 'IP',
    limit: requests,
    evaluationWindowSec: windowSeconds,
    ...(scopeDownStatement && { scopeDownStatement }),
  },
});

const refuse = (refusal: RateRefusal): Refuse => ({ bodyKey: refusal.rule, headers: refusalHeaders(refusal) });

function tierRefusal(tier: Tier, { tiers, homeUrl, contact }: AccessRulesInput): RateRefusal {
  const more = tiers.some((other) => other.requests / other.windowSeconds > tier.requests / tier.windowSeconds);
  const wish = more ? 'a token of a higher tier' : 'a higher limit';
  const { requests, windowSeconds } = tier;
  return {
    rule: tierMetric(tier.name),
    whose: `the limit of the tier '${tier.name}'`,
    remedy: tier.name === ANONYMOUS ? `get a token from ${contact}` : `ask ${contact} for ${wish}`,
    homeUrl,
    contact,
    requests,
    windowSeconds,
  };
}

const ceilingRefusal = ({ ceiling, homeUrl, contact }: AccessRulesInput): RateRefusal => ({
  rule: WafMetric.CEILING,
  whose: 'the limit of every address whatever its tier',
  remedy: `spread the requests over more time; ${contact} can help`,
  homeUrl,
  contact,
  ...ceiling,
});
