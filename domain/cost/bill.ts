/** From quantities to dollars: the one arithmetic that every estimate and every comparison uses. */
import { groupBy } from '../group-by';
import { type MeterName, meterOf, type Service } from './meters';
import { graduated, type Price, priceOf, tiersOf } from './prices';

/** What makes a quantity grow. `fixed` costs the same without any traffic. */
export type Driver = 'fixed' | 'requests' | 'bytes' | 'releases' | 'stored';

/** A quantity of one meter that one resource causes in a month. */
export interface Use {
  readonly meter: MeterName;
  /** In the meter's own unit: requests, GB (2^30 bytes), GB-months, months. */
  readonly quantity: number;
  readonly by: Driver;
  /** Logical id, or what stands in its place. */
  readonly resource: string;
  /** Value of the tag `component`. */
  readonly component: string;
}

/** What one use costs, its part of the account's free allowance taken off. */
export interface Share extends Use {
  /** US dollars a month. */
  readonly monthly: number;
}

/** All uses of one meter. */
export interface Line {
  readonly meter: MeterName;
  readonly service: Service;
  /** The first of its volume tiers. */
  readonly price: Price;
  readonly quantity: number;
  /** Units of the quantity that are free this month. */
  readonly free: number;
  /** US dollars a month. */
  readonly monthly: number;
  readonly shares: readonly Share[];
}

export interface Bill {
  readonly lines: readonly Line[];
  /** US dollars a month. */
  readonly monthly: number;
}

/** Prices uses; those of quantity 0 are left out. Meters that share an allowance use it up in proportion to their quantities. */
export function billOf(uses: readonly Use[]): Bill {
  const byMeter = groupBy(
    uses.filter(({ quantity }) => quantity > 0),
    ({ meter }) => meter,
  );
  const totals = new Map([...byMeter].map(([meter, some]) => [meter, sum(some.map(({ quantity }) => quantity))]));
  const claimed = new Map<string, number>();
  for (const [meter, total] of totals) {
    const { free } = meterOf(meter);
    if (free) claimed.set(free, (claimed.get(free) ?? 0) + total);
  }
  const lines = [...byMeter].map(([meter, some]) => lineOf(meter, some, totals.get(meter)!, claimed));
  return { lines, monthly: sum(lines.map(({ monthly }) => monthly)) };
}

function lineOf(name: MeterName, uses: readonly Use[], quantity: number, claimed: ReadonlyMap<string, number>): Line {
  const { service, price, per = 1, free: allowance } = meterOf(name);
  const part = allowance ? priceOf(allowance).price * (quantity / claimed.get(allowance)!) : 0;
  const tiers = tiersOf(price);
  const monthly = graduated(Math.max(0, quantity - part) / per, tiers);
  const shares = uses.map((use) => ({ ...use, monthly: monthly * (use.quantity / quantity) }));
  return { meter: name, service, price: tiers[0]!, quantity, free: part, monthly, shares };
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Monthly dollars by some property of the shares, the largest first. */
export function totalsBy(bill: Bill, key: (share: Share, line: Line) => string): Readonly<Record<string, number>> {
  const totals = new Map<string, number>();
  for (const line of bill.lines)
    for (const share of line.shares) totals.set(key(share, line), (totals.get(key(share, line)) ?? 0) + share.monthly);
  return Object.fromEntries([...totals].sort(([, a], [, b]) => b - a));
}
