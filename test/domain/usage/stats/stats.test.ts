import Ajv from 'ajv/dist/2020';
import fc from 'fast-check';
import { ECOSYSTEM_NAMES, type EcosystemName } from '../../../../domain/packages/names';
import { ECOSYSTEMS } from '../../../../domain/packages/registry';
import type { Row } from '../../../../domain/usage/engine';
import { badge, shortNumber } from '../../../../domain/usage/stats/badge';
import { statsObjects } from '../../../../domain/usage/stats/objects';
import { uncountedObject } from '../../../../domain/usage/stats/package-stats';
import { STATS_SCHEMA } from '../../../../domain/usage/stats/schema';
import { versionOf } from '../../../../domain/usage/stats/version-of';
import { SAMPLES } from '../../../helpers/every-ecosystem';
import { table } from '../report/sample';

const hours = (month: string): Row => [`${month}-01`, 0, 1234, 567_891, 321, 0, 0, 0, 0, 0, 0, 50];
const monthOf = (month: string, files: readonly Row[]) => ({
  month,
  tables: [table('hours', month, [hours(month)]), table('files', month, files)],
});
const wheel = (project: string, version: string, downloads: number, addresses: number): Row => [
  'pypi',
  project,
  'file',
  `/pypi/files/${project}/${project}-${version}-py3-none-any.whl`,
  downloads,
  downloads * 1000,
  downloads,
  addresses,
];
const metadata: Row = ['pypi', 'six', 'metadata', '/pypi/files/six/six-1.0-py3-none-any.whl.metadata', 9000, 9000, 9000, 900];

const SEPTEMBER = monthOf('2026-09', [wheel('six', '1.0', 777, 30), wheel('gone', '1.0', 500, 20)]);
const OCTOBER = monthOf('2026-10', [
  wheel('six', '1.0', 1239, 30),
  wheel('six', '1.1', 2345, 40),
  wheel('six', '0.8', 12, 4),
  wheel('six', '0.9', 13, 12),
  wheel('gone', '1.0', 9, 9),
  wheel('rare', '1.0', 40, 11),
  metadata,
]);

const documents = (months: Parameters<typeof statsObjects>[0]['months']) =>
  new Map(statsObjects({ registry: 'example', months }).map(({ key, ...object }) => [key, object]));
const found = documents([OCTOBER, SEPTEMBER]);
const json = (key: string): unknown => JSON.parse(found.get(`index/-/stats/${key}`)!.body.toString());

test('each package of enough addresses has a document of the month, by versions and rounded down', () => {
  expect(json('pypi/six/2026-10.json')).toEqual({
    schema: 1,
    ecosystem: 'pypi',
    project: 'six',
    month: '2026-10',
    downloads: 3600,
    bytes: 3_600_000,
    versions: [
      { version: '1.1', downloads: 2340, bytes: 2_340_000 },
      { version: '1.0', downloads: 1230, bytes: 1_230_000 },
    ],
    other: { downloads: 20, bytes: 25_000 },
  });
  expect(found.get('index/-/stats/pypi/six/2026-10.json')!.cacheControl).toBe('public, max-age=31536000, immutable');
});

test('what too few addresses downloaded has no number, nor has what it would be known by', () => {
  // 'rare' has enough, and is held back all the same: the rest of the ecosystem would be 'gone' alone.
  expect([...found.keys()].filter((key) => key.includes('2026-10'))).toEqual([
    'index/-/stats/totals/2026-10.json',
    'index/-/stats/pypi/six/2026-10.json',
  ]);
});

test('pointers go back over the months, and tell where there is no number any more', () => {
  expect(json('pypi/six/latest.json')).toEqual({
    schema: 1,
    ecosystem: 'pypi',
    project: 'six',
    latest: '/-/stats/pypi/six/2026-10.json',
    months: [
      { month: '2026-09', downloads: 770 },
      { month: '2026-10', downloads: 3600 },
    ],
  });
  expect(json('pypi/gone/latest.json')).toEqual({
    schema: 1,
    ecosystem: 'pypi',
    project: 'gone',
    latest: '/-/stats/pypi/gone/2026-09.json',
    months: [
      { month: '2026-09', downloads: 500 },
      { month: '2026-10', downloads: null },
    ],
  });
  expect(found.get('index/-/stats/pypi/gone/badge.svg')!.body.toString()).toContain('aria-label="downloads: few"');
});

