import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { inMemory } from '../../../../domain/contracts/byte-source';
import { NPM } from '../../../../domain/packages/npm';
import { normaliseName } from '../../../../domain/packages/npm/normalise';
import { canonicalVersion } from '../../../../domain/packages/npm/versions';
import { npmPackage, npmTarball, type PackageJson, packedName } from '../../../helpers/npm-packages';
import type { TarEntry } from '../../../helpers/pypi-archives';
import { refusalOf, unusable } from '../refusal-of';

const DEMO: PackageJson = { name: '@demo/lib', version: '1.0.0' };
const RELEASE = { project: '@demo/lib', version: '1.0.0' };
const LIMITS = { maxEntries: 20, maxUnpackedBytes: 3_000_000, maxRatio: 100 };

const read = (body: Buffer) =>
  NPM.readFile(RELEASE, { name: packedName(DEMO), size: 0, sha256: '', bundles: [] }, inMemory(body), LIMITS);
const readManifest = async (fields: object, others: readonly TarEntry[] = []) =>
  read(await npmTarball([{ name: 'package/package.json', body: JSON.stringify({ ...DEMO, ...fields }) }, ...others]));
const fieldsOf = async (fields: object, others: readonly TarEntry[] = []) => (await readManifest(fields, others)).metadata.fields;
const JSON_FILE: TarEntry = { name: 'package/package.json', body: JSON.stringify(DEMO) };

test('keeps what clients and readers need, and the SHA-1', async () => {
  const body = await npmPackage({ ...DEMO, dependencies: { ms: '^2.0.0' }, jest: { verbose: true }, description: 'A library' });
  expect(await read(body)).toEqual({
    metadata: {
      shasum: createHash('sha1').update(body).digest('hex'),
      fields: { main: 'index.js', license: 'Apache-2.0', dependencies: { ms: '^2.0.0' }, description: 'A library' },
    },
    sideFiles: [],
  });
});

test.each<[string, object, readonly TarEntry[], object]>([
  ['one command', { bin: 'cli.js' }, [], { bin: { lib: 'cli.js' } }],
  ['many commands', { bin: { a: 'a.js', b: 'b.js' } }, [], { bin: { a: 'a.js', b: 'b.js' } }],
  ['an install script', { scripts: { postinstall: 'node x', test: 'jest' } }, [], { hasInstallScript: true }],
  ['other scripts', { scripts: { test: 'jest' } }, [], {}],
  ['a native addon', {}, [{ name: 'package/binding.gyp' }], { hasInstallScript: true }],
  ['a native addon that is not built', { gypfile: false }, [{ name: 'package/binding.gyp' }], {}],
  ['a shrinkwrap', {}, [{ name: 'package/npm-shrinkwrap.json' }], { _hasShrinkwrap: true }],
  ['bundled packages', { bundledDependencies: ['ms'] }, [], { bundleDependencies: ['ms'] }],
  ['no bundled packages', { bundleDependencies: false, bundledDependencies: ['ms'] }, [], {}],
  [
    'all packages bundled',
    { bundleDependencies: true, dependencies: { ms: '1' } },
    [],
    { bundleDependencies: ['ms'], dependencies: { ms: '1' } },
  ],
  ['an alias', { dependencies: { Old: 'npm:ms@^2' } }, [], { dependencies: { Old: 'npm:ms@^2' } }],
  ['platforms', { os: ['!win32'], cpu: 'x64', engines: ['node'] }, [], { os: ['!win32'], cpu: 'x64', engines: ['node'] }],
])('understands %s', async (_, fields, others, expected) => {
  expect(await fieldsOf(fields, others)).toEqual(expected);
});

test('keeps the tag that a release asks for', async () => {
  expect((await readManifest({ publishConfig: { tag: 'next', access: 'public' } })).metadata).toMatchObject({ tag: 'next' });
});

test('reads a package whose folder has another name, and a version with build metadata', async () => {
  const body = await npmTarball([{ name: 'lib/package.json', body: JSON.stringify({ ...DEMO, version: '1.0.0+build' }) }]);
  expect((await read(body)).metadata.fields).toEqual({});
});

