import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { FileRecord, ProjectSummary, ReleaseRecord } from '../../../../domain/contracts/release';
import { PYPI } from '../../../../domain/packages/pypi';
import type { PypiMetadata } from '../../../../domain/packages/pypi/file-metadata';
import { addRelease } from '../../../../domain/records/summary';

const hex = (digit: string): string => digit.repeat(64);

const file = (name: string, metadata: PypiMetadata = {}): FileRecord => ({
  name,
  size: 909,
  digests: { md5: 'a'.repeat(32), sha256: hex('b'), sha512: 'c'.repeat(128) },
  signer: { key: 'release' },
  bundles: [`${name}.sigstore.json`],
  countersignature: { keyId: 'k', signature: 's' },
  metadata,
});

const release = (version: string, ...files: FileRecord[]): ReleaseRecord => ({
  schema: 1,
  ecosystem: 'pypi',
  project: 'demo-pkg',
  version,
  upload: `upload-${version}`,
  publishedAt: '2026-01-02T03:04:05.678Z',
  files,
});

const summaryOf = (...releases: ReleaseRecord[]): ProjectSummary => ({
  schema: 1,
  ecosystem: 'pypi',
  project: 'demo-pkg',
  revision: releases.length,
  releases,
});

const SUMMARY = summaryOf(
  release(
    '1.10',
    file('demo_pkg-1.10.tar.gz'),
    file('demo_pkg-1.10-py3-none-any.whl', { coreMetadata: { sha256: hex('d') }, provenance: true }),
  ),
  release('1.9+local.1', file('demo_pkg-1.9+local.1.tar.gz', { requiresPython: '>=3.8,<4' })),
);

const CONTEXT = { publicUrl: 'https://packages.example.org' };
const render = (summary: ProjectSummary) => PYPI.renderProject(summary, CONTEXT);

const [html, json] = render(SUMMARY);

test('renders PEP 503 HTML with hashes, metadata and provenance, oldest version first', () => {
  const wheel = '../../files/demo-pkg/demo_pkg-1.10-py3-none-any.whl';
  expect(html).toMatchObject({ key: 'index/pypi/simple/demo-pkg/index.html', contentType: 'text/html; charset=utf-8' });
  expect(html!.body.toString().split('\n')).toEqual([
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="pypi:repository-version" content="1.4">',
    '<title>Links for demo-pkg</title>',
    '</head>',
    '<body>',
    '<h1>Links for demo-pkg</h1>',
    `<a href="../../files/demo-pkg/demo_pkg-1.9%2Blocal.1.tar.gz#sha256=${hex('b')}" data-requires-python="&gt;=3.8,&lt;4">demo_pkg-1.9+local.1.tar.gz</a><br>`,
    `<a href="${wheel}#sha256=${hex('b')}" data-core-metadata="sha256=${hex('d')}" data-dist-info-metadata="sha256=${hex('d')}" data-provenance="${wheel}.provenance">demo_pkg-1.10-py3-none-any.whl</a><br>`,
    `<a href="../../files/demo-pkg/demo_pkg-1.10.tar.gz#sha256=${hex('b')}">demo_pkg-1.10.tar.gz</a><br>`,
    '</body>',
    '</html>',
    '',
  ]);
});

test('renders PEP 691 JSON of the same files', () => {
  expect(json).toMatchObject({
    key: 'index/pypi/simple/demo-pkg/index.v1.json',
    contentType: 'application/vnd.pypi.simple.v1+json',
    contentEncoding: 'gzip',
  });
  const common = { hashes: { sha256: hex('b') }, size: 909, 'upload-time': '2026-01-02T03:04:05.678000Z', yanked: false };
  const wheel = '../../files/demo-pkg/demo_pkg-1.10-py3-none-any.whl';
  expect(JSON.parse(gunzipSync(json!.body).toString())).toEqual({
    meta: { 'api-version': '1.4' },
    name: 'demo-pkg',
    versions: ['1.9+local.1', '1.10'],
    files: [
      {
        filename: 'demo_pkg-1.9+local.1.tar.gz',
        url: '../../files/demo-pkg/demo_pkg-1.9%2Blocal.1.tar.gz',
        'requires-python': '>=3.8,<4',
        ...common,
      },
      {
        filename: 'demo_pkg-1.10-py3-none-any.whl',
        url: wheel,
        'core-metadata': { sha256: hex('d') },
        'data-dist-info-metadata': { sha256: hex('d') },
        provenance: `${wheel}.provenance`,
        ...common,
      },
      { filename: 'demo_pkg-1.10.tar.gz', url: '../../files/demo-pkg/demo_pkg-1.10.tar.gz', ...common },
    ],
  });
});

test('compresses without a time and without a system', () => {
  expect(json!.body.subarray(0, 10).toString('hex')).toBe('1f8b08000000000002ff');
});

test('relative URLs lead to the files, below a tier’s prefix as well', () => {
  for (const prefix of ['', '/t/partner/acme']) {
    const page = new URL(`https://registry.example.org${prefix}${PYPI.indexPath('demo-pkg')}`);
    const url = new URL('../../files/demo-pkg/demo_pkg-1.9%2Blocal.1.tar.gz', page);
    expect(url.pathname).toBe(`${prefix}${PYPI.filePath('demo-pkg', 'demo_pkg-1.9+local.1.tar.gz', '1.9+local.1')}`);
  }
});

