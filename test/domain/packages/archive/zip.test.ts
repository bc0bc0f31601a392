import fc from 'fast-check';
import { inMemory } from '../../../../domain/contracts/byte-source';
import { readZip } from '../../../../domain/packages/archive/zip';
import type { ArchiveLimits } from '../../../../domain/packages/ecosystem';
import { type ZipEntry, zip } from '../../../helpers/zip-writer';
import { refusalOf, unreadable, unusable } from '../refusal-of';

const LIMITS: ArchiveLimits = { maxEntries: 10, maxUnpackedBytes: 3_000_000, maxRatio: 50 };
const read = (body: Buffer, limits = LIMITS) => readZip(inMemory(body), limits, (path) => path === 'wanted');
const PLAIN: ZipEntry = { name: 'wanted', body: 'content' };

test('lists entries and keeps what is wanted', async () => {
  const { paths, kept } = await read(
    zip([
      { name: 'folder/', body: '', method: 0 },
      { name: 'folder/a.py', body: 'x = 1\n' },
      { ...PLAIN, method: 0 },
    ]),
  );
  expect(paths).toEqual(['folder', 'folder/a.py', 'wanted']);
  expect([...kept].map(([path, body]) => [path, body.toString()])).toEqual([['wanted', 'content']]);
});

test.each([['a0b1c2d3e4'.repeat(4)], ['0123456789abcdef'.repeat(4)]])(
  'reads an archive that git made from the commit %s',
  async (commit) => {
    expect((await read(commented(commit))).paths).toEqual(['wanted']);
  },
);

const HOSTILE: [string, () => Buffer, string][] = [
  [
    'a path that climbs',
    () => zip([{ name: 'a/../../b', body: '' }]),
    unusable('PATH: entry "a/../../b" has a path that is absolute, climbs, or is not plain'),
  ],
  [
    'an absolute path',
    () => zip([{ name: '/etc/passwd', body: '' }]),
    unusable('PATH: entry "/etc/passwd" has a path that is absolute, climbs, or is not plain'),
  ],
  [
    'a drive letter',
    () => zip([{ name: 'c:/x', body: '' }]),
    unusable('PATH: entry "c:/x" has a path that is absolute, climbs, or is not plain'),
  ],
  [
    'a backslash',
    () => zip([{ name: 'a\\b', body: '' }]),
    unusable('PATH: entry "a\\\\b" has a path that is absolute, climbs, or is not plain'),
  ],
  [
    'an empty segment',
    () => zip([{ name: 'a//b', body: '' }]),
    unusable('PATH: entry "a//b" has a path that is absolute, climbs, or is not plain'),
  ],
  [
    'a control character',
    () => zip([{ name: 'a\u0000b', body: '' }]),
    unusable('PATH: entry "a\\u0000b" has a path that is absolute, climbs, or is not plain'),
  ],
  ['an entry that is there twice', () => zip([PLAIN, PLAIN]), unusable('AMBIGUOUS: entry "wanted" is there twice')],
  [
    'a file and a folder of one name',
    () => zip([PLAIN, { name: 'wanted/', body: '', method: 0 }]),
    unusable('AMBIGUOUS: entry "wanted" is there twice'),
  ],
  ['an encrypted entry', () => zip([{ ...PLAIN, flags: 1 }]), unusable('ENTRY: zip entry "wanted" is encrypted')],
  [
    'a strange compression',
    () => zip([{ ...PLAIN, method: 14 }]),
    unusable('ENTRY: zip entry "wanted" uses compression method 14, only stored (0) and deflated (8) are read'),
  ],
  ['a symbolic link', () => zip([{ ...PLAIN, mode: 0o120777 }]), unusable('ENTRY: zip entry "wanted" is a symbolic link')],
  [
    'a wrong checksum',
    () => zip([{ ...PLAIN, claim: { crc: 1 } }]),
    unusable('UNREADABLE: zip entry "wanted" has another checksum than its header'),
  ],
  [
    'a smaller size than the truth',
    () => zip([{ ...PLAIN, claim: { size: 3 } }]),
    unusable('AMBIGUOUS: zip entry "wanted" has another size than the 3 bytes of its header'),
  ],
  [
    'a larger size than the truth',
    () => zip([{ ...PLAIN, claim: { size: 30 } }]),
    unusable('AMBIGUOUS: zip entry "wanted" has another size than the 30 bytes of its header'),
  ],
  [
    'a local header with another name',
    () => zip([{ ...PLAIN, claim: { localName: 'wantex' } }]),
    unusable('AMBIGUOUS: zip entry "wanted" has another local header than its directory says'),
  ],
  [
    'a local header with another size',
    () => zip([{ ...PLAIN, claim: { localSize: 8 } }]),
    unusable('AMBIGUOUS: zip entry "wanted" has another local header than its directory says'),
  ],
  [
    'an entry that the directory hides',
    () => hidden(),
    unusable('AMBIGUOUS: zip entry "wanted" does not start where the one before ends'),
  ],
  [
    'bytes before the directory',
    () => zip([PLAIN], Buffer.from('more')),
    unusable('AMBIGUOUS: zip entry "wanted" does not end where the next one starts'),
  ],
  [
    'bytes after the end',
    () => Buffer.concat([zip([PLAIN]), Buffer.from('x')]),
    unreadable(
      'Invalid comment length. Expected: 1. Found: 0. Are there extra bytes at the end of the file? Or is the end of central dir signature `PK☺☻` in the comment?',
    ),
  ],
  [
    'a comment that is no text',
    () => commented('hi\0'),
    unusable('AMBIGUOUS: there are bytes, or a comment that is no text, after the zip directory'),
  ],
  [
    'a comment that is longer than any tool writes',
    () => commented('P'.repeat(1001)),
    unusable('AMBIGUOUS: there are bytes, or a comment that is no text, after the zip directory'),
  ],
  ['a directory elsewhere', () => shifted(), unusable('AMBIGUOUS: the zip directory is not where its end record says')],
  [
    'another format',
    () => Buffer.from('\u001f\u008b not a zip'),
    unreadable('End of central directory record signature not found. Either not a zip file, or file is truncated.'),
  ],
  [
    'nothing',
    () => Buffer.alloc(0),
    unreadable('End of central directory record signature not found. Either not a zip file, or file is truncated.'),
  ],
];

