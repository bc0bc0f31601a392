import fc from 'fast-check';
import type { ListedRelease, ProjectSummary } from '../../../../domain/contracts/release';
import { NPM } from '../../../../domain/packages/npm';

const SHA512 = 'ab'.repeat(64);
const INTEGRITY = `sha512-${Buffer.from(SHA512, 'hex').toString('base64')}`;
const URL = 'https://packages.example.org';
const FIELDS = { description: 'A library', main: 'index.js', dependencies: { ms: '^2.0.0' }, hasInstallScript: true };

const release = (version: string, at: string, rest: Partial<ListedRelease> = {}, metadata: object = {}): ListedRelease => ({
  schema: 1,
  ecosystem: 'npm',
  project: '@demo/lib',
  version,
  upload: 'upload-1',
  publishedAt: `2026-01-0${at}T03:04:05.678Z`,
  files: [
    {
      name: `demo-lib-${version}.tgz`,
      size: 1,
      digests: { md5: '', sha256: '', sha512: SHA512 },
      signer: {},
      bundles: [],
      countersignature: { keyId: 'key', signature: '' },
      signedTexts: [
        { text: `@demo/lib@${version}:${INTEGRITY}`, keyId: 'SHA256:key', signature: 'c2ln' },
        { text: 'something else', keyId: 'SHA256:key', signature: 'b3RoZXI=' },
      ],
      metadata: { shasum: '00ff', fields: FIELDS, ...metadata },
    },
  ],
  ...rest,
});

type Document = Record<string, unknown> & {
  'dist-tags': Record<string, string>;
  versions: Record<string, Record<string, unknown>>;
};
const summaryOf = (releases: readonly ListedRelease[], rest: Partial<ProjectSummary> = {}): ProjectSummary => ({
  schema: 1,
  ecosystem: 'npm',
  project: '@demo/lib',
  revision: 1,
  releases,
  ...rest,
});
const render = (...args: Parameters<typeof summaryOf>) => NPM.renderProject(summaryOf(...args), { publicUrl: URL });
function documents(...args: Parameters<typeof summaryOf>): { full: Document; abbreviated: Document } {
  const [full, abbreviated] = render(...args).map(({ body }) => JSON.parse(body.toString()) as Document);
  return { full: full!, abbreviated: abbreviated! };
}
const tagsOf = (releases: readonly ListedRelease[]) => documents(releases).full['dist-tags'];

const DIST = {
  integrity: INTEGRITY,
  shasum: '00ff',
  tarball: `${URL}/npm/@demo/lib/-/lib-1.0.0.tgz`,
  signatures: [{ keyid: 'SHA256:key', sig: 'c2ln' }],
};

test('renders the full document', () => {
  const { full } = documents([release('1.0.0', '1')]);
  expect(full).toEqual({
    _id: '@demo/lib',
    name: '@demo/lib',
    'dist-tags': { latest: '1.0.0' },
    versions: {
      '1.0.0': { name: '@demo/lib', version: '1.0.0', ...FIELDS, _id: '@demo/lib@1.0.0', dist: DIST },
    },
    time: {
      created: '2026-01-01T03:04:05.678Z',
      modified: '2026-01-01T03:04:05.678Z',
      '1.0.0': '2026-01-01T03:04:05.678Z',
    },
    description: 'A library',
  });
});

test('renders the abbreviated document with what clients resolve and install by', () => {
  expect(documents([release('1.0.0', '1')]).abbreviated).toEqual({
    name: '@demo/lib',
    'dist-tags': { latest: '1.0.0' },
    modified: '2026-01-01T03:04:05.678Z',
    versions: {
      '1.0.0': { name: '@demo/lib', version: '1.0.0', dependencies: { ms: '^2.0.0' }, hasInstallScript: true, dist: DIST },
    },
  });
});

test('stores them as JSON below the index, to be asked for again soon', () => {
  expect(render([release('1.0.0', '1')])).toMatchObject(
    ['full', 'abbr'].map((form) => ({
      key: `index/npm/@demo/lib/${form}.json`,
      contentType: 'application/json',
      cacheControl: 'public, max-age=60, s-maxage=3600, stale-while-revalidate=60, stale-if-error=86400',
      tags: ['ecosystem:npm', 'project:npm:@demo/lib', 'index:npm:@demo/lib'],
    })),
  );
});

test('lists versions oldest first, and describes the project by the latest', () => {
  const older = release('1.9.0', '3', {}, { fields: { description: 'A patch to an old line' } });
  const { full } = documents([release('1.10.0', '2'), older, release('2.0.0-rc.1', '4')]);
  expect([Object.keys(full.versions), full['dist-tags'], full.description]).toEqual([
    ['1.9.0', '1.10.0', '2.0.0-rc.1'],
    { latest: '1.10.0' },
    'A library',
  ]);
  expect(full.time).toMatchObject({ created: '2026-01-02T03:04:05.678Z', modified: '2026-01-04T03:04:05.678Z' });
});

