/** Every query of the usage tables against plain loops over the same lines. */
import fc from 'fast-check';
import type { Engine } from '../../../domain/usage/engine';
import { periodNamed } from '../../../domain/usage/period';
import { tableQuery } from '../../../domain/usage/sql/tables';
import { TABLES, type TableName } from '../../../domain/usage/tables';
import { lineOf, withLog } from './support/log-line';
import { memoryEngine, sorted } from './support/memory-engine';
import { referenceTable } from './support/reference';
import { requestOn } from './support/requests';

let engine: Engine & { close(): void };
beforeAll(async () => {
  engine = await memoryEngine();
});
afterAll(() => {
  engine.close();
});

const NAMES = Object.keys(TABLES) as TableName[];
const DAYS = ['2026-09-30', '2026-10-01', '2026-10-02'];

test.each(NAMES)('%s is what plain loops give, whatever the lines', async (table) => {
  const lines = fc.array(requestOn(DAYS).map(lineOf), { minLength: 1, maxLength: 40 });
  const names = fc.constantFrom(...['2026-10-01', '2026-W40', '2026-10'].filter((name) => isMade(table, name)));
  await fc.assert(
    fc.asyncProperty(lines, names, async (each, name) => {
      const period = periodNamed(name);
      const rows = await engine.select(withLog(tableQuery(table, period), each));
      expect(sorted(rows)).toEqual(sorted(referenceTable(table, period, each)));
    }),
    { numRuns: 15, seed: 8 },
  );
});

const isMade = (table: TableName, name: string): boolean =>
  (TABLES[table].periods as readonly string[]).includes(periodNamed(name).kind);
