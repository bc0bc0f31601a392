/**
 * What the month has cost so far, from CloudFront's own counts: hours before AWS Budgets knows. No alarm can tell, because alarms look back
 * seven days at most; so the brake counts whenever its clock runs.
 */
import type { BrakeSignal } from '../contracts/brake';
import { requestCharges, worstOf } from './burn';
import { priceOf } from './prices';
import type { PriceClass } from './regions';

/** What viewers have had since the month began, in UTC. */
export interface Drawn {
  readonly bytes: number;
  readonly requests: number;
}

export interface MonthBudget {
  /** What a month may cost, US dollars. */
  readonly monthlyUsd: number;
  /** What of it an idle month costs already. */
  readonly idleUsd: number;
  readonly priceClass: PriceClass;
}

const GB = 2 ** 30;

/**
 * US dollars, on the safe side: the dearest place, requests that look up the most, no volume tiers, the idle month from its first day on.
 * 1,100 GB and 12 million requests in PriceClass_100 with an idle month of $13: 76 GB x $0.085 = $6.46; 12 x $0.60 + 11.75 x $0.24 +
 * 10 x $0.10 + 2 x $1.20 = $13.42; together $32.88.
 */
export function monthUsd({ bytes, requests }: Drawn, { idleUsd, priceClass }: Omit<MonthBudget, 'monthlyUsd'>): number {
  const gb = Math.max(0, bytes / GB - priceOf('cloudfront.free.dto').price);
  const ofRequests = requestCharges(priceClass).reduce((sum, { usd, free }) => sum + Math.max(0, requests - free) * usd, 0);
  return idleUsd + gb * worstOf(priceClass, 'gb') + ofRequests;
}

/** @returns undefined while the month is within its budget: the signal ends with the month by itself */
export function monthSignal(drawn: Drawn, budget: MonthBudget, now: Date): BrakeSignal | undefined {
  const ratio = monthUsd(drawn, budget) / budget.monthlyUsd;
  return ratio > 1 ? { name: 'month', at: now.toISOString(), alarming: true, ratio } : undefined;
}

export const monthStart = (now: Date): Date => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth()));
