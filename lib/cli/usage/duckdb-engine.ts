/** Runs the usage queries over a folder of log files with DuckDB, in this process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { ACCESS_LOG_FIELDS } from '../../../domain/contracts/access-log';
import type { Engine, Row, Value } from '../../../domain/usage/engine';
import { text } from '../../../domain/usage/sql/text';
import { STAGE } from './stage-lines';

export interface DuckdbOptions {
  /** Folder below which the gzip files are, in folders `year=<yyyy>/month=<MM>/day=<dd>/hour=<HH>`. */
  readonly logs: string;
  /** Folder for what does not fit into memory. It holds addresses, and is emptied at the end. */
  readonly scratch: string;
  /** Memory for DuckDB while it reads, in its spelling. @default '600MB' */
  readonly memory?: string;
  /** Memory for DuckDB while it answers, when it takes far more than it counts: with 600 MB the process once had 1.6 GB. @default '350MB' */
  readonly queryMemory?: string;
}

export interface DuckdbEngine extends Engine {
  readonly staged: true;
  /** Ends the engine and removes all that it wrote. */
  close(): Promise<void>;
}

const FOLDERS = ['year', 'month', 'day', 'hour'];

/** Reads all log files of a folder, into a table on disk, which many queries then read. */
export async function openDuckdb({
  logs,
  scratch,
  memory = '600MB',
  queryMemory = '350MB',
}: DuckdbOptions): Promise<DuckdbEngine> {
  const folder = await mkdtemp(join(scratch, 'duckdb-'));
  const instance = await DuckDBInstance.create(join(folder, 'usage.duckdb'), {
    memory_limit: memory,
    temp_directory: join(folder, 'spilled'),
    preserve_insertion_order: 'false',
  });
  const connection = await instance.connect();
  const close = async (): Promise<void> => {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await stage(connection, join(logs, '**/*.gz'));
    await connection.run(`SET memory_limit = ${text(queryMemory)}`);
  } catch (error) {
    await close();
    throw error;
  }
  return { staged: true, select: (sql) => selected(connection, sql), close };
}

async function stage(connection: DuckDBConnection, files: string): Promise<void> {
  const [[count = 0] = []] = await selected(connection, `SELECT COUNT(*) FROM glob(${text(files)})`);
  await connection.run(`CREATE VIEW cf_raw AS ${count ? rawOf(files) : NO_FILES}`);
  for (const statement of STAGE) await connection.run(statement);
}

const texts = (names: readonly string[]): string => `{${names.map((name) => `${text(name)}: 'VARCHAR'`).join(', ')}}`;

/** Columns are named, because guessing takes twice as long and guesses types. What is no JSON is skipped, as Athena does. */
const rawOf = (
  files: string,
): string => `SELECT * FROM read_json(${text(files)}, format = 'newline_delimited', compression = 'gzip',
  ignore_errors = true, hive_partitioning = true, hive_types = ${texts(FOLDERS)}, columns = ${texts(ACCESS_LOG_FIELDS)})`;

const NO_FILES = `SELECT ${[...ACCESS_LOG_FIELDS, ...FOLDERS].map((name) => `'' AS "${name}"`).join(', ')} WHERE false`;

async function selected(connection: DuckDBConnection, sql: string): Promise<Row[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRows().map((row) => row.map(plain));
}

/** Texts and whole numbers as they are; anything else is a mistake in a query. */
function plain(value: DuckDBValue): Value {
  if (value === null || typeof value === 'string') return value;
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (Number.isSafeInteger(number)) return number as number;
  throw new Error(`A usage query gives texts and whole numbers below 2^53, got: ${String(value)} (${typeof value}).`);
}
