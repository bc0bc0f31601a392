/** The order of evaluation: https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-actions.html */
import type { Action } from './actions';
import type { Evaluation, GroupEvaluation } from './log-record';
import type { Rule } from './rules';
import type { Subject } from './subject';

export interface Acl {
  readonly rules: readonly Rule[];
  readonly defaultAction: Action;
  /** UNK-15. */
  readonly endsCounting: boolean;
}

/** `now`: milliseconds since 1970. */
export function evaluate(acl: Acl, subject: Subject, now: number): Evaluation {
  return new Run(acl, subject, now).result();
}

class Run {
  private readonly counted: Rule[] = [];
  private readonly groups: GroupEvaluation[] = [];
  private readonly rates: Evaluation['rates'][number][] = [];
  /** Made when there is something to insert, which is rare. */
  private inserted: Map<string, string> | undefined;

  constructor(
    private readonly acl: Acl,
    private readonly subject: Subject,
    private readonly now: number,
  ) {}

  result(): Evaluation {
    const { rules, defaultAction, endsCounting } = this.acl;
    const end = this.through(rules, this.counted);
    if (end && !endsCounting) for (const rule of rules.slice(rules.indexOf(end.rule) + 1)) this.matches(rule);
    const action = end?.action ?? defaultAction;
    if (!end) this.insert(defaultAction);
    return {
      terminating: end?.rule,
      action,
      counted: this.counted,
      groups: this.groups,
      rates: this.rates,
      labels: this.subject.labels,
      inserted: action.kind === 'block' || !this.inserted ? [] : [...this.inserted],
      country: this.subject.countryIfAsked,
    };
  }

  /** What ended the evaluation: the rule among these, and the action, which may be that of a rule inside a group. */
  private through(rules: readonly Rule[], counted: Rule[]): { readonly rule: Rule; readonly action: Action } | undefined {
    for (const rule of rules) {
      const action = 'group' in rule.condition ? this.group(rule, rule.condition.group) : this.single(rule);
      if (!action) continue;
      if (action.kind !== 'count') return { rule, action };
      counted.push(rule);
    }
    return undefined;
  }

  /** The rule's action when it matches. */
  private single(rule: Rule): Action | undefined {
    const matched = this.matches(rule);
    if (matched && rule.labels.length > 0) this.subject.label(...rule.labels);
    this.subject.endOfRule();
    if (!matched) return undefined;
    this.insert(rule.action);
    return rule.action;
  }

  private group(rule: Rule, { arn, counts, rules }: Extract<Rule['condition'], { group: unknown }>['group']): Action | undefined {
    const counted: Rule[] = [];
    const end = this.through(rules(), counted);
    this.groups.push({ rule, arn, terminating: end?.rule, counted });
    return end && counts ? rule.action : end?.action;
  }

  private matches(rule: Rule): boolean {
    const { condition } = rule;
    if ('matches' in condition) return condition.matches(this.subject);
    if ('group' in condition) return false;
    const result = condition.rate.observe(this.subject, this.now);
    if (result) this.rates.push({ rule, values: result.values });
    return result?.over ?? false;
  }

  /** The last rule that inserts a header of a name wins. */
  private insert(action: Action): void {
    if (action.kind === 'block') return;
    for (const [name, value] of action.insert) (this.inserted ??= new Map()).set(name, value);
  }
}
