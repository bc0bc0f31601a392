/** Issue: usage and transparency. A month through the local edge, and what is published of it against what happened. */
import type { HolderUsage } from '../../domain/usage/partner/usage';
import { floored } from '../../domain/usage/report/cells';
import { recordsOf, type UsageRecord } from '../../domain/usage/report/input';
import type { TableName } from '../../domain/usage/tables';
import { logFaultTests } from './log-faults';
import { moneyTests } from './money';
import { privacyTests } from './privacy';
import { holderObjectsOf } from './published';
import { type SmallMonth, smallMonth } from './small-month';
import type { Sets, Sums } from './truth';

let month: SmallMonth;
beforeAll(async () => {
  month = await smallMonth();
}, 600_000);

describe('what is published tells of nobody', () => {
  privacyTests(() => month);
});
describe('log files that are delivered wrongly', () => {
  logFaultTests(() => month);
});
describe('money', () => {
  moneyTests(() => month);
});

/** Weeks that end in the month, with the days on which they began. */
const ENDED = [
  ['2026-W40', '2026-09-28'],
  ['2026-W41', '2026-10-05'],
  ['2026-W42', '2026-10-12'],
  ['2026-W43', '2026-10-19'],
] as const;

const rows = (table: TableName, period = '2026-10'): UsageRecord[] =>
  recordsOf(month.tables.find((each) => each.table === table && each.period === period)!);
const add = (records: readonly UsageRecord[], measure: string): number =>
  records.reduce((sum, record) => sum + Number(record[measure]), 0);
const measuresOf = (records: readonly UsageRecord[], measures: readonly (keyof Sums)[]): number[] =>
  measures.map((measure) => add(records, measure));
const truthOf = (set: Sets, key: string, measures: readonly (keyof Sums)[]): number[] =>
  measures.map((measure) => month.truth.of(set, key)[measure]);
/** Rows as `[key, ...measures]`, added up by key, in the order of keys. */
function summed(records: readonly UsageRecord[], keyOf: (row: UsageRecord) => string, measures: readonly (keyof Sums)[]) {
  const keys = [...new Set(records.map(keyOf))].sort();
  return keys.map((key) => [
    key,
    ...measuresOf(
      records.filter((row) => keyOf(row) === key),
      measures,
    ),
  ]);
}
const expected = (set: Sets, measures: readonly (keyof Sums)[]) =>
  month.truth.keys(set).map((key) => [key, ...truthOf(set, key, measures)]);

test('the month has what a month has: refusals, blocked and missing, resumed and unchanged, and every kind of client', () => {
  const all = month.truth.of('all', '');
  expect(all.requests).toBeGreaterThan(50_000);
  expect(month.truth.keys('answers').map((key) => key.split(' ')[0])).toEqual(
    expect.arrayContaining(['200', '206', '304', '401', '403', '404', '416', '429']),
  );
  expect(all.refused).toBeGreaterThan(20);
  const idle = Object.keys(month.population).filter((kind) =>
    month.inhabitants.clients
      .filter((client) => client.kind === kind)
      .every(({ address }) => month.truth.of('addresses', address).requests === 0),
  );
  expect(idle).toEqual([]);
});

