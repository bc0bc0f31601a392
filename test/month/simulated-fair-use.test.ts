/** Issue: usage and transparency. Who draws more than is fair is found in the log, however many addresses they draw from. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableOf } from '../../domain/usage/aggregate';
import type { Drawer } from '../../domain/usage/fair-use/drawer';
import { drawersOf } from '../../domain/usage/fair-use/drawers';
import { type Finding, findings } from '../../domain/usage/fair-use/propose';
import { FAIR_USE_DEFAULTS, type FairUseSettings } from '../../domain/usage/fair-use/settings';
import { periodNamed } from '../../domain/usage/period';
import { tableQuery } from '../../domain/usage/sql/tables';
import { type DuckdbEngine, openDuckdb } from '../../lib/cli/usage/duckdb-engine';
import type { MonthKindName } from './kinds';
import { type Month, monthFixture, rangeOf } from './month';

/** Of the crawler's 1,000 addresses, of the CI's 500,000 downloads a month and of the office's 400 people; and of what is fair. */
const SCALE = 0.25;
const SETTINGS: FairUseSettings = {
  ...FAIR_USE_DEFAULTS,
  bytesPerDay: FAIR_USE_DEFAULTS.bytesPerDay * SCALE,
  repeatsPerDay: FAIR_USE_DEFAULTS.repeatsPerDay * SCALE,
};
/** A Wednesday on which the crawler is at work. */
const DAY = periodNamed('2026-10-14');
let month: Month;
let engine: DuckdbEngine;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fair-use-'));
  mkdirSync(join(folder, 'scratch'));
  month = await monthFixture({
    folder: join(folder, 'logs'),
    scale: SCALE,
    from: '2026-10-14',
    until: '2026-10-15',
    crawl: ['2026-10-14', '2026-10-15'],
    kinds: ['crawler', 'one file', 'office'],
  });
  engine = await openDuckdb({ logs: join(folder, 'logs'), scratch: join(folder, 'scratch') });
}, 600_000);
afterAll(() => engine.close());

const served = () => ({ period: DAY.name, kind: 'day' as const, bytes: month.truth.of('all', '').bytes });

async function drawers(settings: FairUseSettings): Promise<Drawer[]> {
  const tiers = tableOf('tiers', DAY.name, await engine.select(tableQuery('tiers', DAY, true)));
  return drawersOf(engine, DAY, { tiers, served: served(), settings });
}

const proposed = async (settings: FairUseSettings): Promise<Finding[]> => findings(await drawers(settings), served(), settings);

const clientsOf = (kind: MonthKindName) => month.inhabitants.clients.filter((client) => client.kind === kind);
const rangesOf = (kind: MonthKindName): string[] => [...new Set(clientsOf(kind).map(({ address }) => rangeOf(address)))].sort();
const requestsOf = (kind: MonthKindName): number[] =>
  clientsOf(kind).map(({ address }) => month.truth.of('addresses', address).requests);
/** Those of the ranges that are in a proposal. */
const caught = (found: readonly Finding[], kind: MonthKindName): string[] =>
  rangesOf(kind).filter((range) => found.some(({ ranges }) => ranges.includes(range)));

test('the crawler asks 144 times a day from each of its addresses, spread over many ranges: no rule about an address sees it', () => {
  expect(requestsOf('crawler')).toEqual(Array<number>(250).fill(144));
  expect(rangesOf('crawler')).toHaveLength(63);
});

test('all ranges of the crawler and of the CI that downloads one file are proposed, and no others', async () => {
  const found = await proposed(SETTINGS);
  expect(caught(found, 'crawler')).toEqual(rangesOf('crawler'));
  expect(caught(found, 'one file')).toEqual(rangesOf('one file'));
  expect([...new Set(found.flatMap(({ ranges }) => ranges))].sort()).toEqual(
    [...rangesOf('crawler'), ...rangesOf('one file')].sort(),
  );
});

test('why is told in numbers, without an address', async () => {
  const reasons = (await proposed(SETTINGS)).map(({ reason }) => reason);
  expect(
    reasons.filter(
      (reason) =>
        !/^(Drew [\d.]+ GB in the day 2026-10-14, |Downloaded files that it had already \d+ times in the day 2026-10-14, )/.test(
          reason,
        ),
    ),
  ).toEqual([]);
  expect(reasons.filter((reason) => /\d+\.\d+\.\d+/.test(reason))).toEqual([]);
});

test('the office behind one address is not proposed, also where what is fair is a tenth of what it draws', async () => {
  const [address] = clientsOf('office').map((client) => client.address);
  const { bytes } = month.truth.of('addresses', address!);
  const tight = { ...FAIR_USE_DEFAULTS, percentOfBytes: 0, bytesPerDay: Math.floor(bytes / 10), repeatsPerDay: 10 };
  expect(caught(await proposed(SETTINGS), 'office')).toEqual([]);
  const office = (await drawers(tight)).filter(({ ranges }) => ranges.includes(rangeOf(address!)));
  expect(office.map(({ kind }) => kind)).toContain('range');
  expect(caught(await proposed(tight), 'office')).toEqual([]);
});
