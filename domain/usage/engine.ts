/** What runs the queries: Athena in AWS, DuckDB on a laptop and in tests. */

/** A value of a row. Integers beyond 2^53 do not occur: bytes of a month stay below 9 PB. */
export type Value = string | number | null;

/** Values in the order of the columns. */
export type Row = readonly Value[];

export interface Engine {
  /** @param sql one statement of the subset that both engines read alike, see `domain/usage/sql/` */
  select(sql: string): Promise<readonly Row[]>;
  /**
   * Whether it holds the log already, so that no query reads it again: as table `lines` (see `domain/usage/sql/lines.ts`), and table
   * `paths` with the `path` of each `file` of it. @default false
   */
  readonly staged?: boolean;
}
