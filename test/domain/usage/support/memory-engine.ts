/** DuckDB without a log: for statements that bring their own. */
import { DuckDBInstance } from '@duckdb/node-api';
import type { Engine, Row } from '../../../../domain/usage/engine';
import { LINES } from '../../../../domain/usage/sql/lines';
import { type LogLine, withLog } from './log-line';

export interface MemoryEngine extends Engine {
  /** Holds this log from now on, for queries that need not read it again. */
  stage(lines: readonly LogLine[]): Promise<void>;
  close(): void;
}

export async function memoryEngine(): Promise<MemoryEngine> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  return {
    select: async (sql) => {
      const rows = (await connection.runAndReadAll(sql)).getRows();
      return rows.map((row) => row.map((value) => (typeof value === 'bigint' ? Number(value) : value))) as Row[];
    },
    stage: async (lines) => {
      await connection.run(`CREATE OR REPLACE TABLE lines AS ${withLog(LINES, lines)}`);
      await connection.run('CREATE OR REPLACE TABLE paths AS SELECT DISTINCT file, file AS path FROM lines');
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** For comparison: in one order, whatever the engine. */
export const sorted = (rows: readonly Row[]): Row[] =>
  [...rows].sort((a, b) => {
    const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  });
