/** What may not be in a registry's templates because it would cost money unseen: one row for each rule, judged at every synthesis. */
import { logsExpire, oldVersionsExpire } from './bucket-rules';
import { about, type Found, nameOf, type PaidParts, resourcesOf, sentence, shown } from './cost-finding';
import { hourlyOf } from './hourly';
import { alarmMetrics } from './kinds';
import { priceOf } from './prices';
import { managedGroups, subscribed } from './rule-groups';
import type { Resource, Template } from './template';

interface CostRule {
  readonly id: string;
  /** What it demands, for docs/rules.md. */
  readonly demands: string;
  readonly why: string;
  /** Where AWS says so. */
  readonly source: string;
  readonly ofTemplate?: (template: Template, paid: PaidParts) => readonly Found[];
  /** For what is counted over all stacks. */
  readonly ofAll?: (templates: readonly Template[], paid: PaidParts) => readonly Found[];
}

export const COST_RULES = [
  {
    id: 'REGISTRY-COST-HOURLY',
    demands: 'nothing is billed by the hour',
    why: 'a price that runs without a visitor is what a small foundation cannot afford',
    source: 'https://aws.amazon.com/pricing/',
    ofTemplate: nothingHourly,
  },
  {
    id: 'REGISTRY-COST-SUBSCRIPTION',
    demands: 'no rule group with a monthly fee, unless `budget.allowPaid.ruleGroups` names it',
    why: 'Bot Control costs $10 a month and $1 a million requests, and blocks package clients',
    source: 'https://aws.amazon.com/waf/pricing/',
    ofTemplate: noSubscription,
  },
  {
    id: 'REGISTRY-COST-LOGS',
    demands: 'every bucket and log group that takes logs expires them',
    why: 'logs grow with the traffic, and hold addresses of people',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html',
    ofTemplate: logsExpire,
  },
  {
    id: 'REGISTRY-COST-VERSIONS',
    demands: 'every versioned bucket expires old versions, but for those with Object Lock',
    why: 'an object that is replaced or expires is stored, and paid, as an old version',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html',
    ofTemplate: oldVersionsExpire,
  },
  {
    id: 'REGISTRY-COST-ATHENA',
    demands: 'every workgroup of Athena limits the bytes of a query, and enforces it',
    why: 'a query is billed by the bytes that it reads, so that one slip reads a year of logs',
    source: 'https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html',
    ofTemplate: queriesAreLimited,
  },
  {
    id: 'REGISTRY-COST-ALARMS',
    demands:
      'all alarms are within the free ones, unless `budget.allowPaid.alarms` says how many more; four more for each files host whose plan nobody has approved',
    why: 'the first 10 of an account are free, composite ones never; one counts for each metric it reads',
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
    ofAll: alarmsAreFree,
  },
  {
    id: 'REGISTRY-COST-DASHBOARDS',
    demands: 'all dashboards are within the free ones, unless `budget.allowPaid.dashboards` says how many more',
    why: 'the first 3 of an account are free, the next costs $3 a month',
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
    ofAll: dashboardsAreFree,
  },
  {
    id: 'REGISTRY-COST-BUDGET',
    demands: 'there is a budget of the month’s cost that tells somebody',
    why: 'without one the first to know is the invoice',
    source: 'https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html',
    ofAll: budgetExists,
  },
  {
    id: 'REGISTRY-COST-CREDITS',
    demands: 'every budget of costs leaves credits out',
    why: 'credits would hide the spending that the budget is to show; AWS counts them unless told otherwise',
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-budgets-budget-costtypes.html',
    ofTemplate: creditsAreLeftOut,
  },
] as const satisfies readonly CostRule[];

export type CostRuleId = (typeof COST_RULES)[number]['id'];

export interface CostFinding extends Found {
  readonly rule: CostRuleId;
  /** Which of the templates; the first for what is about all. */
  readonly template: number;
}

/** Every finding of every rule. @param paid what the configuration allows beyond what is free */
export function costFindings(templates: readonly Template[], paid: PaidParts): CostFinding[] {
  return COST_RULES.flatMap((rule: CostRule & { readonly id: CostRuleId }) =>
    [
      ...templates.flatMap((one, template) => (rule.ofTemplate?.(one, paid) ?? []).map((found) => ({ ...found, template }))),
      ...(rule.ofAll?.(templates, paid) ?? []).map((found) => ({ ...found, template: holderOf(templates, found) })),
    ].map((found) => ({ ...found, rule: rule.id })),
  );
}

const holderOf = (templates: readonly Template[], { id }: Found): number =>
  Math.max(0, id === undefined ? 0 : templates.findIndex(({ Resources }) => id in Resources));

function nothingHourly(template: Template): Found[] {
  return Object.entries(template.Resources).flatMap((entry) => {
    const hourly = hourlyOf(entry[1]);
    if (!hourly) return [];
    const { instead, property } = hourly;
    const got = property === undefined ? entry[1].Type : `${property} ${shown(entry[1].Properties?.[property])}`;
    const found = about(entry, property ?? '', {
      wrong: 'is billed by the hour',
      got,
      allowed: 'what is billed by use',
      change: instead,
    });
    return property === undefined ? { ...found, at: 'Type' } : found;
  });
}