describe('every total of every table is what happened', () => {
  const COUNTED = ['requests', 'bytes', 'downloads'] as const;
  const REPEATED = [...COUNTED, 'repeats', 'repeat_bytes'] as const;

  test('hours', () => {
    const measures = [...COUNTED, 'hits', 'cacheable', 'refused', 'client_errors', 'server_errors'] as const;
    const hourOf = ({ day, hour }: UsageRecord) => `${day}T${String(hour).padStart(2, '0')}`;
    expect(summed(rows('hours'), hourOf, measures)).toEqual(expected('hours', measures));
    expect(
      rows('hours')
        .map((row) => [hourOf(row), row.addresses])
        .sort(),
    ).toEqual(month.truth.keys('hours').map((key) => [key, month.truth.addresses('hours', key)]));
  });

  test('tiers and holders, with repeats', () => {
    const measures = [...REPEATED, 'refused'] as const;
    expect(summed(rows('tiers'), ({ tier, holder }) => `${tier}/${holder}`, measures)).toEqual(expected('tiers', measures));
  });

  test('networks, with repeats', () => {
    expect(measuresOf(rows('networks'), REPEATED)).toEqual(truthOf('all', '', REPEATED));
    const known = rows('networks').filter(({ country }) => country !== '(other)');
    expect(known.length).toBeGreaterThan(5);
    for (const row of known)
      expect([row, ...measuresOf([row], REPEATED)]).toEqual([row, ...truthOf('networks', `${row.asn} ${row.country}`, REPEATED)]);
  });

  test('clients and their versions', () => {
    expect(measuresOf(rows('clients'), COUNTED)).toEqual(truthOf('all', '', COUNTED));
    const clients = [...new Set(month.truth.keys('clients').map((key) => key.split(' ')[0]!))];
    const happened = (client: string) =>
      month.truth
        .keys('clients')
        .filter((key) => key.startsWith(`${client} `))
        .reduce((sum, key) => sum + month.truth.of('clients', key).requests, 0);
    const told = (client: string) =>
      add(
        rows('clients').filter((row) => row.client === client),
        'requests',
      );
    // A client is in several classes; where few addresses have it, what they draw is told under no name.
    expect(clients.filter((client) => told(client) > happened(client))).toEqual([]);
    expect(clients.filter((client) => told(client) === happened(client))).toEqual(
      expect.arrayContaining(['gptbot', 'npm', 'pip', 'uv']),
    );
    const named = clients.reduce((sum, client) => sum + told(client), 0);
    expect(named / month.truth.of('all', '').requests).toBeGreaterThan(0.7);
  });

  test('files', () => {
    const files = month.truth.keys('files');
    expect(measuresOf(rows('files'), COUNTED)).toEqual(
      COUNTED.map((measure) => files.reduce((sum, path) => sum + month.truth.of('files', path)[measure], 0)),
    );
    const named = rows('files').filter(({ path }) => path !== '(other)');
    expect(named.length).toBeGreaterThan(50);
    for (const row of named)
      expect([row.path, ...measuresOf([row], COUNTED), row.addresses]).toEqual([
        row.path,
        ...truthOf('files', String(row.path), COUNTED),
        month.truth.addresses('files', String(row.path)),
      ]);
  });

  test('answers', () => {
    const measures = ['requests', 'bytes'] as const;
    expect(summed(rows('answers'), ({ status, result }) => `${status} ${result}`, measures)).toEqual(
      expected('answers', measures),
    );
  });

  test('what holders draw', () => {
    const ofHolders = month.truth.keys('tiers').filter((key) => key !== 'anonymous/-');
    const measures = [...REPEATED, 'refused'] as const;
    expect(summed(rows('holder_projects'), ({ tier, holder }) => `${tier}/${holder}`, measures)).toEqual(
      ofHolders.map((key) => [key, ...truthOf('tiers', key, measures)]),
    );
  });

  test('weeks, whose repeats are their own', () => {
    expect(ENDED.map(([week]) => measuresOf(rows('networks', week), REPEATED))).toEqual(
      ENDED.map(([, monday]) => truthOf('weeks', monday, REPEATED)),
    );
  });
});

describe('pages of holders', () => {
  const measures = ['requests', 'bytes', 'downloads', 'refused'] as const;
  const usages = () =>
    holderObjectsOf(month.report, month.tables)
      .filter(({ key }) => key.endsWith('usage.json'))
      .map(({ body }) => JSON.parse(body.toString()) as HolderUsage);

  test('tell how much of the month each had had before, exactly', () => {
    const repeated = ['downloads', 'repeats', 'repeat_bytes'] as const;
    expect(
      usages().map(({ tier, holder, tables }) => [
        `${tier}/${holder}`,
        ...tables.months.rows.map((row) => [row.month, ...repeated.map((measure) => row[measure])]),
      ]),
    ).toEqual(
      month.truth
        .keys('tiers')
        .filter((key) => key !== 'anonymous/-')
        .map((key) => [key, ['2026-10', ...truthOf('tiers', key, repeated)]]),
    );
    expect(month.truth.of('tiers', 'supporter/acme').repeats).toBeGreaterThan(20);
  });

  test('tell what each drew, exactly', () => {
    expect(
      usages().map(({ tier, holder, figures }) => [`${tier}/${holder}`, ...measures.map((measure) => figures[measure]?.value)]),
    ).toEqual(
      month.truth
        .keys('tiers')
        .filter((key) => key !== 'anonymous/-')
        .map((key) => [key, ...truthOf('tiers', key, measures)]),
    );
  });
});

