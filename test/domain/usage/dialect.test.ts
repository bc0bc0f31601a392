/** The first of three checks that both engines read the queries alike; the others run them in Trino, see test/trino. */
import { periodNamed } from '../../../domain/usage/period';
import { fleetRangesQuery, fleetsQuery, rangesQuery } from '../../../domain/usage/sql/drawers';
import { tableQuery } from '../../../domain/usage/sql/tables';
import { TABLES, type TableName } from '../../../domain/usage/tables';
import { dialectFindings } from './support/dialect';

const MONTH = periodNamed('2026-10');

test.each([
  ...(Object.keys(TABLES) as TableName[]).map((table) => [table, tableQuery(table, MONTH)]),
  ['ranges', rangesQuery(MONTH, { bytes: 1, repeats: 1 })],
  ['fleets', fleetsQuery(MONTH, { bytes: 1, repeats: 1 })],
  ['ranges of a fleet', fleetRangesQuery(MONTH, { asn: 64500, client: 'pip', version: '26.3' })],
])('the query for %s keeps to the common subset', (_, sql) => {
  expect([...new Set(dialectFindings(sql))]).toEqual([]);
});

test.each([
  ['SELECT a / b FROM t', ['the operator /']],
  ['SELECT a % b FROM t', ['the operator %']],
  ['SELECT a::VARCHAR FROM t', ['the operator ::']],
  ['SELECT a[1] FROM t', ['the operator [', 'the operator ]']],
  ['SELECT 0.5 FROM t', ['a number that is not whole: 0.5']],
  ["SELECT regexp_replace(a, 'b', 'c') FROM t", ['the function regexp_replace']],
  ["SELECT regexp_extract(a, 'b', 0) FROM t", ['regexp_extract outside of COALESCE']],
  ["SELECT COALESCE(split_part(a, '/', 1), '') FROM t", []],
  ['SELECT \'a / b\' AS "c::d" FROM t', []],
  ['SELECT * FROM t QUALIFY a = 1', ['the word QUALIFY']],
  ['WITH t (a) AS (VALUES (1)) SELECT a FROM t LIMIT 1', ['the word LIMIT']],
])('of %s it says %j', (sql, findings) => {
  expect(dialectFindings(sql)).toEqual(findings);
});
