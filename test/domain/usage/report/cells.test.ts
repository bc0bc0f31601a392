import fc from 'fast-check';
import { cellsOf, floored, type Part, roundingStep } from '../../../../domain/usage/report/cells';

const part = (key: string, addresses: number, bytes: number, named = false): Part => ({
  key,
  addresses,
  named,
  values: { bytes },
});
const shown = (parts: readonly Part[], k = 10) =>
  cellsOf(parts, 'bytes', k).map(({ key, addresses, values }) => [key, addresses, values.bytes]);

test('cells of ten addresses and more stand, largest first, rounded down to three digits', () => {
  expect(shown([part('a', 12, 123_456), part('b', 1234, 9_876_543)])).toEqual([
    ['b', 1230, 9_870_000],
    ['a', 10, 123_000],
  ]);
});

test('smaller ones are one, with the most addresses that one of them has', () => {
  expect(shown([part('a', 20, 1000), part('b', 9, 500), part('c', 10, 700), part('d', 3, 60)])).toEqual([
    ['a', 20, 1000],
    ['(other)', 10, 1260],
  ]);
});

test('one small group alone takes the smallest cell with it: the total less the rest would tell of it', () => {
  expect(shown([part('a', 20, 5000), part('b', 30, 900), part('c', 2, 100)])).toEqual([
    ['a', 20, 5000],
    ['(other)', 30, 1000],
  ]);
});

test('too few in all: nothing', () => {
  expect(shown([part('a', 4, 5000), part('b', 5, 900)])).toEqual([]);
});

test('parts of one key are one cell; their addresses may be the same ones', () => {
  expect(shown([part('a', 6, 1000), part('a', 8, 1000), part('b', 11, 10)])).toEqual([['(other)', 10, 2010]]);
});

test('who agreed to be named is shown whatever their addresses, but hides nobody beside them', () => {
  expect(shown([part('ours', 1, 7000, true), part('a', 50, 100)])).toEqual([
    ['ours', null, 7000],
    ['a', 50, 100],
  ]);
  expect(shown([part('tier', 500, 7000, true), part('tier', 2, 900), part('a', 50, 100)])).toEqual([['(other)', 50, 8000]]);
});

test('what was merged before it was stored counts as several', () => {
  expect(shown([part('a', 20, 500), part('(other)', 12, 60)])).toEqual([
    ['a', 20, 500],
    ['(other)', 10, 60],
  ]);
});

test.each([
  [0, 0],
  [9, 0],
  [999, 990],
  [1000, 1000],
  [12_345, 12_300],
  [9_007_199_254_740_991, 9_000_000_000_000_000],
])('%d is published as %d', (value, published) => {
  expect(floored(value)).toBe(published);
});

const PARTS = fc.array(
  fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    addresses: fc.integer({ min: 1, max: 30 }),
    named: fc.boolean(),
    values: fc.record({ bytes: fc.integer({ min: 0, max: 1_000_000 }) }),
  }),
  { maxLength: 12 },
);

test('no cell has fewer than k addresses; other holds at least two groups; the order of parts means nothing', () => {
  fc.assert(
    fc.property(PARTS, fc.integer({ min: 1, max: 15 }), (parts, k) => {
      const cells = cellsOf(parts, 'bytes', k);
      for (const { key, addresses } of cells) {
        expect(addresses ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(floored(k));
        const private_ = parts.filter(
          (one) => (key === '(other)' ? !cells.some((cell) => cell.key === one.key) : one.key === key) && !one.named,
        );
        if (private_.length) expect(Math.max(...private_.map((one) => one.addresses))).toBeGreaterThanOrEqual(k);
      }
      const merged = new Set(parts.map((one) => one.key).filter((key) => !cells.some((cell) => cell.key === key)));
      if (cells.some(({ key }) => key === '(other)')) expect(merged.size).toBeGreaterThanOrEqual(2);
      expect(cellsOf([...parts].reverse(), 'bytes', k)).toEqual(cells);
    }),
  );
});

test('nothing is lost but the rounding, once anything is shown', () => {
  fc.assert(
    fc.property(PARTS, (parts) => {
      const cells = cellsOf(parts, 'bytes', 3);
      if (!cells.length) return;
      const total = parts.reduce((sum, { values }) => sum + values.bytes, 0);
      const told = cells.reduce((sum, { values }) => sum + values.bytes!, 0);
      expect(total - told).toBeLessThan(cells.length * roundingStep(total));
      expect(told).toBeLessThanOrEqual(total);
    }),
  );
});
