import fc from 'fast-check';
import { NORMALISED } from '../../../../domain/packages/names';
import { RUBYGEMS } from '../../../../domain/packages/rubygems';
import { fullName, parseFileName } from '../../../../domain/packages/rubygems/filenames';
import { isPrerelease } from '../../../../domain/packages/rubygems/versions';
import { refusalOf } from '../refusal-of';

const NAME_RULES =
  "use up to 100 ASCII letters, digits, '.', '_' and '-' with at least one letter, beginning with a letter or digit, not ending with '.' and without '..', and no name of a Windows device.";
const VERSION_RULES =
  'use numbers and letters between dots, beginning with a number, e.g. 1.2.0 or 1.2.0.rc1, of up to 80 characters.';

test.each(['rake', 'RedCloth', 'net-http2', 'a', '3scale', 'ruby_parser', 'foo.bar', 'a'.repeat(100), 'console'])(
  'the name %j is allowed',
  async (name) => {
    expect(
      await refusalOf(() => {
        RUBYGEMS.checkProject(name);
      }),
    ).toBe('accepted');
    expect(NORMALISED.rubygems(name)).toBe(name);
  },
);

test.each(
  [
    '',
    '.',
    '..',
    '.a',
    '-a',
    '_a',
    'a.',
    'a..b',
    '12',
    'a/b',
    'a b',
    'a\n',
    'а',
    'ａ',
    'é',
    'a%2f',
    'CON',
    'nul.x',
    'a'.repeat(101),
  ].map((name) => [name]),
)('the name %j is refused', async (name) => {
  expect(
    await refusalOf(() => {
      RUBYGEMS.checkProject(name);
    }),
  ).toBe(`NAME_NOT_ALLOWED: The gem name is not allowed, got: ${JSON.stringify(name)}; ${NAME_RULES}`);
});

test.each(['0', '1', '1.0', '1.0.0.rc1', '2024.01.31', '1.0.a.10', '1.0.1A', '1.2.3.4.5.6'])(
  'the version %j is allowed',
  async (version) => {
    expect(
      await refusalOf(() => {
        RUBYGEMS.checkVersion(version);
      }),
    ).toBe('accepted');
  },
);

test.each([
  '',
  'a',
  '1A',
  '1.',
  '.1',
  '1..0',
  '1.0-1',
  '1.0-rc1',
  '1 .0',
  ' 1',
  '1\n',
  '1.0+a',
  'v1',
  '1.9007199254740993',
  `1.${'0'.repeat(80)}`,
])('the version %j is refused', async (version) => {
  expect(
    await refusalOf(() => {
      RUBYGEMS.checkVersion(version);
    }),
  ).toBe(
    `VERSION_INVALID: The version is not one of RubyGems in its canonical spelling, got: ${JSON.stringify(version)}; ${VERSION_RULES}`,
  );
});

/** As `ruby -e 'puts ARGV.sort_by { Gem::Version.new(_1) }'` prints them. */
const IN_ORDER = [
  '0.0.a',
  '0',
  '0.0.1.a',
  '0.1',
  '1.a.b',
  '1.a',
  '1.a.1',
  '1.a.2',
  '1.a.10',
  '1.b',
  '1.rc',
  '1',
  '1.0.1.RC1',
  '1.0.1.rc1',
  '1.0.1',
  '1.2',
  '1.10',
  '2024.01.31',
];

test('versions are ordered as Ruby orders them', () => {
  const order = (versions: readonly string[]) => [...versions].sort((a, b) => RUBYGEMS.compareVersions(a, b));
  expect(order([...IN_ORDER].reverse())).toEqual(IN_ORDER);
});

test('versions that Ruby takes for the same have one identity', () => {
  const identities = ['1', '1.0', '1.0.0', '01.0'].map((version) => RUBYGEMS.versionIdentity(version));
  expect(new Set(identities)).toEqual(new Set(['1']));
  expect(['1.0.a1', '1.a.1', '1.a1.0'].map((version) => RUBYGEMS.versionIdentity(version))).toEqual(['1.a.1', '1.a.1', '1.a.1']);
});

test('a letter makes a pre-release', () => {
  expect(['1.0', '1.0.a', '1.0.1rc1', '2024.1'].map(isPrerelease)).toEqual([false, true, true, false]);
});

