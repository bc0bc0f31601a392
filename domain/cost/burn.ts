/**
 * The burn at which somebody has to be told: from a month's budget to bytes and requests within a window.
 *
 * Everything is on the safe side: each of the two alone may use up what the budget leaves for traffic, all of it is paid at the
 * price of the dearest place that the price class serves from, each request looks into the store as often as any can, and no volume tier
 * makes it cheaper. So an alarm may come early, never late.
 */
import type { BurnSignal } from '../contracts/brake';
import { sum } from './bill';
import { meterOf } from './meters';
import type { Plan } from './plans';
import { priceOf, tiersOf } from './prices';
import { type PriceClass, servedRegions } from './regions';
import { MOST_READS } from './store-reads';

export type BurnMetric = 'bytes' | 'requests';
export type BurnWindow = 'fast' | 'slow';

/** What a month may have of each, when the other is nothing. */
export interface Allowance {
  /** GB of 2^30 bytes. */
  readonly gb: number;
  readonly requests: number;
}

export interface BurnThreshold {
  readonly signal: Exclude<BurnSignal, 'month'>;
  readonly metric: BurnMetric;
  readonly window: BurnWindow;
  readonly seconds: number;
  /** Bytes or requests within the window; more is too much. */
  readonly threshold: number;
  /** Part of the month's allowance, 0 to 1. */
  readonly share: number;
  /** Hours after which the month's allowance is gone when the burn stays at the threshold. */
  readonly hoursLeft: number;
  /** US dollars that an hour at the threshold costs once the free allowances are used up. */
  readonly usdPerHour: number;
}

/**
 * `fast` is a flood: 1 % of a month in 5 minutes, 86 times the pace of the budget, gone in 8 hours. `slow` is what a flood that keeps
 * its head down does: 3 % in 6 hours, 3.6 times the pace. A busy weekday at twice the pace has 1.7 % in its best 6 hours and stays below.
 */
export const BURN_WINDOWS: Readonly<Record<BurnWindow, { readonly seconds: number; readonly share: number }>> = {
  fast: { seconds: 300, share: 0.01 },
  slow: { seconds: 21_600, share: 0.03 },
};

const GB = 2 ** 30;
const MILLION = 1_000_000;

/**
 * What a sum buys on pay-as-you-go, after the free allowances. $37 at PriceClass_100:
 *
 * - bytes: 1,024 GB are free, $37 / $0.085 = 435.29 GB; together 1,459.29 GB
 * - requests, per million: web ACL $0.60 from the first on; store 8 x $0.03 above 0.25; function $0.10 above 2; HTTPS $1.20 above 10. The
 *   first 10 cost 10 x $0.60 + 9.75 x $0.24 + 8 x $0.10 = $9.14, and ($37 - $9.14) / $2.14 = 13.02 more; together 23.02
 *
 * @param usd US dollars a month for traffic; below 0 counts as 0
 */
export function allowanceOf(usd: number, priceClass: PriceClass): Allowance {
  const left = Math.max(0, usd);
  return {
    gb: bought(left, [{ usd: worstOf(priceClass, 'gb'), free: priceOf('cloudfront.free.dto').price }]),
    requests: bought(left, requestCharges(priceClass)),
  };
}

/**
 * What a registry costs that nobody uses, US dollars a month: web ACLs with their rules, the fees of plans, and the signing key.
 * @param rules of each web ACL that no plan pays for
 * @param plans those that are approved
 */
export function idleUsd(rules: readonly number[], plans: readonly Pick<Plan, 'monthly'>[] = []): number {
  const acls = rules.map((count) => priceOf('waf.web_acl').price + count * priceOf('waf.rule').price);
  return sum([...acls, ...plans.map(({ monthly }) => monthly), priceOf('kms.key').price]);
}

export interface Charge {
  /** US dollars for one unit above `free`. */
  readonly usd: number;
  /** Units of a month that cost nothing. */
  readonly free: number;
}

/** The most units whose charges, each above its own free allowance, come to at most `usd`. */
function bought(usd: number, charges: readonly Charge[]): number {
  const steps = [...charges].sort((a, b) => a.free - b.free);
  let units = 0;
  let left = usd;
  let each = 0;
  for (const step of steps) {
    const cost = (step.free - units) * each;
    if (cost > left) break;
    left -= cost;
    units = step.free;
    each += step.usd;
  }
  return units + left / each;
}

/** How many units of a meter one request uses. */
const METERS = { 'waf.request': 1, 'edge.function': 1, 'edge.read': MOST_READS } as const;

/** What requests cost at most: web ACL, function, its store, HTTPS in the dearest place. */
export function requestCharges(priceClass: PriceClass): Charge[] {
  const others = Object.entries(METERS).map(([name, units]): Charge => {
    const { price, per = 1, free } = meterOf(name as keyof typeof METERS);
    return { usd: (units * priceOf(price).price) / per, free: free ? priceOf(free).price / units : 0 };
  });
  return [...others, { usd: worstOf(priceClass, 'request'), free: priceOf('cloudfront.free.requests').price }];
}

/** US dollars for one GB or one HTTPS request in the dearest place, before volume tiers. */
export function worstOf(priceClass: PriceClass, what: 'gb' | 'request'): number {
  return Math.max(
    ...servedRegions(priceClass).map((region) => {
      const { price, per = 1 } = meterOf(`edge.${what}.${region}`);
      return tiersOf(price)[0]!.price / per;
    }),
  );
}

/**
 * All thresholds of an allowance. With 1,459.29 GB, `bytes` and `fast`: 1 % is 14.59 GB, 15,669,051,276 bytes in 300 s. The month would be
 * gone after 300 s / 1 % = 8.33 h, and an hour costs 12 x 14.59 GB x $0.085 = $14.88.
 */
export function burnThresholds(allowance: Allowance, priceClass: PriceClass): BurnThreshold[] {
  const perRequest = requestCharges(priceClass).reduce((sum, { usd }) => sum + usd, 0);
  const units = [
    { metric: 'bytes', month: allowance.gb * GB, usd: worstOf(priceClass, 'gb') / GB },
    { metric: 'requests', month: allowance.requests, usd: perRequest },
  ] as const;
  return units.flatMap(({ metric, month, usd }) =>
    (['fast', 'slow'] as const).map((window) => {
      const { seconds, share } = BURN_WINDOWS[window];
      const threshold = Math.round(month * share);
      return {
        signal: `${metric}-${window}` as const,
        metric,
        window,
        seconds,
        threshold,
        share,
        hoursLeft: seconds / share / 3600,
        usdPerHour: (threshold / seconds) * 3600 * usd,
      };
    }),
  );
}

/** The amount as people say it: `14.6 GB`, `0.3 million requests`. */
export const amountOf = (metric: BurnMetric, amount: number): string =>
  metric === 'bytes' ? `${short(amount / GB)} GB` : `${short(amount / MILLION)} million requests`;

const short = (amount: number): string => amount.toLocaleString('en', { maximumSignificantDigits: 3 });
