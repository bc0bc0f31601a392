import fc from 'fast-check';
import { CARGO } from '../../../../domain/packages/cargo';
import { parseFileName, releaseOfFileName } from '../../../../domain/packages/cargo/filenames';
import { normaliseName } from '../../../../domain/packages/cargo/normalise';
import { linesPath } from '../../../../domain/packages/cargo/objects';
import { refusalOf } from '../refusal-of';

const codeOf = async (check: () => void): Promise<string> => (await refusalOf(check)).split(':')[0]!;

test.each([
  ['serde_json', 'serde-json'],
  ['RustQuant', 'rustquant'],
  ['a', 'a'],
  ['a__b', 'a--b'],
  ['_a', undefined],
  ['1a', undefined],
  ['a.b', undefined],
  ['s\u0435rde', undefined],
  ['', undefined],
])('normalises %j to %j', (name, normal) => {
  expect(normaliseName(name)).toBe(normal);
});

test('normalising twice is normalising once, and hides case and hyphens', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,20}$/), (name) => {
      const normal = normaliseName(name)!;
      expect(normaliseName(normal)).toBe(normal);
      expect(normaliseName(name.toUpperCase().replaceAll('-', '_'))).toBe(normal);
    }),
  );
});

test.each([
  ['demo', 'accepted'],
  ['com-demo', 'accepted'],
  ['a'.repeat(64), 'accepted'],
  ['a'.repeat(65), 'NAME_NOT_ALLOWED'],
  ['Demo', 'NAME_NOT_NORMALISED'],
  ['demo_pkg', 'NAME_NOT_NORMALISED'],
  ['std', 'NAME_NOT_ALLOWED'],
  ['proc_macro', 'NAME_NOT_ALLOWED'],
  ['con', 'NAME_NOT_ALLOWED'],
  ['lpt1', 'NAME_NOT_ALLOWED'],
  ['../demo', 'NAME_NOT_ALLOWED'],
  ['demo.', 'NAME_NOT_ALLOWED'],
])('project %j: %s', async (name, expected) => {
  expect(
    await codeOf(() => {
      CARGO.checkProject(name);
    }),
  ).toBe(expected);
});

test('says how to spell a project', async () => {
  expect(
    await refusalOf(() => {
      CARGO.checkProject('serde_json');
    }),
  ).toBe(
    "NAME_NOT_NORMALISED: The project name is not normalised, got: 'serde_json'; upload it as 'serde-json', whatever the crate's own spelling is.",
  );
});

test.each([
  ['1.0.0', 'accepted'],
  ['1.0.0-rc.1', 'accepted'],
  ['0.9.0+zstd.1.5.6', 'accepted'],
  ['1.0.0-0+001', 'accepted'],
  ['1.0', 'VERSION_INVALID'],
  ['v1.0.0', 'VERSION_INVALID'],
  [' 1.0.0', 'VERSION_INVALID'],
  ['1.0.0\n', 'VERSION_INVALID'],
  ['01.0.0', 'VERSION_INVALID'],
  ['1.0.0-01', 'VERSION_INVALID'],
  ['1.0.0/../..', 'VERSION_INVALID'],
  ['9007199254740993.0.0', 'VERSION_INVALID'],
  [`1.0.0-${'a'.repeat(100)}`, 'VERSION_INVALID'],
])('version %j: %s', async (version, expected) => {
  expect(
    await codeOf(() => {
      CARGO.checkVersion(version);
    }),
  ).toBe(expected);
});

test('orders versions as semantic versioning does, build metadata last', () => {
  const sorted = ['0.9.0', '1.0.0-alpha', '1.0.0-alpha.2', '1.0.0-alpha.10', '1.0.0', '1.0.0+1', '1.0.0+2', '1.2.0', '1.10.0'];
  fc.assert(
    fc.property(fc.shuffledSubarray(sorted, { minLength: sorted.length }), (shuffled) => {
      expect(shuffled.sort((a, b) => CARGO.compareVersions(a, b))).toEqual(sorted);
    }),
  );
});

