/** What is published of a month tells of no person, address or token. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { serialize } from '../../domain/usage/aggregate';
import { publishReport } from '../../domain/usage/report/publish';
import type { TransparencyReport } from '../../domain/usage/report/types';
import type { UsageTable } from '../../domain/usage/tables';
import { tokenOf } from '../traffic/tokens';
import type { MonthKind } from './kinds';
import { found, type Secret, secretsOf } from './leaks';
import { type Month, monthFixture } from './month';
import { publishedOf, reportOfMonth, tablesOfMonth } from './published';
import { OCTOBER, type SmallMonth } from './small-month';

const textsOf = (of: TransparencyReport, from: readonly UsageTable[]): string[] =>
  publishedOf(of, from).map(({ key, body }) => `${key}\n${body.toString()}`);
/** All that any field of the log says. */
const logged = ({ folder, keys }: SmallMonth): string[] => {
  const lines = keys.flatMap((key) =>
    gunzipSync(readFileSync(join(folder, 'logs', key)))
      .toString()
      .trimEnd()
      .split('\n'),
  );
  return [...new Set(lines.flatMap((line) => Object.values(JSON.parse(line) as Record<string, string>)))];
};

/** Nobody else is in this network or country, has this program, or asks for this package. */
const PECULIAR: MonthKind = {
  who: 'one person more',
  class: 'human',
  networks: [{ asn: 64500, country: 'IS' }],
  addresses: 1,
  addressOf: () => '10.99.0.1',
  starts: 8,
  rhythm: 'steady',
  tools: [{ tool: 'npm', weight: 1 }],
  requests: { median: 4, sigma: 0, least: 4, most: 4 },
  cold: 1,
  agents: [{ text: 'npm/77.7.7 node/v20.20.2 linux x64 guest-laptop', client: 'npm', version: '77.7' }],
  onlyPath: '/npm/guests-own/-/guests-own-1.0.0.tgz',
};
/** Like many others. */
const ORDINARY: MonthKind = {
  ...PECULIAR,
  networks: [{ asn: 3320, country: 'DE' }],
  agents: [{ text: 'cargo/1.95.0', client: 'cargo', version: '1.95' }],
};
const TRACES = ['64500', '"IS"', 'IS,', '77.7', 'guest', '10.99.'];

export function privacyTests(month: () => SmallMonth): void {
  describe('leak scan', () => {
    const kindsOf = (secrets: readonly Secret[]) => [...new Set(secrets.map(({ kind }) => kind))].sort();

    test('no published byte has an address, a token, a rare user agent or a path that is not there', () => {
      const { report, tables } = month();
      const texts = textsOf(report, tables);
      expect(texts.length).toBeGreaterThan(100);
      expect(found(secretsOf(month()), texts)).toEqual([]);
    });

    test('no stored table has one', () => {
      expect(found(secretsOf(month()), month().tables.map(serialize))).toEqual([]);
    });

    test('the log has them all but tokens, so the scan would find them', () => {
      const secrets = secretsOf(month());
      expect(kindsOf(secrets)).toEqual(['address', 'missing', 'range', 'token', 'user agent']);
      expect(secrets.filter(({ kind }) => kind === 'user agent').length).toBeGreaterThan(3);
      expect(secrets.length - found(secrets, logged(month())).length).toBe(secrets.filter(({ kind }) => kind === 'token').length);
      const { token } = month().population['supporter CI']!;
      expect(kindsOf(found(secrets, [`Authorization: Bearer ${tokenOf(token!)}`]))).toEqual(['token']);
    });
  });

  describe.each([
    ['of whom everything is peculiar', PECULIAR],
    ['like many others, with a package of their own', ORDINARY],
    ['with a token', { ...PECULIAR, token: { tier: 'community', holder: 'guest-holder' } }],
  ])('one person more, %s', (name, guest) => {
    let after: TransparencyReport;
    let tablesAfter: readonly UsageTable[];
    let own: Month;

    beforeAll(async () => {
      const { folder } = month();
      cpSync(join(folder, 'logs'), join(folder, name), { recursive: true });
      own = await monthFixture({ folder: join(folder, name), seed: 2, kinds: [], guests: { person: guest } });
      tablesAfter = await tablesOfMonth(join(folder, name), join(folder, 'scratch'), OCTOBER);
      after = reportOfMonth(tablesAfter, OCTOBER);
    }, 120_000);

    test('is in the totals', () => {
      const requests = (of: TransparencyReport) => of.figures.requests!.value!;
      const { requests: added } = own.truth.of('all', '');
      expect(added).toBeGreaterThan(500);
      expect(requests(after)).toBe(requests(month().report) + added);
    });

    test('leaves no trace in what everybody can read', () => {
      const published = publishedOf(after, tablesAfter).filter(({ key }) => !key.startsWith('index/-/usage/'));
      const texts = published.map(({ key, body }) => `${key}\n${body.toString()}`);
      expect(TRACES.filter((trace) => texts.some((text) => text.includes(trace)))).toEqual([]);
      expect(found(secretsOf(own), texts)).toEqual([]);
    });

    test('makes no row appear or go, in any table of the report', () => {
      const rowsOf = (of: TransparencyReport) =>
        Object.entries(of.tables)
          .flatMap(([table, { columns, rows }]) => rows.map((row) => `${table}: ${row[columns[0]!.name]}`))
          .filter((row) => !row.endsWith(': other'))
          .sort(); // a row may be larger than another one now
      expect(rowsOf(after)).toEqual(rowsOf(month().report));
    });

    test('is not told by the difference of two reports: such a correction is refused', () => {
      const correction = { ...after, version: 2, correction: 'a log file came late' };
      expect(() => publishReport({ report: correction, before: month().report, url: 'https://packages.example.org' })).toThrow(
        /^The difference of both versions of 2026-10 would tell of fewer than 10 addresses, got: /,
      );
    });
  });
}
