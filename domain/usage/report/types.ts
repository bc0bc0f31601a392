/** A month's account of the registry, for everybody. docs/transparency.md says what each part means. */

/** What a number counts. `USD`: US dollars, list prices before tax unless it says otherwise. `percent`: of 100. */
export const UNITS = [
  'requests',
  'bytes',
  'downloads',
  'addresses',
  'percent',
  'USD',
  'lines',
  'files',
  'entries',
  'degree',
] as const;
export type Unit = (typeof UNITS)[number];

/** One number of the month, exact. */
export interface Figure {
  readonly title: string;
  readonly unit: Unit;
  /** Null: not known, or withheld; `note` says which. */
  readonly value: number | null;
  readonly note?: string;
}

export interface Column {
  readonly name: string;
  readonly title: string;
  /** Absent: the column holds texts. */
  readonly unit?: Unit;
}

export type Cells = Readonly<Record<string, string | number | null>>;

export interface ReportTable {
  readonly title: string;
  /** One paragraph: what a row is, and how to read it. */
  readonly about: string;
  readonly columns: readonly Column[];
  /** By the names of the columns. */
  readonly rows: readonly Cells[];
}

export interface TransparencyReport {
  readonly schema: 1;
  readonly registry: string;
  readonly foundation: string;
  /** `2026-10`; a day in a look at one. */
  readonly period: string;
  /** First and last day of what was counted, `YYYY-MM-DD`. */
  readonly from: string;
  readonly until: string;
  /** Counts from 1; a correction takes the place of the version before as a whole. */
  readonly version: number;
  /** Day on which this version was published. */
  readonly published: string;
  /** Why there is a second version. @default - it is the first */
  readonly correction?: string;
  /** The period has not ended: a look at it, never a month's account. */
  readonly preliminary?: true;
  /** Fewest addresses behind a cell. */
  readonly k: number;
  /** Version of the rules that named classes and clients; with another one the series has a break. */
  readonly rules: string;
  readonly figures: Readonly<Record<string, Figure>>;
  readonly tables: Readonly<Record<string, ReportTable>>;
  /** The newest entry of the registry's ledger at the time of publishing; null when there was none. */
  readonly ledger: { readonly entries: number; readonly head: string } | null;
  /** Settings by which clients ask for less, of the ecosystems that were used. */
  readonly advice: readonly Advice[];
}

export interface Advice {
  readonly client: string;
  readonly ecosystem: string;
  /** What to do, one line each. */
  readonly lines: readonly string[];
}
