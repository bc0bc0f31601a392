/** A release.json that lies, and uploads that are not what it says. */
import { MANIFEST_NAME } from '../../../domain/contracts/keys';
import { bundleName } from '../../functions/intake/bench';
import type { HostileCase } from '../case';
import { honest, manifestOf, type Parts, upload as runUpload, signed, type Upload, type World } from '../world';

const parts = async (): Promise<Parts> => honest('generic');
const manifest = (name: string, says: string, change: (honest: object) => unknown): HostileCase => ({
  name: `release.json: ${name}`,
  code: 'MANIFEST_MALFORMED',
  says,
  upload: async (world) => {
    const made = await parts();
    const upload = await signed(world, made);
    const changed = change(manifestOf(made));
    const body = Buffer.isBuffer(changed) ? changed : Buffer.from(JSON.stringify(changed));
    return { ...upload, objects: { ...upload.objects, [MANIFEST_NAME]: body } };
  },
});
const file = (name: string, says: string, change: object): HostileCase =>
  manifest(name, says, (made) => {
    const { files } = made as { files: object[] };
    return { ...made, files: [{ ...files[0], ...change }, ...files.slice(1)] };
  });

const FORMAT: readonly HostileCase[] = [
  manifest('nothing', 'not JSON in UTF-8', () => Buffer.alloc(0)),
  manifest('text', 'not JSON in UTF-8', () => Buffer.from('release')),
  manifest('truncated', 'not JSON in UTF-8', (made) => Buffer.from(JSON.stringify(made).slice(0, -3))),
  manifest('not UTF-8', 'not JSON in UTF-8', () => Buffer.from([0x22, 0xff, 0x22])),
  manifest('UTF-16', 'not JSON in UTF-8', (made) => Buffer.from(`\ufeff${JSON.stringify(made)}`, 'utf16le')),
  manifest('two documents', 'not JSON in UTF-8', (made) => Buffer.from(JSON.stringify(made).repeat(2))),
  manifest('null', 'expected object', () => null),
  manifest('a list', 'expected object', (made) => [made]),
  manifest('over a megabyte', 'at most 1000000 are read', () => Buffer.alloc(1_000_001, ' ')),
  manifest('nested deeper than a parser likes', 'release.json is malformed', () =>
    Buffer.from('['.repeat(100_000) + ']'.repeat(100_000)),
  ),
  manifest('a schema of the future', "'schema'", (made) => ({ ...made, schema: 2 })),
  manifest('no schema', "'schema'", (made) => ({ ...made, schema: undefined })),
  manifest('an unknown field', 'Unrecognized key', (made) => ({ ...made, __proto__x: 1 })),
  manifest('a version that is a number', "'version'", (made) => ({ ...made, version: 1 })),
  manifest('an over-long version', "'version'", (made) => ({ ...made, version: '1'.repeat(256) })),
  manifest('files that are no list', "'files'", (made) => ({ ...made, files: {} })),
  manifest('a file twice', 'names "demo-1.0.0.bin" twice', (made) => {
    const { files } = made as { files: object[] };
    return { ...made, files: [...files, ...files] };
  }),
  manifest('a file twice, once in capitals', 'names "DEMO-1.0.0.BIN" twice', (made) => {
    const { files } = made as { files: object[] };
    return { ...made, files: [...files, { ...files[0], name: 'DEMO-1.0.0.BIN' }] };
  }),
  file('an empty file name', "'files.0.name'", { name: '' }),
  file('an over-long file name', "'files.0.name'", { name: 'a'.repeat(256) }),
  file('a negative size', "'files.0.size'", { size: -1 }),
  file('half a byte', "'files.0.size'", { size: 0.5 }),
  file('a size beyond what a number holds', "'files.0.size'", { size: 1e300 }),
  file('a digest in capitals', '64 lower case hexadecimal digits', { sha256: 'A'.repeat(64) }),
  file('a digest that is too short', '64 lower case hexadecimal digits', { sha256: 'a'.repeat(40) }),
  file('a digest with a line break', '64 lower case hexadecimal digits', { sha256: `${'a'.repeat(64)}\n` }),
  file('a bundle twice', 'names a bundle twice', { bundles: ['a', 'a'] }),
  file('nine bundles', "'files.0.bundles'", { bundles: Array.from('abcdefghi') }),
  file('a bundle whose name climbs', "'files.0.bundles.0'", { bundles: ['../../../evil.sigstore.json'] }),
  file('a bundle in a folder', "'files.0.bundles.0'", { bundles: ['a/b.sigstore.json'] }),
  file('a bundle with a NUL in its name', "'files.0.bundles.0'", { bundles: ['a\u0000.sigstore.json'] }),
  file('a bundle with a look-alike in its name', "'files.0.bundles.0'", { bundles: ['dem\u043e.sigstore.json'] }),
  file('a bundle that is called dot dot', "'files.0.bundles.0'", { bundles: ['..'] }),
];