test('an older month published again leaves the pointers at the newest', () => {
  const again = new Map(
    statsObjects({ registry: 'example', month: '2026-09', months: [OCTOBER, SEPTEMBER] }).map(({ key, body }) => [
      key,
      body.toString(),
    ]),
  );
  const pointers = ['latest.json', 'index.html', 'pypi/six/latest.json', 'pypi/six/badge.svg'].map(
    (name) => `index/-/stats/${name}`,
  );
  expect(pointers.map((key) => again.get(key))).toEqual(pointers.map((key) => found.get(key)!.body.toString()));
  expect([...again.keys()].filter((key) => /2026-\d\d/.test(key))).toEqual([
    'index/-/stats/totals/2026-09.json',
    'index/-/stats/pypi/six/2026-09.json',
    'index/-/stats/pypi/gone/2026-09.json',
  ]);
});

test('a project called other is one like any other', () => {
  const of = documents([
    monthOf('2026-10', [wheel('other', '1.0', 400, 30), wheel('few', '1.0', 9, 9), wheel('six', '1.0', 50, 20)]),
  ]);
  expect(JSON.parse(of.get('index/-/stats/pypi/other/2026-10.json')!.body.toString())).toMatchObject({ downloads: 400 });
});

test('totals are exact', () => {
  const october = { month: '2026-10', requests: 1234, bytes: 567_891, downloads: 321 };
  expect(json('totals/2026-10.json')).toEqual({
    schema: 1,
    ...october,
    ecosystems: [{ ecosystem: 'pypi', downloads: 3640, bytes: 3_649_000 }],
  });
  expect(json('latest.json')).toEqual({
    schema: 1,
    latest: '/-/stats/totals/2026-10.json',
    months: [{ ...october, month: '2026-09' }, october],
    schemaDocument: '/-/stats/schema.json',
  });
});

test('all documents are what the schema says, and nothing less', () => {
  const validate = new Ajv({ strict: true, allErrors: true }).compile(STATS_SCHEMA);
  const all = [...found, ['first', uncountedObject('npm', '@a/b')] as const].filter(
    ([, { contentType }]) => contentType === 'application/json',
  );
  expect(all).toHaveLength(6);
  for (const [key, { body }] of all) {
    const document = JSON.parse(body.toString()) as Record<string, unknown>;
    expect([key, validate(document), validate.errors]).toEqual([key, true, null]);
    for (const name of Object.keys(document)) {
      const { [name]: _, ...rest } = document;
      expect([key, name, validate(rest)]).toEqual([key, name, false]);
    }
  }
});

test('the same tables give the same bytes, in any order', () => {
  expect(documents([SEPTEMBER, OCTOBER])).toEqual(found);
});

test('a month without its tables is refused', () => {
  expect(() => documents([{ month: '2026-10', tables: [] }])).toThrow("There is no table 'hours' of 2026-10");
  expect(() => documents([])).toThrow('There is no month to publish the statistics of; aggregate it first.');
});

test.each(ECOSYSTEM_NAMES)('%s: the version of a file is read off its path', async (ecosystem: EcosystemName) => {
  const { project, versions, files } = SAMPLES[ecosystem];
  for (const version of versions) {
    const packed = (await files(version, project)).map(({ name }) => ECOSYSTEMS[ecosystem].filePath(project, name, version));
    expect(packed.map((path) => versionOf(ecosystem, project, path))).toEqual(packed.map(() => version));
  }
});

test.each([
  ['rubygems', 'demo', '/gems/gems/demo-1.0.0-x86_64-linux.gem', '1.0.0'],
  ['npm', '@scope/demo', '/npm/@scope/demo/-/demo-1.0.0-rc.1.tgz', '1.0.0-rc.1'],
  ['cargo', 'demo', '/cargo/crates/demo/demo-1.0.0%2Bbuild.crate', '1.0.0+build'],
  ['pypi', 'demo', '/pypi/files/demo/other-1.0-py3-none-any.whl', undefined],
  ['unknown', 'demo', '/x/demo-1.0.zip', undefined],
])('%s: the version of %s at %s', (ecosystem, project, path, version) => {
  expect(versionOf(ecosystem, project, path)).toBe(version);
});

test('property: no path makes it fail', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ECOSYSTEM_NAMES), fc.string(), fc.webPath(), (ecosystem, project, path) => {
      versionOf(ecosystem, project, path);
    }),
  );
});

test.each([
  [0, '0'],
  [990, '990'],
  [1230, '1.23k'],
  [45_600, '45.6k'],
  [1_000_000, '1M'],
  [2_340_000_000, '2.34G'],
])('%d is %s on a badge', (value, text) => {
  expect(shortNumber(value)).toBe(text);
  expect(badge(value)).toContain(`<title>downloads: ${text}/month</title>`);
});
