import type { EdgeRequest } from '../../http';
import type { Evaluation, GroupEvaluation } from './evaluate';
import type { Rule } from './rules';
import { withoutSecrets } from './secrets';

export interface LogContext {
  readonly webAclArn: string;
  readonly distributionId: string;
  readonly requestId: string;
  readonly timestamp: number;
}

/**
 * One line of AWS WAF's log: https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html
 * Headers that hold secrets are shown by the names of their values, as if the log redacted them.
 */
export function logRecord(request: EdgeRequest, evaluation: Evaluation, context: LogContext) {
  const { terminating, action, labels, inserted } = evaluation;
  return {
    timestamp: context.timestamp,
    formatVersion: 1,
    webaclId: context.webAclArn,
    terminatingRuleId: terminating?.name ?? 'Default_Action',
    terminatingRuleType: terminatingType(terminating),
    action: action.kind === 'block' ? 'BLOCK' : 'ALLOW',
    terminatingRuleMatchDetails: [],
    httpSourceName: 'CF',
    httpSourceId: context.distributionId,
    ruleGroupList: evaluation.groups.map(groupEntry),
    rateBasedRuleList: evaluation.rates.map(({ rule, values }) => rateEntry(rule, values)),
    nonTerminatingMatchingRules: evaluation.counted.map(countedEntry),
    requestHeadersInserted: inserted.length > 0 ? inserted.map(([name, value]) => ({ name, value })) : null,
    responseCodeSent: (action.kind === 'block' ? action.response?.status : undefined) ?? null,
    httpRequest: {
      clientIp: request.clientIp,
      country: evaluation.country ?? '-',
      headers: withoutSecrets(request.headers).map(([name, value]) => ({ name, value })),
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

function terminatingType(rule: Rule | undefined): 'REGULAR' | 'RATE_BASED' | 'GROUP' {
  if (!rule || 'matches' in rule.condition) return 'REGULAR';
  return 'rate' in rule.condition ? 'RATE_BASED' : 'GROUP';
}

const countedEntry = ({ name }: Rule) => ({ ruleId: name, action: 'COUNT', ruleMatchDetails: [] });

const groupEntry = ({ arn, terminating, counted }: GroupEvaluation) => ({
  ruleGroupId: arn,
  terminatingRule: terminating
    ? { ruleId: terminating.name, action: terminating.action.kind.toUpperCase(), ruleMatchDetails: null }
    : null,
  nonTerminatingMatchingRules: counted.map(countedEntry),
  excludedRules: null,
  customerConfig: null,
});

const MAX_SHOWN = 32;

function rateEntry({ name, condition }: Rule, values: readonly string[]) {
  if (!('rate' in condition)) throw new Error(`Rule '${name}' is not rate-based.`);
  const { aggregate, limit, windowSeconds, keys } = condition.rate;
  const customValues = keys.map((key, i) => ({
    key: key.kind,
    ...(key.name !== undefined && { name: key.name }),
    value: key.shown(values[i]!).slice(0, MAX_SHOWN),
  }));
  return {
    rateBasedRuleId: name,
    rateBasedRuleName: name,
    limitKey: aggregate === 'CUSTOM_KEYS' ? 'CUSTOMKEYS' : aggregate,
    ...(aggregate === 'IP' && { limitValue: values[0] }),
    maxRateAllowed: limit,
    evaluationWindowSec: String(windowSeconds),
    ...(aggregate === 'CUSTOM_KEYS' && { customValues }),
  };
}