const version = fc
  .array(fc.oneof(fc.nat(20).map(String), fc.constantFrom('a', 'b', 'rc1', 'RC', 'pre')), { maxLength: 4 })
  .chain((rest) => fc.nat(3).map((first) => [String(first), ...rest].join('.')));

test('property: the order is total, and equal only for one identity', () => {
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(RUBYGEMS.compareVersions(a, a)).toBe(0);
      expect(RUBYGEMS.compareVersions(a, b)).toBe(0 - RUBYGEMS.compareVersions(b, a));
      if (RUBYGEMS.compareVersions(a, b) <= 0 && RUBYGEMS.compareVersions(b, c) <= 0)
        expect(RUBYGEMS.compareVersions(a, c)).toBeLessThanOrEqual(0);
      if (RUBYGEMS.compareVersions(a, b) === 0) expect(RUBYGEMS.versionIdentity(a)).toBe(RUBYGEMS.versionIdentity(b));
    }),
  );
});

const LINUX = { project: 'demo-1', version: '2.0', platform: 'x86_64-linux-gnu' };

test.each([
  ['demo-1.0.gem', { project: 'demo', version: '1.0', platform: 'ruby' }],
  ['demo-1-2.0.gem', { project: 'demo-1', version: '2.0', platform: 'ruby' }],
  ['demo-1-2.0-x86_64-linux-gnu.gem', LINUX],
  ['demo-1.0.rc1-java.gem', { project: 'demo', version: '1.0.rc1', platform: 'java' }],
  ['demo-1.0-x64-mingw-ucrt.gem', { project: 'demo', version: '1.0', platform: 'x64-mingw-ucrt' }],
  ['demo-1.0-x86-mswin32-60.gem', { project: 'demo', version: '1.0', platform: 'x86-mswin32-60' }],
  ['demo-1.0-universal-darwin-19.gem', { project: 'demo', version: '1.0', platform: 'universal-darwin-19' }],
  ['a-1-b-2.gem', { project: 'a-1-b', version: '2', platform: 'ruby' }],
  ['a-1-java-2.gem', { project: 'a', version: '1', platform: 'java-2' }],
])('%s is read as %j', (name, expected) => {
  expect(parseFileName(name)).toEqual(expected);
});

test.each([
  'demo.gem',
  'demo-a.gem',
  '-1.0.gem',
  'demo-1.0.gem/x',
  'demo-1.0.tar.gz',
  'demo-1.0-beos.gem',
  'demo-1.0+a.gem',
  `${'a'.repeat(240)}-1.gem`,
])('refuses the file name %j', async (name) => {
  expect(
    await refusalOf(() => {
      RUBYGEMS.checkFileName({ project: 'demo', version: '1.0' }, name);
    }),
  ).toBe(
    `FILE_NAME_INVALID: The file name is not of a gem (name-version.gem or name-version-platform.gem), got: ${JSON.stringify(name)}; upload it under the name that 'gem build' gave it.`,
  );
});

test.each([
  ['other-1.0.gem', 'other 1.0'],
  ['demo-1.0.0.gem', 'demo 1.0.0'],
  ['Demo-1.0.gem', 'Demo 1.0'],
])('refuses %s, which is of another release', async (name, got) => {
  expect(
    await refusalOf(() => {
      RUBYGEMS.checkFileName({ project: 'demo', version: '1.0' }, name);
    }),
  ).toBe(
    `FILE_NAME_MISMATCH: The file name is of another release, got: ${got}, not demo 1.0; upload it with the release that it belongs to.`,
  );
});

test('property: two releases never share a file name', () => {
  const name = fc
    .array(fc.constantFrom('a', 'b', '1', '2.0', 'java', 'linux'), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('-'));
  const gem = fc.record({
    project: name,
    version,
    platform: fc.constantFrom('ruby', 'java', 'x86_64-linux', 'x86-mswin32-60', 'java-2'),
  });
  fc.assert(
    fc.property(gem, (made) => {
      const parsed = parseFileName(`${fullName(made)}.gem`);
      // Either it comes back as it was, or it is refused as of another release.
      if (parsed && parsed.project === made.project && parsed.version === made.version) expect(parsed).toEqual(made);
    }),
    { numRuns: 500 },
  );
});
