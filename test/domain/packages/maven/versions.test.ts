import fc from 'fast-check';
import { checkVersion, compareVersions, versionIdentity } from '../../../../domain/packages/maven/versions';
import { refusalOf } from '../refusal-of';

const refused = (version: string) =>
  refusalOf(() => {
    checkVersion(version);
  });

test.each([
  '1',
  '1.0',
  '1.2.0+build.7',
  '1.0-rc1',
  '2.0.0.Final',
  'r09',
  'Finchley.SR1',
  '20040616',
  '33.4.8-jre',
  'snapshots',
  '1.0-snapshot.1',
])('version %j is accepted', async (version) => {
  expect(await refused(version)).toBe('accepted');
});

test.each([
  '',
  '.',
  '..',
  '1..0',
  '1.0.',
  '-1',
  '1/0',
  '1\\0',
  '1 0',
  '1:0',
  '${revision}',
  '[1.0,2.0)',
  '1.0\n',
  '１.0',
  '1.0\u200b',
  'a'.repeat(101),
])('version %j is not allowed', async (version) => {
  expect(await refused(version)).toBe(
    `VERSION_INVALID: The version is not allowed, got: ${JSON.stringify(version)}; use up to 100 ASCII letters, digits, '.', '_', '+' and '-', beginning and ending with a letter or digit.`,
  );
});

test.each(['1.0-SNAPSHOT', '1.0-snapshot', 'SNAPSHOT', '1.0.Snapshot', '1.0-20260102.030405-7'])(
  'snapshot %j is refused with its own reason',
  async (version) => {
    expect(await refused(version)).toBe(
      `VERSION_CHANGEABLE: Snapshots are not released here, got: '${version}'; what this registry publishes never changes, release it under a version without SNAPSHOT.`,
    );
  },
);

test.each(['LATEST', 'release'])('%j, which Maven looks up, is refused', async (version) => {
  expect(await refused(version)).toBe(
    `VERSION_INVALID: Maven takes this version for a word to look up, got: '${version}'; use a version such as 1.2.0.`,
  );
});

// https://maven.apache.org/pom.html#version-order-specification and the tests of Maven's ComparableVersion.
const ASCENDING = [
  [
    '1-alpha2snapshot',
    '1-alpha2',
    '1-alpha-123',
    '1-beta-2',
    '1-beta123',
    '1-m2',
    '1-m11',
    '1-rc',
    '1-cr2',
    '1-rc123',
    '1-SNAPSHOT',
    '1',
    '1-sp',
    '1-sp2',
    '1-sp123',
    '1-abc',
    '1-def',
    '1-pom-1',
    '1-1-snapshot',
    '1-1',
    '1-2',
    '1-123',
  ],
  [
    '2.0.1',
    '2.0.1-xyz',
    '2.0.1-123',
    '2.0.2',
    '2.0.123',
    '2.1.0',
    '2.1-a',
    '2.1b',
    '2.1-c',
    '2.1-1',
    '2.1.0.1',
    '2.2',
    '2.123',
    '11.a2',
    '11.a11',
    '11.b2',
    '11.b11',
    '11.m2',
    '11.m11',
    '11',
    '11.a',
    '11b',
    '11c',
    '11m',
  ],
  ['1.0.0.RC1', '1-RC2', '1.0', '1.0.1'],
  ['1.9', '1.10', '1.99999999999999999999', '1.100000000000000000000', '2'],
  ['0.1-rc', '0.1', '1-rc', '1'],
  ['r07', 'r09', 'r10', '1'],
  ['33.4.8-android', '33.4.8-jre', '33.5.0-android'],
  ['1.0-1', '1.0.1'],
];

test.each(ASCENDING)('orders versions as Maven does, from %s on', (...ascending) => {
  const order = (a: string, b: string) => ascending.indexOf(a) - ascending.indexOf(b);
  fc.assert(
    fc.property(fc.shuffledSubarray(ascending, { minLength: ascending.length }), (shuffled) => {
      expect([...shuffled].sort(compareVersions)).toEqual([...shuffled].sort(order));
    }),
    { numRuns: 20 },
  );
});

test.each([
  ['1', '1.0', '1.0.0', '1-0', '1.0-0', '1-', '1.ga', '1.Final', '1.0.RELEASE', '1-ga', '01'],
  ['1-rc', '1-cr', '1.0-RC', '1.0.0.rc', '1.0.0-rc.0'],
  ['1-a1', '1-alpha-1', '1.alpha1', '1.0A1'],
  ['1x', '1.0.0-x', '1.0.x', '1-x'],
  ['0', '0.0', '0.0.0'],
  ['1.7', '1.07', '1.7.0'],
])('%s and what Maven takes for the same have one identity', (...same) => {
  expect([...new Set(same.map(versionIdentity))]).toEqual([versionIdentity(same[0])]);
});

test.each([
  ['1', '1-1', '1.1', '11'],
  ['1-a', '1-a1', '1-alpha', '1-b1'],
  ['0-rc', '0', '0-1'],
  ['1.0+1', '1.0-1', '1.0'],
  ['1-sp', '1'],
])('%s and others stay apart', (...different) => {
  expect(new Set(different.map(versionIdentity)).size).toBe(different.length);
});

describe('laws', () => {
  const part = fc.constantFrom(
    '0',
    '1',
    '01',
    '2',
    '10',
    'a',
    'alpha',
    'b',
    'm',
    'rc',
    'cr',
    'ga',
    'final',
    'sp',
    'x',
    'Foo',
    'snapshot',
  );
  const version = fc.array(fc.tuple(part, fc.constantFrom('.', '-', '_', '')), { minLength: 1, maxLength: 6 }).map((parts) =>
    parts
      .map(([text, separator]) => text + separator)
      .join('')
      .replace(/[._-]+$/, ''),
  );
  const sameAs = (a: string, b: string): boolean => versionIdentity(a) === versionIdentity(b);
  const same = fc.tuple(version, fc.constantFrom('', '.0', '-0', '.0.0', '.ga', '-final'));

  test('an order: of any three, what is before the second is before what is after it', () => {
    fc.assert(
      fc.property(version, version, version, (...three) => {
        const [a, b, c] = three.sort(compareVersions);
        expect(compareVersions(a, b)).toBeLessThanOrEqual(0);
        expect(compareVersions(b, c)).toBeLessThanOrEqual(0);
        expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 3000 },
    );
  });

  test('turning the arguments turns the answer, and only a version itself is equal', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        expect(compareVersions(a, b) === 0).toBe(a === b);
      }),
    );
  });

  test('versions of one identity lie together in the order', () => {
    fc.assert(
      fc.property(version, version, version, (...three) => {
        const [a, b, c] = three.sort(compareVersions);
        if (sameAs(a, c)) expect(sameAs(a, b)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('what counts for nothing does not change the identity', () => {
    fc.assert(
      fc.property(same, ([text, nothing]) => {
        expect(versionIdentity(text + nothing)).toBe(versionIdentity(text));
      }),
    );
  });

  test('an identity is its own, and fit for a key', () => {
    fc.assert(
      fc.property(version, (text) => {
        const identity = versionIdentity(text);
        expect(versionIdentity(identity)).toBe(identity);
        expect(identity).toMatch(/^[a-z0-9][a-z0-9.+-]*$/);
      }),
    );
  });
});
