/** The web ACL's rules, from the tier table. */
import { HTTP_ERRORS, type HttpErrorCode } from '../contracts/http-errors';
import { WafMetric } from '../contracts/metrics';
import { capacity } from './capacity';
import { AS_THE_FUNCTION_READS_IT, claims, claimsNothing } from './claims';
import { limitText, type RateClass, rateClasses, remedyOf, signalOf } from './rate-classes';
import { limitBody, problemBody, refusalHeaders, retryAfterSeconds } from './refusal-body';
import { allOf, anyOf, type CustomKey, inSet, not, type RateBased, type Statement } from './statement';
import { type AccessTable, ANONYMOUS, type Limit } from './tier';

/** Sets of addresses, one for IPv4 and one for IPv6. */
export type AddressSets = readonly string[];

export interface AccessRulesInput {
  readonly table: AccessTable;
  /** ARNs of the sets whose addresses an operator blocks. */
  readonly blocked: AddressSets;
  /** ARNs of the sets whose addresses no tier limits. */
  readonly allowed: AddressSets;
  /** ARN of the set of all IPv6 addresses; there when the table says `ipv6`. */
  readonly allIpv6?: string | undefined;
  /** ARN of the rule group that operators put countries and networks into. @default none */
  readonly killSwitches?: string | undefined;
  /** `https://…` of the registry, without a trailing slash; '' when it is not known yet. */
  readonly registryUrl: string;
  /** Who gives tokens: a mail address or a URL. */
  readonly contact: string;
}

export interface AccessRule {
  /** Also the name of its metric. */
  readonly name: string;
  readonly priority: number;
  readonly statement: Statement;
  readonly action: RuleAction;
}

export type RuleAction =
  /** Count, and tell the edge function by the header of domain/contracts/limit-signal.ts. */
  | { readonly kind: 'signal'; readonly value: string }
  | Refuse
  /** As the rules of the group say. */
  | { readonly kind: 'group' };

