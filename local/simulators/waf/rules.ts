import type { IpSets } from '../../ports';
import { type Action, type Bodies, compileAction } from './actions';
import { compileLabels } from './labels';
import { compileRate, type RateRule } from './rate';
import { choice, list, record, text, WafPropertyError, wholeNumber } from './shape';
import { compileStatement, type Matcher, NESTABLE } from './statements';

export interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly labels: readonly string[];
  readonly action: Action;
  readonly condition: { readonly matches: Matcher } | { readonly rate: RateRule };
}

export interface RuleContext {
  readonly ipSets: IpSets;
  readonly bodies: Bodies;
  readonly labelPrefix: string;
  readonly checkEverySeconds: number;
}

/** Rules in the order of evaluation. */
export function compileRules(where: string, value: unknown, context: RuleContext): readonly Rule[] {
  const rules = list(where, value ?? []).map((rule) => compileRule(where, rule, context));
  for (const key of ['name', 'priority'] as const) {
    const twice = rules.find((rule, i) => rules.findIndex((other) => other[key] === rule[key]) < i);
    if (twice) throw new WafPropertyError(where, `two rules have the ${key} ${twice[key]}; make each one unique`);
  }
  const rates = rules.filter(({ condition }) => 'rate' in condition).length;
  if (rates > 10) throw new WafPropertyError(where, `at most 10 rate-based rules, got: ${rates}`);
  return rules.toSorted((a, b) => a.priority - b.priority);
}

function compileRule(where: string, value: unknown, context: RuleContext): Rule {
  const json = record(where, value, ['Name', 'Priority', 'Statement', 'Action', 'RuleLabels', 'VisibilityConfig']);
  const name = text(`${where}.Name`, json.Name);
  const here = `rule '${name}'`;
  const action = compileAction(`${here}.Action`, json.Action, context.bodies, ['Allow', 'Block', 'Count']);
  const condition = compileCondition(`${here}.Statement`, json.Statement, context);
  if ('rate' in condition && action.kind === 'allow')
    throw new WafPropertyError(`${here}.Action`, 'a rate-based rule cannot allow; use Block or Count');
  return {
    name,
    priority: wholeNumber(`${here}.Priority`, json.Priority, 0, 2 ** 31 - 1),
    labels: compileLabels(`${here}.RuleLabels`, json.RuleLabels, context.labelPrefix),
    action,
    condition,
  };
}

function compileCondition(where: string, value: unknown, { ipSets, checkEverySeconds }: RuleContext): Rule['condition'] {
  const [kind, json] = choice(where, value, ['RateBasedStatement', ...NESTABLE]);
  if (kind === 'RateBasedStatement') return { rate: compileRate(`${where}.${kind}`, json, ipSets, checkEverySeconds) };
  return { matches: compileStatement(where, value, ipSets) };
}
