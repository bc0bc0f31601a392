/** Issue: usage and transparency. Who draws more than is fair is found in the log, at true size and with the settings that are shipped. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../domain/usage/fair-use/propose';
import { FAIR_USE_DEFAULTS, type FairUseSettings } from '../../domain/usage/fair-use/settings';
import { NO_PROPOSALS, withFindings } from '../../domain/usage/fair-use/state';
import { type DuckdbEngine, openDuckdb } from '../../lib/cli/usage/duckdb-engine';
import { rangesOf as rangesOfKind } from './fair-findings';
import { busiest, DAY, type FairUseOfPeriod, fairUseOf, fairWeek, WEEK } from './fair-week';
import type { MonthKindName } from './kinds';
import type { LongLog } from './long-log';
import { rangeOf } from './month';

const PERIODS = [DAY, WEEK] as const;
/** Everybody but the three; docs/simulated-month.md has them all. */
const OTHERS = 0.02;
let log: LongLog;
let engine: DuckdbEngine;
const of = new Map<string, FairUseOfPeriod>();

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fair-use-'));
  mkdirSync(join(folder, 'scratch'));
  log = await fairWeek(join(folder, 'logs'), OTHERS);
  engine = await openDuckdb({ logs: join(folder, 'logs'), scratch: join(folder, 'scratch') });
  for (const period of PERIODS) of.set(period.name, await fairUseOf(engine, period, FAIR_USE_DEFAULTS));
}, 600_000);
afterAll(() => engine.close());

const clientsOf = (kind: MonthKindName) => log.inhabitants.clients.filter((client) => client.kind === kind);
const rangesOf = (kind: MonthKindName): string[] => rangesOfKind(log, kind);
const proposed = (found: readonly Finding[]): string[] => found.flatMap(({ ranges }) => ranges).sort();
const onDay = (kind: MonthKindName): number[] =>
  clientsOf(kind).map(({ address }) => log.drawn.get(`${DAY.name} ${address}`)!.requests);

test('the three are there in true size', () => {
  expect(onDay('crawler')).toEqual(Array<number>(1_000).fill(144));
  expect(rangesOf('crawler')).toHaveLength(250);
  const [workingDays, ofOneDay] = [22, onDay('one file').reduce((sum, each) => sum + each, 0)];
  expect(Math.round((workingDays * ofOneDay) / 50_000) * 50_000).toBe(500_000);
  expect(onDay('office')[0]).toBeGreaterThan(2_500);
});

describe.each(PERIODS.map((period) => [period.name, period] as const))('%s', (name, period) => {
  test('what was served is what was sent', () => {
    expect(of.get(name)!.served.bytes).toBe(busiest(log, period).reduce((sum, { bytes }) => sum + bytes, 0));
  });

  test('all ranges of the crawler and of the CI that downloads one file are proposed, and no others', () => {
    expect(proposed(of.get(name)!.found)).toEqual([...rangesOf('crawler'), ...rangesOf('one file')].sort());
  });

  test('the crawler is found as a fleet in each of its networks, the CI range by range, all by their repeats', () => {
    expect(
      of
        .get(name)!
        .found.map(({ kind, name: who, rule }) => `${kind} ${who}: ${rule}`)
        .sort(),
    ).toEqual([
      'fleet AS14618 gptbot: repeats',
      'fleet AS16509 gptbot: repeats',
      'fleet AS24940 gptbot: repeats',
      ...rangesOf('one file').map((range) => `range ${range}: repeats`),
    ]);
  });

  test('why is told in numbers, without an address', () => {
    const fair = {
      [DAY.name]: 'day 2026-10-14, of N downloads; fair use is 5000',
      [WEEK.name]: 'week 2026-W42, of N downloads; fair use is 25000',
    };
    expect([...new Set(of.get(name)!.found.map(({ reason }) => reason.replace(/\d+ (times|downloads)/g, 'N $1')))]).toEqual([
      `Downloaded files that it had already N times in the ${fair[name]}. A cache would spare them.`,
    ]);
  });

  test('the office is one of the busiest addresses, and not proposed', () => {
    const [{ address } = { address: '' }] = clientsOf('office');
    const place = busiest(log, period).findIndex((each) => each.address === address);
    expect(place).toBeLessThan(10);
    expect(proposed(of.get(name)!.found)).not.toContain(rangeOf(address));
  });
});

/** Of a day: less than anybody's who is of any size. */
const TIGHT: FairUseSettings = { ...FAIR_USE_DEFAULTS, percentOfBytes: 0, bytesPerDay: 1_000_000, repeatsPerDay: 5 };

test('where what is fair is next to nothing, holders are advised, and people are not proposed', async () => {
  const { drawers, found } = await fairUseOf(engine, DAY, TIGHT);
  const [{ address } = { address: '' }] = clientsOf('office');
  expect(
    drawers
      .filter(({ kind, name }) => kind === 'range' && name === rangeOf(address))
      .map(({ human, requests }) => human / requests),
  ).toEqual([1]);
  const people = [...rangesOf('office'), ...rangesOf('person'), ...rangesOf('university')];
  expect(people.filter((range) => proposed(found).includes(range))).toEqual([]);
  const { proposals } = withFindings(NO_PROPOSALS, found, TIGHT, new Date('2026-10-15T06:00:00Z'));
  expect(
    proposals
      .filter(({ kind }) => kind === 'holder')
      .map(({ name, status, ranges }) => [name, status, ranges])
      .sort(),
  ).toEqual([
    ['commercial/initech', 'advice', []],
    ['supporter/acme', 'advice', []],
  ]);
  expect(new Set(proposals.filter(({ status }) => status === 'advice').map(({ kind }) => kind))).toEqual(new Set(['holder']));
});
