/** The estimate of a deployment: what its templates cost idle, in the expected month, at other volumes and under other plans. Plain data. */
import { type Bill, sum, totalsBy } from './bill';
import { billAsDeployed, cheapest, chosenPlans, deliveryOptions, type Option, wayDeployed } from './delivery';
import { isCovered, overAllowance } from './plans';
import { itemOf, PRICES } from './prices';
import { codeArtifact, plainStack, r2, r2WithWorker } from './shapes';
import type { Template } from './template';
import { after, atVolume, NO_TRAFFIC, type Traffic, type Workload, workloadOf } from './workload';

export interface EstimateInput {
  readonly templates: readonly Template[];
  readonly traffic: Traffic;
  /** US dollars a month. */
  readonly budgetUsd: number;
}

/** Monthly US dollars by name, the largest first. */
export type Totals = Readonly<Record<string, number>>;

export interface Estimate {
  readonly schema: 1;
  /** Dates of the oldest and the newest price of the table. */
  readonly pricesFrom: string;
  readonly pricesTo: string;
  readonly traffic: Traffic;
  readonly budgetUsd: number;
  readonly idle: number;
  /** Idle with the plan Pro on the distribution. */
  readonly idleOnPro: number;
  /** Of the templates: `pay-as-you-go`, or the plans they subscribe to, taken as approved. */
  readonly plan: string;
  /** Why the traffic is more than that plan includes; empty when it is not. */
  readonly overPlan: readonly string[];
  /** The expected month as the templates are. */
  readonly month: number;
  readonly inAYear: number;
  readonly byService: Totals;
  readonly byComponent: Totals;
  /** What grows with requests and bytes, by who draws it; `everybody` is what costs the same whoever comes. */
  readonly byTier: Totals;
  readonly lines: readonly EstimateLine[];
  readonly options: readonly EstimateOption[];
  readonly cheapest: { readonly name: string; readonly monthly: number; readonly why: string };
  readonly volumes: readonly { readonly terabytes: number; readonly totals: Totals; readonly cheapest: string }[];
  /** The same traffic without this registry. */
  readonly elsewhere: readonly { readonly name: string; readonly monthly: number; readonly note: string }[];
  /** Of the expected month, by files served; absent without any. */
  readonly perMillionInstalls?: number;
  /** What one more release costs; absent without any. */
  readonly perRelease?: number;
  /** What counting usage costs for each TB served; absent without any, or where nothing counts. */
  readonly countingPerTerabyte?: number;
}

export interface EstimateLine {
  readonly item: string;
  readonly quantity: number;
  readonly free: number;
  readonly monthly: number;
  readonly resources: readonly string[];
  readonly confidence: string;
  readonly date: string;
}

export interface EstimateOption {
  readonly name: string;
  readonly monthly: number;
  readonly misfits: readonly string[];
}

export const VOLUMES = [1, 10, 100, 1000] as const;

/** @throws UnpricedError naming what the table cannot price */
export function estimateOf({ templates, traffic, budgetUsd }: EstimateInput): Estimate {
  const work = workloadOf(traffic);
  const bill = billAsDeployed(templates, work);
  const options = deliveryOptions(templates, work);
  const idleOptions = deliveryOptions(templates, workloadOf(NO_TRAFFIC));
  const dates = PRICES.map(({ date }) => date).sort();
  const files = work.requests - work.indexRequests;
  const releases = sum(
    bill.lines.flatMap(({ shares }) => shares.filter(({ by }) => by === 'releases').map(({ monthly }) => monthly)),
  );
  const counting = totalsBy(bill, ({ component }) => component).analytics ?? 0;
  const best = cheapest(options);
  return {
    schema: 1,
    pricesFrom: dates[0]!,
    pricesTo: dates.at(-1)!,
    traffic,
    budgetUsd,
    plan: wayDeployed(templates, work),
    overPlan: chosenPlans(templates, work).flatMap((chosen) => overAllowance(chosen.plan, chosen.work)),
    idle: billAsDeployed(templates, workloadOf(NO_TRAFFIC)).monthly,
    idleOnPro: idleOptions[1]!.monthly,
    month: bill.monthly,
    inAYear: billAsDeployed(templates, workloadOf(after(traffic, 12))).monthly,
    byService: totalsBy(bill, (_, { service }) => service),
    byComponent: totalsBy(bill, ({ component }) => component),
    byTier: byTier(bill, traffic.tiers ?? { anonymous: 1 }),
    lines: linesOf(bill),
    options: options.map(({ name, monthly, misfits }) => ({ name, monthly, misfits })),
    cheapest: { name: best.name, monthly: best.monthly, why: whyCheapest(best, options, work) },
    volumes: VOLUMES.map((terabytes) => volumeOf(templates, traffic, terabytes)),
    elsewhere: elsewhere(work),
    ...(files > 0 && { perMillionInstalls: bill.monthly / (files / 1e6) }),
    ...(work.releases > 0 && { perRelease: releases / work.releases }),
    ...(counting > 0 && work.gb > 0 && { countingPerTerabyte: counting / (work.gb / 1024) }),
  };
}

