import fc from 'fast-check';
import { GO } from '../../../../domain/packages/go';
import { checkFileName } from '../../../../domain/packages/go/filenames';
import { majorMatches, pathMajor } from '../../../../domain/packages/go/major';
import { escapePath, unescapePath } from '../../../../domain/packages/go/names';
import { normaliseName } from '../../../../domain/packages/go/normalise';
import { compareVersions, isPseudo, isVersion } from '../../../../domain/packages/go/versions';
import { refusalOf } from '../refusal-of';

// Every verdict here is the one of golang.org/x/mod's module.CheckPath.
test.each([
  ['example.org/mod', true],
  ['example.org', true],
  ['example.org/mod/v2', true],
  ['example.org/mod/v10', true],
  ['example.org/Mod_x~y-z.w', true],
  ['example.org/-mod', true],
  ['example.org/v2', true],
  ['example.org/mod/v1.5x', true],
  ['gopkg.in/yaml.v2', true],
  ['gopkg.in/yaml.v0', true],
  ['gopkg.in/yaml.v2-unstable', true],
  ['example.org/com10', true],
  ['a..b/mod', true],
  ['', false],
  ['mod', false],
  ['localhost/mod', false],
  ['Example.org/mod', false],
  ['-example.org/mod', false],
  ['.example.org/mod', false],
  ['example.org./mod', false],
  ['exa_mple.org/mod', false],
  ['/example.org/mod', false],
  ['example.org//mod', false],
  ['example.org/mod/', false],
  ['example.org/../mod', false],
  ['example.org/./mod', false],
  ['example.org/.mod', false],
  ['example.org/mod.', false],
  ['example.org/mo d', false],
  ['example.org/mod+x', false],
  ['example.org/mod@x', false],
  ['example.org/mod:x', false],
  ['example.org/mod!x', false],
  ['example.org/möd', false],
  ['example.org/mod\\x', false],
  ['example.org/con', false],
  ['example.org/NUL.txt', false],
  ['example.org/lpt9', false],
  ['example.org/progra~1', false],
  ['example.org/progra~1.txt', false],
  ['example.org/mod/v0', false],
  ['example.org/mod/v1', false],
  ['example.org/mod/v02', false],
  ['example.org/mod/v2.0', false],
  ['gopkg.in/yaml', false],
  ['gopkg.in/yaml.v02', false],
  ['gopkg.in/yaml.v0-unstable', false],
  ['gopkg.in/yaml/v2', false],
])('module path %j is valid: %s', (path, valid) => {
  expect(normaliseName(path)).toBe(valid ? path : undefined);
});

test('refuses a module path with what is allowed', async () => {
  const refusal = (path: string) =>
    refusalOf(() => {
      GO.checkProject(path);
    });
  expect(await refusal('example.org/mod/v1')).toBe(
    "NAME_NOT_ALLOWED: The module path is not allowed, got: \"example.org/mod/v1\"; use up to 200 characters of a host name in small letters and, after slashes, ASCII letters, digits, '.', '_', '~' and '-', with no name of a Windows device, and '/v2' or higher at the end from major version 2 on.",
  );
  expect(await refusal(`example.org/${'a'.repeat(188)}`)).toBe('accepted');
  expect(await refusal(`example.org/${'a'.repeat(189)}`)).toMatch(/^NAME_NOT_ALLOWED/);
});

test.each([
  ['example.org/mod', ''],
  ['example.org/mod/v2', 'v2'],
  ['gopkg.in/yaml.v3', 'v3'],
  ['gopkg.in/yaml.v3-unstable', 'v3'],
  ['gopkg.in/yaml', undefined],
  ['example.org/mod/v1', undefined],
])('major version of the path %s: %s', (path, major) => {
  expect(pathMajor(path)).toBe(major);
});

test.each([
  ['example.org/mod', 'v0.1.0', true],
  ['example.org/mod', 'v1.9.0', true],
  ['example.org/mod', 'v2.0.0', false],
  ['example.org/mod', 'v2.0.0+incompatible', true],
  ['example.org/mod', 'v1.0.0+incompatible', false],
  ['example.org/mod/v2', 'v2.0.0', true],
  ['example.org/mod/v2', 'v3.0.0', false],
  ['example.org/mod/v2', 'v20.0.0', false],
  ['example.org/mod/v2', 'v1.0.0', false],
  ['example.org/mod/v2', 'v2.0.0+incompatible', false],
  ['gopkg.in/yaml.v2', 'v2.4.0', true],
  ['gopkg.in/yaml.v2-unstable', 'v2.4.0', true],
  ['gopkg.in/yaml.v2', 'v3.0.0', false],
  ['gopkg.in/check.v1', 'v0.0.0-20161208181325-20d25e280405', true],
  ['gopkg.in/check.v2', 'v0.0.0-20161208181325-20d25e280405', false],
])('%s may have the version %s: %s', (path, version, expected) => {
  expect(majorMatches(path, version)).toBe(expected);
});