test('nothing that a publisher writes becomes markup', () => {
  const [page] = render(summaryOf(release('1.0', file('a.whl', { requiresPython: "\"><script>alert('&')</script>" }))));
  expect(page!.body.toString()).toContain('data-requires-python="&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;"');
});

test('a record that is not ours to render is an error', () => {
  const broken = { ...file('a.whl'), metadata: { requiresPython: 3 } };
  expect(() => render(summaryOf(release('1.0', broken)))).toThrow('Invalid input: expected string, received number');
});

test('the order of releases and files does not matter', () => {
  const releases = ['1.0', '1.0.post1', '1.1rc1', '1.1', '2!0.1'].map((version) =>
    release(version, file(`demo_pkg-${version}.tar.gz`), file(`demo_pkg-${version}-py3-none-any.whl`)),
  );
  const expected = render(summaryOf(...releases));
  fc.assert(
    fc.property(fc.shuffledSubarray(releases, { minLength: 5 }), fc.boolean(), (shuffled, turn) => {
      const turned = shuffled.map((each) => (turn ? { ...each, files: [...each.files].reverse() } : each));
      expect(render(summaryOf(...turned))).toEqual(expected);
      const added = turned.reduce<ProjectSummary | undefined>(
        (summary, each) => addRelease(summary, each, (a, b) => PYPI.compareVersions(a, b)),
        undefined,
      );
      expect(render(added!)).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});

test('shows yanked versions with their reasons (PEP 592) and a deprecated project (PEP 792)', () => {
  const yanked = (version: string, reason: string) => ({
    ...release(version, file(`demo_pkg-${version}.tar.gz`)),
    status: { yanked: reason },
  });
  const summary = summaryOf(yanked('1.0', ''), yanked('1.1', 'Loses "data".'), release('1.2', file('demo_pkg-1.2.tar.gz')));
  const [page, document] = render({ ...summary, status: { deprecated: 'Done.', replacement: 'other' } });
  const text = page!.body.toString();
  expect(text.match(/ data-yanked="[^"]*"|>demo_pkg[^<]*/g)).toEqual([
    ' data-yanked=""',
    '>demo_pkg-1.0.tar.gz',
    ' data-yanked="Loses &quot;data&quot;."',
    '>demo_pkg-1.1.tar.gz',
    '>demo_pkg-1.2.tar.gz',
  ]);
  expect(text).toContain(
    '<meta name="pypi:project-status" content="deprecated">\n<meta name="pypi:project-status-reason" content="Done. Use other instead.">\n',
  );
  const data = JSON.parse(gunzipSync(document!.body).toString()) as { files: { yanked: unknown }[]; 'project-status': unknown };
  expect(data.files.map((each) => each.yanked)).toEqual([true, 'Loses "data".', false]);
  expect(data['project-status']).toEqual({ status: 'deprecated', reason: 'Done. Use other instead.' });
});

describe('the listing', () => {
  const [htmlKey, jsonKey] = PYPI.listingKeys as [string, string];
  const list = (key: string, current: Buffer | undefined, project: string) =>
    PYPI.renderListing(key, current, { ...SUMMARY, project }, CONTEXT);
  const add = (key: string, projects: readonly string[]): Buffer | undefined =>
    projects.reduce<Buffer | undefined>((current, project) => list(key, current, project)?.body ?? current, undefined);

  test('lists projects in order, as HTML and as JSON', () => {
    expect(add(htmlKey, ['b', 'a-1'])!.toString().split('\n').slice(8, -3)).toEqual([
      '<h1>Simple index</h1>',
      '<a href="a-1/">a-1</a><br>',
      '<a href="b/">b</a><br>',
    ]);
    expect(JSON.parse(gunzipSync(add(jsonKey, ['b', 'a-1'])!).toString())).toEqual({
      meta: { 'api-version': '1.4' },
      projects: [{ name: 'a-1' }, { name: 'b' }],
    });
  });

  test('does not change for a project that it has', () => {
    for (const key of PYPI.listingKeys) expect(list(key, add(key, ['a', 'b']), 'b')).toBeUndefined();
  });

  test('is written with its own key, type and tags', () => {
    expect(list(htmlKey, undefined, 'a')).toMatchObject({
      key: 'index/pypi/simple/index.html',
      contentType: 'text/html; charset=utf-8',
      tags: ['ecosystem:pypi', 'listing:pypi'],
    });
    expect(list(jsonKey, undefined, 'a')).toMatchObject({
      key: 'index/pypi/simple/index.v1.json',
      contentType: 'application/vnd.pypi.simple.v1+json',
      contentEncoding: 'gzip',
      tags: ['ecosystem:pypi', 'listing:pypi'],
    });
  });

  test('does not depend on the order of projects', () => {
    const names = ['a', 'a-b', 'ab', 'b', 'z9'];
    for (const key of PYPI.listingKeys) {
      const expected = add(key, names);
      fc.assert(
        fc.property(fc.shuffledSubarray(names, { minLength: 5 }), (shuffled) => {
          expect(add(key, shuffled)).toEqual(expected);
        }),
      );
    }
  });
});
