import { readFileSync } from 'node:fs';
import { currentPath, type Offer, parseOffer, rangesOf } from '../../../../domain/cost/price-list/offer';
import type { ListedSource } from '../../../../domain/cost/price-list/sources';

const sample = (name: string): unknown => JSON.parse(readFileSync(`test/fixtures/price-list/${name}.json`, 'utf8'));
const OFFER = parseOffer(sample('AmazonCloudFront')) as Offer;
const TODAY = '2026-11-23T10:00:00.000Z';
const source = (usagetype: string, changes: Partial<ListedSource> = {}): ListedSource => ({
  offer: 'AmazonCloudFront',
  scope: 'global',
  usagetypes: [usagetype],
  per: 1,
  ...changes,
});

test('a price as AWS published it', () => {
  expect(rangesOf(OFFER, source('EUW3-Lambda-Edge-Request'), TODAY)).toEqual([{ begin: 0, usd: 6e-7 }]);
});

test('volume tiers come in their order, and what is free is one of them', () => {
  expect(rangesOf(OFFER, source('US-DataTransfer-Out-Bytes'), TODAY)).toEqual([
    { begin: 0, usd: 0.085 },
    { begin: 10_240, usd: 0.08 },
    { begin: 51_200, usd: 0.06 },
  ]);
  expect(rangesOf(OFFER, source('Executions-CloudFrontFunctions'), TODAY)).toEqual([
    { begin: 0, usd: 0 },
    { begin: 2_000_000, usd: 1e-7 },
  ]);
});

test('what is not there, or only from tomorrow on, is no price', () => {
  expect(rangesOf(OFFER, source('KeyValueStore-EdgeReads'), TODAY)).toBe('no price');
  expect(rangesOf(OFFER, source('US-DataTransfer-Out-Bytes'), '2026-10-31T00:00:00.000Z')).toBe('no price');
  expect(rangesOf(OFFER, source('US-DataTransfer-Out-Bytes', { attributes: { transferType: 'AWS Outbound' } }), TODAY)).toBe(
    'no price',
  );
});

test.each(['Requests-Tier1', 'USE1-Requests-Tier1', 'us-east-1-Requests-Tier1'])(
  'a usage type of us-east-1 may be called %s',
  (usagetype) => {
    const [sku, product] = Object.entries(OFFER.products)[0]!;
    const offer = { ...OFFER, products: { [sku]: { ...product, attributes: { usagetype } } } };
    const wanted = source('Requests-Tier1', { scope: 'regional', usagetypes: ['Requests-RBP', 'Requests-Tier1'] });
    expect(rangesOf(offer, wanted, TODAY)).toEqual([{ begin: 0, usd: 6e-7 }]);
  },
);

test('two products of one usage type must cost the same', () => {
  const attributes = { usagetype: 'Twice' };
  const of = (...skus: string[]): Offer => ({
    ...OFFER,
    products: Object.fromEntries(skus.map((sku) => [sku, { sku, attributes }])),
  });
  expect(rangesOf(of('RN2BPS8XT2GYJ4UF', 'SAMPLE0000000002'), source('Twice'), TODAY)).toBe(
    'two prices, of the SKUs RN2BPS8XT2GYJ4UF and SAMPLE0000000002',
  );
});

test.each([
  ['another format', { formatVersion: 'v2.0' }, /^formatVersion: /],
  ['a page for people', '<html>', /^the file: /],
  [
    'a price that is none',
    { terms: { OnDemand: { A: { B: { effectiveDate: '2026-11-01T00:00:00Z', priceDimensions: { C: {} } } } } } },
    /^terms\.OnDemand\.A\.B\.priceDimensions\.C\.beginRange: /,
  ],
])('%s is not read', (_, change, problem) => {
  const json = typeof change === 'string' ? change : { ...(sample('AmazonCloudFront') as object), ...change };
  expect(parseOffer(json)).toMatch(problem);
});

test('the index of regions says where the current file of a region is, and only on the same host', () => {
  const index = sample('region_index');
  expect(currentPath(index, 'us-east-1')).toBe('/offers/v1.0/aws/AmazonS3/20261120000000/us-east-1/index.json');
  expect(currentPath(index, 'mars-north-1')).toEqual({ problem: "no region 'mars-north-1'" });
  const elsewhere = { formatVersion: 'v1.0', regions: { 'us-east-1': { currentVersionUrl: '@elsewhere.example/index.json' } } };
  expect(currentPath(elsewhere, 'us-east-1')).toEqual({
    problem: expect.stringMatching(/^regions\.us-east-1\.currentVersionUrl: /) as string,
  });
});
