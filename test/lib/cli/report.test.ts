/** `registry report` over a folder of log files, with the real engine. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ACCESS_LOG_FIELDS } from '../../../domain/contracts/access-log';
import { NO_BRAKE } from '../../../domain/cost/brake';
import type { PublicObject } from '../../../domain/packages/ecosystem';
import type { HolderUsage } from '../../../domain/usage/partner/usage';
import type { TransparencyReport } from '../../../domain/usage/report/types';
import { run } from '../../../lib/cli/program';
import { sampleTemplate } from '../../domain/cost/sample-template';
import { type LogLine, lineOf, type Request, writeLogs } from '../../domain/usage/support/log-line';
import { type FakeWorld, fakeWorld } from './fake-world';

let folder: string;
let world: FakeWorld;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'registry-report-test-'));
  world = fakeWorld();
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const PATH = '/pypi/files/six-1.17.0-py3-none-any.whl';
const request = (changes: Partial<Request>): LogLine =>
  lineOf({
    day: '2026-02-10',
    time: '08:00:00',
    ip: '192.0.2.1',
    asn: '8075',
    country: 'US',
    method: 'GET',
    path: PATH,
    status: '200',
    bytes: '1000',
    rangeStart: '-',
    result: 'Hit',
    agent: 'pip/25.3',
    edge: { tier: 'anonymous', ecosystem: 'pypi', project: 'six', kind: 'file' },
    ...changes,
  });

/** Twelve addresses of one /24 draw one file: the first of them, and eleven repeats. */
const DRAWN = Array.from({ length: 12 }, (_, i) => request({ ip: `192.0.2.${i + 1}`, time: `08:00:${10 + i}` }));

const logs = (): string => join(folder, 'logs');
const out = (): string => join(folder, 'out');
const reported = (): TransparencyReport =>
  JSON.parse(readFileSync(join(out(), 'transparency/2026-02/report.json'), 'utf8')) as TransparencyReport;
const report = (...args: string[]): Promise<number> => run(['report', '--logs', logs(), '--out', out(), ...args], world);

test('the last month, from log files to pages', async () => {
  writeLogs(logs(), DRAWN);
  expect(await report()).toBe(0);
  const { figures, tables } = reported();
  expect([figures.requests!.value, figures.bytes!.value, figures.downloads!.value]).toEqual([12, 12_000, 12]);
  expect([figures.repeatsPercent!.value, figures.hitRatio!.value]).toEqual([91.6, 100]);
  expect(tables.networks!.rows.map(({ network, downloads, repeats }) => [network, downloads, repeats])).toEqual([
    ['Microsoft Azure', 10, 10],
  ]);
  expect(readdirSync(join(out(), 'transparency')).sort()).toEqual(
    ['2026-02', 'feed', 'history.json', 'index.html', 'latest', 'latest.json', 'schema.json'].sort(),
  );
  expect(world.printed.join('\n')).toContain('1 log files, 12 lines; groups of 10 or more addresses are shown');
});

test('the same run again writes the same bytes, days later too', async () => {
  writeLogs(logs(), DRAWN);
  await report();
  const before = contentOf(out());
  await world.sleep(3 * 86_400_000);
  await report();
  expect(contentOf(out())).toEqual(before);
});

