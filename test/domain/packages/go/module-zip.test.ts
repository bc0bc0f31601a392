import fc from 'fast-check';
import { inMemory } from '../../../../domain/contracts/byte-source';
import { GO } from '../../../../domain/packages/go';
import { readModulePath } from '../../../../domain/packages/go/go-mod';
import { moduleFiles, moduleZip, zipOf } from '../../../helpers/go-modules';
import { zip } from '../../../helpers/zip-writer';
import { refusalOf, unusable } from '../refusal-of';

const RELEASE = { project: 'example.org/Demo/lib', version: 'v1.0.0' };
const MODULE = { path: RELEASE.project, version: RELEASE.version };
const ROOT = 'example.org/Demo/lib@v1.0.0';
const LIMITS = { maxEntries: 100, maxUnpackedBytes: 10_000_000, maxRatio: 1000 };

const read = (body: Buffer, release = RELEASE, limits = LIMITS) =>
  GO.readFile(release, { name: `${release.version}.zip`, size: body.length, sha256: '', bundles: [] }, inMemory(body), limits);

test('reads a module, and keeps its go.mod byte for byte beside it', async () => {
  const requires = ['require example.org/other v1.2.3', 'retract v0.9.0 // broken'];
  const module = { ...MODULE, requires, files: { 'lib.go': 'package lib\n', 'inner/größe.go': 'package inner\n' } };
  expect(await read(moduleZip(module))).toEqual({
    metadata: {},
    sideFiles: [
      {
        key: 'files/go/example.org/!demo/lib/@v/v1.0.0.mod',
        body: Buffer.from(moduleFiles(module)[`${ROOT}/go.mod`]!),
        contentType: 'text/plain; charset=utf-8',
        cacheControl: 'public, max-age=31536000, immutable',
        tags: ['ecosystem:go', 'project:go:example.org/Demo/lib'],
      },
    ],
  });
});

test.each([
  ['example.org/old', 'v2.0.0+incompatible'],
  ['gopkg.in/old.v2', 'v2.0.0'],
])('makes up the go.mod of a module without, %s %s', async (project, version) => {
  const { sideFiles } = await read(zipOf({ [`${project}@${version}/x.go`]: 'package x\n' }), { project, version });
  expect(sideFiles.map(({ key, body }) => [key, body.toString()])).toEqual([
    [`files/go/${project}/@v/${version}.mod`, `module ${project}\n`],
  ]);
});

test.each([
  ['the root', { [`${ROOT}/`]: '', ...moduleFiles(MODULE) }],
  ['folders', { ...moduleFiles(MODULE), [`${ROOT}/inner/`]: '', [`${ROOT}/inner/x.go`]: '' }],
])('reads a zip with entries for %s', async (_, files) => {
  expect((await read(zipOf(files))).sideFiles).toHaveLength(1);
});

const and = (name: string, body = '') => ({ ...moduleFiles(MODULE), [`${ROOT}/${name}`]: body });

