/** What of a template belongs to a flat-rate plan: the subscription, its distribution, and what that refers to. */
import { PLANS, type Plan } from './plans';
import type { Resource, Template } from './template';

const SUBSCRIPTION = 'AWS::PricingPlanManager::Subscription';
const DISTRIBUTION = 'AWS::CloudFront::Distribution';
/** Types that a plan's distribution shares with no other. */
const OWN_TYPES = ['AWS::CloudFront::Function', 'AWS::CloudFront::KeyValueStore', 'AWS::WAFv2::WebACL'];

const ofType = ({ Resources }: Template, type: string): [id: string, resource: Resource][] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);

/** The plan that the templates subscribe to; undefined when delivery is paid for by use. @throws Error when it has no public price */
export function chosenPlan(templates: readonly Template[]): Plan | undefined {
  const [found] = templates.flatMap((template) => ofType(template, SUBSCRIPTION));
  if (!found) return undefined;
  const { PlanTier = '', UsageLevel = 'DEFAULT' } = (found[1].Properties ?? {}) as { PlanTier?: string; UsageLevel?: string };
  const plan = PLANS.find(({ name, level }) => name === PlanTier.toLowerCase() && level === UsageLevel);
  if (plan) return plan;
  throw new Error(
    `Plan '${PlanTier}' with usage level '${UsageLevel}' of ${found[0]} has no price in domain/cost/prices.json; choose another, or add its price`,
  );
}

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
function reachedFrom(template: Template, start: string): Set<string> {
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
