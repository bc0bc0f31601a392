/** What a run shows. */
import type { BrakeDegree } from '../../domain/contracts/brake';
import type { Outcome } from './edge';
import type { Minute, Run } from './simulate';

/** Dollars spent when a degree came into force for the first time; undefined: it never did. */
export const usdBefore = ({ bites }: Run, degree: BrakeDegree): number | undefined =>
  bites.filter((bite) => bite.degree >= degree).map(({ usd }) => usd)[0];

/** Shares of the requests of a flow by what they came to, over the minutes that fit. */
export function shares({ minutes }: Run, flow: string, fits: (minute: Minute) => boolean): Partial<Record<Outcome, number>> {
  const sums: Partial<Record<Outcome, number>> = {};
  for (const { outcomes } of minutes.filter(fits))
    for (const [outcome, count] of Object.entries(outcomes[flow] ?? {}) as [Outcome, number][])
      sums[outcome] = (sums[outcome] ?? 0) + count;
  const all = Object.values(sums).reduce((total, count) => total + count, 0);
  return Object.fromEntries(Object.entries(sums).map(([outcome, count]) => [outcome, count / all]));
}

/** Minutes in which a degree was in force from begin to end; the first few after a change are left out. */
export function settledAt(degree: BrakeDegree, { minutes }: Run): (minute: Minute) => boolean {
  const before = minutes.map((_, i) => minutes.slice(Math.max(0, i - 3), i + 1));
  const settled = new Set(minutes.filter((_, i) => before[i]!.every((one) => one.degree === degree)));
  return (minute) => settled.has(minute);
}

export const usdAt = ({ minutes }: Run, at: number): number => minutes.findLast((minute) => minute.at <= at)!.usd;
