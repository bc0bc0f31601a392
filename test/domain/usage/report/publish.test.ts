import Ajv from 'ajv';
import { SaxesParser } from 'saxes';
import { correctionProblems } from '../../../../domain/usage/report/correction';
import { figuresCsv, tableCsv } from '../../../../domain/usage/report/csv';
import type { History } from '../../../../domain/usage/report/history';
import { nextVersion } from '../../../../domain/usage/report/next';
import { publishReport } from '../../../../domain/usage/report/publish';
import { reportOf } from '../../../../domain/usage/report/report';
import { REPORT_SCHEMA } from '../../../../domain/usage/report/schema';
import type { TransparencyReport } from '../../../../domain/usage/report/types';
import { sampleInput } from './sample';

const URL = 'https://packages.example.org';
const report = reportOf(sampleInput());
const objects = publishReport({ report, url: URL });
const text = (key: string): string => objects.find((one) => one.key === `index/-/transparency/${key}`)!.body.toString();
const matches = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(REPORT_SCHEMA);

test('what is published of a month, in the order of writing: what leads to it comes last', () => {
  expect(objects.map(({ key, contentType }) => `${key.replace('index/-/transparency/', '')} ${contentType}`)).toMatchSnapshot();
});

test('the JSON matches its schema, which refuses what it does not name', () => {
  expect([matches(JSON.parse(text('2026-10/report.json'))), matches.errors]).toEqual([true, null]);
  expect(matches({ ...report, surprise: 1 })).toBe(false);
  expect(matches({ ...report, figures: { requests: { title: 'Requests', unit: 'apples', value: 1 } } })).toBe(false);
});

test('the same input gives the same bytes, whatever the order of tables', () => {
  const input = sampleInput();
  const again = publishReport({ report: reportOf({ ...input, tables: [...input.tables].reverse() }), url: URL });
  expect(again.map(({ body }) => body.toString())).toEqual(objects.map(({ body }) => body.toString()));
});

test('a page is below 100 KB, has every table and loads nothing', () => {
  const page = text('2026-10/index.html');
  expect(Buffer.byteLength(page)).toBeLessThan(100_000);
  expect(
    [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, target]) => target!).filter((target) => !/^(\/|#)/.test(target)),
  ).toEqual([]);
  expect(page).not.toContain('<script');
  for (const table of Object.values(report.tables)) expect(page).toContain(`<summary>${table.title}</summary>`);
  for (const id of ['days', 'cost', 'concentration']) expect(page).toContain(`role="img" aria-labelledby="${id}-t ${id}-d"`);
});

test('pictures say what they show', () => {
  const said = [...text('2026-10/index.html').matchAll(/<desc[^>]*>([^<]*)<\/desc>/g)].map(([, words]) => words);
  expect(said).toEqual([
    '31 days; the busiest was 2026-10-31 with 107 GB, the quietest had 34.0 GB. Most is anonymous.',
    `Of $${report.figures.estimatedUsd!.value} in all, delivery is $${report.tables.cost!.rows[0]!.estimatedUsd}.`,
    'The busiest 1 percent of addresses draw 81.8 percent of the bytes.',
  ]);
});

test('texts are escaped, in pages and in what a spreadsheet reads', () => {
  const evil = '=HYPERLINK("https://evil.example"),<img src=x>';
  const { tables } = reportOf({ ...sampleInput(), contributions: [{ from: evil, monthlyUsd: 1, public: true }] });
  const page = publishReport({ report: { ...report, tables }, url: URL }).find(({ key }) => key.endsWith('2026-10/index.html'))!;
  expect(page.body.toString()).not.toContain('<img');
  expect(tableCsv(tables.contributions!)).toBe(
    'From,In,A month (USD)\r\n"\'=HYPERLINK(""https://evil.example""),<img src=x>",money,1\r\n',
  );
});

test('a CSV has units in its head, nothing for what is not known, and numbers as they are', () => {
  expect(
    figuresCsv({
      a: { title: 'A', unit: 'USD', value: -2.5, note: 'so, "so"' },
      b: { title: 'B', unit: 'bytes', value: null },
    }),
  ).toBe('Figure,Value,Unit,Note\r\nA,-2.5,USD,"so, ""so"""\r\nB,,bytes,\r\n');
});

