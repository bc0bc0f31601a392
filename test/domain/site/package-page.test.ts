import { ECOSYSTEM_NAMES } from '../../../domain/packages/names';
import { ECOSYSTEMS } from '../../../domain/packages/registry';
import { packageObject } from '../../../domain/site/package-page';
import { packagePath } from '../../../domain/site/paths';
import { SAMPLES } from '../../helpers/every-ecosystem';
import { file, HOSTILE, release, summary } from './package-sample';

const CONTEXT = { publicUrl: 'https://packages.example.org', registry: 'example', entries: {} };
const pageOf = (
  ecosystem: keyof typeof ECOSYSTEMS,
  ...of: Parameters<typeof summary> extends [string, ...infer Rest] ? Rest : never
) => packageObject(ECOSYSTEMS[ecosystem], summary(ecosystem, ...of), CONTEXT).body.toString();

test('says how to install the newest version, who signed it, where its record and its ledger entry are', () => {
  const { key, body, tags, contentType } = packageObject(
    ECOSYSTEMS.pypi,
    summary('pypi', 'demo', [release('1.0'), release('1.1')]),
    { ...CONTEXT, entries: { '1.1': 1234 } },
  );
  expect([key, contentType, tags]).toEqual([
    'index/-/packages/pypi/demo/index.html',
    'text/html; charset=utf-8',
    ['ecosystem:pypi', 'project:pypi:demo', 'index:pypi:demo'],
  ]);
  const page = body.toString();
  expect(page).toContain('pip install --index-url https://packages.example.org/pypi/simple/ demo==1.1');
  expect(page).toContain('uv pip install --index-url https://packages.example.org/pypi/simple/ demo==1.1');
  expect(page).toContain('<a href="/-/ledger/1.ndjson" aria-label="Ledger entry 1234, of 1.1">ledger entry 1234</a>');
  expect(page).toContain('<a href="/-/releases/pypi/demo/1.0.json" aria-label="Record of 1.0">Record</a>.');
  expect(page).toContain('<a href="/pypi/files/demo/demo-1.1-py3-none-any.whl">demo-1.1-py3-none-any.whl</a>');
  expect(page).toContain(
    '<a href="/pypi/files/demo/demo-1.1-py3-none-any.whl.sigstore.json" aria-label="Signature of demo-1.1-py3-none-any.whl">',
  );
  expect(page).toContain(
    'Signed by <strong>https://github.com/foundation/demo/.github/workflows/release.yml@refs/heads/main</strong> (https://token.actions.githubusercontent.com).</p>',
  );
  expect(page).toContain('<time datetime="2026-10-05T12:00:00.000Z">2026-10-05</time>');
  expect(page).toContain(`signature</a><br>\n<code>sha256:${'b'.repeat(64)}</code>`);
});

test.each([
  [
    'yanked versions and pre-releases are passed over',
    [release('1.0'), release('1.1', { status: { yanked: '' } }), release('2.0rc1')],
    '1.0',
  ],
  ['a pre-release is offered where there is nothing else', [release('2.0rc1')], '2.0rc1'],
  ['blocked ones never are', [release('0.9'), release('1.0', { status: { blocked: { status: 451, reason: 'x' } } })], '0.9'],
])('%s', (_, releases, offered) => {
  expect(pageOf('pypi', 'demo', releases)).toContain(`<h2>Install ${offered}</h2>`);
});