test.each([
  ['v1.0.0', true],
  ['v0.0.0-20161208181325-20d25e280405', true],
  ['v1.0.0-RC.1', true],
  ['v2.0.0+incompatible', true],
  ['v2.0.1-0.20240101000000-abcdefabcdef+incompatible', true],
  ['1.0.0', false],
  ['v1', false],
  ['v1.0', false],
  ['v01.0.0', false],
  ['v1.0.0-01', false],
  ['v1.0.0+build', false],
  ['v2.0.0+incompatible.x', false],
  ['V1.0.0', false],
  [' v1.0.0', false],
  ['v1.0.0/../x', false],
  [`v1.0.0-${'a'.repeat(100)}`, false],
  ['', false],
])('version %j is canonical: %s', async (version, valid) => {
  expect(isVersion(version)).toBe(valid);
  const refusal = await refusalOf(() => {
    GO.checkVersion(version);
  });
  expect(refusal).toBe(
    valid
      ? 'accepted'
      : `VERSION_INVALID: The version is not a canonical module version, got: ${JSON.stringify(version)}; use 'v' and three numbers, e.g. v1.2.0 or v1.2.0-rc.1, up to 100 characters.`,
  );
});

test.each([
  ['v0.0.0-20161208181325-20d25e280405', true],
  ['v1.2.4-0.20240101000000-abcdefabcdef', true],
  ['v1.2.3-rc.1.0.20240101000000-abcdefabcdef', true],
  ['v1.2.3', false],
  ['v1.2.3-rc.1', false],
  ['v1.2.3-20240101000000', false],
])('%s is a pseudo-version: %s', (version, expected) => {
  expect(isPseudo(version)).toBe(expected);
});

test('orders versions as semver does', () => {
  const ordered = [
    'v0.0.0-20161208181325-20d25e280405',
    'v0.1.0',
    'v1.0.0-alpha',
    'v1.0.0-rc.2',
    'v1.0.0-rc.10',
    'v1.0.0',
    'v1.2.0',
    'v1.10.0',
    'v2.0.0+incompatible',
  ];
  expect([...ordered].reverse().sort(compareVersions)).toEqual(ordered);
});

test('escapes capitals, and only what it escapes is unescaped', () => {
  expect(escapePath('github.com/BurntSushi/toml')).toBe('github.com/!burnt!sushi/toml');
  expect(unescapePath('github.com/!burnt!sushi/toml')).toBe('github.com/BurntSushi/toml');
  expect([unescapePath('example.org/A'), unescapePath('a!'), unescapePath('!!a'), unescapePath('!1')]).toEqual([
    undefined,
    'a!',
    '!A',
    '!1',
  ]);
  const unit = fc.constantFrom('a', 'B', 'z', 'Z', '0', '.', '/', '-', '~');
  fc.assert(
    fc.property(fc.string({ unit }), fc.string({ unit }), (a, b) => {
      expect(unescapePath(escapePath(a))).toBe(a);
      if (a !== b) expect(escapePath(a).toLowerCase()).not.toBe(escapePath(b).toLowerCase());
    }),
  );
});

test.each([
  [{ project: 'example.org/mod', version: 'v1.0.0' }, 'v1.0.0.zip', 'accepted'],
  [{ project: 'example.org/mod', version: 'v1.0.0-RC1' }, 'v1.0.0-!r!c1.zip', 'accepted'],
  [
    { project: 'example.org/mod', version: 'v1.0.0' },
    'v1.1.0.zip',
    "FILE_NAME_MISMATCH: The file name is not that of the module's zip, got: \"v1.1.0.zip\"; upload one file, 'v1.0.0.zip', as the module cache names it.",
  ],
  [
    { project: 'example.org/mod', version: 'v1.0.0' },
    'mod.zip',
    "FILE_NAME_INVALID: The file name is not that of the module's zip, got: \"mod.zip\"; upload one file, 'v1.0.0.zip', as the module cache names it.",
  ],
  [
    { project: 'example.org/mod', version: 'v2.0.0' },
    'v2.0.0.zip',
    "VERSION_INVALID: The version is not one of this module path, got: v2.0.0 of example.org/mod; from v2 on a path ends in '/v2' (gopkg.in: '.v2'), or, without go.mod only, the version in '+incompatible'.",
  ],
])('%j, file %s: %s', async (release, name, expected) => {
  expect(
    await refusalOf(() => {
      checkFileName(release, name);
    }),
  ).toBe(expected);
});

test('no text makes the checks throw anything but refusals', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect([text, undefined]).toContain(normaliseName(text));
      expect(typeof isVersion(text)).toBe('boolean');
    }),
  );
});