function noSubscription(template: Template, { ruleGroups }: PaidParts): Found[] {
  return resourcesOf(template, 'AWS::WAFv2::WebACL', 'AWS::WAFv2::RuleGroup').flatMap((entry) => {
    const names = managedGroups(entry[1].Properties?.Rules).flatMap((group) => subscribed(group) ?? []);
    return names
      .filter((name) => !ruleGroups.includes(name))
      .map((name) =>
        about(entry, 'Rules', {
          wrong: 'refers to a rule group with a monthly fee',
          got: name,
          allowed: ruleGroups.join(', ') || 'none',
          change: 'take the rule out, or name the group in budget.allowPaid.ruleGroups',
        }),
      );
  });
}

/** AWS takes 10 MB at least. */
function queriesAreLimited(template: Template): Found[] {
  return resourcesOf(template, 'AWS::Athena::WorkGroup').flatMap((entry) => {
    const configuration = (entry[1].Properties?.WorkGroupConfiguration ?? {}) as Record<string, unknown>;
    const { BytesScannedCutoffPerQuery: limit, EnforceWorkGroupConfiguration: enforced = true } = configuration;
    if (typeof limit === 'number' && enforced === true) return [];
    return about(entry, 'WorkGroupConfiguration', {
      wrong: 'lets a query read, and cost, without a limit',
      got: `BytesScannedCutoffPerQuery ${shown(limit)}, EnforceWorkGroupConfiguration ${shown(enforced)}`,
      allowed: 'a number of bytes that every query is held to',
      change: 'set both',
    });
  });
}

/** Alarms that are composed of others are never free. */
function alarmsAreFree(templates: readonly Template[], { alarms }: PaidParts): Found[] {
  const simple = templates.flatMap((template) => resourcesOf(template, 'AWS::CloudWatch::Alarm'));
  const composed = templates.flatMap((template) => resourcesOf(template, 'AWS::CloudWatch::CompositeAlarm'));
  const metrics = simple.reduce((sum, [, resource]) => sum + alarmMetrics(resource), 0);
  const free = priceOf('cloudwatch.free.alarms').price;
  return tooMany({
    what: 'alarms',
    last: composed.at(-1) ?? simple.at(-1),
    count: metrics + composed.length,
    beyond: Math.max(0, metrics - free) + composed.length,
    free: composed.length ? `${free} free, of those that are not composite` : `${free} free`,
    paid: alarms,
  });
}

function dashboardsAreFree(templates: readonly Template[], { dashboards }: PaidParts): Found[] {
  const all = templates.flatMap((template) => resourcesOf(template, 'AWS::CloudWatch::Dashboard'));
  const free = priceOf('cloudwatch.free.dashboards').price;
  const [count, beyond] = [all.length, all.length - free];
  return tooMany({ what: 'dashboards', last: all.at(-1), count, beyond, free: `${free} free`, paid: dashboards });
}

interface Counted {
  readonly what: 'alarms' | 'dashboards';
  /** The last of them, which the finding is put at. */
  readonly last: readonly [id: string, resource: Resource] | undefined;
  readonly count: number;
  /** How many of them have a price. */
  readonly beyond: number;
  /** What is free, in words. */
  readonly free: string;
  readonly paid: number;
}

function tooMany({ what, last, count, beyond, free, paid }: Counted): Found[] {
  if (!last || beyond <= paid) return [];
  const text = sentence({
    wrong: `There are more ${what} than the account has free, the last is ${nameOf(last)}`,
    got: String(count),
    allowed: paid ? `${free}, and ${paid} paid` : free,
    change: `take ${beyond - paid} out, or set budget.allowPaid.${what} to ${beyond}`,
  });
  return [{ id: last[0], at: 'Type', text }];
}

const budgetOf = ({ Properties = {} }: Resource): Record<string, unknown> => (Properties.Budget ?? {}) as Record<string, unknown>;

function budgetExists(templates: readonly Template[]): Found[] {
  const budgets = templates.flatMap((template) => resourcesOf(template, 'AWS::Budgets::Budget'));
  const fit = budgets.some(([, resource]) => {
    const { BudgetType, TimeUnit } = budgetOf(resource);
    const notified = resource.Properties?.NotificationsWithSubscribers;
    return BudgetType === 'COST' && TimeUnit === 'MONTHLY' && Array.isArray(notified) && notified.length > 0;
  });
  if (fit) return [];
  const text = sentence({
    wrong: 'No budget watches what a month costs',
    got: budgets.map(nameOf).join(', ') || 'no AWS::Budgets::Budget',
    allowed: 'a budget with BudgetType COST, TimeUnit MONTHLY and NotificationsWithSubscribers',
    change: 'add CostControls (constructs/cost/cost-controls.ts) to a stack',
  });
  return [{ at: 'Resources', text }];
}

function creditsAreLeftOut(template: Template): Found[] {
  return resourcesOf(template, 'AWS::Budgets::Budget').flatMap((entry) => {
    const { BudgetType, CostTypes = {} } = budgetOf(entry[1]);
    const { IncludeCredit } = CostTypes as { readonly IncludeCredit?: unknown };
    if (BudgetType !== 'COST' || IncludeCredit === false) return [];
    return about(entry, 'Budget.CostTypes.IncludeCredit', {
      wrong: 'counts credits as money not spent',
      got: `IncludeCredit ${shown(IncludeCredit)}`,
      allowed: 'false',
      change: 'set it to false',
    });
  });
}
