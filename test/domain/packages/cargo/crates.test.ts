import fc from 'fast-check';
import { inMemory } from '../../../../domain/contracts/byte-source';
import { CARGO } from '../../../../domain/packages/cargo';
import { splitFeatures } from '../../../../domain/packages/cargo/crate-facts';
import { readManifest } from '../../../../domain/packages/cargo/manifest';
import { type Crate, cargoToml, crate, crateFiles, crateName } from '../../../helpers/crates';
import { type Archive, type TarEntry, tarGz } from '../../../helpers/pypi-archives';
import { refusalOf, unusable } from '../refusal-of';

const CRATE: Crate = { name: 'Demo_Pkg', version: '1.0.0+a' };
const RELEASE = { project: 'demo-pkg', version: '1.0.0+a' };
const LIMITS = { maxEntries: 100, maxUnpackedBytes: 1_000_000, maxRatio: 100 };
const TOP = 'Demo_Pkg-1.0.0+a';

const read = ({ name, body }: Archive) =>
  CARGO.readFile(RELEASE, { name, size: body.length, sha256: '', bundles: [] }, inMemory(body), LIMITS);
const readLines = async (...manifest: string[]) => (await read(await crate({ ...CRATE, manifest }))).metadata;
const archiveOf = async (entries: readonly TarEntry[]): Promise<Archive> => ({
  name: crateName(CRATE),
  body: await tarGz(entries),
});
const entriesOf = (files: Record<string, string>): TarEntry[] => Object.entries(files).map(([name, body]) => ({ name, body }));
const invalid = (what: string): string =>
  `METADATA_INVALID: Cargo.toml inside the crate cannot be read: ${what}; package it again with 'cargo package'.`;

test('reads a crate without dependencies', async () => {
  expect(await read(await crate(CRATE))).toEqual({
    metadata: { name: 'Demo_Pkg', dependencies: [], features: {} },
    sideFiles: [],
  });
});

test('reads dependencies of every kind, renamed, optional, of targets and of other registries', async () => {
  const own = 'sparse+https://registry.example.org/cargo/index/';
  const metadata = await readLines(
    'links = "demo"',
    'rust-version = "1.70"',
    '[dependencies]',
    'plain = "1.2"',
    '[dependencies.renamed]',
    'version = ">=1, <3"',
    'package = "real-name"',
    'features = ["std", "dep/x"]',
    'optional = true',
    'default-features = false',
    `registry-index = "${own}"`,
    '[build-dependencies.cc]',
    'version = "*"',
    '[dev_dependencies]',
    'old = "=0.1.0-rc.1"',
    `[target.'cfg(unix)'.dependencies.libc]`,
    'version = "~0.2.1"',
    '[target.x86_64-pc-windows-msvc.dev-dependencies]',
    'win = "^1"',
  );
  const plain = { features: [], optional: false, defaultFeatures: true };
  expect(metadata).toEqual({
    name: 'Demo_Pkg',
    links: 'demo',
    rustVersion: '1.70',
    features: {},
    dependencies: [
      { name: 'plain', requirement: '1.2', ...plain, kind: 'normal' },
      {
        name: 'renamed',
        package: 'real-name',
        requirement: '>=1, <3',
        features: ['std', 'dep/x'],
        optional: true,
        defaultFeatures: false,
        kind: 'normal',
        registryIndex: own,
      },
      { name: 'cc', requirement: '*', ...plain, kind: 'build' },
      { name: 'old', requirement: '=0.1.0-rc.1', ...plain, kind: 'dev' },
      { name: 'libc', requirement: '~0.2.1', ...plain, target: 'cfg(unix)', kind: 'normal' },
      { name: 'win', requirement: '^1', ...plain, target: 'x86_64-pc-windows-msvc', kind: 'dev' },
    ],
  });
});

test('keeps features of the newer syntax apart, with those that lead to them', () => {
  const features = {
    default: ['all'],
    all: ['serde'],
    serde: ['dep:serde', 'other?/serde'],
    std: [],
    more: ['std', 'other/std'],
  };
  expect(splitFeatures(features)).toEqual({
    features: { std: [], more: ['std', 'other/std'] },
    features2: { default: ['all'], all: ['serde'], serde: ['dep:serde', 'other?/serde'] },
  });
  expect(splitFeatures({ default: ['std'], std: [] })).toEqual({ features: { default: ['std'], std: [] } });
});

test('property: no feature is lost, and the older part holds and names none of the newer', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', '__proto__');
  const value = fc.oneof(name, fc.constantFrom('dep:x', 'x?/y', 'x/y'));
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.array(value, { maxLength: 3 }))), (entries) => {
      const all = Object.fromEntries(entries);
      const { features, features2 = {} } = splitFeatures(all);
      expect(Object.fromEntries([...Object.entries(features), ...Object.entries(features2)])).toEqual(all);
      for (const values of Object.values(features)) {
        expect(values.filter((each) => each.includes(':') || each.includes('?') || Object.hasOwn(features2, each))).toEqual([]);
      }
    }),
  );
});

test.each([
  ['that is no TOML', '[package', invalid('Invalid TOML document: incomplete key-value: cannot find end of key')],
  ['without a package', '[lib]', invalid("at 'package': Invalid input: expected object, received undefined")],
  [
    'with an inherited version',
    '[package]\nname = "a"\nversion.workspace = true',
    invalid("at 'package.version': Invalid input: expected string, received object"),
  ],
])('refuses a manifest %s', async (_, text, expected) => {
  expect(await refusalOf(() => readManifest(Buffer.from(text)))).toBe(expected);
});