const tagged = (version: string, tag: string) => release(version, '1', {}, { tag });
const yanked = (version: string) => release(version, '1', { status: { yanked: 'broken' } });
const plain = (version: string) => release(version, '1');
test.each<[string, ListedRelease[], Record<string, string>]>([
  ['the newest release that is no prerelease', [plain('1.0.0'), plain('2.0.0-rc.1')], { latest: '1.0.0' }],
  ['a prerelease where there is nothing else', [plain('1.0.0-a'), plain('1.0.0-b')], { latest: '1.0.0-b' }],
  ['none that asks for another tag', [plain('1.0.0'), tagged('2.0.0', 'next')], { latest: '1.0.0', next: '2.0.0' }],
  ['one with another tag where there is nothing else', [tagged('1.0.0', 'next')], { latest: '1.0.0', next: '1.0.0' }],
  ['a prerelease that asks for it', [plain('1.0.0'), tagged('2.0.0-rc.1', 'latest')], { latest: '2.0.0-rc.1' }],
  [
    'and of other tags the newest',
    [tagged('1.0.1', 'v1-lts'), tagged('1.0.2', 'v1-lts'), plain('2.0.0'), tagged('3.0.0-a', 'canary')],
    { latest: '2.0.0', canary: '3.0.0-a', 'v1-lts': '1.0.2' },
  ],
  ['none that is yanked', [plain('1.0.0'), yanked('1.1.0')], { latest: '1.0.0' }],
  ['a yanked one where there is nothing else', [yanked('1.0.0'), yanked('1.1.0')], { latest: '1.1.0' }],
])('latest is %s', (_, releases, tags) => {
  expect(tagsOf(releases)).toEqual(tags);
});

test.each<[string, Partial<ListedRelease>, Partial<ProjectSummary>, string | undefined]>([
  ['good', {}, {}, undefined],
  ['deprecated', { status: { deprecated: 'Use 2.0.0.' } }, {}, 'Use 2.0.0.'],
  ['deprecated without a reason', { status: { deprecated: '' } }, {}, 'This version is deprecated.'],
  ['yanked', { status: { yanked: 'broken', deprecated: 'old' } }, {}, 'Yanked: broken'],
  ['yanked without a reason', { status: { yanked: '' } }, {}, 'Yanked: no reason was given.'],
  ['of a deprecated project', {}, { status: { deprecated: '' } }, 'This package is deprecated.'],
  [
    'of a replaced project',
    {},
    { status: { deprecated: 'No longer kept.', replacement: '@demo/new' } },
    'No longer kept. Use @demo/new instead.',
  ],
])('a release that is %s', (_, own, project, text) => {
  const { full, abbreviated } = documents([release('1.0.0', '1', own)], project);
  expect([full.versions['1.0.0']!.deprecated, abbreviated.versions['1.0.0']!.deprecated]).toEqual([text, text]);
});

test('a change of status is a modification', () => {
  const status = { schema: 1, id: 'x', ecosystem: 'npm', project: '@demo/lib', action: 'yank', reason: '', by: 'me' } as const;
  const at = '2026-02-03T00:00:00.000Z';
  const { full, abbreviated } = documents([release('1.0.0', '1')], { statuses: [{ ...status, at }] });
  expect([(full.time as { modified: string }).modified, abbreviated.modified]).toEqual([at, at]);
});

test('names the provenance of a release that has one', () => {
  const { full } = documents([release('1.0.0', '1', {}, { provenance: 'https://slsa.dev/provenance/v1' })]);
  expect(full.versions['1.0.0']!.dist).toEqual({
    ...DIST,
    attestations: {
      url: `${URL}/npm/-/npm/v1/attestations/@demo/lib@1.0.0`,
      provenance: { predicateType: 'https://slsa.dev/provenance/v1' },
    },
  });
});

test('fails on a record that is not of its making', () => {
  const [file] = release('1.0.0', '1').files;
  expect(() => render([{ ...release('1.0.0', '1'), files: [{ ...file!, metadata: {} }] }])).toThrow(/shasum/);
});

test('property: the documents do not depend on the order of releases', () => {
  const releases = ['1.0.0', '1.0.1-rc.1', '1.10.0', '1.9.0', '2.0.0-a'].map((version, i) => release(version, String(i + 1)));
  const expected = render(releases);
  fc.assert(
    fc.property(fc.shuffledSubarray(releases, { minLength: releases.length }), (shuffled) => {
      expect(render(shuffled)).toEqual(expected);
    }),
  );
});

test('property: every tag names a version that is there, and latest is always one', () => {
  const version = fc.tuple(fc.nat(3), fc.nat(3), fc.constantFrom('', '-rc.1')).map(([a, b, c]) => `${a}.${b}.0${c}`);
  const one = fc.record({ version, tag: fc.constantFrom(undefined, 'latest', 'next'), yanked: fc.boolean() });
  fc.assert(
    fc.property(fc.uniqueArray(one, { minLength: 1, selector: (each) => each.version }), (all) => {
      const releases = all.map(({ version, tag, yanked }) =>
        release(version, '1', yanked ? { status: { yanked: '' } } : {}, { tag }),
      );
      const tags = tagsOf(releases);
      const versions = all.map((each) => each.version);
      expect(Object.values(tags).filter((each) => !versions.includes(each))).toEqual([]);
      expect(Object.keys(tags)).toContain('latest');
    }),
  );
});

test('no document lists all packages', () => {
  expect([NPM.listingKeys, NPM.renderListing('x', undefined, summaryOf([]), { publicUrl: URL })]).toEqual([[], undefined]);
});
