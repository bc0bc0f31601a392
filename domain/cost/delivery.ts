/** Every way to pay for the delivery of a template's traffic: pay-as-you-go, one plan, or index and files apart. */
import { type Bill, billOf, type Use } from './bill';
import { filesDistributions, filesHostResources, filesWork, indexWork, withoutFilesHosts } from './hosts';
import { usesOf } from './kinds';
import { misfits } from './plan-fit';
import { type Subscription, subscriptionsOf } from './plan-parts';
import {
  credited,
  levelFor,
  overAllowance,
  PLAN_NAMES,
  PLANS,
  type Plan,
  type PlanName,
  planTitle,
  underPlan,
  underPlans,
} from './plans';
import type { Template } from './template';
import type { Workload } from './workload';

export interface Option {
  readonly name: string;
  readonly bill: Bill;
  /** US dollars a month. */
  readonly monthly: number;
  /** Why it cannot be had; empty when it can. */
  readonly misfits: readonly string[];
}

const optionOf = (name: string, bill: Bill, reasons: readonly string[]): Option => ({
  name,
  bill,
  monthly: bill.monthly,
  misfits: reasons,
});

/** What the templates of one deployment use together. */
export const usesOfAll = (templates: readonly Template[], work: Workload) =>
  templates.flatMap((template) => usesOf(template, work));

/** What the templates cost as they are: by use, or under the plans that they subscribe to, as if those were approved. */
export function billAsDeployed(templates: readonly Template[], work: Workload): Bill {
  const uses = usesOfAll(templates, work);
  const plans = chosenPlans(templates, work);
  const filesHost = new Set(templates.flatMap((template) => [...filesHostResources(template)]));
  const covered = (use: Use): boolean => plans.some(({ isFiles }) => isFiles === filesHost.has(use.resource));
  return underPlans(
    uses,
    plans.map(({ plan }) => plan),
    covered,
  );
}

/** A plan that is subscribed to, and what of the traffic it is to pay for. */
export interface ChosenPlan extends Subscription {
  /** Whether it is that of a files host. */
  readonly isFiles: boolean;
  /** How many hosts have a plan of this kind, each with as much of the traffic. */
  readonly hosts: number;
  readonly work: Workload;
}

/** @throws Error when a plan has no public price */
export const chosenPlans = (templates: readonly Template[], work: Workload): ChosenPlan[] =>
  templates.flatMap((template) =>
    subscriptionsOf(template).map((subscription) => {
      const isFiles = filesHostResources(template).has(subscription.id);
      const hosts = filesDistributions(template).length;
      if (isFiles) return { ...subscription, isFiles, hosts, work: filesWork(work, hosts) };
      return { ...subscription, isFiles, hosts: 1, work: hosts ? indexWork(work) : work };
    }),
  );

/** What the templates have, in a word or two. */
export function wayDeployed(templates: readonly Template[], work: Workload): string {
  const plans = chosenPlans(templates, work);
  const index = plans.find(({ isFiles }) => !isFiles);
  const [files, ...others] = plans.filter(({ isFiles }) => isFiles);
  const way = index ? planTitle(index.plan) : 'pay-as-you-go';
  return files ? `split: index ${way}, files ${others.length + 1} x ${planTitle(files.plan)}` : way;
}

/** All options; those that do not fit say why. What is split already is taken for one host first, so that both are compared. */
export function deliveryOptions(deployed: readonly Template[], work: Workload): Option[] {
  const templates = deployed.map(withoutFilesHosts);
  const fileHosts = Math.max(work.fileHosts, ...deployed.map((template) => filesDistributions(template).length));
  const uses = usesOfAll(templates, work);
  const plans = PLAN_NAMES.map((name) => {
    const plan = levelFor(name, work) ?? largest(name);
    const reasons = [...overAllowance(plan, work), ...templates.flatMap((template) => misfits(template, plan))];
    return optionOf(planTitle(plan), underPlan(uses, plan), reasons);
  });
  return [optionOf('pay-as-you-go', billOf(uses), []), ...plans, ...splits(templates, { ...work, fileHosts })];
}

/** The cheapest option that can be had; pay-as-you-go always can. */
export const cheapest = (options: readonly Option[]): Option =>
  options
    .filter(({ misfits: reasons }) => !reasons.length)
    .reduce((best, option) => (option.monthly < best.monthly ? option : best));

const largest = (name: PlanName): Plan => PLANS.findLast((plan) => plan.name === name)!;

/**
 * The index on pay-as-you-go with everything that is deployed, and files, whose addresses never carry a token, on plans of their own.
 * Each files host has a distribution and a web ACL, which its plan includes.
 */
function splits(templates: readonly Template[], work: Workload): Option[] {
  const index = indexWork(work);
  const files = work.filesHost;
  if (files.requests <= 0) return [];
  const uses = usesOfAll(templates, index);
  return (['pro', 'business'] as const).map((name) => {
    const plan = largest(name);
    const hosts = Math.max(1, Math.ceil(files.requests / plan.requests), Math.ceil(files.gb / plan.gb));
    const few =
      hosts > work.fileHosts ? [`${hosts} host names for files, each with a plan: the profile allows ${work.fileHosts}`] : [];
    const rest = credited(billOf(uses), plan.creditGb * hosts);
    const fees = underPlan([], plan, hosts);
    const bill = { lines: [...fees.lines, ...rest.lines], monthly: fees.monthly + rest.monthly };
    const reasons = templates.flatMap((template) => misfits(template, plan));
    return optionOf(`split: index pay-as-you-go, files ${hosts} x ${name}`, bill, [...few, ...reasons]);
  });
}
