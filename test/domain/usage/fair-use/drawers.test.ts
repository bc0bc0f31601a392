/** Who drew most, asked of log lines with DuckDB. */
import type { EdgeLogRecord } from '../../../../domain/contracts/edge-log';
import { tableOf } from '../../../../domain/usage/aggregate';
import type { Engine } from '../../../../domain/usage/engine';
import { drawersOf } from '../../../../domain/usage/fair-use/drawers';
import { findings } from '../../../../domain/usage/fair-use/propose';
import { FAIR_USE_DEFAULTS, type FairUseSettings } from '../../../../domain/usage/fair-use/settings';
import { periodNamed } from '../../../../domain/usage/period';
import { tableQuery } from '../../../../domain/usage/sql/tables';
import { type LogLine, lineOf, type Request, withLog } from '../support/log-line';
import { memoryEngine } from '../support/memory-engine';

const DAY = periodNamed('2026-10-05');
const FILE: EdgeLogRecord = { tier: 'anonymous', ecosystem: 'pypi', project: 'six', kind: 'file' };
const [PERSON, CRAWLER, CI] = [
  'pip/26.3 {"ci":null,"cpu":"x86_64","python":"3.11.7"}',
  'harvester/2.1',
  'pip/26.3 {"ci":true,"cpu":"x86_64","python":"3.11.7"}',
];

const request = (more: Partial<Request>): Request => ({
  day: DAY.from,
  time: '10:00:00',
  ip: '192.0.2.1',
  asn: '64500',
  country: 'CH',
  method: 'GET',
  path: '/pypi/files/s/six/six-1.17.0.tar.gz',
  status: '200',
  bytes: '1000',
  rangeStart: '-',
  result: 'Hit',
  agent: CI,
  edge: FILE,
  ...more,
});
const times = (count: number, of: (i: number) => Partial<Request>): LogLine[] =>
  Array.from({ length: count }, (_, i) => lineOf(request(of(i))));

/** 90 of one file, from 30 addresses in one range. */
const builds = times(90, (i) => ({ ip: `198.51.0.${i % 30}`, asn: '64501', bytes: '100' }));
/** The same program in the same network, of as many customers as there are ranges. */
const customers = times(80, (i) => ({ ip: `198.51.${1 + (i % 20)}.1`, asn: '64501', bytes: '100' }));
/** Another file each time, from 40 addresses in 20 ranges of which no one draws much. */
const crawler = times(80, (i) => ({
  ip: `203.0.${i % 20}.${i % 40}`,
  asn: '64502',
  agent: CRAWLER,
  path: `/pypi/files/${i}`,
  bytes: '1500',
}));
/** People behind one address, who install the same all day. */
const office = times(200, () => ({ ip: '192.0.2.77', asn: '64503', agent: PERSON }));
/** People in a range that the crawler uses as well. */
const neighbours = times(9, () => ({ ip: '203.0.7.200', asn: '64502', agent: PERSON }));
const partner = times(60, (i) => ({
  ip: `192.0.3.${i}`,
  path: `/t/supporter/acme/pypi/files/${i % 2}`,
  edge: { ...FILE, tier: 'supporter', holder: 'acme' },
}));
const LINES = [...builds, ...customers, ...crawler, ...office, ...neighbours, ...partner];

const SETTINGS: FairUseSettings = { ...FAIR_USE_DEFAULTS, percentOfBytes: 10, bytesPerDay: 10_000, repeatsPerDay: 50 };

let engine: Engine & { close(): void };
let found: ReturnType<typeof findings>;
beforeAll(async () => {
  engine = await memoryEngine();
  const logged: Engine = { select: (sql) => engine.select(withLog(sql, LINES)) };
  const tiers = tableOf('tiers', DAY.name, await logged.select(tableQuery('tiers', DAY)));
  const bytes = LINES.reduce((sum, line) => sum + Number(line['sc-bytes']), 0);
  const served = { period: DAY.name, kind: 'day' as const, bytes };
  found = findings(await drawersOf(logged, DAY, { tiers, served, settings: SETTINGS }), served, SETTINGS);
});
afterAll(() => {
  engine.close();
});

const named = (name: string) => found.filter((one) => one.name === name);

test('a crawler of many addresses is found as a fleet, with the ranges that are mostly its own', () => {
  const [fleet] = found.filter(({ name }) => name.startsWith('AS64502'));
  expect([fleet?.rule, fleet?.drew, fleet?.ranges.length, fleet?.ranges.includes('203.0.7.0/24')]).toEqual([
    'bytes',
    120_000,
    19,
    false,
  ]);
});

test('builds that download one file again and again are found by their repeats', () => {
  const [builders] = named('198.51.0.0/24');
  expect([builders?.kind, builders?.rule, builders?.drew, builders?.ranges]).toEqual(['range', 'repeats', 89, ['198.51.0.0/24']]);
});

test('customers of one cloud who run the same program are no fleet', () => {
  expect(found.filter(({ name }) => name.includes('64501'))).toEqual([]);
});

test('the office is not proposed, neither as a range nor as a fleet', () => {
  expect(found.filter(({ name }) => name.includes('64503') || name.startsWith('192.0.2.'))).toEqual([]);
});

test('a holder is found by name and without ranges', () => {
  expect(named('supporter/acme').map(({ kind, rule, drew, ranges }) => [kind, rule, drew, ranges])).toEqual([
    ['holder', 'bytes', 60_000, []],
  ]);
});
