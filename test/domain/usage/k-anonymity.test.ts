import fc from 'fast-check';
import type { Row } from '../../../domain/usage/engine';
import { keepShares, mergeSmall } from '../../../domain/usage/k-anonymity';

const shape = { keys: ['a', 'b', 'c'], numbers: ['c'], measures: ['requests', 'addresses'] };

const merged = (...rows: Row[]): Row[] => mergeSmall(shape, rows).sort();

describe('mergeSmall', () => {
  test('keeps rows of ten addresses', () => {
    expect(merged(['x', 'y', 1, 20, 10])).toEqual([['x', 'y', 1, 20, 10]]);
  });
  test('merges small siblings with the smallest that is not small, which alone is certain to have so many addresses', () => {
    expect(merged(['x', 'y', 1, 5, 4], ['x', 'y', 2, 6, 5], ['x', 'y', 3, 20, 10], ['x', 'y', 4, 30, 11])).toEqual([
      ['x', 'y', -1, 31, 10],
      ['x', 'y', 4, 30, 11],
    ]);
  });
  test('never leaves one small row alone, because the total less the others would tell it', () => {
    expect(merged(['x', 'y', 1, 5, 4], ['x', 'y', 2, 30, 11])).toEqual([['x', 'y', -1, 35, 11]]);
  });
  test('goes up where siblings are too few', () => {
    expect(merged(['x', 'y', 1, 5, 4], ['x', 'y', 2, 5, 4], ['x', 'z', 1, 30, 12], ['w', 'z', 1, 7, 13])).toEqual([
      ['w', 'z', 1, 7, 13],
      ['x', '(other)', -1, 40, 12],
    ]);
  });
  test('goes up to the top, and leaves out what is too small all together', () => {
    expect(merged(['x', 'y', 1, 5, 4], ['w', 'z', 1, 7, 13])).toEqual([['(other)', '(other)', -1, 12, 13]]);
    expect(merged(['x', 'y', 1, 5, 4], ['w', 'z', 1, 7, 9])).toEqual([]);
    expect(merged()).toEqual([]);
  });
});

const cell = fc.record({
  a: fc.constantFrom('p', 'q', 'r'),
  b: fc.constantFrom('s', 't', 'u'),
  c: fc.integer({ min: 0, max: 9 }),
  requests: fc.integer({ min: 1, max: 999 }),
  addresses: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 99 })),
});
const table = fc
  .uniqueArray(cell, { maxLength: 40, selector: ({ a, b, c }) => `${a}${b}${c}` })
  .map((cells) => cells.map(({ a, b, c, requests, addresses }): Row => [a, b, c, requests, addresses]));
const requestsOf = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + Number(row[3]), 0);
const isOther = (row: Row): boolean => row.includes('(other)') || row[2] === -1;
/** Rows that went into a merged one: those below its keys that are not there themselves, and in no merged row further down. */
const partsOf = (other: Row, rows: readonly Row[], result: readonly Row[]): Row[] => {
  const covers = (a: Row, b: Row): boolean => [0, 1, 2].every((i) => a[i] === '(other)' || a[i] === -1 || a[i] === b[i]);
  const depth = (row: Row): number => row.filter((value) => value === '(other)' || value === -1).length;
  const hidden = rows.filter((row) => !result.some((kept) => kept.slice(0, 3).join() === row.slice(0, 3).join()));
  return hidden.filter(
    (row) => covers(other, row) && !result.some((each) => isOther(each) && depth(each) < depth(other) && covers(each, row)),
  );
};

describe('of any table', () => {
  const holds = (check: (rows: Row[], result: Row[]) => void): void => {
    fc.assert(
      fc.property(table, (rows) => {
        check(rows, mergeSmall(shape, rows));
      }),
      { numRuns: 300, seed: 8 },
    );
  };
  test('every row has ten addresses for certain', () => {
    holds((_, result) => {
      expect(result.filter((row) => Number(row[4]) < 10)).toEqual([]);
    });
  });
  test('nothing is lost, unless no row has ten addresses', () => {
    holds((rows, result) => {
      const isLost = rows.every((row) => Number(row[4]) < 10);
      expect(requestsOf(result)).toBe(isLost ? 0 : requestsOf(rows));
    });
  });
  test('no merged row stands for one row, and each holds what its parts hold', () => {
    holds((rows, result) => {
      for (const other of result.filter(isOther)) {
        const parts = partsOf(other, rows, result);
        expect(parts.length).toBeGreaterThan(1);
        expect(requestsOf(parts)).toBe(other[3]);
      }
    });
  });
  test('the order of rows makes no difference', () => {
    holds((rows, result) => {
      expect(mergeSmall(shape, [...rows].reverse())).toEqual(result);
    });
  });
  test('keys stay different', () => {
    holds((_, result) => {
      expect(new Set(result.map((row) => row.slice(0, 3).join())).size).toBe(result.length);
    });
  });
});

test('shares of addresses are kept when ten addresses are in each and between any two', () => {
  const rows: Row[] = [1, 3, 12, 24, 33, 60].map((addresses, i) => [i, addresses]);
  expect(keepShares(rows, 1)).toEqual([
    [5, 60],
    [4, 33],
    [2, 12],
  ]);
});
