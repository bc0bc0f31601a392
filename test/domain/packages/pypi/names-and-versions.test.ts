import { eq } from '@renovatebot/pep440';
import fc from 'fast-check';
import { checkFileName, parseFileName } from '../../../../domain/packages/pypi/filenames';
import { checkProject } from '../../../../domain/packages/pypi/names';
import { normaliseName } from '../../../../domain/packages/pypi/normalise';
import { canonicalVersion, checkVersion, compareVersions, versionIdentity } from '../../../../domain/packages/pypi/versions';
import { refusalOf } from '../refusal-of';

const names = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '-', '_', '.') });

test.each([
  ['demo', 'demo'],
  ['Demo.Pkg_core', 'demo-pkg-core'],
  ['a--b__c..d', 'a-b-c-d'],
  ['A', 'a'],
  ['-demo', undefined],
  ['demo.', undefined],
  ['de mo', undefined],
  ['démo', undefined],
  ['', undefined],
])('normalises %j to %j', (name, normal) => {
  expect(normaliseName(name)).toBe(normal);
});

test('normalising twice is normalising once', () => {
  fc.assert(
    fc.property(names, (name) => {
      const normal = normaliseName(name);
      if (normal !== undefined) expect(normaliseName(normal)).toBe(normal);
    }),
  );
});

test.each([
  ['demo', 'accepted'],
  ['com-demo', 'accepted'],
  ['Demo', 'NAME_NOT_NORMALISED'],
  ['demo_pkg', 'NAME_NOT_NORMALISED'],
  ['con', 'NAME_NOT_ALLOWED'],
  ['com1', 'NAME_NOT_ALLOWED'],
  ['nul-demo', 'NAME_NOT_ALLOWED'],
  ['../demo', 'NAME_NOT_ALLOWED'],
  ['__proto__', 'NAME_NOT_ALLOWED'],
  ['a'.repeat(100), 'accepted'],
  ['a'.repeat(101), 'NAME_NOT_ALLOWED'],
])('project %j: %s', async (name, expected) => {
  expect(
    (
      await refusalOf(() => {
        checkProject(name);
      })
    ).split(':')[0],
  ).toBe(expected);
});

test.each([
  ['1.0', '1.0'],
  ['1.0.0', '1.0.0'],
  ['v1.0', '1.0'],
  ['1.0-RC.1', '1.0rc1'],
  ['1.0alpha', '1.0a0'],
  ['1.0-1', '1.0.post1'],
  ['1.0.DEV3', '1.0.dev3'],
  ['01.02', '1.2'],
  ['1!2.0', '1!2.0'],
  ['1.0+Ubuntu-1.x', '1.0+ubuntu.1.x'],
  ['1.0+01', '1.0+1'],
  ['20260101', '20260101'],
  ['1.20260101120000123456', undefined],
  ['1.x', undefined],
  ['latest', undefined],
  ['1.0/../2.0', undefined],
  [' 1.0', '1.0'],
  ['', undefined],
  [`1.${'0'.repeat(99)}`, undefined],
])('the canonical form of version %j is %j', (version, canonical) => {
  expect(canonicalVersion(version)).toBe(canonical);
});

test.each([
  ['1.0', 'accepted'],
  ['1.0rc1', 'accepted'],
  ['v1.0', 'VERSION_INVALID: The version is not canonical, got: "v1.0"; spell it \'1.0\'.'],
  ['1.0\n', 'VERSION_INVALID: The version is not canonical, got: "1.0\\n"; spell it \'1.0\'.'],
  [
    'one',
    'VERSION_INVALID: The version is not canonical, got: "one"; use a version as PEP 440 describes, e.g. 1.2.0 or 1.2.0rc1.',
  ],
])('version %j: %s', async (version, expected) => {
  expect(
    await refusalOf(() => {
      checkVersion(version);
    }),
  ).toBe(expected);
});