function linesOf({ lines }: Bill): EstimateLine[] {
  return lines
    .map(({ price, quantity, free, monthly, shares }) => ({
      item: itemOf(price),
      quantity,
      free,
      monthly,
      resources: [...new Set(shares.map(({ resource }) => resource))],
      confidence: price.confidence,
      date: price.date,
    }))
    .sort((a, b) => b.monthly - a.monthly);
}

/** @param shares of the traffic by tier; what is missing to 1 is anonymous */
function byTier(bill: Bill, shares: Readonly<Record<string, number>>): Totals {
  const named = sum(Object.values(shares));
  const tiers = named < 1 ? { ...shares, anonymous: (shares.anonymous ?? 0) + 1 - named } : shares;
  const { drawn = 0, everybody = 0 } = totalsBy(bill, ({ by }) => (by === 'requests' || by === 'bytes' ? 'drawn' : 'everybody'));
  return { ...Object.fromEntries(Object.entries(tiers).map(([tier, share]) => [tier, drawn * share])), everybody };
}

function whyCheapest(best: Option, options: readonly Option[], work: Workload): string {
  const fitting = options.filter(({ misfits, name }) => !misfits.length && name !== best.name);
  const next = fitting.reduce((least, option) => (option.monthly < least.monthly ? option : least), fitting[0] ?? best);
  const saved = next.monthly - best.monthly;
  const fee = best.bill.lines.find(({ service }) => service === 'Plan');
  const replaced = sum(options[0]!.bill.lines.filter((line) => line.shares.some(isCovered)).map(({ monthly }) => monthly));
  const traffic = `${(work.requests / 1e6).toFixed(1)} million requests and ${(work.gb / 1024).toFixed(1)} TB`;
  const reason = fee
    ? `$${fee.monthly.toFixed(2)} of fees take the place of $${replaced.toFixed(2)} for ${traffic}`
    : `CloudFront and web ACL cost $${replaced.toFixed(2)} for ${traffic}, less than the fee of a plan that includes them`;
  return next === best ? reason : `${reason}; next is ${next.name}, $${saved.toFixed(2)} more`;
}

function volumeOf(templates: readonly Template[], traffic: Traffic, terabytes: number) {
  const work = workloadOf(atVolume(traffic, terabytes));
  const options = deliveryOptions(templates, work);
  const fitting = options.filter(({ misfits }) => !misfits.length).map(({ name, monthly }) => [name, monthly]);
  const others = elsewhere(work).map(({ name, monthly }) => [name, monthly]);
  return { terabytes, totals: Object.fromEntries([...fitting, ...others]) as Totals, cheapest: cheapest(options).name };
}

/** What else a foundation could have. Each says what it lacks, or that it wins. */
function elsewhere(work: Workload): Estimate['elsewhere'] {
  return [
    {
      name: 'plain S3 + CloudFront',
      monthly: plainStack(work).monthly,
      note: 'every location, eight rules, logs to CloudWatch, a key of its own; no signatures, no tiers, no brake',
    },
    {
      name: "CodeArtifact's prices",
      monthly: codeArtifact(work).monthly,
      note: 'no anonymous access, so a measure and no alternative',
    },
    {
      name: 'R2',
      monthly: r2(work).monthly,
      note: 'bytes are free there; no signed intake, no tiers, no limits, nothing of AWS',
    },
    {
      name: 'R2 + Worker',
      monthly: r2WithWorker(work).monthly,
      note: 'a Worker could check tokens; limits by tier would have to be written',
    },
  ];
}