test.each([
  ['cargo', ['.cargo/config.toml', '[registries.commons]', 'cargo add --registry commons demo@=1.0']],
  ['maven', ['build.gradle', 'repositories {', 'dependencies {']],
] as const)('a client of %s that cannot do without a setting is told it first', (ecosystem, texts) => {
  const page = pageOf(ecosystem, ecosystem === 'maven' ? 'org.example:demo' : 'demo', [release('1.0')]);
  const places = texts.map((text) => page.indexOf(text));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test('the home page has settings of all clients but curl', () => {
  const toHome = 'are on the <a href="/">home page</a>';
  expect(pageOf('pypi', 'demo', [release('1.0')])).toContain(toHome);
  expect(pageOf('generic', 'demo', [release('1.0')])).not.toContain(toHome);
});

test('says what is yanked, deprecated and taken out, and why; nothing of what is taken out can be followed', () => {
  const page = pageOf(
    'pypi',
    'demo',
    [
      release('1.0', { status: { blocked: { status: 410, reason: 'Malware.' } } }),
      release('1.1', { status: { yanked: 'Loses data.', deprecated: 'Old.' } }),
    ],
    { status: { deprecated: 'Nobody cares for it.', replacement: 'demo-ng' } },
  );
  expect(page).toContain('<strong>Deprecated.</strong> <bdi>Nobody cares for it.</bdi> Use <bdi>demo-ng</bdi> instead.');
  expect(page).toContain('<strong>Yanked.</strong> <bdi>Loses data.</bdi>');
  expect(page).toContain('<strong>Deprecated.</strong> <bdi>Old.</bdi>');
  expect(page).toContain('<h3>1.0</h3>\n<p><strong>Taken out.</strong> <bdi>Blocked by the registry: Malware.</bdi></p></li>');
  expect(page).not.toContain('demo-1.0');
  expect(page).not.toContain('<h2>Install');
});

test('a project that is taken out has nothing but the reason', () => {
  const page = pageOf('pypi', 'demo', [release('1.0')], { status: { blocked: { status: 451, reason: 'A court order.' } } });
  expect(page).toContain('<strong>Taken out.</strong> <bdi>Blocked by the registry: A court order.</bdi>');
  expect(page).not.toContain('1.0</');
  expect(page).not.toContain('<script>');
});

test.each(ECOSYSTEM_NAMES)('%s: the page is where its project is listed, with a command for each client', (ecosystem) => {
  const { project, versions } = SAMPLES[ecosystem];
  const { key, body } = packageObject(
    ECOSYSTEMS[ecosystem],
    summary(ecosystem, project, [release(versions[0], { files: [] })]),
    CONTEXT,
  );
  expect(key).toBe(`index${packagePath(ecosystem, project)}index.html`);
  expect(packagePath(ecosystem, project).split('/')).toHaveLength(6);
  expect(body.toString().match(/<pre /g)!.length).toBeGreaterThan(0);
});

test.each([
  ['npm', { shasum: 'd'.repeat(40), fields: { description: HOSTILE } }],
  ['composer', { sha1: 'd'.repeat(40), package: { description: HOSTILE } }],
] as const)('%s: what its publisher says is one line of text, whatever it is', (ecosystem, metadata) => {
  const page = pageOf(ecosystem, 'demo/lib', [release('1.0.0', { files: [file('x', { metadata })] })]);
  expect(page).toContain(
    '<p><bdi>&lt;/bdi&gt;&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; javascript:alert(1) &quot;&#39;&amp; exe.slahw</bdi></p>',
  );
});

test('nothing that a publisher or an operator wrote is markup, wherever it is shown', () => {
  const evil = { signer: { identity: HOSTILE, issuer: HOSTILE }, coSigners: [{ key: HOSTILE }] };
  const page = pageOf(
    'pypi',
    'demo',
    [release('1.0', { files: [file(HOSTILE, evil)], status: { yanked: HOSTILE, deprecated: HOSTILE } })],
    {
      status: { deprecated: HOSTILE, replacement: HOSTILE },
    },
  );
  expect(page.match(/<script>/g)).toHaveLength(1);
  expect(page).not.toContain('<img');
  expect([...page.matchAll(/href="([^"]*)"/g)].map(([, to]) => to!).filter((to) => !/^[/#]/.test(to))).toEqual([]);
  expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
});

test.each([
  ['2,000 versions of two files', Array.from({ length: 2000 }, (_, i) => release(`1.${i}.0`)), '1950 older versions</summary>'],
  [
    '2,000 versions of long names',
    Array.from({ length: 2000 }, (_, i) => release(`1.${i}.0+${'local.'.repeat(15)}`)),
    'more, which the <a href="/pypi/simple/demo/">index</a> has',
  ],
  [
    '100 versions of 200 files',
    Array.from({ length: 100 }, (_, i) =>
      release(`${i}.0`, { files: Array.from({ length: 200 }, (__, j) => file(`demo-${i}.0-${j}-${'x'.repeat(180)}.whl`)) }),
    ),
    'And 188 more files, which the record has.',
  ],
])('%s fit into 100 KB', (_, releases, said) => {
  const page = pageOf('pypi', 'demo', releases);
  expect(Buffer.byteLength(page)).toBeLessThan(100_000);
  expect(page).toContain(said);
});

test("where delivery is split, too, files are linked on the page's own host: that one has them all", () => {
  const releases = summary('pypi', 'demo', [release('1.0')]);
  const page = packageObject(ECOSYSTEMS.pypi, releases, { ...CONTEXT, filesUrl: 'https://files.example.org' }).body.toString();
  expect(page).toBe(packageObject(ECOSYSTEMS.pypi, releases, CONTEXT).body.toString());
  expect(page).toContain('<a href="/pypi/files/demo/demo-1.0.tar.gz">');
});