test.each<[string, readonly TarEntry[], string]>([
  ['nothing in it', [], unusable('LAYOUT: it is empty')],
  [
    'two folders, which clients would unpack into one',
    [JSON_FILE, { name: 'other/package.json', body: '{}' }],
    unusable('LAYOUT: it has more than one top folder or file (package, other)'),
  ],
  [
    'a file beside the folder',
    [JSON_FILE, { name: 'package.json', body: '{}' }],
    unusable('LAYOUT: it has more than one top folder or file (package, package.json)'),
  ],
  ['two package.json', [JSON_FILE, JSON_FILE], unusable('AMBIGUOUS: entry "package/package.json" is there twice')],
  [
    'a package.json in capitals beside it',
    [JSON_FILE, { name: 'package/Package.JSON' }],
    unusable('AMBIGUOUS: entries "package/package.json" and "package/Package.JSON" differ in case or form only'),
  ],
  [
    'a package.json in full-width letters beside it',
    [JSON_FILE, { name: 'package/\uff50ackage.json' }],
    unusable('AMBIGUOUS: entries "package/package.json" and "package/\uff50ackage.json" differ in case or form only'),
  ],
  [
    'a symbolic link',
    [JSON_FILE, { name: 'package/a', type: 'symlink', linkname: 'b' }],
    unusable('ENTRY: entry "package/a" is a link'),
  ],
  [
    'a hard link',
    [JSON_FILE, { name: 'package/a', type: 'link', linkname: 'package/package.json' }],
    unusable('ENTRY: entry "package/a" is a link'),
  ],
  [
    'a path that climbs',
    [JSON_FILE, { name: 'package/../../x' }],
    unusable('PATH: entry "package/../../x" has a path that is absolute, climbs, or is not plain'),
  ],
  [
    'an absolute path',
    [JSON_FILE, { name: '/etc/passwd' }],
    unusable('PATH: entry "/etc/passwd" has a path that is absolute, climbs, or is not plain'),
  ],
  [
    'a pipe',
    [JSON_FILE, { name: 'package/p', type: 'fifo' }],
    unusable('ENTRY: entry "package/p" is neither file, folder nor link, got: fifo'),
  ],
  [
    'no package.json',
    [{ name: 'package/lib/package.json', body: '{}' }],
    "METADATA_MISSING: The package has no package/package.json; build it again with 'npm pack'.",
  ],
])('refuses %s', async (_, entries, expected) => {
  expect(await refusalOf(async () => read(await npmTarball(entries)))).toBe(expected);
});

const BOMB = "make it smaller or ask the operator to raise 'limits' in registry.config.ts.";
test.each<[string, () => Promise<Buffer>, string]>([
  [
    'that is cut short',
    async () => (await npmPackage(DEMO)).subarray(0, 80),
    'ARCHIVE_UNREADABLE: The archive cannot be read: unexpected end of file; it may be truncated or damaged, build and upload it again.',
  ],
  ['that is none', () => Promise.resolve(Buffer.from('PK\u0003\u0004')), unusable('UNREADABLE: it is not a gzip file')],
  [
    'that expands to too much',
    () => npmTarball([JSON_FILE, { name: 'package/zeros', body: Buffer.alloc(2_000_000) }]),
    `ARCHIVE_BOMB: The archive expands too far, got: (many) unpacked bytes for each packed byte or more, at most 100 are allowed; ${BOMB}`,
  ],
  [
    'with too many entries',
    () => npmTarball([JSON_FILE, ...Array.from({ length: 20 }, (_, i) => ({ name: `package/${i}` }))]),
    `ARCHIVE_BOMB: The archive expands too far, got: 21 entries or more, at most 20 are allowed; ${BOMB}`,
  ],
])('refuses an archive %s', async (_, body, expected) => {
  // How far zeros are packed depends on the version of zlib.
  expect((await refusalOf(async () => read(await body()))).replace(/\d+ unpacked/, '(many) unpacked')).toBe(expected);
});

const unusableManifest = (what: string): string =>
  `METADATA_INVALID: The package.json cannot be used: ${what}; correct it and run 'npm pack' again.`;
