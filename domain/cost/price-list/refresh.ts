/** From the table and the offer files to the new table, and what has changed. Pure: nothing is fetched or written here. */
import { groupBy } from '../../group-by';
import type { Price } from '../prices';
import { type Offer, type Range, rangesOf } from './offer';
import { type ListedSource, sourceOf } from './sources';

export interface PriceChange {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  /** Undefined when it was 0. */
  readonly percent: number | undefined;
  readonly source: string;
  /** When AWS published the list. */
  readonly published: string;
}

export interface Refreshed {
  readonly table: readonly Price[];
  readonly changes: readonly PriceChange[];
  /** How many prices were read and are as they were. */
  readonly confirmed: number;
  /** Prices that a person looks up, by why. */
  readonly manual: Readonly<Record<string, readonly string[]>>;
  /** Prices that were left as they are because somebody said so. */
  readonly left: readonly string[];
  /** What keeps the table from being written. */
  readonly problems: readonly PriceProblem[];
}

export interface PriceProblem {
  readonly id: string;
  readonly got: string;
  readonly allowed: string;
  readonly change: string;
}

/** An offer file, and where it was read. */
export interface FetchedOffer {
  readonly url: string;
  readonly offer: Offer;
}

export interface RefreshInput {
  readonly table: readonly Price[];
  /** By code of the offer. */
  readonly offers: ReadonlyMap<string, FetchedOffer>;
  readonly now: Date;
  /** Ids to leave as they are. */
  readonly leave: readonly string[];
  /** Ids that may change by more than {@link SUSPICIOUS}. */
  readonly accept: readonly string[];
}

/** AWS has never changed a price of the table by more at once: a larger change is rather a usage type that means something else. */
export const SUSPICIOUS = 0.5;
/** The list states up to ten decimals. */
const LITTLE = 1e-9;

type Row =
  | { readonly price: Price; readonly change?: PriceChange }
  | { readonly price: Price; readonly manual: string }
  | { readonly price: Price; readonly left: true }
  | { readonly price: Price; readonly problem: PriceProblem };

/** Codes of the offers that the table needs, each with where its file is. */
export function offersNeeded(table: readonly Price[], leave: readonly string[]): ReadonlyMap<string, ListedSource['scope']> {
  const listed = table.filter(({ id }) => !leave.includes(id)).map((price) => sourceOf(price));
  return new Map(listed.flatMap((source) => ('offer' in source ? [[source.offer, source.scope] as const] : [])));
}

export function refreshed(input: RefreshInput): Refreshed {
  const rows = input.table.map((price) => rowOf(price, input));
  const byHand = groupBy(
    rows.flatMap((row) => ('manual' in row ? [row] : [])),
    ({ manual }) => manual,
  );
  const changes = rows.flatMap((row) => ('change' in row && row.change ? [row.change] : []));
  const read = rows.filter((row) => !('manual' in row || 'left' in row || 'problem' in row));
  return {
    table: rows.map(({ price }) => price),
    changes,
    confirmed: read.length - changes.length,
    manual: Object.fromEntries([...byHand].map(([why, some]) => [why, some.map(({ price }) => price.id)])),
    left: rows.flatMap((row) => ('left' in row ? [row.price.id] : [])),
    problems: rows.flatMap((row) => ('problem' in row ? [row.problem] : [])),
  };
}

function rowOf(price: Price, { offers, now, leave, accept }: RefreshInput): Row {
  const source = sourceOf(price);
  if ('manual' in source) return { price, manual: source.manual };
  if (leave.includes(price.id)) return { price, left: true };
  const { url, offer } = offers.get(source.offer)!;
  const ranges = rangesOf(offer, source, now.toISOString());
  const usd = typeof ranges === 'string' ? ranges : usdOf(price, ranges);
  if (typeof usd === 'string') return { price, problem: unread(price, source, usd) };
  const to = Number((usd * source.per).toPrecision(9));
  const published = offer.publicationDate.slice(0, 10);
  const read: Price = {
    ...price,
    price: to,
    source: url,
    date: now.toISOString().slice(0, 10),
    confidence: 'list',
    dateBasis: `list of ${published}`,
  };
  if (Math.abs(to - price.price) <= LITTLE * price.price) return { price: { ...read, price: price.price } };
  const relative = price.price ? (to - price.price) / price.price : undefined;
  if ((relative === undefined || Math.abs(relative) > SUSPICIOUS) && !accept.includes(price.id))
    return { price, problem: suspicious(price, to, source) };
  const percent = relative === undefined ? undefined : relative * 100;
  return { price: read, change: { id: price.id, from: price.price, to, percent, source: url, published } };
}

/** The price of a volume tier is that of the range which begins with it; any other price is the first that is not free. */
function usdOf({ tierFromGB }: Price, ranges: readonly Range[]): number | string {
  const begins = ranges.map(({ begin }) => begin).join(', ');
  if (tierFromGB === undefined) return ranges.find(({ usd }) => usd > 0)?.usd ?? 'free of charge';
  const found = ranges.find(({ begin, usd }) => usd > 0 && begin === tierFromGB);
  return found?.usd ?? `no tier from ${tierFromGB} GB on, but from ${begins}`;
}

const nameOf = ({ offer, usagetypes }: ListedSource): string => `${usagetypes.join(' or ')} of ${offer}`;

const unread = ({ id }: Price, source: ListedSource, got: string): PriceProblem => ({
  id,
  got,
  allowed: `one price for ${nameOf(source)}`,
  change: `mend its line in domain/cost/price-list/sources.ts, or keep what the table has with --leave ${id}`,
});

const suspicious = ({ id, price }: Price, to: number, source: ListedSource): PriceProblem => ({
  id,
  got: `${to} instead of ${price}`,
  allowed: `a change of at most ${SUSPICIOUS * 100} % for ${nameOf(source)}`,
  change: `look at AWS's page; then --accept ${id}, or --leave ${id}`,
});
