import fc from 'fast-check';
import { NPM } from '../../../../domain/packages/npm';
import { normaliseName } from '../../../../domain/packages/npm/normalise';
import { refusalOf } from '../refusal-of';

const nameRefusal = (why: string, got: string): string =>
  `NAME_NOT_ALLOWED: The package name is not allowed (${why}), got: ${JSON.stringify(got)}; use up to 214 lower-case ASCII letters, digits, '.', '_' and '-', as 'name' or '@scope/name', each part beginning with a letter or digit, not ending with '.', and no name of a module of Node.js or of a Windows device.`;

test.each(['is-odd', 'ms', 'a', '7zip', 'lodash.merge', 'x_', '@demo/lib', '@s/n.js', `@s/${'n'.repeat(211)}`])(
  'the name %s is allowed, in this one spelling',
  async (name) => {
    expect(
      await refusalOf(() => {
        NPM.checkProject(name);
      }),
    ).toBe('accepted');
    expect(normaliseName(name)).toBe(name);
  },
);

const NOT_PLAIN = 'a part of it is no plain name';
test.each([
  ['', 'name length must be greater than zero'],
  ['Demo', 'name can no longer contain capital letters'],
  ['.demo', 'name cannot start with a period'],
  ['_demo', 'name cannot start with an underscore'],
  ['demo.', NOT_PLAIN],
  ['-', 'name cannot start with a hyphen'],
  ['node_modules', 'node_modules is not a valid package name'],
  ['favicon.ico', 'favicon.ico is not a valid package name'],
  ['http', 'http is a core module name'],
  ['demo/lib', 'name can only contain URL-friendly characters'],
  ['@demo', 'name can only contain URL-friendly characters'],
  ['@demo/', 'name can only contain URL-friendly characters'],
  ['@demo/../x', 'name can only contain URL-friendly characters'],
  ['@demo/-', NOT_PLAIN],
  ['@Demo/lib', 'name can no longer contain capital letters'],
  ['@demo./lib', NOT_PLAIN],
  ['..', 'name cannot start with a period'],
  ['a\u0000b', 'name can only contain URL-friendly characters'],
  ['d\u0435mo', 'name can only contain URL-friendly characters'],
  ['de\u0301mo', 'name can only contain URL-friendly characters'],
  ['a:b', 'name can only contain URL-friendly characters'],
  ['n'.repeat(215), 'name can no longer contain more than 214 characters'],
  ['con', NOT_PLAIN],
  ['aux.js', NOT_PLAIN],
  ['@nul/lib', NOT_PLAIN],
  ['@demo/com1', NOT_PLAIN],
])('the name %j is refused', async (name, why) => {
  expect(
    await refusalOf(() => {
      NPM.checkProject(name);
    }),
  ).toBe(nameRefusal(why, name));
});

test('property: a name that is allowed is one or two plain path segments, whatever its characters', async () => {
  const noise = fc.string({ unit: fc.constantFrom(...Array.from('ab9@/._-~!%:A \\\u0000\u00e9')), maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(noise, async (name) => {
      if (
        (await refusalOf(() => {
          NPM.checkProject(name);
        })) !== 'accepted'
      )
        return;
      expect(name).toMatch(/^(@[a-z0-9._-]+\/)?[a-z0-9._-]+$/);
      expect(name.split('/').filter((part) => /^\.|\.$/.test(part))).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test.each(['1.0.0', '0.0.1-alpha', '1.2.3-rc.1', '10.20.30'])('the version %s is allowed', async (version) => {
  expect(
    await refusalOf(() => {
      NPM.checkVersion(version);
    }),
  ).toBe('accepted');
  expect(NPM.versionIdentity(version)).toBe(version);
});

const INVALID = 'use a version as semver.org describes, up to 100 characters, e.g. 1.2.0 or 1.2.0-rc.1';
test.each([
  ['1.0', INVALID],
  ['latest', INVALID],
  ['01.0.0', INVALID],
  ['1.0.0/..', INVALID],
  ['9007199254740993.0.0', INVALID],
  [`1.0.0-${'a'.repeat(95)}`, INVALID],
  ['v1.0.0', "spell it '1.0.0'"],
  ['1.0.0+build', "spell it '1.0.0'"],
  [' 1.0.0', "spell it '1.0.0'"],
])('the version %j is refused', async (version, advice) => {
  expect(
    await refusalOf(() => {
      NPM.checkVersion(version);
    }),
  ).toBe(`VERSION_INVALID: The version is not canonical, got: ${JSON.stringify(version)}; ${advice}.`);
});

test('orders versions as semver.org does', () => {
  const sorted = ['1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-beta.2', '1.0.0-beta.11', '1.0.0-rc.1', '1.0.0', '1.2.0', '1.10.0'];
  expect([...sorted].reverse().sort((a, b) => NPM.compareVersions(a, b))).toEqual(sorted);
});

test.each([
  ['demo', '1.0.0', 'demo-1.0.0.tgz', '/npm/demo/-/demo-1.0.0.tgz'],
  ['@demo/lib', '1.0.0-rc.1', 'demo-lib-1.0.0-rc.1.tgz', '/npm/@demo/lib/-/lib-1.0.0-rc.1.tgz'],
])('%s %s is uploaded as %s and served at %s', async (project, version, name, path) => {
  expect(
    await refusalOf(() => {
      NPM.checkFileName({ project, version }, name);
    }),
  ).toBe('accepted');
  expect(NPM.filePath(project, name, version)).toBe(path);
  expect(NPM.fileObject(project, { name }, Buffer.from('x'), version)).toEqual({
    key: `files${path}`,
    body: Buffer.from('x'),
    contentType: 'application/octet-stream',
    cacheControl: 'public, max-age=31536000, immutable',
    tags: ['ecosystem:npm', `project:npm:${project}`],
  });
});

const LIB = { project: '@demo/lib', version: '1.0.0' };
test.each([
  ['lib-1.0.0.tgz', LIB],
  ['demo-lib-1.0.1.tgz', LIB],
])('%s is no file of this release', async (name, release) => {
  expect(
    await refusalOf(() => {
      NPM.checkFileName(release, name);
    }),
  ).toBe(
    `FILE_NAME_MISMATCH: The file name is not that of @demo/lib 1.0.0, got: "${name}"; upload one file with the name 'demo-lib-1.0.0.tgz', as 'npm pack' gives it.`,
  );
});

test.each([
  ['demo-lib-1.0.0.tar.gz', LIB],
  [`${'n'.repeat(214)}-1.0.0-long.prerelease.tgz`, { project: 'n'.repeat(214), version: '1.0.0-long.prerelease' }],
])('%s is no name of a package file', async (name, release) => {
  expect(
    await refusalOf(() => {
      NPM.checkFileName(release, name);
    }),
  ).toBe(
    `FILE_NAME_INVALID: The file name is not of an npm package (name-version.tgz, at most 230 characters), got: "${name}"; upload it under the name that 'npm pack' gave it.`,
  );
});

test('says where a package is and how to install it', () => {
  expect(NPM.indexPath('@demo/lib')).toBe('/npm/@demo/lib');
  expect(NPM.installText(LIB, 'https://packages.example.org')).toBe(
    'npm install --registry=https://packages.example.org/npm/ @demo/lib@1.0.0',
  );
});
