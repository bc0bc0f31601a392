import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { inMemory } from '../../../../domain/contracts/byte-source';
import type { Refusal } from '../../../../domain/contracts/refusals';
import { COMPOSER } from '../../../../domain/packages/composer';
import { type ComposerPackage, dist } from '../../../helpers/composer-packages';
import type { Archive } from '../../../helpers/pypi-archives';
import { zip } from '../../../helpers/zip-writer';
import { refusalOf } from '../refusal-of';

const RELEASE = { project: 'demo/lib', version: '1.0.0' };
const PACKAGE: ComposerPackage = { name: 'demo/lib', version: '1.0.0' };
const LIMITS = { maxEntries: 100, maxUnpackedBytes: 1_000_000, maxRatio: 100 };
const NONE: ReadonlyMap<string, Buffer> = new Map();

const read = ({ name, body }: Archive) =>
  COMPOSER.readFile(RELEASE, { name, size: body.length, sha256: '', bundles: [] }, inMemory(body), LIMITS);
const withText = (text: string): Archive => ({
  name: 'demo-lib-1.0.0.zip',
  body: zip([{ name: 'composer.json', body: text }]),
});
const FIELDS = {
  description: 'A library',
  license: ['MIT'],
  type: 'library',
  require: { php: '>=7.4', 'demo/other': '^1.0 || dev-main' },
  autoload: { 'psr-4': { 'Demo\\Lib\\': 'src/' } },
  bin: ['bin/demo'],
  extra: { 'branch-alias': { 'dev-main': '1.x-dev' } },
};

test.each([
  ['at the root', undefined],
  ['in the only folder, as hosts of sources make it', 'demo-lib-abcdef0'],
])('reads a composer.json %s', async (_, folder) => {
  const ignored = { config: { 'sort-packages': true }, scripts: { test: 'phpunit' }, repositories: [], 'x-own': 1 };
  const archive = dist({
    ...PACKAGE,
    fields: { ...FIELDS, ...ignored, version: 'v1.0' },
    files: { 'src/Lib.php': '<?php\n', 'vendor/x/composer.json': '{}' },
    ...(folder !== undefined && { folder }),
  });
  expect(await read(archive)).toEqual({
    metadata: { sha1: createHash('sha1').update(archive.body).digest('hex'), package: FIELDS },
    sideFiles: [],
  });
});

test('reads what PHP writes for empty objects', async () => {
  const { metadata } = await read(dist({ ...PACKAGE, fields: { require: [], autoload: [], extra: [] } }));
  expect(metadata.package).toEqual({ require: {}, autoload: {}, extra: {} });
});

test('reads an archive that git made, with the id of the commit behind it', async () => {
  const { name, body } = dist(PACKAGE);
  const commented = Buffer.concat([body, Buffer.from('0123456789abcdef0123456789abcdef01234567')]);
  commented.writeUInt16LE(40, body.length - 2);
  expect((await read({ name, body: commented })).sideFiles).toEqual([]);
});

const invalid = (what: string) =>
  `METADATA_INVALID: The composer.json ${what}; check it with 'composer validate' and package it again.`;

test.each([
  ['no JSON', '{"name": "demo/lib",}', invalid('is not JSON in UTF-8')],
  ['a list', '[]', invalid("is not as Composer wants it at '': Invalid input: expected object, received array")],
  ['no name', '{}', invalid("is not as Composer wants it at 'name': Invalid input: expected string, received undefined")],
  [
    'another name',
    '{"name":"demo/evil"}',
    'METADATA_MISMATCH: The composer.json is of another release, got: "demo/evil" "without version", not demo/lib 1.0.0; package this release again.',
  ],
  [
    'another version',
    '{"name":"demo/lib","version":"1.0.1"}',
    'METADATA_MISMATCH: The composer.json is of another release, got: "demo/lib" "1.0.1", not demo/lib 1.0.0; package this release again.',
  ],
  [
    'a constraint that Composer cannot read',
    '{"name":"demo/lib","require":{"demo/other":"newest"}}',
    invalid("is not as Composer wants it at 'require.demo/other': is no version constraint of Composer"),
  ],
  [
    'a field of another type',
    '{"name":"demo/lib","type":7}',
    invalid("is not as Composer wants it at 'type': Invalid input: expected string, received number"),
  ],
  [
    'more than is kept',
    JSON.stringify({ name: 'demo/lib', description: 'x'.repeat(131_072) }),
    invalid('has 131108 bytes, at most 131072 are read'),
  ],
])('refuses a composer.json with %s', async (_, text, expected) => {
  const archive = { ...withText(text), body: zip([{ name: 'composer.json', body: text, method: 0 }]) };
  expect(await refusalOf(() => read(archive))).toBe(expected);
});

