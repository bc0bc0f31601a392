/** Every query of the usage tables against plain loops over the same lines. */
import fc from 'fast-check';
import { tablesOf } from '../../../domain/usage/aggregate';
import { periodNamed } from '../../../domain/usage/period';
import { tableQuery } from '../../../domain/usage/sql/tables';
import { TABLES, type TableName } from '../../../domain/usage/tables';
import { lineOf, withLog } from './support/log-line';
import { type MemoryEngine, memoryEngine, sorted } from './support/memory-engine';
import { referenceTable } from './support/reference';
import { requestOn } from './support/requests';

let engine: MemoryEngine;
beforeAll(async () => {
  engine = await memoryEngine();
});
afterAll(() => {
  engine.close();
});

const NAMES = Object.keys(TABLES) as TableName[];
const LINES = fc.array(requestOn(['2026-09-30', '2026-10-01', '2026-10-02']).map(lineOf), { minLength: 1, maxLength: 40 });
const PERIODS = ['2026-10-01', '2026-W40', '2026-10'].map(periodNamed);

test('every table of every period is what plain loops give, whatever the lines', async () => {
  await fc.assert(
    fc.asyncProperty(LINES, fc.constantFrom(...PERIODS), async (lines, period) => {
      await engine.stage(lines);
      for (const table of tablesOf(period.kind)) {
        const rows = await engine.select(tableQuery(table, period, true));
        expect([table, sorted(rows)]).toEqual([table, sorted(referenceTable(table, period, lines))]);
      }
    }),
    { numRuns: 12, seed: 8 },
  );
});

test.each(NAMES)('%s is the same of a log that is not staged', async (table) => {
  const lines = fc.sample(LINES, { numRuns: 1, seed: 8 }).flat();
  const period = periodNamed('2026-10-01');
  const rows = await engine.select(withLog(tableQuery(table, period), lines));
  expect(sorted(rows)).toEqual(sorted(referenceTable(table, period, lines)));
});

test('a day that no calendar has is counted, and stops no query', async () => {
  const lines = fc.sample(LINES, { numRuns: 5, seed: 8 }).flat();
  const impossible = lines.map((line) => ({ ...line, date: '2026-09-31', folderDay: '2026-09-30' }));
  const rows = await engine.select(withLog(tableQuery('tiers', periodNamed('2026-W40')), impossible));
  expect(rows.reduce((sum, row) => sum + Number(row[3]), 0)).toBe(lines.length);
});
