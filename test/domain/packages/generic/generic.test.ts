import fc from 'fast-check';
import { inMemory } from '../../../../domain/contracts/byte-source';
import type { ListedRelease, ProjectSummary } from '../../../../domain/contracts/release';
import { GENERIC } from '../../../../domain/packages/generic';
import { normaliseName } from '../../../../domain/packages/generic/normalise';
import { refusalOf } from '../refusal-of';

const hex = (digit: string): string => digit.repeat(64);
const codeOf = async (check: () => void): Promise<string> => (await refusalOf(check)).split(':')[0]!;
const RELEASE = { project: 'demo-tool', version: '1.0+a' };

describe('names', () => {
  test.each([
    ['demo', 'accepted'],
    ['demo-tool-2', 'accepted'],
    ['com-demo', 'accepted'],
    ['a'.repeat(100), 'accepted'],
    ['a'.repeat(101), 'NAME_NOT_ALLOWED'],
    ['Demo', 'NAME_NOT_NORMALISED'],
    ['demo_tool', 'NAME_NOT_NORMALISED'],
    ['demo..tool', 'NAME_NOT_NORMALISED'],
    ['con', 'NAME_NOT_ALLOWED'],
    ['nul-demo', 'NAME_NOT_ALLOWED'],
    ['-demo', 'NAME_NOT_ALLOWED'],
    ['demo.', 'NAME_NOT_ALLOWED'],
    ['..', 'NAME_NOT_ALLOWED'],
    ['a/b', 'NAME_NOT_ALLOWED'],
    ['d\u00e9mo', 'NAME_NOT_ALLOWED'],
    ['', 'NAME_NOT_ALLOWED'],
  ])('project %j: %s', async (project, expected) => {
    expect(
      await codeOf(() => {
        GENERIC.checkProject(project);
      }),
    ).toBe(expected);
  });

  test('normalising gives a name that is allowed, or none', async () => {
    const names = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '-', '_', '.', '/', '\u0430'), maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const normal = normaliseName(name);
        if (normal === undefined) return;
        expect(normaliseName(normal)).toBe(normal);
        expect(
          await refusalOf(() => {
            GENERIC.checkProject(normal);
          }),
        ).toBe('accepted');
      }),
    );
  });

  test.each([
    ['1.2.0', 'accepted'],
    ['2026-11', 'accepted'],
    ['v1.0_rc+x~1', 'accepted'],
    ['latest', 'VERSION_INVALID'],
    ['1..0', 'VERSION_INVALID'],
    ['1.', 'VERSION_INVALID'],
    ['.1', 'VERSION_INVALID'],
    ['-1', 'VERSION_INVALID'],
    ['com1', 'VERSION_INVALID'],
    ['1/2', 'VERSION_INVALID'],
    ['1 2', 'VERSION_INVALID'],
    ['1\n', 'VERSION_INVALID'],
    ['1'.repeat(101), 'VERSION_INVALID'],
    ['', 'VERSION_INVALID'],
  ])('version %j: %s', async (version, expected) => {
    expect(
      await codeOf(() => {
        GENERIC.checkVersion(version);
      }),
    ).toBe(expected);
  });

  test.each([
    ['demo', 'accepted'],
    ['demo-1.0-linux_x86~64+static.tar.gz', 'accepted'],
    ['SHA256SUMS.asc', 'accepted'],
    ['SHA256SUMS', 'FILE_NAME_INVALID'],
    ['sha256sums', 'FILE_NAME_INVALID'],
    ['release.json', 'FILE_NAME_INVALID'],
    ['index.html', 'FILE_NAME_INVALID'],
    ['demo.sigstore.json', 'FILE_NAME_INVALID'],
    ['.hidden', 'FILE_NAME_INVALID'],
    ['demo..gz', 'FILE_NAME_INVALID'],
    ['demo.', 'FILE_NAME_INVALID'],
    ['aux.txt', 'FILE_NAME_INVALID'],
    ['../demo', 'FILE_NAME_INVALID'],
    ['a\\b', 'FILE_NAME_INVALID'],
    ['a b', 'FILE_NAME_INVALID'],
    ['a\u0000', 'FILE_NAME_INVALID'],
    ['e\u0301', 'FILE_NAME_INVALID'],
    ['a'.repeat(231), 'FILE_NAME_INVALID'],
  ])('file %j: %s', async (name, expected) => {
    expect(
      await codeOf(() => {
        GENERIC.checkFileName(RELEASE, name);
      }),
    ).toBe(expected);
  });

  test('says what is allowed', async () => {
    expect(
      await refusalOf(() => {
        GENERIC.checkFileName(RELEASE, 'a b');
      }),
    ).toBe(
      "FILE_NAME_INVALID: The file name is not allowed, got: \"a b\"; use up to 230 ASCII letters, digits, '.', '_', '+', '~' and '-', beginning with a letter or digit, without '..' and not ending with '.', and no name that the registry or Windows needs itself.",
    );
  });
});