/** Two archives' entries under the second one's directory only. */
function hidden(): Buffer {
  const first = zip([{ name: 'other', body: 'hidden' }]);
  const second = zip([PLAIN]);
  const end = second.length - 22;
  const directory = second.readUInt32LE(end + 16);
  const local = first.subarray(0, first.readUInt32LE(first.length - 22 + 16));
  const moved = Buffer.concat([local, second]);
  moved.writeUInt32LE(local.length, local.length + directory + 42);
  moved.writeUInt32LE(local.length + directory, local.length + end + 16);
  return moved;
}

function commented(comment: string): Buffer {
  const body = Buffer.concat([zip([PLAIN]), Buffer.from(comment)]);
  body.writeUInt16LE(comment.length, body.length - comment.length - 2);
  return body;
}

function shifted(): Buffer {
  const body = zip([PLAIN]);
  body.writeUInt32LE(body.readUInt32LE(body.length - 10) - 1, body.length - 10);
  return body;
}

test.each(HOSTILE)('refuses %s', async (_, body, expected) => {
  expect(await refusalOf(() => read(body()))).toBe(expected);
});

test('takes an entry whose maker knew no mode for a file', async () => {
  expect((await read(zip([{ ...PLAIN, mode: 0o177777 }]))).paths).toEqual(['wanted']);
});

test('reads sizes from a descriptor after the data, as streaming writers leave them', async () => {
  const plain = zip([PLAIN]);
  const end = plain.length - 22;
  const directory = plain.readUInt32LE(end + 16);
  const [crc, packed, size] = [14, 18, 22].map((at) => plain.readUInt32LE(at));
  const descriptor = Buffer.alloc(16);
  for (const [i, value] of [0x08074b50, crc!, packed!, size!].entries()) descriptor.writeUInt32LE(value, 4 * i);
  const local = Buffer.from(plain.subarray(0, directory));
  local.writeUInt16LE(0x0808, 6);
  local.fill(0, 14, 26);
  const rest = Buffer.from(plain.subarray(directory));
  rest.writeUInt16LE(0x0808, 8);
  rest.writeUInt32LE(directory + 16, rest.length - 22 + 16);
  const { kept } = await read(Buffer.concat([local, descriptor, rest]));
  expect(kept.get('wanted')?.toString()).toBe('content');
});

test.each([
  [
    'too many entries',
    [...Array(11).keys()].map((i) => ({ name: `f${i}`, body: '' })),
    'got: 11 entries or more, at most 10 are allowed',
  ],
  [
    'too many bytes',
    [{ name: 'f', body: Buffer.alloc(3_000_001), method: 0 }],
    'got: 3000001 unpacked bytes or more, at most 3000000 are allowed',
  ],
  [
    'a claim of too many bytes',
    [{ name: 'f', body: 'x', claim: { size: 4_000_000_000 } }],
    'got: 4000000000 unpacked bytes or more, at most 3000000 are allowed',
  ],
])('refuses %s before unpacking', async (_, entries: ZipEntry[], what) => {
  expect(await refusalOf(() => read(zip(entries)))).toBe(
    `ARCHIVE_BOMB: The archive expands too far, ${what}; make it smaller or ask the operator to raise 'limits' in registry.config.ts.`,
  );
});

test('refuses what shrinks more than software does, once it is large enough to tell', async () => {
  expect(await refusalOf(() => read(zip([{ name: 'f', body: Buffer.alloc(2_000_000) }])))).toMatch(
    /^ARCHIVE_BOMB: .*unpacked bytes for each packed byte/,
  );
  expect(await refusalOf(() => read(zip([{ name: 'f', body: Buffer.alloc(1_000_000) }])))).toBe('accepted');
});

test('keeps no more than 4 MiB of an entry', async () => {
  const limits = { ...LIMITS, maxUnpackedBytes: 10_000_000 };
  const body = zip([{ name: 'wanted', body: Buffer.alloc(5_000_000), method: 0 }]);
  expect(await refusalOf(() => read(body, limits))).toBe(
    'METADATA_INVALID: The metadata inside the archive is too large: entry "wanted" has more than 4194304 bytes; make it smaller.',
  );
});

test('whatever the bytes, the worst is a refusal', async () => {
  const honest = zip([{ name: 'a/b.py', body: 'x = 1\n'.repeat(20) }, PLAIN]);
  const damage = fc.array(fc.tuple(fc.nat(honest.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(damage, fc.nat(honest.length), async (changes, length) => {
      const body = Buffer.from(honest);
      for (const [at, value] of changes) body[at] = value;
      for (const hostile of [body, body.subarray(0, length)]) {
        expect(await refusalOf(() => read(hostile))).toMatch(/^(accepted|ARCHIVE_(UNREADABLE|PATH|ENTRY|AMBIGUOUS|BOMB): )/);
      }
    }),
    { numRuns: 400 },
  );
});