describe('the report', () => {
  const figure = (name: string) => month.report.figures[name]!.value;
  const percent = (part: number, whole: number, digits: number) =>
    Math.floor((part / whole) * 100 * 10 ** digits + 1e-9) / 10 ** digits;

  test('its totals are exact', () => {
    const { requests, bytes, downloads, hits, cacheable, refused, server_errors } = month.truth.of('all', '');
    expect({
      requests: figure('requests'),
      bytes: figure('bytes'),
      downloads: figure('downloads'),
      refused: figure('refused'),
      limited: figure('limited'),
      addresses: figure('addresses'),
      hitRatio: figure('hitRatio'),
      availability: figure('availability'),
    }).toEqual({
      requests,
      bytes,
      downloads,
      refused,
      limited: refused,
      addresses: floored(month.truth.addresses('all', '')),
      hitRatio: percent(hits, cacheable, 1),
      availability: percent(requests - server_errors, requests, 4),
    });
  });

  test('its days are those of the month, rounded down', () => {
    const measures = ['requests', 'bytes', 'downloads', 'refused'] as const;
    expect(month.report.tables.days!.rows.map((row) => [row.day, ...measures.map((measure) => row[measure])])).toEqual(
      month.truth.keys('days').map((day) => [day, ...truthOf('days', day, measures).map(floored)]),
    );
  });

  test('the weekly rhythm shows: weekends are quieter', () => {
    const { rows: days } = month.report.tables.days!;
    const mean = (isWeekend: boolean) => {
      const some = days.filter(({ day }) => [0, 6].includes(new Date(String(day)).getUTCDay()) === isWeekend);
      return some.reduce((sum, { requests }) => sum + Number(requests), 0) / some.length;
    };
    expect(mean(true) / mean(false)).toBeLessThan(0.6);
  });

  test('its repeats by week are those that happened', () => {
    const measures = ['downloads', 'repeats', 'repeat_bytes'] as const;
    expect(
      month.report.tables.repeats!.rows.map(({ week, downloads, repeats, repeatBytes }) => [
        week,
        downloads,
        repeats,
        repeatBytes,
      ]),
    ).toEqual(ENDED.map(([week, monday]) => [week, ...truthOf('weeks', monday, measures).map(floored)]));
  });

  test('the share of downloads, and of bytes, that a network had had within the week is what happened', () => {
    const weeks = ENDED.map(([, monday]) => month.truth.of('weeks', monday));
    const share = (part: keyof Sums, whole: keyof Sums) =>
      weeks.reduce((sum, week) => sum + week[part], 0) / weeks.reduce((sum, week) => sum + week[whole], 0);
    expect([figure('repeatsPercent'), figure('repeatBytesPercent')]).toEqual([
      percent(share('repeats', 'downloads'), 1, 1),
      percent(share('repeat_bytes', 'bytes'), 1, 1),
    ]);
    expect(figure('repeatsPercent')).toBeGreaterThan(10);
  });

  test('classes are told within one percent of all requests and of all bytes', () => {
    const all = month.truth.of('all', '');
    for (const measure of ['requests', 'bytes'] as const)
      for (const name of ['human', 'ci', 'mirror', 'scanner', 'agent', 'unknown']) {
        const told = add(
          rows('tiers').filter((row) => row.class === name),
          measure,
        );
        const true_ = month.truth.of('classes', name)[measure];
        expect([name, measure, Math.abs(told - true_) / all[measure] < 0.01]).toEqual([name, measure, true]);
      }
  });

  test('consumers are mixed as registries report: CI 52 %, people 18 %, mirrors 12 %, agents 10 %, scanners 8 %', () => {
    const all = month.truth.of('all', '');
    const share = (name: string) => (100 * month.truth.of('classes', name).requests) / all.requests;
    const mix = { ci: 52, human: 18, mirror: 12, agent: 10, scanner: 8 };
    expect(Object.entries(mix).filter(([name, percent]) => Math.abs(share(name) - percent) > 1.5)).toEqual([]);
  });

  test('1 % of the addresses draw 82 % of the bytes', () => {
    const row = month.report.tables.concentration!.rows.find(({ addressesPercent }) => addressesPercent === 1);
    expect(Number(row!.bytesPercent)).toBeGreaterThan(80);
    expect(Number(row!.bytesPercent)).toBeLessThan(84);
    const bytes = month.truth
      .keys('addresses')
      .map((address) => month.truth.of('addresses', address).bytes)
      .sort((a, b) => b - a);
    const busiest = bytes.slice(0, Math.ceil(bytes.length / 100)).reduce((sum, each) => sum + each, 0);
    expect(
      add(
        rows('concentration').filter(({ permille }) => permille === 10),
        'bytes',
      ),
    ).toBe(busiest);
  });
});