test('the feed is well-formed and leads to each report', () => {
  const links: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'link') links.push(attributes.href!.value);
  });
  parser.write(text('feed/index.html')).close();
  expect(links).toEqual([`${URL}/-/transparency/feed`, `${URL}/-/transparency/`, `${URL}/-/transparency/2026-10/`]);
});

test('a later month leads on; an older one that comes after it does not take its place', () => {
  const history = JSON.parse(text('history.json')) as History;
  const september = publishReport({ report: { ...report, period: '2026-09' }, history, url: URL });
  expect(september.some(({ key }) => key.includes('/latest'))).toBe(false);
  const told = JSON.parse(september.at(-1)!.body.toString()) as { reports: { period: string }[] };
  expect(told.reports.map(({ period }) => period)).toEqual(['2026-10', '2026-09']);
});

describe('a published month', () => {
  const ledger = { entries: 9, head: 'cd'.repeat(32) };

  test('made again keeps its day, its version and its ledger head; a correction is the next version', () => {
    const kept = { published: '2026-11-03', version: 1, ledger: { entries: 1204, head: 'ab'.repeat(32) } };
    expect(nextVersion(report, { today: '2026-11-09', ledger })).toEqual(kept);
    expect(nextVersion(report, { today: '2026-11-09', ledger, correction: 'late files' })).toEqual({
      published: '2026-11-09',
      version: 2,
      correction: 'late files',
      ledger,
    });
  });

  test('is the first version when nothing was published, or a look at it before its end', () => {
    const first = { published: '2026-11-09', version: 1, ledger };
    expect(nextVersion(undefined, { today: '2026-11-09', ledger })).toEqual(first);
    expect(nextVersion({ ...report, preliminary: true }, { today: '2026-11-09', ledger })).toEqual(first);
  });

  const changed = (change: number): TransparencyReport => ({
    ...report,
    tables: {
      ...report.tables,
      tiers: {
        ...report.tables.tiers!,
        rows: report.tables.tiers!.rows.map((row, i) =>
          i > 0 ? row : { ...row, bytes: 1, addresses: Number(row.addresses) + change },
        ),
      },
    },
  });

  test('stays: another one without a reason is refused', () => {
    expect(() => publishReport({ report: changed(0), before: report, url: URL })).toThrow(
      'The report of 2026-10 is published and stays as it is, got: another one; publish a correction, with a reason, when it is wrong',
    );
  });

  test('is replaced as a whole by the next version, and the one before stays to be read', () => {
    const after = { ...changed(2000), version: 2, correction: 'log files came late' };
    const published = publishReport({ report: after, before: report, url: URL });
    expect(published[0]!.key).toBe('index/-/transparency/2026-10/v1.json');
    expect(published.find(({ key }) => key.endsWith('2026-10/index.html'))!.body.toString()).toContain('log files came late');
  });

  test('is not replaced by another version than the next', () => {
    expect(() => publishReport({ report: { ...changed(0), version: 3, correction: 'x' }, before: report, url: URL })).toThrow(
      'A correction of 2026-10 must be version 2, got: 3',
    );
  });

  test.each([
    [0, false],
    [10, false],
    [19, false],
    [20, true],
    [-20, true],
  ])('whose row differs by %d addresses may be corrected: %s', (change, allowed) => {
    // Both are rounded down to tens, so that 19 may be ten in truth.
    const old = { ...report, tables: { tiers: changed(-3400).tables.tiers! } };
    const rows = old.tables.tiers.rows.map((row, i) =>
      i > 0 ? row : { ...row, bytes: 2, addresses: Number(row.addresses) + change },
    );
    const problems = correctionProblems(old, { ...old, tables: { tiers: { ...old.tables.tiers, rows } } });
    expect(problems).toEqual(allowed ? [] : ["table 'tiers', row 'anonymous'"]);
  });
});
