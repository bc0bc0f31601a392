import { findings } from '../../../../domain/usage/fair-use/propose';
import { FAIR_USE_DEFAULTS } from '../../../../domain/usage/fair-use/settings';
import { holderUsageObjects } from '../../../../domain/usage/partner/objects';
import { allHoldersUsage, type HolderInput, type HolderUsage } from '../../../../domain/usage/partner/usage';
import { reportOf } from '../../../../domain/usage/report/report';
import { OCTOBER, sampleInput, table } from '../report/sample';

const GB = 2 ** 30;
const sample = sampleInput();
const INPUT = {
  registry: 'example',
  contact: 'infrastructure@foundation.example',
  month: OCTOBER,
  until: '2026-10-02',
  tables: [
    table('tiers', '2026-10-01', [
      ['commercial', 'acme', 'ci', 100, 4 * GB, 40, 10, 1 * GB, 3, 1, 2],
      ['commercial', 'acme', 'human', 20, 1 * GB, 10, 0, 0, 0, 0, 1],
      ['commercial', 'other-corp', 'ci', 999, 9 * GB, 99, 9, 1 * GB, 9, 9, 1],
      ['anonymous', '-', 'ci', 50, 1 * GB, 10, 0, 0, 0, 0, 40],
    ]),
    table('tiers', '2026-10-02', [['commercial', 'acme', 'ci', 80, 2 * GB, 30, 6, 1 * GB, 0, 0, 2]]),
    table('tiers', '2026-10-03', [['commercial', 'acme', 'ci', 7777, 2 * GB, 30, 6, 1 * GB, 0, 0, 2]]),
    table('tiers', '2026-09', [['commercial', 'acme', 'ci', 1000, 60 * GB, 400, 100, 20 * GB, 5, 2, 4]]),
    table('holder_projects', '2026-10-01', [
      ['commercial', 'acme', 'pypi', 'six', 60, 1 * GB, 30, 8, 1 * GB, 3, 1],
      ['commercial', 'acme', 'npm', 'left', 60, 4 * GB, 20, 2, 1 * GB, 0, 0],
      ['commercial', 'other-corp', 'pypi', 'secret-project', 60, 4 * GB, 20, 2, 1 * GB, 0, 0],
    ]),
    table('holder_projects', '2026-10-02', [['commercial', 'acme', 'pypi', 'six', 80, 2 * GB, 30, 6, 1 * GB, 0, 0]]),
  ],
  reports: [{ ...reportOf(sample), period: '2026-09' }],
  contributions: [{ holder: 'acme', tier: 'commercial', monthlyUsd: 200 }],
};
const usageOfAcme = (input: HolderInput): HolderUsage => allHoldersUsage(input).find(({ holder }) => holder === 'acme')!;
const acme = usageOfAcme(INPUT);

test('the month so far is the sum of its days until the last one that is counted', () => {
  const values = Object.fromEntries(Object.entries(acme.figures).map(([name, { value }]) => [name, value]));
  expect(values).toMatchObject({
    downloads: 80,
    bytes: 7 * GB,
    requests: 200,
    repeatsPercent: 20,
    repeatBytes: 2 * GB,
    limited: 3,
    refused: 1,
    contributedUsd: 200,
  });
});

test("days and packages are exact, and the holder's own", () => {
  expect(acme.tables.days.rows.map(({ day, requests }) => [day, requests])).toEqual([
    ['2026-10-01', 120],
    ['2026-10-02', 80],
  ]);
  expect(acme.tables.projects.rows.map(({ project, downloads, bytes }) => [project, downloads, bytes])).toEqual([
    ['npm left', 20, 4 * GB],
    ['pypi six', 60, 3 * GB],
  ]);
  expect(JSON.stringify(acme)).not.toMatch(/other-corp|secret-project/);
});

test('a month that has a report has a share of its cost: 60 GB of 2,504 and 1,000 requests of 25 million', () => {
  const [month] = acme.tables.months.rows;
  const { figures } = INPUT.reports[0]!;
  const share = (figures.estimatedUsd!.value! * 60 * GB) / figures.bytes!.value!;
  expect([month!.month, month!.downloads, month!.contributedUsd]).toEqual(['2026-09', 400, 200]);
  // Bytes are most of the cost; requests are few, so the share is a little less.
  expect(Number(month!.fairShareUsd)).toBeLessThan(share);
  expect(Number(month!.fairShareUsd)).toBeGreaterThan(share * 0.7);
});

test('advice is for the clients of what was downloaded', () => {
  expect(acme.advice.map(({ client }) => client)).toEqual(['pip', 'uv', 'npm']);
  expect(acme.advice.every(({ lines }) => lines.length === 6)).toBe(true);
});

test('what fair use has found about a holder stands on their page, and on nobody else’s', () => {
  const about = (name: string, until: string, status: 'advice' | 'forgotten' = 'advice') => ({
    ...findings(
      [{ kind: 'holder', name, ranges: [], requests: 9, human: 0, bytes: 100e9, downloads: 9, repeats: 0 }],
      { period: '2026-10-01', kind: 'day', bytes: 100e9 },
      FAIR_USE_DEFAULTS,
    )[0]!,
    status,
    since: '2026-10-02T05:30:00.000Z',
    until,
  });
  const proposals = [
    about('commercial/acme', '2026-10-10T00:00:00.000Z'),
    about('commercial/acme', '2026-10-02T00:00:00.000Z'),
    about('commercial/acme', '2026-10-10T00:00:00.000Z', 'forgotten'),
  ];
  const pages = holderUsageObjects({ ...INPUT, proposals }).map(({ key, body }) => [key, body.toString()] as const);
  const reason = 'Drew 100.0 GB in the day 2026-10-01, 100.0 % of everything served; fair use is 10.0 GB.';
  expect(pages.filter(([, text]) => text.includes(reason)).map(([key]) => key)).toEqual([
    'index/-/usage/commercial/acme/usage.json',
    'index/-/usage/commercial/acme/index.html',
  ]);
  expect(usageOfAcme({ ...INPUT, proposals }).fairUse).toHaveLength(1);
});

test('each holder has two objects, which nothing in between keeps', () => {
  const objects = holderUsageObjects(INPUT);
  expect(objects.map(({ key, cacheControl }) => [key, cacheControl])).toEqual([
    ['index/-/usage/commercial/acme/usage.json', 'private, no-store'],
    ['index/-/usage/commercial/acme/index.html', 'private, no-store'],
    ['index/-/usage/commercial/other-corp/usage.json', 'private, no-store'],
    ['index/-/usage/commercial/other-corp/index.html', 'private, no-store'],
  ]);
  for (const { body } of objects) expect(body.length).toBeLessThan(100_000);
});
