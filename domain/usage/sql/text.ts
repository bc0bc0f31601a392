/** Pieces of SQL that DuckDB and Trino read alike, with the same values. */

/** A literal. */
export const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** A group of a pattern's first match, '' without one: there Trino gives NULL, DuckDB ''. @param group 0 is all of it */
export const matched = (column: string, pattern: string, group: number): string =>
  `COALESCE(regexp_extract(${column}, ${text(pattern)}, ${group}), '')`;

/** Trino gives NULL for a part that is not there, DuckDB ''. */
export const part = (column: string, separator: string, index: number): string =>
  `COALESCE(split_part(${column}, ${text(separator)}, ${index}), '')`;

export const isOneOf = (column: string, numbers: readonly number[]): string => `${column} IN (${numbers.join(', ')})`;

/** `replace` for each pair, the first one innermost. */
export const replaced = (column: string, pairs: readonly (readonly [from: string, to: string])[]): string =>
  pairs.reduce((sql, [from, to]) => `replace(${sql}, ${text(from)}, ${to.startsWith('chr(') ? to : text(to)})`, column);

/** Sums of whole numbers are HUGEINT in DuckDB. */
export const sum = (expression: string): string => `CAST(COALESCE(SUM(${expression}), 0) AS BIGINT)`;
