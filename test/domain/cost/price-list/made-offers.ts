/** Offer files in the shape of AWS's, from which the price table would be read as it is. */
import type { FetchedOffer } from '../../../../domain/cost/price-list/refresh';
import { type ListedSource, sourceOf } from '../../../../domain/cost/price-list/sources';
import type { Price } from '../../../../domain/cost/prices';

interface Made {
  readonly source: ListedSource;
  readonly ranges: { readonly beginRange: string; readonly usd: number }[];
}

/** @param changes what the list says otherwise, by id, in the table's unit; null: the list has no such usage type */
export function offersOf(
  table: readonly Price[],
  changes: Readonly<Record<string, number | null>> = {},
): ReadonlyMap<string, FetchedOffer> {
  const made = new Map<string, Made>();
  for (const price of table) {
    const source = sourceOf(price);
    const changed = changes[price.id];
    const usd = changed === undefined ? price.price : changed;
    if ('manual' in source || usd === null) continue;
    const name = `${source.offer}/${source.usagetypes[0]!}/${JSON.stringify(source.attributes ?? {})}`;
    const product = made.get(name) ?? { source, ranges: [] };
    if (!product.ranges.length || price.tierFromGB !== undefined)
      product.ranges.push({ beginRange: String(price.tierFromGB ?? 0), usd: usd / source.per });
    made.set(name, product);
  }
  const codes = new Set(table.map((price) => sourceOf(price)).flatMap((source) => ('offer' in source ? [source.offer] : [])));
  return new Map(
    [...codes].map((code) => [
      code,
      offerOf(
        code,
        [...made.values()].filter(({ source }) => source.offer === code),
      ),
    ]),
  );
}

function offerOf(offerCode: string, products: readonly Made[]): FetchedOffer {
  const skus = products.map((made, i) => ({ ...made, sku: `SKU${i}` }));
  return {
    url: `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${offerCode}/current/index.json`,
    offer: {
      formatVersion: 'v1.0',
      offerCode,
      publicationDate: '2026-11-20T00:00:00Z',
      products: Object.fromEntries(
        skus.map(({ sku, source }) => [
          sku,
          {
            sku,
            attributes: {
              ...source.attributes,
              usagetype: `${source.scope === 'global' ? '' : 'USE1-'}${source.usagetypes[0]!}`,
            },
          },
        ]),
      ),
      terms: {
        OnDemand: Object.fromEntries(
          skus.map(({ sku, ranges }) => [
            sku,
            {
              [`${sku}.T`]: { effectiveDate: '2026-01-01T00:00:00Z', priceDimensions: Object.fromEntries(ranges.map(dimension)) },
            },
          ]),
        ),
      },
    },
  };
}

const dimension = ({ beginRange, usd }: Made['ranges'][number], i: number) =>
  [`D${i}`, { beginRange, endRange: 'Inf', unit: 'Units', pricePerUnit: { USD: usd.toFixed(14) } }] as const;