test('refuses a composer.json that is not UTF-8', async () => {
  const body = zip([{ name: 'composer.json', body: Buffer.from([0x7b, 0xff, 0x7d]) }]);
  expect(await refusalOf(() => read({ name: 'demo-lib-1.0.0.zip', body }))).toBe(invalid('is not JSON in UTF-8'));
});

const missing = (got: string) =>
  `METADATA_MISSING: The archive has no composer.json at its root or in its only folder, got: ${got}; add one with the package's name.`;
const JSON_FILE = { name: 'a/composer.json', body: '{"name":"demo/lib"}' };

test.each([
  ['no composer.json', zip([{ name: 'src/Lib.php', body: '' }]), missing('src')],
  ['one in one of two folders', zip([JSON_FILE, { name: 'b/x', body: '' }]), missing('a, b')],
  ['one that is a folder', zip([{ name: 'composer.json/', body: '', method: 0 }]), missing('composer.json')],
  [
    'nothing in it',
    zip([]),
    'ARCHIVE_LAYOUT: The archive is not usable: it is empty; build it again with an ordinary build tool.',
  ],
])('refuses an archive with %s', async (_, body, expected) => {
  expect(await refusalOf(() => read({ name: 'demo-lib-1.0.0.zip', body }))).toBe(expected);
});

test.each([
  ['climbs', zip([JSON_FILE, { name: 'a/../../x', body: '' }]), /^ARCHIVE_PATH/],
  ['comes twice', zip([JSON_FILE, JSON_FILE]), /^ARCHIVE_AMBIGUOUS.*twice/],
  ['is a link', zip([JSON_FILE, { name: 'a/x', body: '/etc/passwd', mode: 0o120777 }]), /^ARCHIVE_ENTRY.*symbolic link/],
  ['is a bomb', zip([JSON_FILE, { name: 'a/x', body: Buffer.alloc(1_000_001) }]), /^ARCHIVE_BOMB/],
  ['is truncated', dist(PACKAGE).body.subarray(0, -10), /^ARCHIVE_UNREADABLE/],
])('refuses what %s', async (_, body, expected) => {
  const refusal = (await read({ name: 'demo-lib-1.0.0.zip', body }).catch((error: unknown) => error)) as Refusal;
  expect(`${refusal.code}: ${refusal.message}`).toMatch(expected);
});

test.each([
  ['demo-lib-1.0.0.zip', { project: 'demo/lib', version: '1.0.0' }],
  ['demo-lib-v2.0.0-RC1.zip', { project: 'demo/lib', version: 'v2.0.0-RC1' }],
  ['demo-lib-dev-main.zip', undefined],
  ['demo-lib.zip', undefined],
  ['other-1.0.0.zip', undefined],
  ['demo-lib-1.0.0.tar', undefined],
])('%s is of %j', async (name, expected) => {
  expect(await COMPOSER.readName(name, dist(PACKAGE).body, NONE)).toEqual(expected);
});

test('what is no dist archive has no name', async () => {
  for (const body of [Buffer.from('zip'), zip([{ name: 'x', body: '' }]), withText('{').body, withText('{"name":"no"}').body])
    expect(await COMPOSER.readName('demo-lib-1.0.0.zip', body, NONE)).toBeUndefined();
});

test('no bytes make it throw anything but refusals', async () => {
  const { name, body: honest } = dist({ ...PACKAGE, fields: FIELDS });
  await fc.assert(
    fc.asyncProperty(fc.nat(honest.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (at, change, cut) => {
      const body = Buffer.from(cut ? honest.subarray(0, at) : honest);
      if (!cut) body[at] = body[at]! ^ change;
      expect(await refusalOf(() => read({ name, body }))).toMatch(/^accepted$|^[A-Z_]+: /);
      await COMPOSER.readName(name, body, NONE);
    }),
  );
});

test('no JSON makes it throw anything but refusals', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json(), fc.jsonValue(), async (text, value) => {
      const named = JSON.stringify({ require: value, autoload: value, bin: value, name: 'demo/lib' });
      for (const each of [text, named]) expect(await refusalOf(() => read(withText(each)))).toMatch(/^accepted$|^METADATA_/);
    }),
  );
});
