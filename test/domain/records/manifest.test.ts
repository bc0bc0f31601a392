import fc from 'fast-check';
import { MAX_MANIFEST_BYTES, parseManifest } from '../../../domain/records/manifest';
import { refusalOf } from '../packages/refusal-of';

const FILE = { name: 'demo-1.0.tar.gz', size: 1, sha256: 'a'.repeat(64), bundles: ['demo-1.0.tar.gz.sigstore.json'] };
const GOOD = { schema: 1, ecosystem: 'pypi', project: 'demo', version: '1.0', files: [FILE] };
const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const malformed = (what: string): string =>
  `MANIFEST_MALFORMED: release.json is malformed: ${what}; write it with 'npx registry publish'.`;

test('reads a manifest', () => {
  expect(parseManifest(bytes(GOOD))).toEqual(GOOD);
});

test.each([
  ['another schema', { ...GOOD, schema: 2 }, "'schema': Invalid input: expected 1"],
  ['an unknown field', { ...GOOD, extra: 1 }, `'': Unrecognized key: "extra"`],
  ['a missing field', { ...GOOD, files: undefined }, "'files': Invalid input: expected array, received undefined"],
  ['a list', [], "'': Invalid input: expected object, received array"],
  ['null', null, "'': Invalid input: expected object, received null"],
  ['a negative size', { ...GOOD, files: [{ ...FILE, size: -1 }] }, "'files.0.size': Too small: expected number to be >=0"],
  [
    'a size with a fraction',
    { ...GOOD, files: [{ ...FILE, size: 1.5 }] },
    "'files.0.size': Invalid input: expected int, received number",
  ],
  [
    'a digest in capitals',
    { ...GOOD, files: [{ ...FILE, sha256: 'A'.repeat(64) }] },
    "'files.0.sha256': must be 64 lower case hexadecimal digits",
  ],
  [
    'an empty name',
    { ...GOOD, files: [{ ...FILE, name: '' }] },
    "'files.0.name': Too small: expected string to have >=1 characters",
  ],
  [
    'two problems',
    { ...GOOD, version: 1, files: [{ ...FILE, bundles: 'x' }] },
    "'version': Invalid input: expected string, received number; 'files.0.bundles': Invalid input: expected array, received string",
  ],
  [
    'more bundles than are read',
    { ...GOOD, files: [{ ...FILE, bundles: [...Array(9).keys()].map((i) => `${i}.sigstore.json`) }] },
    "'files.0.bundles': Too big: expected array to have <=8 items",
  ],
  [
    'one bundle twice',
    { ...GOOD, files: [{ ...FILE, bundles: ['a.sigstore.json', 'a.sigstore.json'] }] },
    "'files.0.bundles': names a bundle twice",
  ],
  ['one file twice', { ...GOOD, files: [FILE, { ...FILE, name: 'Demo-1.0.tar.gz' }] }, 'it names "Demo-1.0.tar.gz" twice'],
])('refuses %s', async (_, value, what) => {
  expect(await refusalOf(() => parseManifest(bytes(value)))).toBe(malformed(what));
});

test.each([
  ['no JSON', Buffer.from('{')],
  ['nothing', Buffer.alloc(0)],
  ['no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
])('refuses %s', async (_, body) => {
  expect(await refusalOf(() => parseManifest(body))).toBe(malformed('it is not JSON in UTF-8'));
});

test('refuses a manifest that is too large, unread', async () => {
  expect(await refusalOf(() => parseManifest(Buffer.alloc(MAX_MANIFEST_BYTES + 1, ' ')))).toBe(
    malformed('it has 1000001 bytes, at most 1000000 are read'),
  );
});

test('whatever the JSON, the worst is a refusal', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.constantFrom(...Object.keys(GOOD)), async (value, field) => {
      for (const manifest of [value, { ...GOOD, [field]: value }]) {
        expect(await refusalOf(() => parseManifest(bytes(manifest)))).toMatch(/^(accepted|MANIFEST_MALFORMED: )/);
      }
    }),
  );
});
