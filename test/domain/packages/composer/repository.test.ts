import fc from 'fast-check';
import type { ListedRelease, ProjectStatus, ProjectSummary, ReleaseStatus } from '../../../../domain/contracts/release';
import { COMPOSER } from '../../../../domain/packages/composer';
import { minify } from '../../../../domain/packages/composer/minify';

const CONTEXT = { publicUrl: 'https://packages.example.org' };
const INDEX = 'public, max-age=60, s-maxage=3600, stale-while-revalidate=60, stale-if-error=86400';
type Fields = Readonly<Record<string, unknown>>;

const release = (version: string, fields: Fields = {}, status?: ReleaseStatus): ListedRelease => ({
  schema: 1,
  ecosystem: 'composer',
  project: 'demo/lib',
  version,
  upload: 'upload-1',
  publishedAt: '2026-01-02T03:04:05.678Z',
  files: [
    {
      name: `demo-lib-${version}.zip`,
      size: 1,
      digests: { md5: '', sha256: '', sha512: '' },
      signer: {},
      bundles: [],
      countersignature: { keyId: '', signature: '' },
      metadata: { sha1: `5a${version}`, package: fields },
    },
  ],
  ...(status && { status }),
});
const summary = (releases: readonly ListedRelease[], status?: ProjectStatus): ProjectSummary => ({
  schema: 1,
  ecosystem: 'composer',
  project: 'demo/lib',
  revision: 1,
  releases,
  ...(status && { status }),
});
const versions = (releases: readonly ListedRelease[], status?: ProjectStatus): Fields[] => {
  const [document] = COMPOSER.renderProject(summary(releases, status), CONTEXT);
  return (JSON.parse(document!.body.toString()) as { packages: Record<string, Fields[]> }).packages['demo/lib']!;
};

test('renders a project, newest version first and each by its difference, and its lack of branches', () => {
  const tags = ['ecosystem:composer', 'project:composer:demo/lib', 'index:composer:demo/lib'];
  const document = {
    minified: 'composer/2.0',
    packages: {
      'demo/lib': [
        {
          name: 'demo/lib',
          version: 'v1.1.0',
          version_normalized: '1.1.0.0',
          type: 'library',
          require: { php: '>=8.1' },
          dist: {
            type: 'zip',
            url: 'https://packages.example.org/composer/files/demo/lib/v1.1.0.zip',
            reference: '5av1.1.0',
            shasum: '5av1.1.0',
          },
          time: '2026-01-02T03:04:05+00:00',
        },
        {
          version: '1.0.0+build.1',
          version_normalized: '1.0.0.0',
          dist: {
            type: 'zip',
            url: 'https://packages.example.org/composer/files/demo/lib/1.0.0%2Bbuild.1.zip',
            reference: '5a1.0.0+build.1',
            shasum: '5a1.0.0+build.1',
          },
          require: '__unset',
        },
      ],
    },
  };
  const releases = [
    release('1.0.0+build.1', { type: 'library' }),
    release('v1.1.0', { type: 'library', require: { php: '>=8.1' } }),
  ];
  const shared = { contentType: 'application/json', cacheControl: INDEX, tags };
  expect(COMPOSER.renderProject(summary(releases), CONTEXT)).toEqual([
    { key: 'index/composer/p2/demo/lib.json', body: Buffer.from(JSON.stringify(document)), ...shared },
    {
      key: 'index/composer/p2/demo/lib~dev.json',
      body: Buffer.from('{"minified":"composer/2.0","packages":{"demo/lib":[]}}'),
      ...shared,
    },
  ]);
});

test('leaves yanked versions out', () => {
  expect(versions([release('1.0.0'), release('1.1.0', {}, { yanked: 'broken' })])).toMatchObject([{ version: '1.0.0' }]);
});

