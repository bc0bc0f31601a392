import fc from 'fast-check';
import type { FileRecord, ListedRelease, ProjectSummary } from '../../../../domain/contracts/release';
import { CARGO } from '../../../../domain/packages/cargo';

const CONTEXT = { publicUrl: 'https://registry.example.org' };
const OWN = 'sparse+https://registry.example.org';
const hex = (digit: string): string => digit.repeat(64);
const PLAIN = { requirement: '1', features: [], optional: false, defaultFeatures: true, kind: 'normal' };

const release = (version: string, metadata: object = {}, more: Partial<ListedRelease> = {}): ListedRelease => ({
  schema: 1,
  ecosystem: 'cargo',
  project: 'demo-pkg',
  version,
  upload: 'upload-01',
  publishedAt: '2026-01-02T03:04:05.678Z',
  files: [file(version, { name: 'demo_pkg', dependencies: [], features: {}, ...metadata })],
  ...more,
});
const file = (version: string, metadata: Record<string, unknown>): FileRecord => ({
  name: `demo_pkg-${version}.crate`,
  size: 909,
  digests: { md5: '', sha256: hex('b'), sha512: '' },
  signer: { key: 'main' },
  bundles: [],
  countersignature: { keyId: 'k', signature: 's' },
  metadata,
});
const summaryOf = (...releases: ListedRelease[]): ProjectSummary => ({
  schema: 1,
  ecosystem: 'cargo',
  project: 'demo-pkg',
  revision: 3,
  releases,
});
const linesOf = (...releases: ListedRelease[]): unknown[] =>
  CARGO.renderProject(summaryOf(...releases), CONTEXT)[0]!
    .body.toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);

test('renders a line per version, oldest first, with all that cargo resolves by', () => {
  const dependencies = [
    { name: 'serde', ...PLAIN },
    {
      name: 'renamed',
      package: 'lib_demo',
      requirement: '^2',
      features: ['std'],
      optional: true,
      defaultFeatures: false,
      target: 'cfg(unix)',
      kind: 'build',
      registryIndex: `${OWN}/cargo/index/`,
    },
  ];
  const features2 = { serde: ['dep:serde'] };
  const facts = { dependencies, features: { std: [] }, features2, links: 'demo', rustVersion: '1.70' };
  expect(linesOf(release('1.10.0', facts), release('1.9.0+a', {}, { status: { yanked: '' } }))).toEqual([
    {
      name: 'demo_pkg',
      vers: '1.9.0+a',
      deps: [],
      cksum: hex('b'),
      features: {},
      yanked: true,
      pubtime: '2026-01-02T03:04:05Z',
    },
    {
      name: 'demo_pkg',
      vers: '1.10.0',
      deps: [
        {
          name: 'serde',
          req: '1',
          features: [],
          optional: false,
          default_features: true,
          target: null,
          kind: 'normal',
          registry: 'https://github.com/rust-lang/crates.io-index',
        },
        {
          name: 'renamed',
          package: 'lib_demo',
          req: '^2',
          features: ['std'],
          optional: true,
          default_features: false,
          target: 'cfg(unix)',
          kind: 'build',
          registry: null,
        },
      ],
      cksum: hex('b'),
      features: { std: [] },
      features2: { serde: ['dep:serde'] },
      yanked: false,
      links: 'demo',
      rust_version: '1.70',
      pubtime: '2026-01-02T03:04:05Z',
      v: 2,
    },
  ]);
});

test('one document for all spellings of the name, below the path of the normalised one', () => {
  const [document, ...others] = CARGO.renderProject(summaryOf(release('1.0.0')), CONTEXT);
  expect(others).toEqual([]);
  expect(document).toMatchObject({
    key: 'index/cargo/de/mo/demo-pkg',
    contentType: 'text/plain; charset=utf-8',
    cacheControl: 'public, max-age=60, s-maxage=3600, stale-while-revalidate=60, stale-if-error=86400',
    tags: ['ecosystem:cargo', 'project:cargo:demo-pkg', 'index:cargo:demo-pkg'],
  });
  expect(CARGO.indexPath('demo-pkg')).toBe('/cargo/index/de/mo/demo-pkg');
});

test.each([
  ['by its plain URL', `${OWN}/cargo/index/`, null],
  ['without the slash', `${OWN}/cargo/index`, null],
  ['below a tier’s prefix', `${OWN}/t/gold/acme/cargo/index/`, null],
  ['of another path', `${OWN}/t/gold/cargo/index/`, `${OWN}/t/gold/cargo/index/`],
  ['of a host that begins alike', `${OWN}.evil/cargo/index/`, `${OWN}.evil/cargo/index/`],
  ['that is another registry', 'https://other.example/index', 'https://other.example/index'],
])('a dependency of a registry %s', (_, registryIndex, expected) => {
  const [line] = linesOf(release('1.0.0', { dependencies: [{ name: 'a', ...PLAIN, registryIndex }] }));
  expect(line).toMatchObject({ deps: [{ name: 'a', registry: expected }] });
});

test('a deprecated version is listed as ever: cargo knows yanking only', () => {
  const deprecated = release('1.0.0', {}, { status: { deprecated: 'use other' } });
  expect(linesOf(deprecated)).toEqual(linesOf(release('1.0.0')));
});

test('a record that is not ours to render is an error', () => {
  expect(() => linesOf(release('1.0.0', { name: 3 }))).toThrow('Invalid input: expected string, received number');
});

test('the order of releases does not matter', () => {
  const releases = ['0.9.0', '1.0.0-rc.1', '1.0.0', '1.0.0+1', '2.0.0'].map((version) => release(version));
  const expected = linesOf(...releases);
  fc.assert(
    fc.property(fc.shuffledSubarray(releases, { minLength: 5 }), (shuffled) => {
      expect(linesOf(...shuffled)).toEqual(expected);
    }),
  );
});

test('config.json says where crates are, with the registry’s own URL, and that there is no API', () => {
  const signingKey = { keyId: 'k', publicKey: Buffer.alloc(0) };
  const [config, ...others] = CARGO.constants!({ ...CONTEXT, signingKey });
  expect(others).toEqual([]);
  expect(config).toMatchObject({ key: 'index/cargo/config.json', contentType: 'application/json', tags: ['ecosystem:cargo'] });
  expect(JSON.parse(config!.body.toString())).toEqual({
    dl: 'https://registry.example.org/cargo/crates/{crate}/{crate}-{version}.crate',
  });
});

test('stores a crate and its bundles below its project, for ever', () => {
  const body = Buffer.from('a crate');
  const name = 'demo_pkg-1.0.0+a.crate';
  expect(CARGO.fileObject('demo-pkg', { name }, body, '1.0.0+a')).toEqual({
    key: `files/cargo/demo-pkg/${name}`,
    body,
    contentType: 'application/octet-stream',
    cacheControl: 'public, max-age=31536000, immutable',
    tags: ['ecosystem:cargo', 'project:cargo:demo-pkg'],
  });
  expect(CARGO.filePath('demo-pkg', name, '1.0.0+a')).toBe('/cargo/crates/demo-pkg/demo_pkg-1.0.0%2Ba.crate');
  const { metadata, sideFiles } = CARGO.readBundles('demo-pkg', { name }, [body, body], '1.0.0+a');
  expect(metadata).toEqual({});
  expect(sideFiles.map(({ key, contentType }) => [key, contentType])).toEqual([
    [`files/cargo/demo-pkg/${name}.sigstore.json`, 'application/json'],
    [`files/cargo/demo-pkg/${name}.2.sigstore.json`, 'application/json'],
  ]);
});