test.each<[string, object, string]>([
  ['dependencies that are no names', { dependencies: { '../x': '1' } }, "field 'dependencies.../x': Invalid key in record"],
  [
    'dependencies that are a list',
    { dependencies: ['ms'] },
    "field 'dependencies': Invalid input: expected record, received array",
  ],
  [
    'a version that is a number',
    { dependencies: { ms: 2 } },
    "field 'dependencies.ms': Invalid input: expected string, received number",
  ],
  ['the tag of a version', { publishConfig: { tag: 'v1' } }, "field 'publishConfig.tag': Invalid input"],
  [
    'a tag with a slash',
    { publishConfig: { tag: 'a/b' } },
    "field 'publishConfig.tag': Invalid string: must match pattern /^[a-z][a-z0-9._-]*$/i",
  ],
  ['no name', { name: undefined }, "field 'name': Invalid input: expected string, received undefined"],
  ['a package that is private', { private: true }, 'it says "private": true, which npm never publishes'],
  ['too much', { description: 'x'.repeat(262_144) }, 'what it says to clients has 262162 bytes, at most 262144 are kept'],
])('refuses a package.json with %s', async (_, fields, what) => {
  expect(await refusalOf(() => readManifest(fields))).toBe(unusableManifest(what));
});

test.each([
  ['no JSON', Buffer.from('{')],
  ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
  ['a list', Buffer.from('[]')],
])('refuses a package.json that is %s', async (_, body) => {
  const refusal = await refusalOf(async () => read(await npmTarball([{ name: 'package/package.json', body }])));
  expect(refusal).toMatch(
    /^METADATA_INVALID: The package\.json cannot be used: field '': Invalid input: expected object, received \w+; /,
  );
});

test.each([
  ['name', { name: '@demo/other' }, '"@demo/other" "1.0.0"'],
  ['name in capitals', { name: '@demo/Lib' }, '"@demo/Lib" "1.0.0"'],
  ['look-alike name', { name: '@dem\u043e/lib' }, '"@dem\u043e/lib" "1.0.0"'],
  ['version', { version: '1.0.1' }, '"@demo/lib" "1.0.1"'],
  ['version that is none', { version: 'one' }, '"@demo/lib" "one"'],
])('refuses a package.json with another %s', async (_, fields, got) => {
  expect(await refusalOf(() => readManifest(fields))).toBe(
    `METADATA_MISMATCH: The package.json is of another release, got: ${got}, not @demo/lib 1.0.0; pack this release again.`,
  );
});

test('passes no prototype on, whatever a package.json says', async () => {
  const body = '{"name":"@demo/lib","version":"1.0.0","__proto__":{"bin":"x"},"dependencies":{"ms":"1","constructor":"2"}}';
  const { metadata } = await read(await npmTarball([{ name: 'package/package.json', body }]));
  expect(JSON.stringify(metadata.fields)).toBe('{"dependencies":{"ms":"1","constructor":"2"}}');
});

const named = (name: string, body: Buffer) => NPM.readName(name, body, new Map());

test('finds the release of a file in the file, since its name does not tell', async () => {
  expect(await named('demo-lib-1.0.0.tgz', await npmPackage(DEMO))).toEqual(RELEASE);
  expect(await named('demo-lib-1.0.0.tgz', await npmPackage({ name: 'demo-lib', version: 'v1.0.0' }))).toEqual({
    project: 'demo-lib',
    version: '1.0.0',
  });
});

test.each<[string, string, () => Promise<Buffer>]>([
  ['another name', 'demo-1.0.0.tar.gz', () => npmPackage(DEMO)],
  ['a project name that is not allowed', 'x.tgz', () => npmPackage({ name: 'Demo', version: '1.0.0' })],
  ['no version', 'x.tgz', () => npmTarball([{ name: 'package/package.json', body: '{"name":"demo"}' }])],
  ['no JSON', 'x.tgz', () => npmTarball([{ name: 'package/package.json', body: '{' }])],
  ['no package.json', 'chart-1.0.0.tgz', () => npmTarball([{ name: 'chart/Chart.yaml', body: '' }])],
])('a file with %s is no package', async (_, name, body) => {
  expect(await named(name, await body())).toBeUndefined();
});

test('property: whatever the bytes, a file is read or refused, and asking for its name never throws', async () => {
  const packed = await npmPackage(DEMO);
  const spoiled = fc.tuple(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 })).map(([at, by]) => {
    const bytes = Buffer.from(packed);
    bytes[at] = bytes[at]! ^ by;
    return bytes;
  });
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        spoiled,
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      ),
      async (body) => {
        expect(await refusalOf(() => read(body))).toMatch(/^(accepted|(ARCHIVE|METADATA)_[A-Z]+: .*)$/);
        const name = await named('x.tgz', body);
        if (name) expect([normaliseName(name.project), canonicalVersion(name.version)]).toEqual([name.project, name.version]);
      },
    ),
    { numRuns: 200 },
  );
});
