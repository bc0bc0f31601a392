/** What of a template belongs to a flat-rate plan: the subscription, its distribution, and what that refers to. */
import { PLANS, type Plan } from './plans';
import type { Resource, Template } from './template';

export const SUBSCRIPTION = 'AWS::PricingPlanManager::Subscription';
export const DISTRIBUTION = 'AWS::CloudFront::Distribution';
/** Types that a plan's distribution shares with no other. */
export const OWN_TYPES = ['AWS::CloudFront::Function', 'AWS::CloudFront::KeyValueStore', 'AWS::WAFv2::WebACL'];

export const ofType = ({ Resources }: Template, type: string): [id: string, resource: Resource][] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);

/** A plan, and the resource that subscribes to it. */
export interface Subscription {
  /** Logical id. */
  readonly id: string;
  readonly plan: Plan;
}

/** The plans that a template subscribes to; none when delivery is paid for by use. @throws Error when one has no public price */
export const subscriptionsOf = (template: Template): Subscription[] =>
  ofType(template, SUBSCRIPTION).map(([id, { Properties = {} }]) => {
    const { PlanTier = '', UsageLevel = 'DEFAULT' } = Properties as { PlanTier?: string; UsageLevel?: string };
    const plan = PLANS.find(({ name, level }) => name === PlanTier.toLowerCase() && level === UsageLevel);
    if (plan) return { id, plan };
    throw new Error(
      `Plan '${PlanTier}' with usage level '${UsageLevel}' of ${id} has no price in domain/cost/prices.json; choose another, or add its price`,
    );
  });

/** Distributions without a web ACL, by logical id. */
export const withoutWebAcl = (template: Template): string[] =>
  ofType(template, DISTRIBUTION)
    .filter(([, { Properties = {} }]) => !(Properties.DistributionConfig as { WebACLId?: unknown } | undefined)?.WebACLId)
    .map(([id]) => id);

/** Functions, stores and web ACLs that more than one distribution uses, by logical id. */
export function sharedBetweenDistributions(template: Template): { readonly id: string; readonly by: readonly string[] }[] {
  const reached = ofType(template, DISTRIBUTION).map(([id]) => ({ id, uses: reachedFrom(template, id) }));
  return OWN_TYPES.flatMap((type) => ofType(template, type)).flatMap(([id]) => {
    const by = reached.filter(({ uses }) => uses.has(id)).map((distribution) => distribution.id);
    return by.length > 1 ? [{ id, by }] : [];
  });
}

/** Subscriptions that name more than one distribution, by logical id. */
export const subscribedTogether = (template: Template): { readonly id: string; readonly distributions: readonly string[] }[] =>
  ofType(template, SUBSCRIPTION)
    .map(([id, { Properties = {} }]) => ({
      id,
      distributions: [...new Set(referencesOf(Properties))].filter((other) => template.Resources[other]?.Type === DISTRIBUTION),
    }))
    .filter(({ distributions }) => distributions.length > 1);

/** Logical ids of what a resource refers to, and what that does. */
export function reachedFrom(template: Template, start: string): Set<string> {
  const reached = new Set([start]);
  for (const id of reached)
    for (const next of referencesOf(template.Resources[id]?.Properties ?? {})) if (next in template.Resources) reached.add(next);
  return reached;
}

function referencesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref' && typeof inner === 'string') return [inner];
    if (key === 'Fn::GetAtt' && Array.isArray(inner)) return [String(inner[0])];
    return referencesOf(inner);
  });
}
