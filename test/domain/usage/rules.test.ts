/** Each rule with what it takes and what it must not take, in TypeScript and in DuckDB. */
import { createHash } from 'node:crypto';
import {
  CLASSES,
  classColumns,
  classify,
  foundColumns,
  hostingColumn,
  type UsageClass,
  versionColumn,
} from '../../../domain/usage/rules';
import { RULES, RULES_VERSION } from '../../../domain/usage/rules-table';
import { text } from '../../../domain/usage/sql/text';
import { NEAR_MISSES, SAMPLES } from './support/agents';
import { type MemoryEngine, memoryEngine } from './support/memory-engine';

let engine: MemoryEngine;
beforeAll(async () => {
  engine = await memoryEngine();
});
afterAll(() => {
  engine.close();
});

type Case = readonly [agent: string, asn: number, name: UsageClass, client: string, version: string];
const CASES: readonly Case[] = [...SAMPLES, ...NEAR_MISSES];

test.each(CASES)('%j from network %i is %s, %s %s', (agent, asn, name, client, version) => {
  expect(classify(agent, asn)).toEqual({ class: name, client, version });
});

test('DuckDB says the same', async () => {
  const rows = CASES.map(([agent, asn], i) => `(${i}, ${text(agent.toLowerCase())}, ${asn})`);
  const sql = `WITH sample (i, ua, asn) AS (VALUES ${rows.join(', ')}),
    found AS (SELECT sample.*, ${hostingColumn('asn')}, ${foundColumns().join(', ')} FROM sample),
    classed AS (SELECT found.*, ${classColumns().join(', ')} FROM found)
    SELECT class, client, ${versionColumn()} FROM classed ORDER BY i`;
  expect(await engine.select(sql)).toEqual(CASES.map(([, , ...verdict]) => verdict));
});

test('every rule has a sample that it takes, and one that is nearly so', () => {
  const isTaken = ({ kind, value }: (typeof RULES)[number], [agent, asn]: Case): boolean => {
    const ua = agent.toLowerCase();
    if (kind === 'asn') return String(asn) === value;
    return kind === 'prefix' ? ua.startsWith(value) : kind === 'regex' ? new RegExp(value).test(ua) : ua.includes(value);
  };
  const without = RULES.filter((rule) => !SAMPLES.some((sample) => sample[2] === rule.class && isTaken(rule, sample)));
  expect(without.map(({ value }) => value)).toEqual([]);
  const letters = (value: string): string => value.replace(/[^a-z0-9]/g, '').slice(0, 4);
  const isNear = (value: string): boolean =>
    NEAR_MISSES.some(([agent, asn]) =>
      `${agent} ${asn}`
        .toLowerCase()
        .replace(/[^a-z0-9]/g, '')
        .includes(letters(value)),
    );
  expect(RULES.filter(({ value }) => !isNear(value)).map(({ value }) => value)).toEqual([]);
});

test('all classes have samples', () => {
  expect([...new Set(CASES.map(([, , name]) => name))].sort()).toEqual([...CLASSES].sort());
});

test('another table of rules has another version', () => {
  const digest = createHash('sha256').update(JSON.stringify(RULES)).digest('hex').slice(0, 16);
  // Both change together: readers of the tables see a break in the series by the version.
  expect([RULES_VERSION, digest]).toEqual(['2026-11-23', '23e2771d851c3a8b']);
});
