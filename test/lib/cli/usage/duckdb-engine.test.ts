/** DuckDB over a folder of log files, as they are delivered. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { periodNamed } from '../../../../domain/usage/period';
import { tableQuery } from '../../../../domain/usage/sql/tables';
import { TABLES, type TableName } from '../../../../domain/usage/tables';
import { openDuckdb } from '../../../../lib/cli/usage/duckdb-engine';
import { lineOf, writeLogs } from '../../../domain/usage/support/log-line';
import { sorted } from '../../../domain/usage/support/memory-engine';
import { referenceTable } from '../../../domain/usage/support/reference';
import { requestOn } from '../../../domain/usage/support/requests';

let folder: string;
let logs: string;
let scratch: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'duckdb-engine-'));
  [logs, scratch] = [join(folder, "it's logs"), join(folder, 'scratch')];
  mkdirSync(logs);
  mkdirSync(scratch);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const LINES = fc.sample(requestOn(['2026-09-30', '2026-10-01', '2026-10-02']).map(lineOf), { numRuns: 300, seed: 8 });

test('every table of a folder of gzip files is what plain loops give', async () => {
  writeLogs(logs, LINES);
  const engine = await openDuckdb({ logs, scratch });
  for (const table of Object.keys(TABLES) as TableName[]) {
    const period = periodNamed(table === 'tiers' ? '2026-W40' : '2026-10');
    const rows = await engine.select(tableQuery(table, period, engine.staged));
    expect([table, sorted(rows)]).toEqual([table, sorted(referenceTable(table, period, LINES))]);
  }
  await engine.close();
  expect(readdirSync(scratch)).toEqual([]);
});

test('a line that came a day late counts for its own day', async () => {
  const late = LINES.map((line) => ({ ...line, date: '2026-10-01', folderDay: '2026-10-02' }));
  writeLogs(logs, late);
  const engine = await openDuckdb({ logs, scratch });
  const requests = async (day: string): Promise<unknown> =>
    engine
      .select(tableQuery('answers', periodNamed(day), true))
      .then((rows) => rows.reduce((sum, row) => sum + Number(row[2]), 0));
  expect([await requests('2026-10-01'), await requests('2026-10-02')]).toEqual([LINES.length, 0]);
  await engine.close();
});

test('without files there are no rows', async () => {
  const engine = await openDuckdb({ logs, scratch });
  expect(await engine.select(tableQuery('hours', periodNamed('2026-10'), true))).toEqual([]);
  await engine.close();
});

test('a file that is no gzip is an error, and nothing is left of the scratch folder', async () => {
  const path = join(logs, 'year=2026', 'month=10', 'day=01', 'hour=00');
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'E1.gz'), 'no gzip');
  await expect(openDuckdb({ logs, scratch })).rejects.toThrow('Input is not a GZIP stream');
  expect(readdirSync(scratch)).toEqual([]);
});

test('what is neither text nor whole number is a mistake of the query', async () => {
  const engine = await openDuckdb({ logs, scratch });
  await expect(engine.select('SELECT 0.5::DOUBLE')).rejects.toThrow(
    'A usage query gives texts and whole numbers below 2^53, got: 0.5 (number).',
  );
  await expect(engine.select('SELECT 9007199254740993')).rejects.toThrow(
    'A usage query gives texts and whole numbers below 2^53, got: 9007199254740993 (bigint).',
  );
  expect(await engine.select("SELECT CAST(12 AS HUGEINT), 'a', NULL")).toEqual([[12, 'a', null]]);
  await engine.close();
});