test.each([
  ['a dependency without a version', '[dependencies.a]\ngit = "https://example.org/a"'],
  ['a requirement that is none', '[dependencies]\na = "latest"'],
  ['a requirement of a workspace', '[dependencies]\na.workspace = true'],
  ['a dependency under a false name', '[dependencies]\n"a/b" = "1"'],
  ['a dependency on a false name', '[dependencies.a]\nversion = "1"\npackage = "../b"'],
  ['an index that is no URL', '[dependencies.a]\nversion = "1"\nregistry-index = "javascript:alert(1)"'],
  ['a feature under a false name', '[features]\n"a b" = []'],
  ['a feature with a false value', '[features]\na = ["dep:b c"]'],
  ['a feature that is no list', '[features]\na = "b"'],
  ['a rust-version that is none', 'rust-version = "nightly"'],
])('refuses a manifest with %s', async (_, lines) => {
  const bytes = Buffer.from(cargoToml({ ...CRATE, manifest: [lines] }));
  expect(await refusalOf(() => readManifest(bytes))).toMatch(
    /^METADATA_INVALID: Cargo.toml inside the crate cannot be read: at '/,
  );
});

test('refuses a manifest that is not UTF-8', async () => {
  const latin = Buffer.from(`${cargoToml(CRATE)}# Ren\xe9\n`, 'latin1');
  expect(await refusalOf(() => readManifest(latin))).toMatch(/^METADATA_INVALID: /);
});

test.each<[string, TarEntry[], string]>([
  [
    'no Cargo.toml',
    [{ name: `${TOP}/src/lib.rs`, body: '' }],
    `METADATA_MISSING: The crate has no file ${TOP}/Cargo.toml; package it again with 'cargo package'.`,
  ],
  [
    'Cargo.toml further down only',
    [{ name: `${TOP}/a/Cargo.toml`, body: cargoToml(CRATE) }],
    `METADATA_MISSING: The crate has no file ${TOP}/Cargo.toml; package it again with 'cargo package'.`,
  ],
  [
    'a link for Cargo.toml',
    [{ name: `${TOP}/Cargo.toml`, type: 'symlink', linkname: 'b' }],
    `METADATA_MISSING: The crate has no file ${TOP}/Cargo.toml; package it again with 'cargo package'.`,
  ],
  [
    'a file beside its folder',
    [...entriesOf(crateFiles(CRATE)), { name: 'other/x', body: '' }],
    unusable(`LAYOUT: entry "other/x" is not below ${TOP}/`),
  ],
  [
    'the folder of another version',
    entriesOf(crateFiles({ ...CRATE, version: '1.0.1' })),
    unusable(`LAYOUT: entry "Demo_Pkg-1.0.1/Cargo.toml" is not below ${TOP}/`),
  ],
  [
    'a second cargo.toml',
    [...entriesOf(crateFiles(CRATE)), { name: `${TOP}/cargo.toml`, body: '' }],
    unusable(`AMBIGUOUS: entries "${TOP}/Cargo.toml" and "${TOP}/cargo.toml" differ in case or form only`),
  ],
  [
    'names that look the same',
    [...entriesOf(crateFiles(CRATE)), { name: `${TOP}/src/\uff4cib.rs`, body: '' }],
    unusable(`AMBIGUOUS: entries "${TOP}/src/lib.rs" and "${TOP}/src/\uff4cib.rs" differ in case or form only`),
  ],
  [
    'the manifest of another crate',
    [{ name: `${TOP}/Cargo.toml`, body: cargoToml({ ...CRATE, name: 'evil' }) }],
    'METADATA_MISMATCH: Cargo.toml inside the crate is of another release, got: "evil" "1.0.0+a", not Demo_Pkg 1.0.0+a as its file name says; package this release again.',
  ],
  [
    'the manifest of another spelling',
    [{ name: `${TOP}/Cargo.toml`, body: cargoToml({ ...CRATE, name: 'demo-pkg' }) }],
    'METADATA_MISMATCH: Cargo.toml inside the crate is of another release, got: "demo-pkg" "1.0.0+a", not Demo_Pkg 1.0.0+a as its file name says; package this release again.',
  ],
  [
    'a path that climbs',
    [{ name: `${TOP}/../../x`, body: '' }],
    unusable(`PATH: entry "${TOP}/../../x" has a path that is absolute, climbs, or is not plain`),
  ],
])('refuses a crate with %s', async (_, entries, expected) => {
  expect(await refusalOf(async () => read(await archiveOf(entries)))).toBe(expected);
});

test('refuses a bomb, and half a crate', async () => {
  const bomb = await archiveOf([...entriesOf(crateFiles(CRATE)), { name: `${TOP}/zeros`, body: Buffer.alloc(2_000_000) }]);
  expect(await refusalOf(() => read(bomb))).toMatch(/^ARCHIVE_BOMB: /);
  const { name, body } = await crate(CRATE);
  expect(await refusalOf(() => read({ name, body: body.subarray(0, body.length / 2) }))).toMatch(/^ARCHIVE_UNREADABLE: /);
});

test('whatever the manifest, the worst is a refusal', async () => {
  const words = [
    '[',
    ']',
    '=',
    '"',
    '\n',
    '.',
    'package',
    'name',
    'version',
    '1.0',
    'features',
    'dependencies',
    '{',
    '}',
    '__proto__',
  ];
  const noise = fc.oneof(
    fc.uint8Array(),
    fc.string({ unit: fc.constantFrom(...words), maxLength: 30 }).map((text) => Buffer.from(text)),
  );
  await fc.assert(
    fc.asyncProperty(noise, fc.boolean(), async (bytes, behind) => {
      const body = Buffer.concat(behind ? [Buffer.from(cargoToml(CRATE)), bytes] : [bytes]);
      expect(await refusalOf(() => readManifest(body))).toMatch(/^(accepted|METADATA_INVALID: )/);
    }),
    { numRuns: 300 },
  );
});
