/** CloudFront's flat-rate plans: what they include, and what a bill becomes under one. */
import { type Bill, billOf, type Line, sum, type Use } from './bill';
import { type MeterName, meterOf } from './meters';
import { PRICES, type Price, priceOf } from './prices';
import type { Workload } from './workload';

export const PLAN_NAMES = ['pro', 'business', 'premium'] as const;
export type PlanName = (typeof PLAN_NAMES)[number];

/** Of premium. AWS's own list goes on to `CF_PREMIUM_L7`, which has no public price. */
export const USAGE_LEVELS = [
  'DEFAULT',
  'CF_PREMIUM_L2',
  'CF_PREMIUM_L3',
  'CF_PREMIUM_L4',
  'CF_PREMIUM_L5',
  'CF_PREMIUM_L6',
] as const;
export type UsageLevel = (typeof USAGE_LEVELS)[number];

/** A plan, and of premium a usage level. */
export interface Plan {
  readonly name: PlanName;
  /** Of premium: how much is included. */
  readonly level: string;
  readonly monthly: number;
  /** Requests and GB a month. */
  readonly requests: number;
  readonly gb: number;
  /** GB of S3 Standard that are credited. */
  readonly creditGb: number;
  readonly meter: MeterName;
  readonly price: Price;
}

/** Every plan and level, the smallest first. The free plan has no logs and no store, so it fits no registry (`plan-matrix.ts`). */
export const PLANS: readonly Plan[] = PLAN_NAMES.flatMap((name) => {
  const base = priceOf(`cloudfront.flat.${name}`);
  const levels = PRICES.filter(({ id }) => id.startsWith(`cloudfront.flat.${name}.`));
  return [base, ...levels].map((price) => ({
    name,
    level: price.usageLevel!,
    monthly: price.price,
    requests: price.includedRequests!,
    gb: price.includedTB! * 1024,
    creditGb: base.s3CreditGB!,
    meter: price.id.replace('cloudfront.flat.', 'plan.') as MeterName,
    price,
  }));
});

/** @throws Error when there is no such level of the plan */
export function planOf(name: PlanName, level: UsageLevel = 'DEFAULT'): Plan {
  const plan = PLANS.find((one) => one.name === name && one.level === level);
  if (!plan) throw new Error(`No level '${level}' of the plan '${name}' in domain/cost/prices.json; only premium has levels.`);
  return plan;
}

export const planTitle = ({ name, level }: Plan): string => (level === 'DEFAULT' ? name : `${name} ${level}`);

/** Why the traffic is more than a plan includes; empty when it is not. */
export function overAllowance(plan: Plan, { requests, gb }: Pick<Workload, 'requests' | 'gb'>): string[] {
  const over = (what: string, wanted: number, included: number): string[] =>
    wanted > included ? [`${what}: ${round(wanted)} a month, included ${round(included)}`] : [];
  return [...over('million requests', requests / 1e6, plan.requests / 1e6), ...over('TB', gb / 1024, plan.gb / 1024)];
}

const round = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 1 });

/** The cheapest plan and level of a name that includes the traffic. */
export const levelFor = (name: PlanName, work: Pick<Workload, 'requests' | 'gb'>): Plan | undefined =>
  PLANS.find((plan) => plan.name === name && !overAllowance(plan, work).length);

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/flat-rate-pricing-plan.html */
const COVERED = new Set(['CloudFront', 'WAF', 'Route 53']);
const BILLED_EXTRA: ReadonlySet<MeterName> = new Set<MeterName>(['edge.metrics']);

/** The same uses under plans, each on a distribution of its own: what they cover is replaced by the fee, and S3 Standard is credited. */
export const underPlan = (uses: readonly Use[], plan: Plan, hosts = 1): Bill =>
  underPlans(
    uses,
    Array.from({ length: hosts }, () => plan),
    () => true,
  );

/** @param covers whether a use is of a distribution that has one of the plans */
export function underPlans(uses: readonly Use[], plans: readonly Plan[], covers: (use: Use) => boolean): Bill {
  const rest = uses.filter((use) => BILLED_EXTRA.has(use.meter) || !isCovered(use) || !covers(use));
  const fees = billOf(
    plans.map(({ meter }): Use => ({ meter, quantity: 1, by: 'fixed', resource: 'plan', component: 'delivery' })),
  );
  const bill = credited(billOf(rest), sum(plans.map(({ creditGb }) => creditGb)));
  return { lines: [...fees.lines, ...bill.lines], monthly: fees.monthly + bill.monthly };
}

export const isCovered = ({ meter }: Pick<Use, 'meter'>): boolean =>
  COVERED.has(meterOf(meter).service) || meter === 'logs.access';

/** The credit is for storage of the class S3 Standard, at the payer. */
export function credited({ lines }: Bill, gb: number): Bill {
  const reduced = lines.map((line) => (line.meter === 's3.standard' ? lessOf(line, gb) : line));
  return { lines: reduced, monthly: sum(reduced.map(({ monthly }) => monthly)) };
}

function lessOf(line: Line, gb: number): Line {
  const left = Math.max(0, line.quantity - gb) / line.quantity;
  const shares = line.shares.map((share) => ({ ...share, quantity: share.quantity * left }));
  return {
    ...line,
    ...(billOf(shares).lines[0] ?? { monthly: 0, shares: [] }),
    quantity: line.quantity,
    free: Math.min(gb, line.quantity),
  };
}
