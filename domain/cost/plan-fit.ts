/** What of a template a flat-rate plan does not take. */
import { filesDistributions } from './hosts';
import { COUNTS, type Count, FEATURES, MATRIX_PLANS, type MatrixPlan } from './plan-matrix';
import { reachedFrom, sharedBetweenDistributions, subscribedTogether, withoutWebAcl } from './plan-parts';
import { PLAN_NAMES, type Plan, type PlanName } from './plans';
import type { Resource, Template } from './template';

/** One thing that a plan does not take. */
export interface Misfit {
  /** Logical id. */
  readonly id: string;
  readonly what: string;
  /** The cheapest plan that takes it. */
  readonly from: PlanName | 'none';
  readonly change: string;
}

/**
 * What does not fit; empty when everything does.
 * @param subscription logical id, where each of two hosts may have another plan; without it the plan is to pay for the whole template
 */
export const findMisfits = (template: Template, plan: MatrixPlan, subscription?: string): Misfit[] => [
  ...Object.entries(paidBy(template, subscription).Resources).flatMap(([id, resource]) => missing(id, resource, plan)),
  ...COUNTS.flatMap((count) => tooMany(paidBy(template, subscription), count, plan)),
  ...structure(template),
];

/** Where files have a host of their own, each plan pays for what its distribution refers to. */
function paidBy(template: Template, subscription: string | undefined): Template {
  if (subscription === undefined || !filesDistributions(template).length) return template;
  const reached = reachedFrom(template, subscription);
  return { ...template, Resources: Object.fromEntries(Object.entries(template.Resources).filter(([id]) => reached.has(id))) };
}

/** As {@link findMisfits}, as sentences for a list of plans. */
export const misfits = (template: Template, { name }: Pick<Plan, 'name'>): string[] =>
  findMisfits(template, name).map(
    ({ id, what, from, change }) => `${what} (${id}): ${from === 'none' ? 'no plan takes it' : `from ${from} on`}; ${change}`,
  );

const takes = (plan: MatrixPlan, from: PlanName | 'none'): boolean =>
  from !== 'none' && MATRIX_PLANS.indexOf(plan) >= MATRIX_PLANS.indexOf(from);

function missing(id: string, { Type, Properties = {} }: Resource, plan: MatrixPlan): Misfit[] {
  const text = JSON.stringify(Properties);
  return FEATURES.filter(({ types, found, from }) => types.test(Type) && (found?.test(text) ?? true) && !takes(plan, from)).map(
    ({ name, from, change }) => ({ id, what: name, from, change }),
  );
}

function tooMany(template: Template, { what, most, of }: Count, plan: MatrixPlan): Misfit[] {
  return of(template).flatMap(([id, count]) => {
    if (count <= most(plan)) return [];
    const from = PLAN_NAMES.find((name) => count <= most(name)) ?? 'none';
    return [{ id, what: `${count} ${what}, at most ${most(plan)}`, from, change: 'take some out' }];
  });
}

/** A plan is for one distribution with a web ACL, function and store of its own. */
const structure = (template: Template): Misfit[] => [
  ...withoutWebAcl(template).map((id) => ({
    id,
    what: 'distribution without a web ACL',
    from: 'none' as const,
    change: 'give it one: a plan includes it',
  })),
  ...subscribedTogether(template).map(({ id, distributions }) => ({
    id,
    what: `one plan for distributions ${distributions.join(' and ')}`,
    from: 'none' as const,
    change: 'subscribe each to a plan of its own',
  })),
  ...sharedBetweenDistributions(template).map(({ id, by }) => ({
    id,
    what: `shared by distributions ${by.join(' and ')}`,
    from: 'none' as const,
    change: 'give each distribution its own',
  })),
];