test.each([
  ['nothing in it', {}, unusable('LAYOUT: it has no files')],
  ['folders only', { [`${ROOT}/`]: '' }, unusable('LAYOUT: it has no files')],
  [
    'files of another version',
    { ...moduleFiles(MODULE), 'example.org/Demo/lib@v1.0.1/x.go': '' },
    'METADATA_MISMATCH: The zip has entries of something else, got: "example.org/Demo/lib@v1.0.1/x.go", not below \'example.org/Demo/lib@v1.0.0/\'; package example.org/Demo/lib v1.0.0 again.',
  ],
  [
    'a file in place of the root',
    { [ROOT]: '' },
    'METADATA_MISMATCH: The zip has entries of something else, got: "example.org/Demo/lib@v1.0.0", not below \'example.org/Demo/lib@v1.0.0/\'; package example.org/Demo/lib v1.0.0 again.',
  ],
  [
    'files of a module that differs in case',
    moduleFiles({ ...MODULE, path: 'example.org/demo/lib' }),
    'METADATA_MISMATCH: The zip has entries of something else, got: "example.org/demo/lib@v1.0.0/go.mod", not below \'example.org/Demo/lib@v1.0.0/\'; package example.org/Demo/lib v1.0.0 again.',
  ],
  [
    'names that differ in case',
    { ...and('a/x.go'), [`${ROOT}/A/y.go`]: '' },
    unusable('AMBIGUOUS: entries "a" and "A" differ in case only'),
  ],
  [
    'names that fold to one',
    { ...and('ſ.go'), [`${ROOT}/s.go`]: '' },
    unusable(
      'AMBIGUOUS: entries "example.org/Demo/lib@v1.0.0/ſ.go" and "example.org/Demo/lib@v1.0.0/s.go" differ in case or form only',
    ),
  ],
  [
    'a file that is a folder too',
    { ...and('x'), [`${ROOT}/x/y.go`]: '' },
    unusable('AMBIGUOUS: entry "example.org/Demo/lib@v1.0.0/x" is both a file and a folder'),
  ],
  [
    'a module within',
    and('inner/go.mod'),
    unusable("LAYOUT: entry \"inner/go.mod\" must be called 'go.mod' and be at the module's root"),
  ],
  [
    'capitals in the name of go.mod',
    { [`${ROOT}/GO.MOD`]: '' },
    unusable("LAYOUT: entry \"GO.MOD\" must be called 'go.mod' and be at the module's root"),
  ],
  [
    'a device',
    and('inner/aux.go'),
    unusable('PATH: entry "example.org/Demo/lib@v1.0.0/inner/aux.go" has a name that Windows takes for something else'),
  ],
  [
    'a trailing dot',
    and('x.'),
    unusable('PATH: entry "example.org/Demo/lib@v1.0.0/x." has a name that Windows takes for something else'),
  ],
  ['a star', and('x*.go'), unusable('PATH: entry "x*.go" has a name that modules must not have')],
  [
    'a colon',
    and('x:y'),
    unusable('PATH: entry "example.org/Demo/lib@v1.0.0/x:y" has a name that Windows takes for something else'),
  ],
  ['an accent of its own', and('e\u0301.go'), unusable('PATH: entry "e\u0301.go" has a name that modules must not have')],
  [
    'a go.mod of another module',
    and('go.mod', 'module example.org/evil\n'),
    'METADATA_MISMATCH: The go.mod inside the zip is of another module, got: "example.org/evil", not example.org/Demo/lib; package this module again.',
  ],
  [
    'a go.mod without a module',
    and('go.mod', 'go 1.20\n'),
    "METADATA_INVALID: The module's go.mod has 0 readable 'module' lines where there must be one; check it with 'go mod verify' and package it again.",
  ],
])('refuses a zip with %s', async (_, files, expected) => {
  expect(await refusalOf(() => read(zipOf(files)))).toBe(expected);
});

test.each([
  [
    { project: 'example.org/mod', version: 'v2.0.0+incompatible' },
    'module example.org/mod\n',
    "METADATA_MISMATCH: The zip has a go.mod, but '+incompatible' is for modules without, got: v2.0.0+incompatible; release it as 'example.org/mod/v2'.",
  ],
  [
    { project: 'example.org/mod/v2', version: 'v2.0.0' },
    undefined,
    'METADATA_MISSING: The zip has no go.mod, which a module path with a major version suffix needs, got: example.org/mod/v2; add one and package the module again.',
  ],
])('%j with the go.mod %j is refused', async (release, goMod, expected) => {
  const root = `${release.project}@${release.version}`;
  const body = zipOf({ [`${root}/x.go`]: 'package x\n', ...(goMod && { [`${root}/go.mod`]: goMod }) });
  expect(await refusalOf(() => read(body, release))).toBe(expected);
});

