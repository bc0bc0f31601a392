import type { WebAclModel } from '../../assembly/model';
import type { EdgeRequest } from '../../http';
import type { Clock, IpSets, Waf, WafRuleStats, WafVerdict } from '../../ports';
import { type Action, compileAction, compileBodies } from './actions';
import { type Evaluation, logRecord, type WafLogRecord } from './log-record';
import { compileRules, type Rule } from './rules';
import { oneOf, record } from './shape';

export interface WafDependencies {
  readonly clock: Clock;
  readonly ipSets: IpSets;
  /** Written into log records. */
  readonly distributionId: string;
  /**
   * How often rate-based rules are judged. 0: at every request, so that the request after the limit is the first one limited,
   * which is stricter than AWS. 10: AWS's own rhythm, see WAF-R16.
   * @default 0
   */
  readonly checkEverySeconds?: number;
}

/** What the edge needs, and for tests and the admin page why it came to that. */
export type Verdict = WafVerdict & {
  /** Name of the rule that ended the evaluation, or 'Default_Action'. */
  readonly terminatingRule: string;
  readonly countedRules: readonly string[];
  /** Full names. */
  readonly labels: readonly string[];
  readonly log: WafLogRecord;
};

export interface SimulatedWaf extends Waf {
  evaluate(request: EdgeRequest, requestId: string): Verdict;
}

const PROPERTIES = ['Name', 'Scope', 'Description', 'DefaultAction', 'Rules', 'CustomResponseBodies', 'VisibilityConfig', 'Tags'];

/**
 * A web ACL at work, from the properties that the template gives it. What is implemented is listed in README.md beside this file.
 * @throws WafPropertyError when the template holds a property that is not simulated.
 */
export function createWaf(acl: Pick<WebAclModel, 'name' | 'arn' | 'properties'>, dependencies: WafDependencies): SimulatedWaf {
  const { clock, ipSets, distributionId, checkEverySeconds = 0 } = dependencies;
  const json = record('WebACL', acl.properties, PROPERTIES);
  oneOf('WebACL.Scope', json.Scope, ['CLOUDFRONT']);
  const bodies = compileBodies('WebACL.CustomResponseBodies', json.CustomResponseBodies);
  const defaultAction = compileAction('WebACL.DefaultAction', json.DefaultAction, bodies, ['Allow', 'Block']);
  const labelPrefix = `awswaf:${acl.arn.split(':')[4] ?? ''}:webacl:${acl.name}:`;
  const rules = compileRules('WebACL.Rules', json.Rules, { ipSets, bodies, labelPrefix, checkEverySeconds });
  const counters = new Map(rules.map(({ name }) => [name, { matched: 0, counted: 0, blocked: 0 }]));

  return {
    evaluate(request, requestId) {
      const timestamp = clock();
      const evaluation = run(rules, defaultAction, request, timestamp);
      count(counters, evaluation);
      return verdict(
        evaluation,
        defaultAction,
        logRecord(request, evaluation, { webAclArn: acl.arn, distributionId, requestId, timestamp }),
      );
    },
    stats: () => rules.map((rule) => stats(rule, counters.get(rule.name)!, clock())),
  };
}

function run(rules: readonly Rule[], defaultAction: Action, request: EdgeRequest, now: number): Evaluation {
  const labels: string[] = [];
  const counted: Rule[] = [];
  const rates: { rule: Rule; instance: string }[] = [];
  const inserted = new Map<string, string>();
  const insert = (action: Action): void => {
    if (action.kind !== 'block') for (const [name, value] of action.insert) inserted.set(name, value);
  };
  let terminating: Rule | undefined;
  for (const rule of rules) {
    if (!matches(rule)) continue;
    labels.push(...rule.labels);
    insert(rule.action);
    if (rule.action.kind !== 'count') {
      terminating = rule;
      break;
    }
    counted.push(rule);
  }
  if (!terminating) insert(defaultAction);
  const action = terminating?.action ?? defaultAction;
  const blocked = action.kind === 'block';
  return {
    terminating,
    blocked,
    counted,
    rates,
    labels,
    inserted: blocked ? [] : [...inserted],
    responseCode: blocked ? action.response?.status : undefined,
  };

  function matches(rule: Rule): boolean {
    if ('matches' in rule.condition) return rule.condition.matches({ request, labels });
    const result = rule.condition.rate.observe({ request, labels }, now);
    if (result) rates.push({ rule, instance: result.instance });
    return result?.over ?? false;
  }
}

type Counters = Map<string, { matched: number; counted: number; blocked: number }>;

function count(counters: Counters, { terminating, counted, blocked }: Evaluation): void {
  for (const { name } of counted) {
    counters.get(name)!.matched++;
    counters.get(name)!.counted++;
  }
  if (!terminating) return;
  counters.get(terminating.name)!.matched++;
  if (blocked) counters.get(terminating.name)!.blocked++;
}

function verdict(evaluation: Evaluation, defaultAction: Action, log: WafLogRecord): Verdict {
  const action = evaluation.terminating?.action ?? defaultAction;
  const why = {
    terminatingRule: log.terminatingRuleId,
    countedRules: evaluation.counted.map(({ name }) => name),
    labels: evaluation.labels,
    log,
  };
  if (action.kind === 'block') return { action: 'block', response: action.response, ...why };
  return { action: 'allow', insertedHeaders: evaluation.inserted, ...why };
}

function stats({ name, condition }: Rule, counters: Omit<WafRuleStats, 'rule' | 'limited'>, now: number): WafRuleStats {
  return { rule: name, ...counters, limited: 'rate' in condition ? condition.rate.limited(now) : [] };
}