describe('versions', () => {
  const SORTED = [
    '0.9',
    '1.0-alpha',
    '1.0-rc1',
    '1.0-rc2',
    '1.0-rc10',
    '1.0~beta',
    '1.0',
    '1.0+fix',
    '1.0.1',
    '1.2',
    '1.10',
    '2026-01',
    '2026-11',
  ];

  test('are ordered as a reader would', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(SORTED, { minLength: SORTED.length }), (shuffled) => {
        expect(shuffled.sort((a, b) => GENERIC.compareVersions(a, b))).toEqual(SORTED);
      }),
    );
  });

  test('property: the order is total', () => {
    const version = fc.string({ unit: fc.constantFrom('0', '1', '10', '.', '-', '~', '+', 'a', 'B', 'rc'), maxLength: 6 });
    const sign = (a: string, b: string) => Math.sign(GENERIC.compareVersions(a, b));
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(sign(a, b)).toBe(-sign(b, a) + 0);
        expect(sign(a, b) === 0).toBe(a === b);
        if (sign(a, b) < 0 && sign(b, c) < 0) expect(sign(a, c)).toBe(-1);
      }),
      { numRuns: 1000 },
    );
  });

  test('that differ in case only are one', () => {
    expect(GENERIC.versionIdentity('1.0-RC1')).toBe(GENERIC.versionIdentity('1.0-rc1'));
  });
});

