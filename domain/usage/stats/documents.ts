/**
 * The public statistics, as documents. Numbers are of calendar months: a cell stands for at least k addresses and is rounded down to three
 * significant digits, so that nobody's own use can be read off it; docs/stats.md says what that means for readers. The schema that
 * programs may rely on is `schema.ts`. Fields may be added; none is taken away or changes its meaning while `schema` is 1.
 */

export interface Counted {
  readonly downloads: number;
  readonly bytes: number;
}

/** `/-/stats/<ecosystem>/<project>/<YYYY-MM>.json`; never changes. */
export interface PackageMonth extends Counted {
  readonly schema: 1;
  readonly ecosystem: string;
  readonly project: string;
  readonly month: string;
  /** By downloads. */
  readonly versions: readonly (Counted & { readonly version: string })[];
  /** Of all versions that have no number of their own. */
  readonly other: Counted | null;
}

/** `/-/stats/<ecosystem>/<project>/latest.json` */
export interface PackageLatest {
  readonly schema: 1;
  readonly ecosystem: string;
  readonly project: string;
  /** Path of the newest {@link PackageMonth}; null before there is one. */
  readonly latest: string | null;
  /** Oldest first. Null: too few addresses to publish a number. */
  readonly months: readonly { readonly month: string; readonly downloads: number | null }[];
}

/** Exact. */
export interface Totals extends Counted {
  readonly month: string;
  readonly requests: number;
}

/** `/-/stats/totals/<YYYY-MM>.json`; never changes. */
export interface TotalsMonth extends Totals {
  readonly schema: 1;
  /** Sums of what is published of packages and of all others together; an ecosystem with too few addresses is left out. */
  readonly ecosystems: readonly (Counted & { readonly ecosystem: string })[];
}

/** `/-/stats/latest.json` */
export interface TotalsLatest {
  readonly schema: 1;
  /** Path of the newest {@link TotalsMonth}; null before there is one. */
  readonly latest: string | null;
  /** Oldest first. */
  readonly months: readonly Totals[];
  /** Path of the schema of all these documents. */
  readonly schemaDocument: string;
}
