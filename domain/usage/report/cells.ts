/**
 * What is published of a group of people: nothing unless it is at least k of them, and then rounded. Addresses stand for people, which
 * they are not: an office has one, a person may have several. docs/transparency.md says what follows from that.
 */

import { K, OTHER } from '../k-anonymity';

export { K, OTHER };

export type Values = Readonly<Record<string, number>>;

/** Something that was counted for one group; several of the same key are one cell. */
export interface Part {
  readonly key: string;
  /** Distinct addresses behind it. */
  readonly addresses: number;
  /** It is of a partner who agreed to be named, so nobody is hidden in it. */
  readonly named?: boolean;
  /** Whole numbers. */
  readonly values: Values;
}

export interface Cell {
  readonly key: string;
  /** Fewest distinct addresses behind it, rounded down; null where only named partners are. */
  readonly addresses: number | null;
  /** Rounded down by {@link floored}. */
  readonly values: Values;
}

interface Group {
  readonly key: string;
  /**
   * Fewest distinct addresses that can be behind what is not named. Those of parts may be the same ones, so it is the most of one part,
   * never their sum.
   */
  readonly addresses: number;
  readonly values: Values;
  /** Groups that went into it. */
  readonly size: number;
}

/**
 * Merges parts by key, those of fewer than k addresses into {@link OTHER}, and rounds. `(other)` has at least k addresses and two groups:
 * else the total less all other cells would tell of the small one. For that the smallest cells join it. Nothing when all are too few.
 * @param order value by which the largest cell comes first
 */
export function cellsOf(parts: readonly Part[], order: string, k: number): Cell[] {
  const groups = grouped(parts).sort((a, b) => sizeOf(b, order) - sizeOf(a, order) || (a.key < b.key ? -1 : 1));
  const kept = groups.filter(({ key, addresses }) => key !== OTHER && addresses >= k);
  let other = merged(groups.filter((group) => !kept.includes(group)));
  while (other && (other.addresses < k || other.size < 2)) {
    const next = kept.pop();
    if (!next) return [];
    other = merged([other, next]);
  }
  return [...kept, ...(other ? [other] : [])].map((group) => cellOf(group, roundingFor(k)));
}

const cellOf = ({ key, addresses, values }: Group, round: (value: number) => number): Cell => ({
  key,
  addresses: Number.isFinite(addresses) ? round(addresses) : null,
  values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, round(value)])),
});

const sizeOf = ({ values }: Group, order: string): number => values[order] ?? 0;

function grouped(parts: readonly Part[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { key, addresses, named, values } of parts) {
    const group = groups.get(key);
    const bound = named ? Number.POSITIVE_INFINITY : addresses;
    groups.set(key, {
      key,
      addresses: group ? boundOf(group.addresses, bound) : bound,
      values: group ? added(group.values, values) : values,
      // What was merged before it was stored holds several.
      size: key === OTHER ? 2 : 1,
    });
  }
  return [...groups.values()];
}

/** What is named protects nobody else: it counts only when there is nothing beside it. */
const boundOf = (one: number, another: number): number =>
  Number.isFinite(one) && Number.isFinite(another) ? Math.max(one, another) : Math.min(one, another);

const merged = (groups: readonly Group[]): Group | undefined =>
  groups.length === 0
    ? undefined
    : groups.reduce(
        (all, group) => ({
          key: OTHER,
          addresses: boundOf(all.addresses, group.addresses),
          values: added(all.values, group.values),
          size: all.size + group.size,
        }),
        { key: OTHER, addresses: Number.POSITIVE_INFINITY, values: {}, size: 0 },
      );

const added = (one: Values, another: Values): Values =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(another)])].map((name) => [name, (one[name] ?? 0) + (another[name] ?? 0)]),
  );

/** Three significant digits are kept, and never the last digit of a whole number. */
export const roundingStep = (value: number): number => 10 ** Math.max(1, String(Math.trunc(value)).length - 3);

export const floored = (value: number): number => value - (value % roundingStep(value));

/** A look at one's own addresses, with a smaller k, shows numbers as they are. */
export const roundingFor = (k: number): ((value: number) => number) => (k < K ? (value) => value : floored);