test('faults of log files are told, and lines counted once', async () => {
  writeLogs(logs(), [...DRAWN, request({ day: '2026-02-11', folderDay: '2026-02-12' })]);
  const hour = join(logs(), 'distributionid=E1/year=2026/month=02/day=10/hour=08');
  const delivered = readFileSync(join(hour, 'E1.gz'));
  writeFileSync(join(hour, 'E2.gz'), delivered);
  writeFileSync(join(hour, 'E3.gz'), gzipSync('{"date":"2026-02-10","time":"08:00:00"}\n'.repeat(500)).subarray(0, 40));
  writeFileSync(join(hour, 'E4.gz'), '');
  const { folderDay, folderHour, ...line } = DRAWN[0]!;
  writeFileSync(join(hour, 'E5.gz'), gzipSync(`${JSON.stringify({ ...line, 'x-new': '1' })}\nno line\n`));
  expect(await report()).toBe(0);
  expect(reported().figures.requests!.value).toBe(14);
  expect(reported().tables.faults!.rows).toEqual([
    { reason: 'another-day', files: 1 },
    { reason: 'damaged', files: 1 },
    { reason: 'duplicate', files: 1 },
    { reason: 'empty', files: 1 },
    { reason: 'malformed', files: 1 },
    { reason: 'unknown-column', files: 1 },
  ]);
  expect([Object.keys(line).length, folderDay, folderHour]).toEqual([ACCESS_LOG_FIELDS.length, '2026-02-10', '08']);
});

test('fewer addresses than ten in all: no number is told', async () => {
  writeLogs(logs(), DRAWN.slice(0, 9));
  await report();
  const { figures, tables } = reported();
  expect(Object.values(figures).filter(({ value }) => value !== null)).toEqual([]);
  expect(Object.keys(tables).sort()).toEqual(['brake', 'contributions', 'faults']);
});

test("a look at one's own addresses shows them all, and says so", async () => {
  writeLogs(logs(), DRAWN.slice(0, 1));
  await report('--k', '1');
  expect(reported().figures.requests!.value).toBe(1);
  expect(reported().tables.tiers!.rows.map(({ tier, downloads, addresses }) => [tier, downloads, addresses])).toEqual([
    ['anonymous', 1, 1],
  ]);
  expect(readFileSync(join(out(), 'transparency/2026-02/index.html'), 'utf8')).toContain('Not for publishing:');
});

test('who draws more than is fair is told, and written nowhere', async () => {
  const gigabyte = (i: number) =>
    request({ ip: `203.0.113.${(i % 3) + 1}`, bytes: '1000000000', agent: 'GPTBot/1.2', time: `09:00:${10 + i}` });
  writeLogs(logs(), [...DRAWN, ...Array.from({ length: 12 }, (_, i) => gigabyte(i))]);
  expect(await report()).toBe(0);
  const text = world.printed.join('\n');
  expect(text).toContain('Above fair use (nothing is noted or blocked by this command; docs/fair-use.md)');
  expect(text).toContain('Drew 12.0 GB in the day 2026-02-10, 100.0 % of everything served; fair use is 10.0 GB.');
  expect(Object.values(contentOf(out())).join('')).not.toContain('203.0.113');
});

test('no address and no user agent is in any file', async () => {
  writeLogs(logs(), [...DRAWN, request({ ip: '198.51.100.77', agent: 'odd-robot/1.0 (somebody@example.org)' })]);
  await report('--k', '1');
  for (const [name, text] of Object.entries(contentOf(out())))
    for (const secret of ['192.0.2.', '198.51.100', 'odd-robot', 'somebody'])
      expect([name, secret, text.includes(secret)]).toEqual([name, secret, false]);
});

test('a holder sees the months before, from what was written then', async () => {
  const own = (day: string): LogLine[] =>
    DRAWN.map((line) =>
      request({
        day,
        ip: line['c-ip'],
        path: `/t/supporter/acme${PATH}`,
        edge: { tier: 'supporter', holder: 'acme', ecosystem: 'pypi', project: 'six', kind: 'file' },
      }),
    );
  writeLogs(logs(), [...own('2026-01-20'), ...own('2026-02-10').slice(0, 10)]);
  await report('--month', '2026-01');
  await report('--month', '2026-02');
  const usage = JSON.parse(readFileSync(join(out(), 'usage/supporter/acme/usage.json'), 'utf8')) as HolderUsage;
  expect(usage.tables.months.rows.map(({ month, downloads, repeats }) => [month, downloads, repeats])).toEqual([
    ['2026-02', 10, 9],
    ['2026-01', 12, 11],
  ]);
});