describe('documents', () => {
  const file = (name: string, digit = 'b') => ({
    name,
    size: 909,
    digests: { md5: '', sha256: hex(digit), sha512: hex(digit) + hex(digit) },
    signer: { key: 'main' },
    bundles: [],
    countersignature: { keyId: 'k', signature: 's' },
    metadata: {},
  });
  const release = (version: string, more: Partial<ListedRelease> = {}): ListedRelease => ({
    schema: 1,
    ecosystem: 'generic',
    project: 'demo-tool',
    version,
    upload: 'upload-01',
    publishedAt: '2026-01-02T03:04:05.678Z',
    files: [file('tool+b.zip', 'c'), file('tool.tar.gz')],
    ...more,
  });
  const summaryOf = (...releases: ListedRelease[]): ProjectSummary => ({
    schema: 1,
    ecosystem: 'generic',
    project: 'demo-tool',
    revision: 3,
    releases,
  });
  const CONTEXT = { publicUrl: 'https://registry.example.org' };
  const render = (summary: ProjectSummary) => GENERIC.renderProject(summary, CONTEXT).map(({ body }) => body.toString());

  test('SHA256SUMS names every file of a release', () => {
    const [sums, ...others] = GENERIC.renderRelease!(release('1.0+a'));
    expect(others).toEqual([]);
    expect(sums).toEqual({
      key: 'index/generic/demo-tool/1.0+a/SHA256SUMS',
      body: Buffer.from(`${hex('c')}  tool+b.zip\n${hex('b')}  tool.tar.gz\n`),
      contentType: 'text/plain; charset=utf-8',
      cacheControl: 'public, max-age=60, s-maxage=3600, stale-while-revalidate=60, stale-if-error=86400',
      tags: ['ecosystem:generic', 'project:generic:demo-tool', 'index:generic:demo-tool'],
    });
  });

  test('a project has a page and the same as JSON, newest first, with what was said about versions', () => {
    const yanked = release('1.0', { status: { yanked: 'lost <b>data</b>', deprecated: '' }, files: [file('tool.zip')] });
    const summary = { ...summaryOf(yanked, release('1.10+a')), status: { deprecated: 'moved', replacement: 'new-tool' } };
    const [html, json] = GENERIC.renderProject(summary, CONTEXT);
    expect([html!.key, html!.contentType]).toEqual(['index/generic/demo-tool/index.html', 'text/html; charset=utf-8']);
    expect(html!.body.toString().split('\n').slice(6, -3)).toEqual([
      '<body>',
      '<h1>demo-tool</h1>',
      '<p><strong>Deprecated</strong>: moved</p>',
      '<p><strong>Use instead</strong>: new-tool</p>',
      '<h2>1.10+a</h2>',
      '<p>2026-01-02, <a href="1.10%2Ba/SHA256SUMS">SHA256SUMS</a></p>',
      '<ul>',
      '<li><a href="1.10%2Ba/tool%2Bb.zip">tool+b.zip</a>, 909 bytes</li>',
      '<li><a href="1.10%2Ba/tool.tar.gz">tool.tar.gz</a>, 909 bytes</li>',
      '</ul>',
      '<h2>1.0</h2>',
      '<p><strong>Withdrawn</strong>: lost &lt;b&gt;data&lt;/b&gt;</p>',
      '<p><strong>Deprecated</strong></p>',
      '<p>2026-01-02, <a href="1.0/SHA256SUMS">SHA256SUMS</a></p>',
      '<ul>',
      '<li><a href="1.0/tool.zip">tool.zip</a>, 909 bytes</li>',
      '</ul>',
    ]);
    expect([json!.key, json!.contentType]).toEqual(['index/generic/demo-tool/index.json', 'application/json']);
    const common = { size: 909, sha256: hex('b'), sha512: hex('b') + hex('b') };
    expect(JSON.parse(json!.body.toString())).toEqual({
      project: 'demo-tool',
      deprecated: 'moved',
      replacement: 'new-tool',
      versions: [
        {
          version: '1.10+a',
          publishedAt: '2026-01-02T03:04:05.678Z',
          sums: '1.10%2Ba/SHA256SUMS',
          files: [
            { name: 'tool+b.zip', url: '1.10%2Ba/tool%2Bb.zip', size: 909, sha256: hex('c'), sha512: hex('c') + hex('c') },
            { name: 'tool.tar.gz', url: '1.10%2Ba/tool.tar.gz', ...common },
          ],
        },
        {
          version: '1.0',
          publishedAt: '2026-01-02T03:04:05.678Z',
          yanked: 'lost <b>data</b>',
          deprecated: '',
          sums: '1.0/SHA256SUMS',
          files: [{ name: 'tool.zip', url: '1.0/tool.zip', ...common }],
        },
      ],
    });
  });

  test('the order of releases and files does not matter', () => {
    const releases = ['0.9', '1.0-rc1', '1.0', '1.10'].map((version) => release(version));
    const expected = render(summaryOf(...releases));
    fc.assert(
      fc.property(fc.shuffledSubarray(releases, { minLength: 4 }), (shuffled) => {
        const turned = shuffled.map((each) => ({ ...each, files: [...each.files].reverse() }));
        expect(render(summaryOf(...turned))).toEqual(expected);
      }),
    );
  });

  test('a file is stored as bytes below its version, its bundles beside it', async () => {
    const body = Buffer.from('<script>');
    expect(GENERIC.fileObject('demo-tool', { name: 'a.html' }, body, '1.0+a')).toEqual({
      key: 'files/generic/demo-tool/1.0+a/a.html',
      body,
      contentType: 'application/octet-stream',
      cacheControl: 'public, max-age=31536000, immutable',
      tags: ['ecosystem:generic', 'project:generic:demo-tool'],
    });
    const { sideFiles } = GENERIC.readBundles('demo-tool', { name: 'a.html' }, [body, body], '1.0+a');
    expect(sideFiles.map(({ key }) => key)).toEqual([
      'files/generic/demo-tool/1.0+a/a.html.sigstore.json',
      'files/generic/demo-tool/1.0+a/a.html.2.sigstore.json',
    ]);
    const limits = { maxEntries: 1, maxUnpackedBytes: 1, maxRatio: 1 };
    const manifest = { name: 'a.html', size: body.length, sha256: hex('a'), bundles: [] };
    expect(await GENERIC.readFile(RELEASE, manifest, inMemory(body), limits)).toEqual({ metadata: {}, sideFiles: [] });
    expect(await refusalOf(() => GENERIC.readFile(RELEASE, { ...manifest, name: '../a' }, inMemory(body), limits))).toMatch(
      /^FILE_NAME_INVALID: /,
    );
  });

  test('relative URLs lead to the files, below a tier’s prefix as well', () => {
    for (const prefix of ['', '/t/partner/acme']) {
      const page = new URL(`https://registry.example.org${prefix}${GENERIC.indexPath('demo-tool')}`);
      expect(new URL('1.10%2Ba/tool%2Bb.zip', page).pathname).toBe(
        `${prefix}${GENERIC.filePath('demo-tool', 'tool+b.zip', '1.10+a')}`,
      );
    }
  });

  test('no file tells by itself which project it is of', async () => {
    expect(await GENERIC.readName('demo-1.0.tar.gz', Buffer.alloc(0), new Map())).toBeUndefined();
  });
});
