import { offersNeeded, refreshed } from '../../../../domain/cost/price-list/refresh';
import { refreshText } from '../../../../domain/cost/price-list/refresh-text';
import { sourceOf } from '../../../../domain/cost/price-list/sources';
import { PRICES } from '../../../../domain/cost/prices';
import { offersOf } from './made-offers';

const NOW = new Date('2026-11-23T10:00:00Z');
const refresh = (changes: Readonly<Record<string, number | null>> = {}, more: { leave?: string[]; accept?: string[] } = {}) =>
  refreshed({ table: PRICES, offers: offersOf(PRICES, changes), now: NOW, leave: [], accept: [], ...more });
const row = (result: ReturnType<typeof refresh>, id: string) => result.table.find((price) => price.id === id)!;
const before = (id: string) => PRICES.find((price) => price.id === id)!;
const LISTED = PRICES.filter((price) => 'offer' in sourceOf(price)).length;

test('a list that says the same confirms every price, with source and date of today', () => {
  const result = refresh();
  expect([result.changes, result.problems, result.confirmed]).toEqual([[], [], LISTED]);
  expect(result.table.map(({ id, price }) => [id, price])).toEqual(PRICES.map(({ id, price }) => [id, price]));
  expect(row(result, 'cloudfront.kvs.read')).toEqual({
    ...before('cloudfront.kvs.read'),
    source: 'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonCloudFront/current/index.json',
    date: '2026-11-23',
    confidence: 'list',
    dateBasis: 'list of 2026-11-20',
  });
});

test('what is looked up by hand stays untouched, and is said', () => {
  const result = refresh();
  const manual = Object.values(result.manual).flat();
  expect(manual).toHaveLength(PRICES.length - LISTED);
  for (const id of manual) expect(row(result, id)).toBe(before(id));
});

test('a change says old, new, percent, source and date; a volume tier changes alone', () => {
  const result = refresh({ 'cloudfront.dto.us_mx_ca.10-50TB': 0.072, 'waf.rule': 1.25 });
  expect(result.changes.map(({ id, from, to, percent, published }) => [id, from, to, percent?.toFixed(1), published])).toEqual([
    ['cloudfront.dto.us_mx_ca.10-50TB', 0.08, 0.072, '-10.0', '2026-11-20'],
    ['waf.rule', 1, 1.25, '25.0', '2026-11-20'],
  ]);
  expect(row(result, 'cloudfront.dto.us_mx_ca.10-50TB').price).toBe(0.072);
  expect(row(result, 'cloudfront.dto.us_mx_ca.0-10TB').price).toBe(0.085);
  expect(result.confirmed).toBe(LISTED - 2);
});

test('what is not in the list is a problem that says how to go on, and left as it is when asked', () => {
  expect(refresh({ 'cloudfront.kvs.read': null }).problems).toEqual([
    {
      id: 'cloudfront.kvs.read',
      got: 'no price',
      allowed: 'one price for KeyValueStore-EdgeReads of AmazonCloudFront',
      change: 'mend its line in domain/cost/price-list/sources.ts, or keep what the table has with --leave cloudfront.kvs.read',
    },
  ]);
  const left = refresh({ 'cloudfront.kvs.read': null }, { leave: ['cloudfront.kvs.read'] });
  expect([left.problems, left.left]).toEqual([[], ['cloudfront.kvs.read']]);
  expect(row(left, 'cloudfront.kvs.read')).toBe(before('cloudfront.kvs.read'));
});

test('a tier that is gone is a problem, not the price of another tier', () => {
  const [problem] = refresh({ 's3.standard.storage.50-500TB': null }).problems;
  expect([problem?.id, problem?.got]).toEqual(['s3.standard.storage.50-500TB', 'no tier from 51200 GB on, but from 0, 512000']);
});

test('a price that changes by more than half is rather something else, unless somebody has looked', () => {
  const [problem] = refresh({ 'kms.key': 0.1 }).problems;
  expect(problem).toEqual({
    id: 'kms.key',
    got: '0.1 instead of 1',
    allowed: 'a change of at most 50 % for KMS-Keys of awskms',
    change: "look at AWS's page; then --accept kms.key, or --leave kms.key",
  });
  expect(refresh({ 'kms.key': 0 }).problems[0]?.got).toBe('free of charge');
  const accepted = refresh({ 'kms.key': 0.1 }, { accept: ['kms.key'] });
  expect([accepted.problems, row(accepted, 'kms.key').price]).toEqual([[], 0.1]);
});

test('only offers are needed that a price is read from', () => {
  const needed = offersNeeded(PRICES, []);
  expect([needed.get('AmazonCloudFront'), needed.get('AmazonS3')]).toEqual(['global', 'regional']);
  expect(offersNeeded(PRICES, ['athena.scan']).has('AmazonAthena')).toBe(false);
});

test('the text names changes, what is by hand, and what became of the table', () => {
  const lines = refreshText(refresh({ 'waf.rule': 1.25, 'athena.scan': null }), 'Nothing was written.').split('\n');
  expect(lines.slice(0, 3)).toEqual([
    'Changed:',
    '  waf.rule: $1 -> $1.25 (+25.0 %), list of 2026-11-20, https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/awswaf/current/index.json',
    `${LISTED - 2} prices are as they were.`,
  ]);
  expect(lines[3]).toBe(`${PRICES.length - LISTED} are looked up by hand and stay untouched:`);
  expect(lines.slice(-3)).toEqual([
    '1 could not be read:',
    '  athena.scan: got: no price; allowed: one price for DataScannedInTB of AmazonAthena; to change: mend its line in domain/cost/price-list/sources.ts, or keep what the table has with --leave athena.scan',
    'Nothing was written.',
  ]);
});
