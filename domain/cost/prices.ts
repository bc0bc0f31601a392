/** The dated price table: one entry per price, each with its source, date and confidence. */
import table from './prices.json';

export interface Price {
  readonly id: string;
  /** What is priced, in words. */
  readonly item: string;
  /** What one unit is, e.g. `month`, `1M requests`, `GB`. */
  readonly unit: string;
  /** US dollars per unit, list price, before tax and credits. */
  readonly price: number;
  readonly region: string;
  readonly source: string;
  /** ISO date on which the price was read. */
  readonly date: string;
  /** `list`: AWS's own price list or documentation; `secondary`: another page; `memory`: unverified. */
  readonly confidence: string;
}

const byId = new Map((table as readonly Price[]).map((price) => [price.id, price]));

/** Looks a price up; throws when the table does not hold it, because a missing price must never count as zero. */
export function priceOf(id: string): Price {
  const price = byId.get(id);
  if (!price) throw new Error(`No price '${id}' in domain/cost/prices.json; add it with source and date.`);
  return price;
}
