/** Every query of the usage tables and of fair use in Trino's own engine: it reads them, and its rows are those of DuckDB. */
import fc from 'fast-check';
import { periodNamed } from '../../domain/usage/period';
import { fleetRangesQuery, fleetsQuery, rangesQuery } from '../../domain/usage/sql/drawers';
import { tableQuery } from '../../domain/usage/sql/tables';
import { TABLES, type TableName } from '../../domain/usage/tables';
import { lineOf, withLog } from '../domain/usage/support/log-line';
import { memoryEngine, sorted } from '../domain/usage/support/memory-engine';
import { requestOn } from '../domain/usage/support/requests';
import { describeWith } from '../helpers/require-client';
import { type Answer, hasTrino, runInTrino } from './trino';

const DAYS = ['2026-09-30', '2026-10-01', '2026-10-02'];
/** The last ones are a fleet: mostly alone in a range. */
const LINES = [
  ...fc.sample(requestOn(DAYS), { numRuns: 150, seed: 8 }),
  ...fc.sample(requestOn(DAYS.slice(1, 2)), { numRuns: 3, seed: 9 }).map((request) => ({
    ...{ ...request, ip: '203.0.113.9', asn: '64500', agent: 'pip/26.3' },
    edge: undefined,
  })),
].map(lineOf);
const DAY = periodNamed('2026-10-01');
const LEAST = { bytes: 0, repeats: 0 };
const periodOf = (table: TableName) =>
  periodNamed({ tiers: '2026-W40', networks: '2026-10', hours: '2026-10' }[table as string] ?? DAY.name);

const QUERIES: Readonly<Record<string, string>> = {
  ...Object.fromEntries((Object.keys(TABLES) as TableName[]).map((table) => [table, tableQuery(table, periodOf(table))])),
  ranges: rangesQuery(DAY, LEAST),
  fleets: fleetsQuery(DAY, LEAST),
  'fleet-ranges': fleetRangesQuery(DAY, { asn: 64500, client: 'pip', version: '26.3' }),
};
/** What DuckDB reads and Trino must refuse: the check would be worth nothing if it did not. */
const FOREIGN: Readonly<Record<string, readonly [sql: string, error: string]>> = {
  'foreign-cast': ["SELECT '1'::INTEGER", "grammar: line 1:11: mismatched input ':'"],
  'foreign-function': ["SELECT regexp_matches('a', 'a')", "line 1:8: Function 'regexp_matches' not registered"],
};

describeWith('Maven, or the Java compiler', hasTrino(), 'Trino', () => {
  let answers: Record<string, Answer>;
  beforeAll(async () => {
    const own = Object.entries(QUERIES).map(([name, sql]) => [name, withLog(sql, LINES)]);
    const foreign = Object.entries(FOREIGN).map(([name, [sql]]) => [name, sql]);
    answers = await runInTrino(Object.fromEntries([...own, ...foreign]) as Record<string, string>);
  }, 600_000);

  test.each(Object.keys(QUERIES))('%s has the rows that DuckDB gives', async (name) => {
    const engine = await memoryEngine();
    const rows = sorted(await engine.select(withLog(QUERIES[name]!, LINES)));
    engine.close();
    const answer = answers[name]!;
    expect('rows' in answer ? sorted(answer.rows) : answer.error).toEqual(rows);
    expect(rows.length).toBeGreaterThan(name === 'fleet-ranges' ? 0 : 1);
  });

  test.each(Object.entries(FOREIGN))('%s is refused', (name, [, error]) => {
    expect(answers[name]).toEqual({ error: expect.stringContaining(error) as string });
  });
});
