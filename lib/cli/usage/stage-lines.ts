/**
 * SQL of DuckDB alone that fills table `lines` with the rows that `domain/usage/sql/lines.ts` describes, from some log files after
 * others. Some hundred thousand lines have far fewer user agents, addresses and paths, and taking one apart costs more than all else:
 * each one is taken apart once. What is only told apart becomes a number: the 128 bits of its digest.
 */
import { DERIVED, type Derived, derivedParts, lineColumns, RAW } from '../../../domain/usage/sql/lines';

const digest = (text: string): string => `md5_number(${text})`;

/** With what follows from a number of columns alone. */
const NUMBERS: Partial<Record<keyof typeof DERIVED, readonly string[]>> = {
  stems: [`${digest('path')} AS file`],
  addresses: [`${digest('address')} AS ip`],
};
const DICTIONARIES = (Object.keys(DERIVED) as (keyof typeof DERIVED)[]).map((name) => {
  const { from, steps, gives }: Derived = DERIVED[name];
  return { name, from, steps, gives: [...gives, ...(NUMBERS[name] ?? [])] };
});

const dictionary = ({ name, from, steps, gives }: (typeof DICTIONARIES)[number]): string =>
  `CREATE OR REPLACE TEMP TABLE ${name} AS WITH raw AS (SELECT DISTINCT ${from.join(', ')} FROM raw_lines), ${derivedParts([{ from, steps, gives }])}
SELECT ${[...from, ...gives].join(', ')} FROM derived`;

const LINES = `SELECT ${lineColumns({ ip: 'ip', file: 'file', drawer: digest("CASE WHEN holder = '-' THEN asn || '/' || address_range ELSE tier || '/' || holder END") })}
FROM raw_lines ${DICTIONARIES.map(({ name, from }) => `JOIN ${name} USING (${from.join(', ')})`).join(' ')}`;

const READ = [`CREATE OR REPLACE TEMP TABLE raw_lines AS ${RAW}`, ...DICTIONARIES.map(dictionary)];

/** Makes the tables of what `cf_raw` has. */
export const FIRST: readonly string[] = [
  ...READ,
  `CREATE TABLE lines AS ${LINES}`,
  'CREATE TABLE paths AS SELECT DISTINCT file, path FROM stems',
];

/** Adds what `cf_raw` has. */
export const NEXT: readonly string[] = [
  ...READ,
  `INSERT INTO lines ${LINES}`,
  'INSERT INTO paths SELECT DISTINCT file, path FROM stems WHERE NOT EXISTS (SELECT 1 FROM paths WHERE paths.file = stems.file)',
];

/** Frees what only staging needs. */
export const LAST: readonly string[] = ['raw_lines', ...Object.keys(DERIVED)].map((name) => `DROP TABLE ${name}`);
