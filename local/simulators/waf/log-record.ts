import type { EdgeRequest } from '../../http';
import type { Rule } from './rules';

/** How one evaluation went. */
export interface Evaluation {
  /** The rule that ended it; undefined: the default action did. */
  readonly terminating: Rule | undefined;
  readonly blocked: boolean;
  readonly counted: readonly Rule[];
  /** Rate-based rules that counted the request, limiting or not. */
  readonly rates: readonly { readonly rule: Rule; readonly instance: string }[];
  readonly labels: readonly string[];
  readonly inserted: readonly (readonly [name: string, value: string])[];
  readonly responseCode: number | undefined;
}

export interface LogContext {
  readonly webAclArn: string;
  readonly distributionId: string;
  readonly requestId: string;
  readonly timestamp: number;
}

/** One line of AWS WAF's log: https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html */
export function logRecord(request: EdgeRequest, evaluation: Evaluation, context: LogContext) {
  const { terminating, labels, inserted } = evaluation;
  return {
    timestamp: context.timestamp,
    formatVersion: 1,
    webaclId: context.webAclArn,
    terminatingRuleId: terminating?.name ?? 'Default_Action',
    terminatingRuleType: terminating && 'rate' in terminating.condition ? 'RATE_BASED' : 'REGULAR',
    action: evaluation.blocked ? 'BLOCK' : 'ALLOW',
    terminatingRuleMatchDetails: [],
    httpSourceName: 'CF',
    httpSourceId: context.distributionId,
    ruleGroupList: [],
    rateBasedRuleList: evaluation.rates.map(({ rule, instance }) => rateEntry(rule, instance)),
    nonTerminatingMatchingRules: evaluation.counted.map(({ name }) => ({ ruleId: name, action: 'COUNT', ruleMatchDetails: [] })),
    requestHeadersInserted: inserted.length > 0 ? inserted.map(([name, value]) => ({ name, value })) : null,
    responseCodeSent: evaluation.responseCode ?? null,
    httpRequest: {
      clientIp: request.clientIp,
      country: '-',
      headers: request.headers.map(([name, value]) => ({ name, value })),
      uri: request.path,
      args: request.query ?? '',
      httpVersion: `HTTP/${request.httpVersion}`,
      httpMethod: request.method,
      requestId: context.requestId,
    },
    labels: labels.slice(0, 100).map((name) => ({ name })),
  };
}

export type WafLogRecord = ReturnType<typeof logRecord>;

function rateEntry({ name, condition }: Rule, instance: string) {
  if (!('rate' in condition)) throw new Error(`Rule '${name}' is not rate-based.`);
  const { aggregate, limit, windowSeconds } = condition.rate;
  return {
    rateBasedRuleId: name,
    rateBasedRuleName: name,
    limitKey: aggregate,
    ...(aggregate === 'IP' && { limitValue: instance }),
    maxRateAllowed: limit,
    evaluationWindowSec: String(windowSeconds),
  };
}
