/** Rows that are about few addresses are merged, so that no row tells what one of them did. */
import { groupBy } from '../group-by';
import type { Row, Value } from './engine';
import type { TableShape } from './tables';

/** Fewest distinct addresses behind a row. */
export const K = 10;

/** What stands in a key of a merged row, by whether the key is a text or a number. The brackets are in no name: there are projects called `other`. */
export const OTHER = '(other)';
export const OTHER_NUMBER = -1;

export type MergedShape = Pick<TableShape, 'keys' | 'measures' | 'numbers'>;

interface Level {
  readonly kept: readonly Row[];
  /** What could not be kept at this level: less than k, or one row alone. */
  readonly left: readonly Row[];
}

/**
 * Merges rows of fewer than `k` addresses into their siblings: rows that differ in the last key only, then those that differ in the
 * last two, and so on. A merged row stands for at least two rows, or the total less the others would tell the one; where the small
 * ones alone are too few, the smallest row of those kept joins them. What is too small all together is left out.
 *
 * `addresses` of a merged row is that of its largest part: addresses may have been in several parts, so that is the only number that
 * is certain to be reached.
 */
export function mergeSmall(shape: MergedShape, rows: readonly Row[], k = K): Row[] {
  return [...level(shape, [...rows].sort(bySize(shape)), 0, k).kept];
}

/** @param rows by size; all have the same first `depth` keys */
function level(shape: MergedShape, rows: readonly Row[], depth: number, k: number): Level {
  const { kept, left } = below(shape, rows, depth, k);
  if (!left.length) return { kept, left };
  const bySizes = [...kept].sort(bySize(shape));
  const parts = [...left];
  while (bySizes.length && !isEnough(shape, parts, k)) parts.push(bySizes.shift()!);
  const merged = [merge(shape, parts, depth)];
  if (isEnough(shape, parts, k)) return { kept: [...bySizes, ...merged], left: [] };
  // A row alone keeps its keys, so that merging it further up counts as what it is.
  return { kept: [], left: parts.length > 1 ? merged : parts };
}

/** The same of all rows that share one key more, together. */
function below(shape: MergedShape, rows: readonly Row[], depth: number, k: number): Level {
  if (depth === shape.keys.length - 1) {
    const isSmall = (row: Row): boolean => addressesOf(shape, row) < k;
    return { kept: rows.filter((row) => !isSmall(row)), left: rows.filter(isSmall) };
  }
  const groups = [...groupBy(rows, (row) => row[depth]!).values()].map((group) => level(shape, group, depth + 1, k));
  return { kept: groups.flatMap(({ kept }) => kept), left: groups.flatMap(({ left }) => left) };
}

const isEnough = (shape: MergedShape, parts: readonly Row[], k: number): boolean =>
  parts.length > 1 && parts.some((row) => addressesOf(shape, row) >= k);

function merge(shape: MergedShape, parts: readonly Row[], depth: number): Row {
  const [first] = parts;
  return [
    ...shape.keys.map((key, i) => (i < depth ? first![i]! : shape.numbers?.includes(key) ? OTHER_NUMBER : OTHER)),
    ...shape.measures.map((measure, i) => {
      const values = parts.map((row) => row[shape.keys.length + i] as number);
      return measure === 'addresses' ? values.reduce((a, b) => Math.max(a, b)) : values.reduce((a, b) => a + b);
    }),
  ];
}

const addressesOf = (shape: MergedShape, row: Row): number =>
  row[shape.keys.length + shape.measures.indexOf('addresses')] as number;

/** Few addresses first; equal ones by their keys, so that the order in which they came does not matter. */
const bySize =
  (shape: MergedShape) =>
  (a: Row, b: Row): number =>
    addressesOf(shape, a) - addressesOf(shape, b) || byKeys(a, b);

/** By the first value in which they differ: numbers by size, texts by their UTF-16 units. */
export function byKeys(a: Row, b: Row): number {
  const i = a.findIndex((value, at) => value !== b[at]);
  return i < 0 ? 0 : isBefore(a[i]!, b[i]!) ? -1 : 1;
}

const isBefore = (a: Value, b: Value): boolean =>
  typeof a === 'number' && typeof b === 'number' ? a < b : String(a) < String(b);

/** Rows of a table, as many as may be kept with `k`: see {@link mergeSmall}. Rows of shares must differ by `k` addresses each, or two of them tell what is between. */
export function keepShares(rows: readonly Row[], addresses: number, k = K): Row[] {
  const kept: Row[] = [];
  for (const row of [...rows].sort((a, b) => (b[addresses] as number) - (a[addresses] as number) || -byKeys(a, b))) {
    const count = row[addresses] as number;
    const last = kept.at(-1);
    if (count >= k && (!last || (last[addresses] as number) - count >= k)) kept.push(row);
  }
  return kept;
}
