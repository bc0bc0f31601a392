/** The dated price table: one entry per price or allowance, each with its source, date and confidence. */
import table from './prices.json';

export interface Price {
  readonly id: string;
  /** What is priced, in words. */
  readonly item: string;
  /** What one unit is, e.g. `month`, `1M requests`, `GB`. */
  readonly unit: string;
  /** US dollars per unit, list price, before tax and credits; of an allowance: how many units are included. */
  readonly price: number;
  readonly region: string;
  readonly source: string;
  /** ISO date on which the price was read. */
  readonly date: string;
  /** `list`: AWS's own price list or documentation; `secondary`: another page; `memory`: unverified. */
  readonly confidence: string;
  readonly note?: string;
  /** Whence the date: e.g. `list of 2026-10-01`, which AWS's price list was. */
  readonly dateBasis?: string;
  /** Not there for a price: how many units are included, or which part is taken off. */
  readonly kind?: 'allowance' | 'discount';
  /** Of a volume tier: from where and up to where it holds, GB a month; null is no end. */
  readonly tierFromGB?: number;
  readonly tierToGB?: number | null;
  /** Of a flat-rate plan. */
  readonly includedRequests?: number;
  readonly includedTB?: number;
  readonly s3CreditGB?: number;
  readonly maxCacheBehaviors?: number;
  readonly maxWafRules?: number;
  readonly usageLevel?: string;
}

export const PRICES = table as readonly Price[];
const byId = new Map(PRICES.map((price) => [price.id, price]));

/** Looks a price up; throws when the table does not hold it, because a missing price must never count as zero. */
export function priceOf(id: string): Price {
  const price = byId.get(id);
  if (!price) throw new Error(`No price '${id}' in domain/cost/prices.json; add it with source and date.`);
  return price;
}

/** The volume tiers whose ids begin with `<id>.`, from the first GB on; a price without tiers is one tier. */
export function tiersOf(id: string): readonly Price[] {
  const single = byId.get(id);
  if (single) return [single];
  const tiers = PRICES.filter((price) => price.id.startsWith(`${id}.`) && price.tierFromGB !== undefined);
  if (!tiers.length) return [priceOf(id)];
  return tiers.sort((a, b) => a.tierFromGB! - b.tierFromGB!);
}

/** What is priced, without the volume tier. */
export const itemOf = ({ item }: Price): string => item.replace(/,? \d+-\d+ ?TB(\/month)?/, '');

/**
 * What a quantity costs when each volume tier is paid at its own price.
 * @param units in the unit of the price, after what is free; at least 0
 */
export function graduated(units: number, tiers: readonly Price[]): number {
  return tiers.reduce((sum, { price, tierFromGB = 0, tierToGB }) => {
    const within = Math.max(0, Math.min(units, tierToGB ?? Infinity) - tierFromGB);
    return sum + within * price;
  }, 0);
}
