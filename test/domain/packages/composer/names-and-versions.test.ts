import fc from 'fast-check';
import { COMPOSER } from '../../../../domain/packages/composer';
import { isConstraint } from '../../../../domain/packages/composer/constraints';
import { normaliseName } from '../../../../domain/packages/composer/normalise';
import { compareVersions, normaliseVersion, versionIdentity } from '../../../../domain/packages/composer/versions';
import { refusalOf } from '../refusal-of';

// Verdicts and forms in these tables are those of Composer's own classes.
test.each([
  ['demo/lib', 'demo/lib'],
  ['Demo/Lib', 'demo/lib'],
  ['demo-x/lib.y_z', 'demo-x/lib.y_z'],
  ['demo/lib--two', 'demo/lib--two'],
  ['1/2', '1/2'],
  ['demo', undefined],
  ['demo/', undefined],
  ['/lib', undefined],
  ['demo/lib/more', undefined],
  ['demo--x/lib', undefined],
  ['demo/lib---x', undefined],
  ['demo/_lib', undefined],
  ['demo/lib.', undefined],
  ['demo/../lib', undefined],
  ['demo/lib~dev', undefined],
  ['démo/lib', undefined],
  ['demo/lib\n', undefined],
  ['', undefined],
])('normalises the name %j to %j', (name, normal) => {
  expect(normaliseName(name)).toBe(normal);
});

const NOT_ALLOWED =
  "use a vendor, a slash and a name, up to 100 characters, each of words of letters and digits joined by '-', '.' or '_', no name of a Windows device, and no '.json' at the end.";
test.each([
  ['demo/lib', 'accepted'],
  ['demo/console', 'accepted'],
  ['Demo/lib', "NAME_NOT_NORMALISED: The package name is not normalised, got: 'Demo/lib'; upload it as 'demo/lib'."],
  ...['demo', 'demo/nul', 'con/lib', 'com1.x/lib', 'demo/lib.json', `demo/${'a'.repeat(96)}`].map((name) => [
    name,
    `NAME_NOT_ALLOWED: The package name is not allowed, got: "${name}"; ${NOT_ALLOWED}`,
  ]),
])('project %j: %s', async (name, expected) => {
  expect(
    await refusalOf(() => {
      COMPOSER.checkProject(name);
    }),
  ).toBe(expected);
});

test.each([
  ['1.2.3', '1.2.3.0'],
  ['v1.2.3', '1.2.3.0'],
  ['1', '1.0.0.0'],
  ['1.2.3.4', '1.2.3.4'],
  ['1.0.0-RC1', '1.0.0.0-RC1'],
  ['1.0.0-rc.1', '1.0.0.0-RC1'],
  ['1.0.0beta2', '1.0.0.0-beta2'],
  ['1.0.0-b2', '1.0.0.0-beta2'],
  ['1.0.0-a', '1.0.0.0-alpha'],
  ['1.0.0-pl1', '1.0.0.0-patch1'],
  ['1.0.0-p.1', '1.0.0.0-patch1'],
  ['1.0.0-stable', '1.0.0.0'],
  ['1.0.0+build.1', '1.0.0.0'],
  ['1.0.0-beta+build', '1.0.0.0-beta'],
  ['2010.01.02', '2010.01.02.0'],
  ['20100102', '20100102'],
  ['2010-01-02', '2010.01.02'],
  ['201903.0', '201903.0'],
  ['dev-main', undefined],
  ['1.x-dev', undefined],
  ['1.0.0-dev', undefined],
  ['1.0.0-RC1-dev', undefined],
  ['1.2.3.4.5', undefined],
  ['1.0-meh', undefined],
  ['1.*', undefined],
  ['latest', undefined],
  ['1.0/../2', undefined],
  ['', undefined],
  [`1.0+${'a'.repeat(100)}`, undefined],
])('normalises the version %j to %j', (version, normal) => {
  expect(normaliseVersion(version)).toBe(normal);
});