test.each<[string, ProjectStatus | undefined, ReleaseStatus | undefined, unknown]>([
  ['nothing', undefined, undefined, undefined],
  ['a deprecated version', undefined, { deprecated: 'has a bug' }, true],
  ['a deprecated version that names another package', undefined, { deprecated: 'demo/new' }, 'demo/new'],
  ['a deprecated project', { deprecated: 'no time' }, undefined, true],
  ['a deprecated project with another to use', { deprecated: '', replacement: 'demo/new' }, undefined, 'demo/new'],
])('shows %s as Composer knows it', (_, project, status, abandoned) => {
  expect(versions([release('1.0.0', {}, status)], project).map((each) => each.abandoned)).toEqual([abandoned]);
});

test('says so when the package itself says that it is abandoned', () => {
  expect(versions([release('1.0.0', { abandoned: 'demo/other' })])).toMatchObject([{ abandoned: 'demo/other' }]);
});

test('no field of a composer.json takes the place of what the registry knows', () => {
  expect(versions([release('1.0.0', { dist: 'evil', time: 'evil' })])).toMatchObject([{ time: '2026-01-02T03:04:05+00:00' }]);
});

test('does not depend on the order of the records', () => {
  const releases = ['1.0.0', 'v1.1.0', '1.10.0', '1.2.0-RC1', '1.2.0'].map((version) => release(version));
  fc.assert(
    fc.property(fc.shuffledSubarray(releases, { minLength: releases.length }), (shuffled) => {
      expect(versions(shuffled)).toEqual(versions(releases));
    }),
  );
});

/** As Composer's MetadataMinifier::expand does. */
function expand(minified: readonly Fields[]): Fields[] {
  let current: Fields = {};
  return minified.map((each) => {
    current = Object.fromEntries(Object.entries({ ...current, ...each }).filter(([, value]) => value !== '__unset'));
    return current;
  });
}

test('what is minified expands to what it was', () => {
  const fields = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom<unknown>(1, 'x', { y: [1] }, []));
  fc.assert(
    fc.property(fc.array(fields), (packages) => {
      expect(expand(minify(packages))).toEqual(packages.map((each) => ({ ...each })));
    }),
  );
});

test("the root names the vendors, and grows with a new vendor's first package only", () => {
  const [key] = COMPOSER.listingKeys;
  const listing = (current: Buffer | undefined, project: string) =>
    COMPOSER.renderListing(key!, current, { ...summary([]), project }, CONTEXT);
  const first = listing(undefined, 'demo/lib')!;
  expect(first).toEqual({
    key: 'index/composer/packages.json',
    body: Buffer.from('{"packages":[],"metadata-url":"/composer/p2/%package%.json","available-package-patterns":["demo/*"]}'),
    contentType: 'application/json',
    cacheControl: INDEX,
    tags: ['ecosystem:composer', 'listing:composer'],
  });
  expect(listing(first.body, 'demo/app')).toBeUndefined();
  expect(listing(first.body, 'acme/x')!.body.toString()).toContain('["acme/*","demo/*"]');
});

test('tells where things are', () => {
  expect(COMPOSER.indexPath('demo/lib')).toBe('/composer/p2/demo/lib.json');
  expect(COMPOSER.filePath('demo/lib', 'demo-lib-1.0+x.zip', '1.0+x')).toBe('/composer/files/demo/lib/1.0%2Bx.zip');
  expect(COMPOSER.fileObject('demo/lib', { name: 'demo-lib-1.0.zip' }, Buffer.from('zip'), '1.0')).toEqual({
    key: 'files/composer/demo/lib/1.0.zip',
    body: Buffer.from('zip'),
    contentType: 'application/zip',
    cacheControl: 'public, max-age=31536000, immutable',
    tags: ['ecosystem:composer', 'project:composer:demo/lib'],
  });
  expect(
    COMPOSER.readBundles('demo/lib', { name: 'demo-lib-1.0.zip' }, [Buffer.from('{}')], '1.0').sideFiles.map(({ key }) => key),
  ).toEqual(['files/composer/demo/lib/1.0.zip.sigstore.json']);
  expect(COMPOSER.installText({ project: 'demo/lib', version: '1.0' }, CONTEXT.publicUrl)).toBe(
    'composer config repositories.demo composer https://packages.example.org/composer && composer require demo/lib:1.0',
  );
});