test('orders versions as PEP 440 does', () => {
  const ascending = [
    '1.0.dev1',
    '1.0a1',
    '1.0a1.post1',
    '1.0b2',
    '1.0rc1',
    '1.0',
    '1.0+local.2',
    '1.0.post1',
    '1.1',
    '1.9',
    '1.10',
    '1!0.1',
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(ascending, { minLength: ascending.length }), (shuffled) => {
      expect([...shuffled].sort(compareVersions)).toEqual(ascending);
    }),
  );
});

test.each([
  ['1.0.0', '1'],
  ['1.0', '1'],
  ['1', '1'],
  ['1.0.1', '1.0.1'],
  ['0.0', '0'],
  ['1!1.0.0', '1!1'],
  ['10.0rc1', '10rc1'],
  ['1.0.post1', '1.post1'],
  ['1.0+local.0', '1+local.0'],
])('version %s is the same as %s', (version, identity) => {
  expect(versionIdentity(version)).toBe(identity);
});

const versions = fc
  .tuple(
    fc.array(fc.nat(11), { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', 'a1', 'rc0'),
    fc.constantFrom('', '.post0'),
    fc.constantFrom('', '+x.1'),
  )
  .map(([release, ...suffixes]) => release.join('.') + suffixes.join(''));

test('two versions have one identity exactly when installers take them for the same', () => {
  fc.assert(
    fc.property(versions, versions, (a, b) => {
      expect(versionIdentity(a) === versionIdentity(b)).toBe(eq(a, b));
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['demo-1.0-py3-none-any.whl', { kind: 'wheel', project: 'demo', version: '1.0' }],
  ['Demo.Pkg-1.0-1build-cp311.cp312-abi3-manylinux_2_17_x86_64.whl', { kind: 'wheel', project: 'Demo.Pkg', version: '1.0' }],
  ['demo_pkg-1!2.0+local.1-py3-none-any.whl', { kind: 'wheel', project: 'demo_pkg', version: '1!2.0+local.1' }],
  ['demo_pkg-1.0.tar.gz', { kind: 'sdist', project: 'demo_pkg', version: '1.0' }],
  ['demo-pkg-1.0.tar.gz', { kind: 'sdist', project: 'demo-pkg', version: '1.0' }],
  ['demo-1.0.zip', undefined],
  ['demo-1.0.tar.bz2', undefined],
  ['demo.whl', undefined],
  ['demo-1.0-py3-none.whl', undefined],
  ['demo-1.0-build1-py3-none-any.whl', undefined],
  ['demo-1.0-py3-none-any.whl.metadata', undefined],
  ['../demo-1.0.tar.gz', undefined],
  ['demo-1.0.tar.gz\n', undefined],
  ['demo-1.0-py3-none-any<.whl', undefined],
  [`${'a'.repeat(230)}-1.0.tar.gz`, undefined],
])('reads the file name %j', (name, expected) => {
  expect(parseFileName(name)).toEqual(expected);
});

test.each([
  ['demo_pkg-1.0-py3-none-any.whl', 'accepted'],
  ['Demo.Pkg-1.0.tar.gz', 'accepted'],
  ['demo-pkg-1.0.tar.gz', 'accepted'],
  ['demo_pkg-1.0.0.tar.gz', 'FILE_NAME_MISMATCH'],
  ['demo-1.0.tar.gz', 'FILE_NAME_MISMATCH'],
  ['demo_pkg-1.1-py3-none-any.whl', 'FILE_NAME_MISMATCH'],
  ['demo_pkg-latest.tar.gz', 'FILE_NAME_MISMATCH'],
  ['demo_pkg-1.0.exe', 'FILE_NAME_INVALID'],
])('file %s of release demo-pkg 1.0: %s', async (name, expected) => {
  expect((await refusalOf(() => checkFileName({ project: 'demo-pkg', version: '1.0' }, name))).split(':')[0]).toBe(expected);
});