const published = new Map<string, PublicObject>();
const registryWith = (lines: readonly LogLine[]): void => {
  published.clear();
  writeLogs(join(folder, 'bucket'), lines);
  world.usage = {
    url: 'https://packages.example.org',
    find: (key) => Promise.resolve(published.get(key)?.body),
    put: (object) => {
      published.set(object.key, object);
      return Promise.resolve();
    },
    findTable: () => Promise.resolve(undefined),
    brake: () => Promise.resolve(NO_BRAKE),
    template: () => Promise.resolve(sampleTemplate()),
    fetchLogs: (_, to) => {
      mkdirSync(to, { recursive: true });
      writeLogs(to, lines);
      return Promise.resolve();
    },
  };
};

test('a published month stays as it is; a correction needs a reason, and may not tell of few', async () => {
  registryWith(DRAWN);
  expect(await run(['report', '--publish'], world)).toBe(0);
  const first = published.get('index/-/transparency/2026-02/report.json')!.body.toString();
  expect(JSON.parse(first)).toMatchObject({ version: 1, figures: { estimatedUsd: { value: 12.49 } } });
  expect(await run(['report', '--publish'], world)).toBe(0);
  expect(published.get('index/-/transparency/2026-02/report.json')!.body.toString()).toBe(first);

  const more = Array.from({ length: 5 }, (_, i) => request({ ip: `198.51.100.${i}`, bytes: '90000' }));
  registryWithout(first, [...DRAWN, ...more]);
  expect(await run(['report', '--publish'], world)).toBe(1);
  expect(world.notes.at(-1)).toBe(
    'The report of 2026-02 is published and stays as it is, got: another one; publish a correction, with a reason, when it is wrong',
  );
  expect(await run(['report', '--publish', '--correction', 'files came late'], world)).toBe(1);
  expect(world.notes.at(-1)).toContain('would tell of fewer than 10 addresses');

  const many = Array.from({ length: 60 }, (_, i) => request({ ip: `198.51.100.${i}`, bytes: '90000' }));
  registryWithout(first, [...DRAWN, ...many]);
  expect(await run(['report', '--publish', '--correction', 'files came late'], world)).toBe(0);
  expect(JSON.parse(published.get('index/-/transparency/2026-02/report.json')!.body.toString())).toMatchObject({
    version: 2,
    correction: 'files came late',
  });
  expect(published.get('index/-/transparency/2026-02/v1.json')!.body.toString()).toBe(first);
});

/** The published report as it is, over another log. */
function registryWithout(first: string, lines: readonly LogLine[]): void {
  registryWith(lines);
  const key = 'index/-/transparency/2026-02/report.json';
  published.set(key, { key, body: Buffer.from(first), contentType: '', cacheControl: '', tags: [] });
}

test.each([
  [['--month', '2026-2'], '--month must be a month, got: 2026-2; write it as 2026-10'],
  [['--day', '2026-02'], '--day must be a day, got: 2026-02; write it as 2026-10-05'],
  [['--month', '2026-04'], '--month must have begun, got: 2026-04; today is 2026-03-01 (UTC)'],
  [['--month', '2026-02', '--day', '2026-02-01'], 'A report is of a month or of a day, got: both; leave --month or --day out'],
  [
    ['--publish', '--k', '3'],
    'A published report shows groups of at least 10 addresses, got: --k 3; leave --k out, or leave --publish out',
  ],
  [['--publish', '--day', '2026-02-01'], 'A published report is of a whole month, got: --day; name it with --month'],
  [['--correction', 'late'], '--correction says why a published report is replaced, got: no --publish; add it'],
])('%j is refused', async (args, message) => {
  expect(await run(['report', ...args], world)).toBe(2);
  expect(world.notes).toEqual([message]);
});

test('a folder that is not there is told', async () => {
  expect(await report()).toBe(1);
  expect(world.notes.at(-1)).toBe(`There is no folder '${logs()}'; name the one with the log files`);
});

function contentOf(root: string): Record<string, string> {
  const names = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), 'utf8')]),
  );
}
