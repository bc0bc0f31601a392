import type { RuleGroups } from '../../ports';
import { type Action, type Bodies, compileAction } from './actions';
import { compileGroup, type RuleGroup } from './groups';
import { compileLabels } from './labels';
import { compileRate, type RateContext, type RateRule } from './rate';
import { choice, list, record, text, WafPropertyError, wholeNumber } from './shape';
import { compileStatement, type Matcher, NESTABLE } from './statements';

export interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly labels: readonly string[];
  /** For a group: what becomes of the one that ended it; see {@link RuleGroup.counts}. */
  readonly action: Action;
  readonly condition: { readonly matches: Matcher } | { readonly rate: RateRule } | { readonly group: RuleGroup };
}

export interface RuleContext extends RateContext {
  readonly ruleGroups: RuleGroups;
  readonly bodies: Bodies;
  readonly labelPrefix: string;
}

/** Rules in the order of evaluation. */
export function compileRules(where: string, value: unknown, context: RuleContext): readonly Rule[] {
  return ordered(
    where,
    list(where, value ?? []).map((rule) => compileRule(where, rule, context)),
    10,
  );
}

/** Those of a rule group, which refer to no other group. */
export function compileGroupRules(where: string, value: unknown, context: RuleContext): readonly Rule[] {
  const rules = list(where, value).map((rule) => compileRule(where, rule, context));
  if (rules.some(({ condition }) => 'group' in condition)) throw new WafPropertyError(where, 'must not refer to a rule group');
  return ordered(where, rules, 4);
}

function ordered(where: string, rules: readonly Rule[], mostRates: number): readonly Rule[] {
  for (const key of ['name', 'priority'] as const) {
    const twice = rules.find((rule, i) => rules.findIndex((other) => other[key] === rule[key]) < i);
    if (twice) throw new WafPropertyError(where, `two rules have the ${key} ${twice[key]}; make each one unique`);
  }
  const rates = rules.filter(({ condition }) => 'rate' in condition).length;
  if (rates > mostRates) throw new WafPropertyError(where, `at most ${mostRates} rate-based rules, got: ${rates}`);
  return rules.toSorted((a, b) => a.priority - b.priority);
}

const PROPERTIES = ['Name', 'Priority', 'Statement', 'Action', 'OverrideAction', 'RuleLabels', 'VisibilityConfig'];

function compileRule(where: string, value: unknown, context: RuleContext): Rule {
  const json = record(where, value, PROPERTIES);
  const name = text(`${where}.Name`, json.Name);
  const here = `rule '${name}'`;
  const [kind] = choice(`${here}.Statement`, json.Statement, ['RateBasedStatement', 'RuleGroupReferenceStatement', ...NESTABLE]);
  const [needed, other] =
    kind === 'RuleGroupReferenceStatement' ? (['OverrideAction', 'Action'] as const) : (['Action', 'OverrideAction'] as const);
  if (json[other] !== undefined || json[needed] === undefined)
    throw new WafPropertyError(here, `must have ${needed} and no ${other} with a ${kind}`);
  const action = kind === 'RuleGroupReferenceStatement' ? NO_ACTION : ruleAction(here, json.Action, context);
  return {
    name,
    priority: wholeNumber(`${here}.Priority`, json.Priority, 0, 2 ** 31 - 1),
    labels: compileLabels(`${here}.RuleLabels`, json.RuleLabels, context.labelPrefix),
    action,
    condition: compileCondition(here, json, action, context),
  };
}

const NO_ACTION: Action = { kind: 'count', insert: [] };

const ruleAction = (here: string, json: unknown, { bodies }: RuleContext): Action =>
  compileAction(`${here}.Action`, json, bodies, ['Allow', 'Block', 'Count']);

function compileCondition(
  here: string,
  rule: Readonly<Record<string, unknown>>,
  action: Action,
  context: RuleContext,
): Rule['condition'] {
  const [kind, json] = Object.entries(rule.Statement as object)[0] as [string, unknown];
  const where = `${here}.Statement.${kind}`;
  if (kind === 'RuleGroupReferenceStatement')
    return { group: compileGroup(where, json, `${here}.OverrideAction`, rule.OverrideAction, context) };
  if (kind !== 'RateBasedStatement') return { matches: compileStatement(`${here}.Statement`, rule.Statement, context) };
  if (action.kind === 'allow') throw new WafPropertyError(`${here}.Action`, 'a rate-based rule cannot allow; use Block or Count');
  return { rate: compileRate(where, json, context, action.kind === 'block') };
}
