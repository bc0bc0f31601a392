import { SOURCE_KEYS, sourceOf, speaksFor } from '../../../../domain/cost/price-list/sources';
import { PRICES } from '../../../../domain/cost/prices';

test('every price is either in the public list or looked up by hand, with one source and a reason', () => {
  for (const price of PRICES) {
    const keys = SOURCE_KEYS.filter((key) => speaksFor(key, price.id));
    expect([price.id, keys.length]).toEqual([price.id, price.kind ? keys.length : 1]);
    const source = sourceOf(price);
    if ('manual' in source) expect(source.manual).toMatch(/^.{15,}[^.]$/);
    else expect(source.per).toBe(PER[price.unit] ?? 1);
  }
});

/** What one unit of the table is, in the units of AWS's list. */
const PER: Readonly<Record<string, number>> = {
  '10k requests': 1e4,
  '1k requests': 1e3,
  '1M requests': 1e6,
  '1M reads': 1e6,
  '1M invocations': 1e6,
  '1M lines': 1e6,
  '1M events': 1e6,
  '1M queries': 1e6,
  '1M': 1e6,
  '1k objects': 1e3,
  '1k objects-month': 1e3,
  '1k metrics': 1e3,
  '100k notifications': 1e5,
};

test('no source is without a price', () => {
  expect(SOURCE_KEYS.filter((key) => !PRICES.some(({ id }) => speaksFor(key, id)))).toEqual([]);
  expect(new Set(SOURCE_KEYS).size).toBe(SOURCE_KEYS.length);
});

test('a price without a source is an error that names it', () => {
  expect(() => sourceOf({ id: 'sns.sms' })).toThrow(
    "The price 'sns.sms' has no source; add it to domain/cost/price-list/sources.ts, listed or manual.",
  );
});

test('most of what a registry uses is in the list', () => {
  const listed = PRICES.filter((price) => 'offer' in sourceOf(price));
  expect(listed.length).toBeGreaterThan(130);
});
