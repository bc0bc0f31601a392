import fc from 'fast-check';
import type { ListedRelease, ProjectSummary, ReleaseStatus } from '../../../../domain/contracts/release';
import { GO } from '../../../../domain/packages/go';

const PROJECT = 'example.org/Demo/lib';
const CONTEXT = { publicUrl: 'https://packages.example.org' };
const INDEX = 'public, max-age=60, s-maxage=3600, stale-while-revalidate=60, stale-if-error=86400';
const PSEUDO = 'v1.1.1-0.20260101000000-abcdefabcdef';

const release = (version: string, status?: ReleaseStatus): ListedRelease => ({
  schema: 1,
  ecosystem: 'go',
  project: PROJECT,
  version,
  upload: 'upload-1',
  publishedAt: `2026-01-02T03:04:05.000Z`,
  files: [],
  ...(status && { status }),
});
const summary = (...releases: ListedRelease[]): ProjectSummary => ({
  schema: 1,
  ecosystem: 'go',
  project: PROJECT,
  revision: 1,
  releases,
});
const texts = (...releases: ListedRelease[]): Record<string, string> =>
  Object.fromEntries(
    GO.renderProject(summary(...releases), CONTEXT).map(({ key, body }) => [key.split('lib/')[1]!, body.toString()]),
  );
const latest = (version: string) => `{"Version":"${version}","Time":"2026-01-02T03:04:05.000Z"}`;

test('renders the list and the latest version of a project', () => {
  const tags = ['ecosystem:go', `project:go:${PROJECT}`, `index:go:${PROJECT}`];
  expect(GO.renderProject(summary(release('v1.0.0')), CONTEXT)).toEqual([
    {
      key: 'index/go/example.org/!demo/lib/@v/list',
      body: Buffer.from('v1.0.0\n'),
      contentType: 'text/plain; charset=utf-8',
      cacheControl: INDEX,
      tags,
    },
    {
      key: 'index/go/example.org/!demo/lib/@latest',
      body: Buffer.from(latest('v1.0.0')),
      contentType: 'application/json',
      cacheControl: INDEX,
      tags,
    },
  ]);
});

test('renders what is known of one release, for ever', () => {
  expect(GO.renderRelease!(release('v1.0.0-RC1'))).toEqual([
    {
      key: 'index/go/example.org/!demo/lib/@v/v1.0.0-!r!c1.info',
      body: Buffer.from(latest('v1.0.0-RC1')),
      contentType: 'application/json',
      cacheControl: 'public, max-age=31536000, immutable',
      tags: ['ecosystem:go', `project:go:${PROJECT}`, `index:go:${PROJECT}`],
    },
  ]);
});

test.each([
  ['releases in order', [release('v1.10.0'), release('v1.2.0')], 'v1.2.0\nv1.10.0\n', 'v1.10.0'],
  ['a prerelease behind them', [release('v1.0.0'), release('v1.1.0-rc.1')], 'v1.0.0\nv1.1.0-rc.1\n', 'v1.0.0'],
  ['prereleases only', [release('v1.0.0-a'), release('v1.0.0-b'), release(PSEUDO)], 'v1.0.0-a\nv1.0.0-b\n', 'v1.0.0-b'],
  ['pseudo-versions only', [release(PSEUDO)], '', PSEUDO],
  ['no yanked ones', [release('v1.0.0'), release('v1.1.0', { yanked: 'broken' })], 'v1.0.0\n', 'v1.0.0'],
  ['yanked ones only', [release('v1.0.0', { yanked: '' })], '', 'v1.0.0'],
  ['deprecated ones', [release('v1.0.0', { deprecated: 'old' })], 'v1.0.0\n', 'v1.0.0'],
])('lists %s', (_, releases, list, newest) => {
  expect(texts(...releases)).toEqual({ '@v/list': list, '@latest': latest(newest) });
});

test('does not depend on the order of the records', () => {
  const releases = ['v1.0.0', 'v1.0.0-rc.1', 'v1.10.0', 'v1.2.0', PSEUDO].map((version) => release(version));
  const expected = texts(...releases);
  fc.assert(
    fc.property(fc.shuffledSubarray(releases, { minLength: releases.length }), (shuffled) => {
      expect(texts(...shuffled)).toEqual(expected);
    }),
  );
});

test('tells where things are', () => {
  expect(GO.indexPath(PROJECT)).toBe('/go/example.org/!demo/lib/@v/list');
  expect(GO.filePath(PROJECT, 'v2.0.0+incompatible.zip', 'v2.0.0+incompatible')).toBe(
    '/go/example.org/!demo/lib/@v/v2.0.0%2Bincompatible.zip',
  );
  expect(GO.fileObject(PROJECT, { name: 'v1.0.0.zip' }, Buffer.from('zip'), 'v1.0.0')).toMatchObject({
    key: 'files/go/example.org/!demo/lib/@v/v1.0.0.zip',
    contentType: 'application/zip',
  });
  expect(GO.readBundles(PROJECT, { name: 'v1.0.0.zip' }, [Buffer.from('{}')], 'v1.0.0').sideFiles.map(({ key }) => key)).toEqual([
    'files/go/example.org/!demo/lib/@v/v1.0.0.zip.sigstore.json',
  ]);
  expect(GO.installText({ project: PROJECT, version: 'v1.0.0' }, CONTEXT.publicUrl)).toBe(
    'GOPROXY=https://packages.example.org/go,$(go env GOPROXY) GONOSUMDB=example.org/Demo/lib go get example.org/Demo/lib@v1.0.0',
  );
});
