import { aggregate, parse, serialize, tableOf, tablesOf } from '../../../domain/usage/aggregate';
import type { Engine } from '../../../domain/usage/engine';
import { periodNamed } from '../../../domain/usage/period';
import { TABLES } from '../../../domain/usage/tables';

const row = (...values: (string | number)[]): (string | number)[] => values;

test('a stored table is sorted, canonical, and reads back', () => {
  const table = tableOf('answers', '2026-10-01', [
    row(404, 'Error', 2, 20, 1),
    row(200, 'Miss', 1, 10, 1),
    row(200, 'Hit', 3, 30, 2),
  ]);
  expect(serialize(table)).toBe(
    `{"table":"answers","period":"2026-10-01","rules":"2026-11-23","columns":["status","result","requests","bytes","addresses"],"rows":[
[200,"Hit",3,30,2],
[200,"Miss",1,10,1],
[404,"Error",2,20,1]
]}
`,
  );
  expect(parse(serialize(table))).toEqual(table);
});

test('a table without rows reads back', () => {
  const table = tableOf('tiers', '2026-10', []);
  expect(parse(serialize(table))).toEqual(table);
});

test.each([
  [{ table: 'answers', columns: ['status'], rows: [] }, 'table "answers" with ["status"]'],
  [{ table: 'toString', rows: [] }, 'table "toString" with undefined'],
])('refuses %j', (value, got) => {
  expect(() => parse(JSON.stringify(value))).toThrow(
    `A usage table has the columns that domain/usage/tables.ts names, got: ${got}. Make it again from the log while that is kept: registry report.`,
  );
});

test('rows about few addresses are merged where no partner is named', () => {
  const networks = tableOf('networks', '2026-10-01', [
    row(64500, 'NZ', 5, 50, 4, 1, 10, 3),
    row(64501, 'DE', 7, 70, 6, 2, 20, 12),
    row(0, '-', 9, 90, 8, 3, 30, 40),
  ]);
  expect(networks.rows).toEqual([row(-1, '(other)', 12, 120, 10, 3, 30, 12), row(0, '-', 9, 90, 8, 3, 30, 40)]);
  const tiers = tableOf('tiers', '2026-10-01', [row('partner', 'acme', 'ci', 1, 1, 1, 0, 0, 0, 0, 1)]);
  expect(tiers.rows).toHaveLength(1);
});

test('the busiest share is left out where it is of few addresses', () => {
  const rows = [1, 10, 50, 100, 200, 500, 1000].map((permille) => row(permille, 1, 1, Math.ceil((60 * permille) / 1000)));
  expect(tableOf('concentration', '2026-10', rows).rows.map(([permille]) => permille)).toEqual([200, 500, 1000]);
});

/** Gives no rows, and keeps what it is asked. */
function listening(staged: boolean): Engine & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    ...{ asked, staged },
    select: (sql) => {
      asked.push(sql);
      return Promise.resolve([]);
    },
  };
}

test('a period has the tables of its kind, from the log or from what is staged of it', async () => {
  const [athena, duckdb] = [listening(false), listening(true)];
  const tables = await aggregate(athena, periodNamed('2026-W40'));
  expect(tables.map(({ table }) => table)).toEqual(['tiers', 'networks', 'holder_projects']);
  await aggregate(duckdb, periodNamed('2026-W40'));
  expect(athena.asked.map((sql) => sql.slice(0, 15))).toEqual(Array(3).fill('WITH lines AS ('));
  expect(duckdb.asked.map((sql) => sql.slice(0, 18))).toEqual(Array(3).fill('WITH requests AS ('));
  expect(tablesOf('day')).toEqual(Object.keys(TABLES));
});

test('a period reads its own partitions and those of the days beside it', async () => {
  const engine = listening(true);
  await aggregate(engine, periodNamed('2027-01-01'));
  expect(engine.asked[0]).toContain(
    "((year = '2026' AND month = '12' AND month_day IN ('31')) OR (year = '2027' AND month = '01' AND month_day IN ('01', '02'))) AND day BETWEEN '2027-01-01' AND '2027-01-01'",
  );
});