test('build metadata makes no other version', () => {
  expect(['1.0.0+a', '1.0.0+b.c', '1.0.0-rc+a'].map((version) => CARGO.versionIdentity(version))).toEqual([
    '1.0.0',
    '1.0.0',
    '1.0.0-rc',
  ]);
});

test.each([
  ['serde_json-1.0.140.crate', { crate: 'serde_json', version: '1.0.140' }],
  ['sha-1-0.10.1.crate', { crate: 'sha-1', version: '0.10.1' }],
  ['a-1.0.0-2.0.0.crate', { crate: 'a', version: '1.0.0-2.0.0' }],
  ['zstd-sys-2.0.15+zstd.1.5.7.crate', { crate: 'zstd-sys', version: '2.0.15+zstd.1.5.7' }],
  ['demo-1.0.crate', undefined],
  ['demo-1.0.0.tar.gz', undefined],
  ['demo.crate', undefined],
  ['-1.0.0.crate', undefined],
  ['../demo-1.0.0.crate', undefined],
])('file name %j says %j', (name, expected) => {
  expect(parseFileName(name)).toEqual(expected);
});

test('tells the release of a file from its name', async () => {
  const nothing = new Map<string, Buffer>();
  expect(await CARGO.readName('Serde_JSON-1.0.140.crate', Buffer.alloc(0), nothing)).toEqual({
    project: 'serde-json',
    version: '1.0.140',
  });
  expect(await CARGO.readName('demo-1.0.0-py3-none-any.whl', Buffer.alloc(0), nothing)).toBeUndefined();
});

test('every name and version is found again in the file name', () => {
  const names = fc.stringMatching(/^[a-z](-?[a-z0-9_]){0,10}$/);
  const numbers = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)).map((parts) => parts.join('.'));
  fc.assert(
    fc.property(names, numbers, fc.constantFrom('', '-rc.1', '+meta-1', '-1.2.3'), (name, number, rest) => {
      const version = `${number}${rest}`;
      expect(releaseOfFileName(`${name}-${version}.crate`)).toEqual({ project: normaliseName(name), version });
    }),
  );
});

test.each([
  ['demo-pkg-1.0.0.crate', 'accepted'],
  ['Demo_Pkg-1.0.0.crate', 'accepted'],
  [
    'demo-pkg-1.0.crate',
    'FILE_NAME_INVALID: The file name is not of a crate (name-version.crate), got: "demo-pkg-1.0.crate"; upload it under the name that \'cargo package\' gave it.',
  ],
  [
    'demo-1.0.0.crate',
    'FILE_NAME_MISMATCH: The file name is of another release, got: demo 1.0.0, not demo-pkg 1.0.0; upload it with the release that it belongs to.',
  ],
  [
    'demo-pkg-1.0.1.crate',
    'FILE_NAME_MISMATCH: The file name is of another release, got: demo-pkg 1.0.1, not demo-pkg 1.0.0; upload it with the release that it belongs to.',
  ],
])('file %j of demo-pkg 1.0.0: %s', async (name, expected) => {
  expect(
    await refusalOf(() => {
      CARGO.checkFileName({ project: 'demo-pkg', version: '1.0.0' }, name);
    }),
  ).toBe(expected);
});

test('a version is one file', async () => {
  const release = { project: 'demo-pkg', version: '1.0.0' };
  const check = (...names: string[]) => refusalOf(() => CARGO.checkFileSet?.(release, names));
  expect(await check('demo-pkg-1.0.0.crate')).toBe('accepted');
  expect(await check('demo-pkg-1.0.0.crate', 'demo_pkg-1.0.0.crate')).toBe(
    "FILE_COUNT: A version of a crate is one file, got: 2 (demo-pkg-1.0.0.crate, demo_pkg-1.0.0.crate) for demo-pkg 1.0.0; upload only what 'cargo package' made.",
  );
});

test.each([
  ['a', '1/a'],
  ['ab', '2/ab'],
  ['abc', '3/a/abc'],
  ['abcd', 'ab/cd/abcd'],
  ['cfg-if', 'cf/g-/cfg-if'],
])('the lines of %s are at %s', (project, path) => {
  expect(linesPath(project)).toBe(path);
});
