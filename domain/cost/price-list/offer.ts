/** Reads an offer file of AWS's public price list: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html */
import { z } from 'zod';
import type { ListedSource } from './sources';

const amount = z.string().regex(/^\d+(\.\d+)?([Ee]-?\d+)?$/);
const dimension = z.object({
  beginRange: amount,
  endRange: z.union([amount, z.literal('Inf')]),
  unit: z.string(),
  pricePerUnit: z.object({ USD: amount }),
});
const offerSchema = z.object({
  formatVersion: z.literal('v1.0'),
  offerCode: z.string(),
  publicationDate: z.iso.datetime(),
  products: z.record(z.string(), z.object({ sku: z.string(), attributes: z.record(z.string(), z.string()) })),
  terms: z.object({
    OnDemand: z.record(
      z.string(),
      z.record(z.string(), z.object({ effectiveDate: z.iso.datetime(), priceDimensions: z.record(z.string(), dimension) })),
    ),
  }),
});

/** Parts of an offer file that are read. */
export type Offer = z.infer<typeof offerSchema>;

const indexSchema = z.object({
  formatVersion: z.literal('v1.0'),
  regions: z.record(
    z.string(),
    z.object({ currentVersionUrl: z.string().regex(/^\/offers\/v1\.0\/aws\/[\w/-]+\/index\.json$/) }),
  ),
});

/** What one unit costs within a range of units; the first is in the list's own unit. */
export interface Range {
  readonly begin: number;
  /** US dollars. */
  readonly usd: number;
}

export const parseOffer = (json: unknown): Offer | string => parsed(offerSchema, json);

/** Path of the current offer file of a region, after the host name. */
export function currentPath(json: unknown, region: string): string | { readonly problem: string } {
  const index = parsed(indexSchema, json);
  if (typeof index === 'string') return { problem: index };
  return index.regions[region]?.currentVersionUrl ?? { problem: `no region '${region}'` };
}

function parsed<T>(schema: z.ZodType<T>, json: unknown): T | string {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [{ path, message }] = result.error.issues as [z.core.$ZodIssue];
  return `${path.join('.') || 'the file'}: ${message}`;
}

/** us-east-1 in front of usage types: not at all, or in either of two ways. */
const PREFIX = /^(USE1-|us-east-1-)/;

/**
 * The ranges of a source's price on a day, from the first unit on.
 * @param today ISO 8601; a price that begins later is not yet one
 * @returns or what is wrong, after `got:`
 */
export function rangesOf(offer: Offer, { usagetypes, scope, attributes = {} }: ListedSource, today: string): Range[] | string {
  for (const usagetype of usagetypes) {
    const skus = Object.values(offer.products).filter(({ attributes: has }) => {
      const name = scope === 'global' ? has.usagetype : has.usagetype?.replace(PREFIX, '');
      return name === usagetype && Object.entries(attributes).every(([key, value]) => has[key] === value);
    });
    const found = skus
      .map(({ sku }) => ({ sku, ranges: rangesOfSku(offer, sku, today) }))
      .filter(({ ranges }) => ranges.length > 0);
    const [first] = found;
    if (!first) continue;
    const other = found.find(({ ranges }) => JSON.stringify(ranges) !== JSON.stringify(first.ranges));
    return other ? `two prices, of the SKUs ${first.sku} and ${other.sku}` : first.ranges;
  }
  return 'no price';
}

function rangesOfSku({ terms }: Offer, sku: string, today: string): Range[] {
  const current = Object.values(terms.OnDemand[sku] ?? {})
    .filter(({ effectiveDate }) => effectiveDate <= today)
    .sort((a, b) => (a.effectiveDate < b.effectiveDate ? 1 : -1))[0];
  return Object.values(current?.priceDimensions ?? {})
    .map(({ beginRange, pricePerUnit }) => ({ begin: Number(beginRange), usd: Number(pricePerUnit.USD) }))
    .sort((a, b) => a.begin - b.begin);
}