test('refuses branches with a reason', async () => {
  const refusal = await refusalOf(() => {
    COMPOSER.checkVersion('dev-main');
  });
  expect(refusal).toBe(
    'VERSION_INVALID: The version is not one of Composer, got: "dev-main"; use up to four numbers, e.g. 1.2.0, v1.2.0 or 1.2.0-RC1, up to 100 characters. Branches (dev-main, 1.x-dev) change, so they cannot be released.',
  );
});

test('orders versions as Composer does', () => {
  const ordered = [
    '0.9',
    '1.0.0-alpha',
    '1.0.0-alpha2',
    '1.0.0-alpha10',
    '1.0.0-beta1',
    '1.0.0-RC1',
    'v1.0.0',
    '1.0.0-p1',
    '1.0.0.1',
    '1.2',
    '1.10',
    '2010.01.02',
  ];
  expect([...ordered].reverse().sort(compareVersions)).toEqual(ordered);
});

test('versions that Composer takes for the same have one identity', () => {
  expect(['1.0', 'v1.0.0', '1.00', '01.0', '1.0.0.0', '1.0.0+x', '1.0-stable'].map(versionIdentity)).toEqual(
    Array(7).fill('1.0.0.0'),
  );
  expect(versionIdentity('1.0.0-beta01')).toBe(versionIdentity('1.0.0b1'));
  const parts = fc.constantFrom('1', '0', '10', '.', '-', 'beta', 'RC', 'p', 'v', '+b', '2010.01.02');
  const versions = fc.array(parts, { maxLength: 6 }).map((all) => all.join(''));
  fc.assert(
    fc.property(versions, versions, (a, b) => {
      expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0);
    }),
  );
});

test.each([
  ['^1.2 || ~2.0.1', true],
  ['>=1.0 <2.0', true],
  ['>= 1.0, < 2.0', true],
  ['1.0 - 2.0', true],
  ['1.*', true],
  ['*', true],
  ['@dev', true],
  ['^1.0@beta', true],
  ['>=1.0-dev', true],
  ['1.x-dev', true],
  ['dev-main', true],
  ['dev-main#abcdef', true],
  ['dev-main as 1.0.x-dev', true],
  ['self.version', true],
  ['^8.1|^7.4', true],
  ['!=1.2.3', true],
  ['^1.0-beta1', true],
  ['v1.2', true],
  ['', false],
  ['||', false],
  ['latest', false],
  ['^', false],
  ['>=*', false],
  ['^dev-main', false],
  ['1.0 foo', false],
  ['1.2.3.4.5', false],
])('constraint %j can be read: %s', (text, expected) => {
  expect(isConstraint(text)).toBe(expected);
});

test('no text takes long, or makes the checks throw', () => {
  expect(normaliseName(`${'a-'.repeat(50_000)}/x`)).toBeUndefined();
  expect(isConstraint('1.'.repeat(50_000))).toBe(false);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const normal = normaliseName(text);
      if (normal !== undefined) expect(normaliseName(normal)).toBe(normal);
      expect([typeof isConstraint(text), typeof versionIdentity(text)]).toEqual(['boolean', 'string']);
    }),
  );
});

test.each([
  ['demo-lib-1.0.0.zip', 'accepted'],
  [
    'demo-lib-1.0.1.zip',
    "FILE_NAME_MISMATCH: The file name is not that of the package's archive, got: \"demo-lib-1.0.1.zip\"; upload one file, 'demo-lib-1.0.0.zip'.",
  ],
  [
    '../lib.zip',
    "FILE_NAME_INVALID: The file name is not that of the package's archive, got: \"../lib.zip\"; upload one file, 'demo-lib-1.0.0.zip'.",
  ],
])('the file name %s: %s', async (name, expected) => {
  expect(
    await refusalOf(() => {
      COMPOSER.checkFileName({ project: 'demo/lib', version: '1.0.0' }, name);
    }),
  ).toBe(expected);
});