/** Answer with this status, these headers, and the body of this key. */
export interface Refuse {
  readonly kind: 'refuse';
  readonly status: number;
  readonly bodyKey: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface AccessRules {
  readonly rules: readonly AccessRule[];
  /** JSON bodies of the refusals, by key. */
  readonly bodies: Readonly<Record<string, string>>;
  /** Capacity units of all rules. */
  readonly capacity: number;
}

/** A rule with the body of its refusal, where it has one. */
interface Row extends Omit<AccessRule, 'priority'> {
  readonly body?: string;
}

/** Rules in the order of evaluation; each costs $1 a month, so what can be one rule is one. */
export function accessRules(input: AccessRulesInput): AccessRules {
  const rows = [
    blocked(input),
    ...killSwitches(input),
    ...rateClasses(input.table).map((each) => limited(each, input)),
    // Last, so that a client above both limits reads the message of its tier.
    ceiling(input),
    ...networkCeiling(input),
  ];
  return {
    rules: rows.map(({ name, statement, action }, priority) => ({ name, priority, statement, action })),
    bodies: Object.fromEntries(rows.flatMap(({ name, body }) => (body === undefined ? [] : [[name, body]]))),
    capacity: rows.reduce((sum, { statement }) => sum + capacity(statement), 0),
  };
}

/** What nobody may send, and who may send nothing: one rule for both, as each costs $1 a month. */
const blocked = (input: AccessRulesInput): Row =>
  refusing(WafMetric.BLOCKED, 'REQUEST_BLOCKED', {
    statement: anyOf([forgedHeaders, ...input.blocked.map(inSet)]),
    headers: { 'Cache-Control': 'no-store' },
    body: problemBody({
      code: 'REQUEST_BLOCKED',
      detail: `This address is blocked, or the request has a header whose name begins with x-amzn-waf-. If that is wrong, tell ${input.contact} your address.`,
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

const killSwitches = ({ killSwitches: arn }: AccessRulesInput): Row[] =>
  arn ? [{ name: WafMetric.KILL_SWITCHES, statement: { ruleGroupReferenceStatement: { arn } }, action: { kind: 'group' } }] : [];

/** A tier or a customer: at the limit the edge function explains, unless the web ACL is to refuse. */
function limited(each: RateClass, input: AccessRulesInput): Row {
  const statement = rate(each, keys(each), scope(each, input));
  if (each.mode === 'evaluation' || each.refuseBy === 'function')
    return { name: each.rule, statement, action: { kind: 'signal', value: signalOf(each) } };
  const { registryUrl, contact, table } = input;
  const detail = `${limitText(each)} Wait ${retryAfterSeconds(each)} seconds, or ${remedyOf(each, table.tiers, contact)}.`;
  return refusing(each.rule, 'RATE_LIMITED', {
    statement,
    headers: refusalHeaders(each, each.rule),
    body: limitBody(each, each.rule, { code: 'RATE_LIMITED', detail, registryUrl, contact }),
  });
}

/** Requests that claim it, but for those that another rule counts, and those of addresses that are allowed more. */
function scope({ tier, holder }: RateClass, { table: { tiers, customers }, allowed }: AccessRulesInput): Statement {
  const others = holder ? [] : customers.filter((customer) => customer.tier === tier);
  const claim = tier === ANONYMOUS ? claimsNothing(tiers) : claims(tier, holder);
  return allOf([
    not(anyOf([...allowed.map(inSet), ...others.map((customer) => claims(tier, customer.holder))])),
    ...(claim ? [claim] : []),
  ]);
}

/** Nothing: by address. */
const keys = ({ aggregation }: RateClass): CustomKey[] =>
  aggregation === 'token' ? [{ header: { name: 'authorization', textTransformations: AS_THE_FUNCTION_READS_IT } }] : [];

/** For every address: counts what no tier's rule counts, too, such as tokens that are made up. */
function ceiling({ table, registryUrl, contact }: AccessRulesInput): Row {
  const { requests, windowSeconds } = table.ceiling;
  const detail = `This address has sent more than ${requests} requests in ${windowSeconds} seconds, the limit of every address whatever its tier. Wait ${retryAfterSeconds(table.ceiling)} seconds, or spread the requests over more time; ${contact} can help.`;
  return refusing(WafMetric.CEILING, 'ADDRESS_CEILING', {
    statement: rate(table.ceiling, []),
    headers: refusalHeaders(table.ceiling, WafMetric.CEILING),
    body: limitBody(table.ceiling, WafMetric.CEILING, { code: 'ADDRESS_CEILING', detail, registryUrl, contact }),
  });
}

/** How many addresses at their ceiling a network may hold. */
export const NETWORK_FACTOR = 10;

/** AWS WAF counts IPv6 by the whole address and cannot count by subscriber, so a network of the routing table is one client. */
function networkCeiling({ table, allIpv6, registryUrl, contact }: AccessRulesInput): Row[] {
  if (!table.ipv6 || !allIpv6) return [];
  const limit: Limit = { ...table.ceiling, requests: NETWORK_FACTOR * table.ceiling.requests };
  const detail = `This network has sent more than ${limit.requests} requests by IPv6 in ${limit.windowSeconds} seconds. Wait ${retryAfterSeconds(limit)} seconds, or use IPv4; ${contact} can help.`;
  return [
    refusing(WafMetric.NETWORK_CEILING, 'ADDRESS_CEILING', {
      statement: rate(limit, [{ asn: {} }], inSet(allIpv6)),
      headers: refusalHeaders(limit, WafMetric.NETWORK_CEILING),
      body: limitBody(limit, WafMetric.NETWORK_CEILING, { code: 'ADDRESS_CEILING', detail, registryUrl, contact }),
    }),
  ];
}

const rate = ({ requests, windowSeconds }: Limit, customKeys: CustomKey[], scopeDownStatement?: Statement): RateBased => ({
  rateBasedStatement: {
    aggregateKeyType: customKeys.length ? 'CUSTOM_KEYS' : 'IP',
    ...(customKeys.length && { customKeys }),
    limit: requests,
    evaluationWindowSec: windowSeconds,
    ...(scopeDownStatement && { scopeDownStatement }),
  },
});

const refusing = (
  name: string,
  code: HttpErrorCode,
  { statement, headers, body }: { statement: Statement; headers: Record<string, string>; body: string },
): Row => ({
  name,
  statement,
  action: { kind: 'refuse', status: HTTP_ERRORS[code].status, bodyKey: name, headers },
  body,
});