test.each([
  ['climbs', zip([{ name: `${ROOT}/../x.go`, body: '' }]), /^ARCHIVE_PATH/],
  ['is absolute', zip([{ name: '/etc/passwd', body: '' }]), /^ARCHIVE_PATH/],
  [
    'comes twice',
    zip([
      { name: `${ROOT}/x`, body: '1' },
      { name: `${ROOT}/x`, body: '2' },
    ]),
    /^ARCHIVE_AMBIGUOUS.*twice/,
  ],
  ['is a link', zip([{ name: `${ROOT}/x`, body: '/etc/passwd', mode: 0o120777 }]), /^ARCHIVE_ENTRY.*symbolic link/],
  ['is a bomb', zip([{ name: `${ROOT}/x`, body: Buffer.alloc(9_000_000) }]), /^ARCHIVE_BOMB/],
  ['is no zip', Buffer.from('module'), /^ARCHIVE_UNREADABLE/],
  ['is truncated', moduleZip(MODULE).subarray(0, -10), /^ARCHIVE_UNREADABLE/],
])('refuses what %s', async (_, body, expected) => {
  expect(await refusalOf(() => read(body, RELEASE, { ...LIMITS, maxRatio: 100 }))).toMatch(expected);
});

test('counts the unpacked size of a module whatever the registry would allow', async () => {
  const huge = zip([{ name: `${ROOT}/x.go`, body: 'x', claim: { size: 500 * 1024 * 1024 + 1 } }]);
  expect(await refusalOf(() => read(huge, RELEASE, { ...LIMITS, maxUnpackedBytes: 1e12, maxRatio: 1e9 }))).toBe(
    "ARCHIVE_BOMB: The archive expands too far, got: 524288001 unpacked bytes or more, at most 524288000 are allowed; make it smaller or ask the operator to raise 'limits' in registry.config.ts.",
  );
});

test.each([
  ['module example.org/mod\n', 'example.org/mod'],
  ['// a comment\r\nmodule example.org/mod // Deprecated: use v2\r\n\r\ngo 1.20\r\n', 'example.org/mod'],
  ['\tmodule\t"example.org/mod"', 'example.org/mod'],
  ['module `example.org/mod`\n', 'example.org/mod'],
  ['module gopkg.in/yaml.v2\nrequire modules.example.org/x v1.0.0\n', 'gopkg.in/yaml.v2'],
])('%j declares %s', (text, path) => {
  expect(readModulePath(Buffer.from(text))).toBe(path);
});

test.each([
  ['module a.b/c\nmodule a.b/d\n', "2 readable 'module' lines where there must be one"],
  ['module "a.b/c\n', "1 readable 'module' lines where there must be one"],
  ['module a.b/c d\n', "1 readable 'module' lines where there must be one"],
  ['// module a.b/c\n', "0 readable 'module' lines where there must be one"],
  [Buffer.from([0xff, 0xfe]), 'bytes that are not UTF-8'],
])('refuses the go.mod %j', async (text, what) => {
  expect(await refusalOf(() => readModulePath(Buffer.from(text)))).toBe(
    `METADATA_INVALID: The module's go.mod has ${what}; check it with 'go mod verify' and package it again.`,
  );
});

test('tells the release of a zip from its first entry and its name', async () => {
  const body = moduleZip({ path: 'example.org/Demo/lib', version: 'v1.0.0-RC1' });
  const none = new Map<string, Buffer>();
  expect(await GO.readName('v1.0.0-!r!c1.zip', body, none)).toEqual({ project: 'example.org/Demo/lib', version: 'v1.0.0-RC1' });
  expect(await GO.readName('v1.0.0.zip', body, none)).toBeUndefined();
  expect(await GO.readName('v1.0.0.zip', zipOf({ 'demo/composer.json': '{}' }), none)).toBeUndefined();
});

test('no bytes make it throw anything but refusals', async () => {
  const honest = moduleZip({ ...MODULE, files: { 'x.go': 'package x\n' } });
  await fc.assert(
    fc.asyncProperty(fc.nat(honest.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (at, change, cut) => {
      const body = Buffer.from(cut ? honest.subarray(0, at) : honest);
      if (!cut) body[at] = body[at]! ^ change;
      expect(await refusalOf(() => read(body))).toMatch(/^accepted$|^[A-Z_]+: /);
      await GO.readName('v1.0.0.zip', body, new Map());
    }),
  );
});
