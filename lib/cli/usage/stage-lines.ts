/**
 * SQL of DuckDB alone that makes table `lines` of a whole log, with the rows that `domain/usage/sql/lines.ts` describes. There are far
 * fewer user agents, addresses and paths than lines, and taking one apart costs more than all else. So the log is read twice: once for
 * all values that there are, each of which is taken apart once, and once for its lines. What is only told apart becomes a number, and
 * texts of few values an ENUM, which is stored and grouped as a number.
 */
import { DERIVED, type Derived, derivedParts, lineColumns, RAW } from '../../../domain/usage/sql/lines';

type Name = keyof typeof DERIVED;
const NAMES = Object.keys(DERIVED) as Name[];

/** Columns of the log, and of what is derived, that have few values whatever clients send. */
const FEW = ['year', 'month', 'month_day', 'day', 'country', 'result'];
const FEW_DERIVED: Partial<Record<Name, readonly string[]>> = {
  edges: ['tier', 'holder', 'ecosystem', 'project', 'kind'],
  addresses: ['address_range'],
  agents: ['class', 'client', 'version'],
};
/** The text that gets a number: several paths may be written for one file. */
const NUMBERED: Partial<Record<Name, string>> = { edges: "tier || '/' || holder", stems: 'path', addresses: 'address_range' };

const IDENTITIES = {
  ip: 'addresses.rowid',
  file: 'stems_number',
  // A network's number has 32 bits.
  drawer: "CASE WHEN holder = '-' THEN addresses_number * 4294967296 + asn ELSE -edges_number END",
};

/** Each one once, or its values would be there twice. */
const GROUPS = [...new Set([...FEW, ...NAMES.map((name) => DERIVED[name].from.join(', '))])];
const VALUES = `CREATE TEMP TABLE seen AS WITH raw AS (${RAW})
SELECT ${GROUPS.join(', ')} FROM raw GROUP BY GROUPING SETS (${GROUPS.map((group) => `(${group})`).join(', ')})`;

const enumOf = (column: string, table: string): string =>
  `CREATE TYPE few_${column} AS ENUM (SELECT DISTINCT ${column} FROM ${table} WHERE ${column} IS NOT NULL)`;
const asEnum = (column: string): string => `CAST(${column} AS few_${column}) AS ${column}`;

/** A table of each value and what follows from it. */
function dictionary(name: Name): string[] {
  const { from, steps, gives }: Derived = DERIVED[name];
  const few = FEW_DERIVED[name] ?? [];
  const numbered = NUMBERED[name];
  const number = numbered ? [`dense_rank() OVER (ORDER BY ${numbered}) AS ${name}_number`] : [];
  return [
    `CREATE TEMP TABLE derived_${name} AS WITH raw AS (SELECT ${from.join(', ')} FROM seen WHERE ${from[0]!} IS NOT NULL), ${derivedParts([{ from, steps, gives }])}
    SELECT ${[...from, ...gives, ...number].join(', ')} FROM derived`,
    ...few.map((column) => enumOf(column, `derived_${name}`)),
    `CREATE TEMP TABLE ${name} AS SELECT * REPLACE (${few.map(asEnum).join(', ')}) FROM derived_${name}`.replace(
      ' REPLACE ()',
      '',
    ),
  ];
}

const LINES = `CREATE TABLE lines AS WITH raw AS (SELECT * REPLACE (${FEW.map(asEnum).join(', ')}) FROM (${RAW}))
SELECT ${lineColumns(IDENTITIES)} FROM raw ${NAMES.map((name) => `JOIN ${name} USING (${DERIVED[name].from.join(', ')})`).join(' ')}`;

/** In this order, from table `cf_raw` to tables `lines` and `paths`. */
export const STAGE: readonly string[] = [
  // How many lines a file has is not known before, and of a guess the lines would be what is held in memory, not the values.
  "SET disabled_optimizers = 'join_order,build_side_probe_side'",
  VALUES,
  ...FEW.map((column) => enumOf(column, 'seen')),
  ...NAMES.flatMap(dictionary),
  'DROP TABLE seen',
  'CREATE TABLE paths AS SELECT DISTINCT stems_number AS file, path FROM stems',
  LINES,
  ...NAMES.flatMap((name) => [`DROP TABLE ${name}`, `DROP TABLE derived_${name}`]),
  'RESET disabled_optimizers',
];