type Change = (upload: Upload, world: World, made: Parts) => Promise<Upload> | Upload;
const changed = (
  name: string,
  code: HostileCase['code'],
  says: string,
  change: Change,
  rest: Partial<HostileCase> = {},
): HostileCase => ({
  name: `upload: ${name}`,
  code,
  says,
  upload: async (world) => {
    const made = await parts();
    return change(await signed(world, made), world, made);
  },
  ...rest,
});
const objects =
  (change: (objects: Upload['objects']) => Record<string, Buffer | undefined>): Change =>
  (upload) => {
    const made = Object.entries({ ...upload.objects, ...change(upload.objects) });
    return { ...upload, objects: Object.fromEntries(made.filter((entry): entry is [string, Buffer] => entry[1] !== undefined)) };
  };
const says =
  (change: object): Change =>
  (_, world, made) =>
    signed(world, made, { ...manifestOf(made), ...change });
const FILE = 'demo-1.0.0.bin';

const CONTENT: readonly HostileCase[] = [
  changed('of another project', 'MANIFEST_MISMATCH', 'but was uploaded below', says({ project: 'other' })),
  changed('of another ecosystem', 'MANIFEST_MISMATCH', 'but was uploaded below', says({ ecosystem: 'pypi' })),
  changed('of an ecosystem that nobody knows', 'MANIFEST_MISMATCH', 'but was uploaded below', says({ ecosystem: '__proto__' })),
  changed(
    'of a prototype as ecosystem',
    'ECOSYSTEM_DISABLED',
    'The ecosystem is not enabled, got: "__proto__"',
    async (upload, world, made) => ({
      ...(await signed(world, made, { ...manifestOf(made), ecosystem: '__proto__' })),
      id: { ...upload.id, ecosystem: '__proto__' },
    }),
  ),
  changed('of an ecosystem that is off', 'ECOSYSTEM_DISABLED', 'The ecosystem is not enabled', (upload) => upload, {
    policy: (policy) => ({ ...policy, ecosystems: ['pypi'] }),
  }),
  changed('of a project without publishers', 'PROJECT_UNKNOWN', 'No publisher is configured', (upload) => upload, {
    policy: (policy) => ({ ...policy, projects: [] }),
  }),
  changed('under the name of another upload', 'NAME_NOT_ALLOWED', "The upload's name is not allowed", (upload) => ({
    ...upload,
    id: { ...upload.id, upload: 'Up..1' },
  })),
  changed('under an over-long name', 'NAME_NOT_ALLOWED', "The upload's name is not allowed", (upload) => ({
    ...upload,
    id: { ...upload.id, upload: 'a'.repeat(65) },
  })),
  changed('without files', 'FILE_COUNT', 'The release has 0 files', says({ files: [] })),
  changed(
    'without a file',
    'FILE_MISSING',
    'was not uploaded',
    objects(() => ({ [FILE]: undefined })),
  ),
  changed(
    'without a bundle',
    'FILE_MISSING',
    'was not uploaded',
    objects(() => ({ [bundleName(FILE)]: undefined })),
  ),
  changed(
    'with a file that is not named',
    'FILE_UNEXPECTED',
    'does not name it',
    objects(() => ({ 'evil.bin': Buffer.from('x') })),
  ),
  changed(
    'with a file in a folder',
    'FILE_UNEXPECTED',
    'does not name it',
    objects(() => ({ 'a/b': Buffer.from('x') })),
  ),
  changed(
    'with a file below dot dot',
    'FILE_UNEXPECTED',
    'does not name it',
    objects(() => ({ '../evil': Buffer.from('x') })),
  ),
  changed(
    'with a thousand objects',
    'FILE_COUNT',
    'more than 1,000 objects',
    objects(() => Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`x${i}`, Buffer.from('x')]))),
  ),
  changed(
    'with a file that is cut',
    'SIZE_MISMATCH',
    'it may be truncated',
    objects((all) => ({ [FILE]: all[FILE]!.subarray(0, -1) })),
  ),
  changed(
    'with a file that is longer',
    'SIZE_MISMATCH',
    'it may be truncated',
    objects((all) => ({ [FILE]: Buffer.concat([all[FILE]!, Buffer.from('x')]) })),
  ),
  changed(
    'with a file that is empty',
    'SIZE_MISMATCH',
    'has 0 bytes',
    objects(() => ({ [FILE]: Buffer.alloc(0) })),
  ),
  changed(
    'with another file of the same size',
    'DIGEST_MISMATCH',
    'upload again',
    objects((all) => ({ [FILE]: Buffer.alloc(all[FILE]!.length, 'x') })),
  ),
  changed(
    'with a bit changed',
    'DIGEST_MISMATCH',
    'upload again',
    objects((all) => ({ [FILE]: Buffer.concat([all[FILE]!.subarray(0, -1), Buffer.of(all[FILE]!.at(-1)! ^ 1)]) })),
  ),
  changed('with a file over the limit', 'FILE_TOO_LARGE', 'at most 300000 are allowed', async (_, world, made) =>
    signed(world, { ...made, files: [{ name: FILE, body: Buffer.alloc(300_001) }] }),
  ),
  changed(
    'with a bundle over a megabyte',
    'FILE_TOO_LARGE',
    'at most 1000000 are allowed',
    objects(() => ({ [bundleName(FILE)]: Buffer.alloc(1_000_001, ' ') })),
  ),
  changed('with more files than are allowed', 'FILE_COUNT', 'The release has 7 files', async (_, world, made) =>
    signed(world, {
      ...made,
      files: Array.from({ length: 7 }, (_each, i) => ({ name: `demo-${i}.bin`, body: Buffer.from([i]) })),
    }),
  ),
  changed('with a file without a bundle', 'SIGNATURE_MISSING', 'has no Sigstore bundle', (_, world, made) => {
    const { files, ...rest } = manifestOf(made);
    return signed(world, made, { ...rest, files: files.map((each) => ({ ...each, bundles: [] })) });
  }),
  changed('with the file as its own bundle', 'BUNDLE_MALFORMED', 'it is not JSON', (_, world, made) => {
    const { files, ...rest } = manifestOf(made);
    const upload = signed(world, made, { ...rest, files: files.map((each) => ({ ...each, bundles: [each.name] })) });
    return upload.then((all) => objects(() => ({ [bundleName(FILE)]: undefined }))(all, world, made));
  }),
  changed(
    'of a version that is there',
    'VERSION_EXISTS',
    'released versions never change',
    (upload) => ({ ...upload, id: { ...upload.id, upload: 'upload-0002' } }),
    {
      before: async (bench, world) => {
        await runUpload(bench, await signed(world, await parts()));
      },
    },
  ),
];

export const MANIFEST_CASES: readonly HostileCase[] = [...FORMAT, ...CONTENT];
