/** From the log to the tables that are kept, and their bytes. */
import type { Engine, Row } from './engine';
import { byKeys, K, keepShares, mergeSmall } from './k-anonymity';
import { RULES_VERSION } from './rules-table';
import { tableQuery } from './sql/tables';
import { type Period, TABLES, type TableName, type TableShape, type UsageTable } from './tables';

const NAMES = Object.keys(TABLES) as TableName[];

/** Tables that are made for periods of this kind. */
export const tablesOf = (kind: Period['kind']): TableName[] =>
  NAMES.filter((name) => (TABLES[name].periods as readonly string[]).includes(kind));

/** All tables of a period, of whatever log there is. Nothing in them is about fewer than k addresses, unless partners are named. */
export async function aggregate(engine: Engine, period: Period): Promise<UsageTable[]> {
  const tables: UsageTable[] = [];
  for (const name of tablesOf(period.kind)) {
    const rows = await engine.select(tableQuery(name, period, engine.staged));
    tables.push(tableOf(name, period.name, rows));
  }
  return tables;
}

/** @param rows as the query gives them @param k fewest addresses behind a row; less than 10 only where all addresses are one's own */
export function tableOf(table: TableName, period: string, rows: readonly Row[], k = K): UsageTable {
  const shape: TableShape = TABLES[table];
  const columns = [...shape.keys, ...shape.measures];
  return { table, period, rules: RULES_VERSION, columns, rows: kept(table, rows, k).sort(byKeys) };
}

function kept(table: TableName, rows: readonly Row[], k: number): Row[] {
  const shape: TableShape = TABLES[table];
  if (table === 'concentration') return keepShares(rows, shape.keys.length + shape.measures.indexOf('addresses'), k);
  return shape.merged ? mergeSmall(shape, rows, k) : [...rows];
}

/** The same table is always the same bytes: one row a line. */
export function serialize({ table, period, rules, columns, rows }: UsageTable): string {
  const head = JSON.stringify({ table, period, rules, columns }).slice(0, -1);
  return `${head},"rows":[${rows.map((row) => `\n${JSON.stringify(row)}`).join(',')}\n]}\n`;
}

/** @throws Error when the text is no table, or one of columns that this version does not make */
export function parse(text: string): UsageTable {
  const value = JSON.parse(text) as Partial<UsageTable>;
  const { table, columns, rows } = value;
  const shape: TableShape | undefined = table && Object.hasOwn(TABLES, table) ? TABLES[table] : undefined;
  if (shape && columns?.join() === [...shape.keys, ...shape.measures].join() && Array.isArray(rows)) return value as UsageTable;
  throw new Error(
    `A usage table has the columns that domain/usage/tables.ts names, got: table ${JSON.stringify(table)} with ` +
      `${JSON.stringify(columns)}. Make it again from the log while that is kept: registry report.`,
  );
}
