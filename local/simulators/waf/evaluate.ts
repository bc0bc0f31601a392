/** The order of evaluation: https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-actions.html */
import type { Action } from './actions';
import type { RuleGroup } from './groups';
import type { Rule } from './rules';
import type { Subject } from './subject';

export interface Acl {
  readonly rules: readonly Rule[];
  readonly defaultAction: Action;
  /** UNK-15. */
  readonly endsCounting: boolean;
}

/** How a rule group in the web ACL went. */
export interface GroupEvaluation {
  readonly rule: Rule;
  readonly arn: string;
  /** The group's rule that ended it. */
  readonly terminating: Rule | undefined;
  readonly counted: readonly Rule[];
}

/** What ended an evaluation: the rule, and the action, which may be that of a rule inside a group. */
interface End {
  readonly rule: Rule;
  readonly action: Action;
}

/** One request on its way through the rules, and how that went. */
export class Evaluation {
  /** The rule of the web ACL that ended it; undefined: the default action did. */
  readonly terminating: Rule | undefined;
  /** What was done in the end. */
  readonly action: Action;
  readonly counted: Rule[] = [];
  /** Rule groups that were evaluated. */
  readonly groups: GroupEvaluation[] = [];
  /** Rate-based rules that counted the request, limiting or not, with the values of their keys. */
  readonly rates: { readonly rule: Rule; readonly values: readonly string[] }[] = [];
  private headers: Map<string, string> | undefined;

  /** `now`: milliseconds since 1970. */
  constructor(
    { rules, defaultAction, endsCounting }: Acl,
    private readonly subject: Subject,
    private readonly now: number,
  ) {
    const end = this.through(rules, this.counted);
    this.terminating = end?.rule;
    this.action = end?.action ?? defaultAction;
    if (!end) this.insert(defaultAction);
    else if (!endsCounting) for (const rule of rules.slice(rules.indexOf(end.rule) + 1)) this.matches(rule);
  }

  /** Full names. */
  get labels(): readonly string[] {
    return this.subject.labels;
  }

  get country(): string | undefined {
    return this.subject.countryIfAsked;
  }

  get inserted(): readonly (readonly [name: string, value: string])[] {
    return this.action.kind === 'block' || !this.headers ? [] : [...this.headers];
  }

  private through(rules: readonly Rule[], counted: Rule[]): End | undefined {
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

  private group(rule: Rule, group: RuleGroup): Action | undefined {
    const counted: Rule[] = [];
    const end = this.through(group.rules(), counted);
    this.groups.push({ rule, arn: group.arn, terminating: end?.rule, counted });
    return end && group.counts ? rule.action : end?.action;
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
    if (action.kind === 'block' || action.insert.length === 0) return;
    this.headers ??= new Map();
    for (const [name, value] of action.insert) this.headers.set(name, value);
  }
}
