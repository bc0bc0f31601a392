/** Zip archives that lie, as each ecosystem that takes zips: wheels, Composer's dists, Go's modules, jars. */
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import type { EcosystemName } from '../../../domain/packages/names';
import { moduleFiles } from '../../helpers/go-modules';
import { jarFiles, pom } from '../../helpers/maven-files';
import { tarGz, wheelFiles, wheelName } from '../../helpers/pypi-archives';
import type { HostileCase } from '../case';
import { centralRecord, field, type RawEntry, rawZip, UTF8, u32, u64 } from '../raw-zip';
import { honest, signed } from '../world';

interface Host {
  readonly entries: readonly RawEntry[];
  /** A folder for further entries. */
  readonly folder: string;
}

interface Kind {
  readonly name: string;
  readonly code: HostileCase['code'];
  readonly says: string;
  readonly make: (host: Host) => Buffer | Promise<Buffer>;
  /** Of archives that are read in place it is not true. */
  readonly unpackedOnly?: true;
}

const entriesOf = (files: Readonly<Record<string, string>>): RawEntry[] =>
  Object.entries(files).map(([name, body]) => ({ name, body }));
const DEMO = { name: 'demo', version: '1.0.0' };
const MAVEN = { group: 'org.example', artifact: 'demo', version: '1.0.0' };

interface HostOf extends Host {
  readonly what: string;
  readonly fileName: string;
  /** Files beside the archive. */
  readonly beside?: readonly { readonly name: string; readonly body: Buffer }[];
  readonly inPlace?: true;
}

const HOSTS: Partial<Readonly<Record<EcosystemName, HostOf>>> = {
  pypi: { what: 'wheel', fileName: wheelName(DEMO), entries: entriesOf(wheelFiles(DEMO)), folder: 'demo/' },
  composer: {
    what: 'dist',
    fileName: 'demo-lib-1.0.0.zip',
    entries: entriesOf({ 'composer.json': '{"name":"demo/lib"}' }),
    folder: 'src/',
  },
  go: {
    what: 'module',
    fileName: 'v1.0.0.zip',
    entries: entriesOf(moduleFiles({ path: 'example.org/demo', version: 'v1.0.0' })),
    folder: 'example.org/demo@v1.0.0/',
  },
  maven: {
    what: 'jar',
    fileName: 'demo-1.0.0.jar',
    entries: entriesOf(jarFiles(MAVEN)),
    folder: 'org/example/',
    beside: [{ name: 'demo-1.0.0.pom', body: pom(MAVEN) }],
    inPlace: true,
  },
};

const BODY = 'content of a file, content of a file\n';
const SIZES = { crc: crc32(BODY), packed: deflateRawSync(BODY).length, size: BODY.length };
/** The host with further entries. */
const plus =
  (...more: readonly RawEntry[]) =>
  ({ entries }: Host): Buffer =>
    rawZip([...entries, ...more]);
/** An entry in the host's folder. */
const inside =
  (name: string | Buffer, rest: Partial<RawEntry> = {}) =>
  ({ entries, folder }: Host): Buffer =>
    rawZip([...entries, { body: BODY, ...rest, name: Buffer.concat([Buffer.from(folder), Buffer.from(name)]) }]);
const two =
  (first: string, second: string) =>
  ({ entries, folder }: Host): Buffer =>
    rawZip([...entries, { name: folder + first, body: BODY }, { name: folder + second, body: 'other\n' }]);
const PLAIN_PATH = 'has a path that is absolute, climbs, or is not plain';
const WINDOWS = 'has a name that Windows takes for something else';
const path = (name: string, hostile: string | Buffer, says = PLAIN_PATH): Kind => ({
  name,
  code: 'ARCHIVE_PATH',
  says,
  make: inside(hostile),
});
const onWindows = (name: string, hostile: string): Kind => ({ ...path(name, hostile, WINDOWS), unpackedOnly: true });
const whole = ({ entries }: Host): Buffer => rawZip(entries);
const cut =
  (from: (zip: Buffer) => number) =>
  (host: Host): Buffer => {
    const zip = whole(host);
    return zip.subarray(0, from(zip));
  };
const directoryAt = (zip: Buffer): number => zip.readUInt32LE(zip.length - 6);

const PATHS: readonly Kind[] = [
  path('a path that climbs out', '../../../evil'),
  path('a path that climbs within', 'a/../b'),
  path('an absolute path', '/etc/passwd', PLAIN_PATH),
  { name: 'a path from the root', code: 'ARCHIVE_PATH', says: PLAIN_PATH, make: plus({ name: '/etc/passwd', body: BODY }) },
  { name: 'a drive letter', code: 'ARCHIVE_PATH', says: PLAIN_PATH, make: plus({ name: 'C:/evil', body: BODY }) },
  { name: 'a path that begins by climbing', code: 'ARCHIVE_PATH', says: PLAIN_PATH, make: plus({ name: '../evil', body: BODY }) },
  path('a backslash', 'a\\..\\..\\evil'),
  path('an empty segment', 'a//b'),
  path('a dot segment', 'a/./b'),
  path('a NUL in a name', 'a\u0000.txt'),
  path('a newline in a name', 'a\nb'),
  path('a DEL in a name', 'a\u007fb'),
  path('a name that reads from right to left', 'a\u202etxt.exe'),
  path('an invisible space in a name', 'set\u200bup.py'),
  path('a replacement character in a name', 'a\ufffdb'),
  path('an over-long name', 'a'.repeat(256), 'has a path of more than'),
  path('an over-long path', 'abcdefg/'.repeat(125).concat('x'), 'has a path of more than'),
  onWindows('a trailing dot', 'file.'),
  onWindows('a trailing space', 'file '),
  onWindows('a folder with a trailing dot', 'folder./x'),
  onWindows('a device of Windows', 'aux.py'),
  onWindows('a device of Windows in capitals', 'CON'),
  onWindows('a device with a raised digit', 'com¹.txt'),
  onWindows('a stream within a file', 'x.txt::$DATA'),
];

const ENTRIES: readonly Kind[] = [
  { name: 'a symbolic link', code: 'ARCHIVE_ENTRY', says: 'is a symbolic link', make: inside('a', { mode: 0o120777 }) },
  { name: 'a device', code: 'ARCHIVE_ENTRY', says: 'neither file nor folder', make: inside('a', { mode: 0o020666 }) },
  { name: 'a pipe', code: 'ARCHIVE_ENTRY', says: 'neither file nor folder', make: inside('a', { mode: 0o010666 }) },
  { name: 'a socket', code: 'ARCHIVE_ENTRY', says: 'neither file nor folder', make: inside('a', { mode: 0o140666 }) },
  { name: 'an encrypted entry', code: 'ARCHIVE_ENTRY', says: 'is encrypted', make: inside('a', { flags: UTF8 | 1 }) },
  { name: 'masked headers', code: 'ARCHIVE_ENTRY', says: 'has unknown flags', make: inside('a', { flags: UTF8 | 0x2000 }) },
  { name: 'patched data', code: 'ARCHIVE_ENTRY', says: 'has unknown flags', make: inside('a', { flags: UTF8 | 0x20 }) },
  { name: 'bzip2', code: 'ARCHIVE_ENTRY', says: 'compression method 12', make: inside('a', { method: 12 }) },
  { name: 'zstandard', code: 'ARCHIVE_ENTRY', says: 'compression method 93', make: inside('a', { method: 93 }) },
];

const local = (name: string, lie: NonNullable<RawEntry['local']>): Kind => ({
  name: `a local header with ${name}`,
  code: 'ARCHIVE_AMBIGUOUS',
  says: 'has another local header than its directory says',
  make: inside('a', { local: lie }),
});
const ambiguous = (name: string, says: string, make: Kind['make']): Kind => ({ name, code: 'ARCHIVE_AMBIGUOUS', says, make });
const DESCRIPTOR = 0x0008;
const zip64 = (...values: readonly number[]): Buffer => field(1, u64(...values));

/** A second record for the last entry, or for one that is hidden in the data of another. */
const nested = ({ entries, folder }: Host, count?: number): Buffer => {
  const inner = rawZip([{ name: `${folder}evil`, body: BODY, method: 0 }]);
  const data = inner.subarray(0, directoryAt(inner));
  const before = rawZip(entries);
  const name = `${folder}outer`;
  const at = directoryAt(before) + 30 + Buffer.byteLength(name);
  const sizes = { crc: SIZES.crc, packed: BODY.length, size: BODY.length, flags: UTF8, method: 0, extra: Buffer.alloc(0) };
  const record = centralRecord({ name: `${folder}evil`, ...sizes }, at, {});
  return rawZip([...entries, { name, body: data, method: 0 }], { records: [record], count: entries.length + (count ?? 1) });
};

const DISAGREE: readonly Kind[] = [
  local('another name', { name: 'evil' }),
  local('another size', { size: 1 }),
  local('another packed size', { packed: 3 }),
  local('another checksum', { crc: 1 }),
  local('another compression', { method: 0 }),
  local('other flags', { flags: 0 }),
  local('sizes in a zip64 field that disagree', { packed: 0xffffffff, size: 0xffffffff, extra: zip64(9, 9) }),
  local('sizes in a zip64 field that is missing', { packed: 0xffffffff, size: 0xffffffff }),
  ambiguous('an entry twice', 'is there twice', two('a', 'a')),
  ambiguous('a metadata entry twice', 'is there twice', ({ entries }) =>
    rawZip([...entries, { ...entries.at(0)!, body: 'evil' }]),
  ),
  { ...ambiguous('names that differ in case', 'differ in case or form only', two('a.txt', 'A.txt')), unpackedOnly: true },
  { ...ambiguous('names that fold to one', 'differ in case or form only', two('straße', 'STRASSE')), unpackedOnly: true },
  { ...ambiguous('a look-alike in full width', 'differ in case or form only', two('a.txt', 'ａ.txt')), unpackedOnly: true },
  { ...ambiguous('a ligature', 'differ in case or form only', two('file', 'ﬁle')), unpackedOnly: true },
  ambiguous('two forms of Unicode', 'differ in case or form only', two('é.txt', 'e\u0301.txt')),
  ambiguous('a file that is a folder', 'is both a file and a folder', two('a', 'a/b')),
  ambiguous('a folder under the name of a file', 'is a folder under the name of a file', inside('a', { mode: 0o040755 })),
  ambiguous('a folder with content', 'is a folder with', inside('a/')),
  ambiguous('a name that is not UTF-8', 'not marked, or not written, as UTF-8', inside(Buffer.of(0x61, 0xff))),
  {
    ...ambiguous('a name that is not marked as UTF-8', 'not marked, or not written, as UTF-8', inside('é', { flags: 0 })),
    unpackedOnly: true,
  },
  ambiguous(
    'another name in an extra field',
    'has another name in an extra field',
    inside('a', { central: { extra: field(0x7075, Buffer.concat([Buffer.alloc(5), Buffer.from('evil')])) } }),
  ),
  ambiguous(
    'a smaller size than the truth',
    'has another size than the 3 bytes',
    inside('a', { local: { size: 3 }, central: { size: 3 } }),
  ),
  ambiguous(
    'a larger size than the truth',
    'has another size than the 99',
    inside('a', { local: { size: 99 }, central: { size: 99 } }),
  ),
  ambiguous(
    'bytes after the compressed data',
    'has bytes after the end of its compressed data',
    inside('a', { data: Buffer.concat([deflateRawSync(BODY), Buffer.from('evil')]) }),
  ),
  ambiguous('bytes between entries', 'does not end where the next one starts', inside('a', { after: Buffer.from('evil') })),
  ambiguous('bytes before the first entry', 'does not start where', (host) => shifted(host, Buffer.from('#!/bin/sh\n'))),
  ambiguous('an executable in front', 'does not start where', (host) => shifted(host, Buffer.from('MZ'.padEnd(64, '\0')))),
  ambiguous('bytes before the directory', 'does not end where', ({ entries }) =>
    rawZip(entries, { between: Buffer.from('evil') }),
  ),
  ambiguous('bytes after the directory', 'not where its end record says', ({ entries }) =>
    rawZip(entries, { beforeEnd: Buffer.from('evil') }),
  ),
  ambiguous('an entry that the directory hides', 'does not end where', inside('a', { hidden: true })),
  ambiguous('two records of one entry', 'does not end where', ({ entries, folder }) =>
    rawZip([...entries, { name: `${folder}a`, body: BODY }, { name: `${folder}b`, body: BODY, central: { offset: 0 } }]),
  ),
  ambiguous('an entry within another', 'does not end where', (host) => nested(host, 2)),
  ambiguous('a record that the end record does not count', 'more or fewer entries than its end record says', (host) =>
    nested(host),
  ),
  ambiguous('two counts of entries', 'more or fewer entries', ({ entries }) =>
    rawZip(entries, { countHere: entries.length + 1 }),
  ),
  ambiguous('a comment that is no text', 'a comment that is no text', ({ entries }) =>
    rawZip(entries, { comment: Buffer.from('hello\0') }),
  ),
  ambiguous('an archive as comment', 'does not start where', polyglot),
  ambiguous(
    'a descriptor that lies',
    'does not end where',
    inside('a', { flags: UTF8 | DESCRIPTOR, local: { crc: 0, packed: 0, size: 0 }, after: u32(0x08074b50, 1, 2, 3) }),
  ),
  ambiguous(
    'bytes in place of a descriptor',
    'does not end where',
    inside('a', { flags: UTF8 | DESCRIPTOR, local: { crc: 0, packed: 0, size: 0 }, after: Buffer.alloc(16) }),
  ),
  ambiguous('a second end record, of zip64', 'it has a second end record', ({ entries }) => withZip64End(entries)),
];

/** A zip whose offsets count from the beginning of a file that it is further back in. */
function moved(zip: Buffer, by: number): Buffer {
  const end = zip.length - 22;
  for (let at = directoryAt(zip); at < end; at += 46 + zip.readUInt16LE(at + 28))
    zip.writeUInt32LE(zip.readUInt32LE(at + 42) + by, at + 42);
  zip.writeUInt32LE(directoryAt(zip) + by, end + 16);
  return zip;
}

const shifted = (host: Host, prefix: Buffer): Buffer => Buffer.concat([prefix, moved(whole(host), prefix.length)]);

/** One archive to who looks for the last end record, another to who looks for the first. */
function polyglot({ entries }: Host): Buffer {
  const inner = rawZip([{ name: 'innocent', body: BODY }]);
  const outer = rawZip(entries, { comment: inner });
  return Buffer.concat([outer.subarray(0, -inner.length), moved(inner, outer.length - inner.length)]);
}

function withZip64End(entries: readonly RawEntry[]): Buffer {
  const zip = rawZip(entries);
  const end = zip.length - 22;
  const start = directoryAt(zip);
  const record = Buffer.concat([
    u32(0x06064b50),
    u64(44),
    u32(0x002d002d, 0, 0),
    u64(entries.length, entries.length, end - start, start),
  ]);
  const locator = Buffer.concat([u32(0x07064b50, 0), u64(end), u32(1)]);
  return Buffer.concat([zip.subarray(0, end), record, locator, zip.subarray(end)]);
}

const unreadable = (name: string, says: string, make: Kind['make']): Kind => ({ name, code: 'ARCHIVE_UNREADABLE', says, make });
const NO_END = 'End of central directory record signature not found';

const DAMAGED: readonly Kind[] = [
  unreadable('nothing', NO_END, () => Buffer.alloc(0)),
  unreadable('text', NO_END, () => Buffer.from('not an archive, but long enough to be one\n')),
  unreadable('gzip instead of zip', NO_END, () => gzipSync(BODY)),
  unreadable('a tar archive instead of a zip', NO_END, () => tarGz([{ name: 'a', body: BODY }])),
  unreadable(
    'half of a local header',
    NO_END,
    cut(() => 15),
  ),
  unreadable(
    'half of an entry',
    NO_END,
    cut((zip) => Math.floor(directoryAt(zip) / 2)),
  ),
  unreadable('no directory', NO_END, cut(directoryAt)),
  unreadable(
    'half of a directory',
    NO_END,
    cut((zip) => directoryAt(zip) + 30),
  ),
  unreadable(
    'no end record',
    NO_END,
    cut((zip) => zip.length - 22),
  ),
  unreadable(
    'half of an end record',
    NO_END,
    cut((zip) => zip.length - 10),
  ),
  unreadable('bytes after the end record', 'Invalid comment length', (host) => Buffer.concat([whole(host), Buffer.from('evil')])),
  unreadable('more than one disk', 'multi-disk', ({ entries }) => rawZip(entries, { disk: 1 })),
  unreadable('a count of too many entries', 'unexpected EOF', ({ entries }) => rawZip(entries, { count: entries.length + 1 })),
  unreadable('a wrong checksum', 'has another checksum', inside('a', { local: { crc: 1 }, central: { crc: 1 } })),
  unreadable('compressed data that is none', 'invalid', inside('a', { data: Buffer.alloc(SIZES.packed, 0xff) })),
  unreadable(
    'compressed data that is cut',
    'unexpected end of file',
    inside('a', { data: deflateRawSync(BODY).subarray(0, -3) }),
  ),
];

const bomb = (name: string, says: string, make: Kind['make']): Kind => ({ name, code: 'ARCHIVE_BOMB', says, make });

const BOMBS: readonly Kind[] = [
  bomb('a bomb by ratio', 'unpacked bytes for each packed byte', inside('a', { body: Buffer.alloc(2_000_000) })),
  bomb('a bomb by count', 'got: 61 entries', ({ entries, folder }) =>
    rawZip([...entries, ...Array.from({ length: 61 }, (_, i) => ({ name: `${folder}${i}`, method: 0 }))]),
  ),
  bomb('a bomb by size', 'unpacked bytes or more', inside('a', { body: Buffer.alloc(4_000_001) })),
  bomb('a claim of four gigabytes', 'got: 42949', inside('a', { local: { size: 0xfffffffe }, central: { size: 0xfffffffe } })),
  bomb(
    'a claim of a petabyte in a zip64 field',
    'unpacked bytes or more',
    inside('a', { central: { size: 0xffffffff, extra: zip64(2 ** 50) }, local: { size: 0xffffffff, extra: zip64(2 ** 50) } }),
  ),
  bomb('a bomb of overlapping entries', 'unpacked bytes', ({ entries, folder }) => {
    const body = Buffer.alloc(100_000);
    const kernel: RawEntry = { name: `${folder}0`, body };
    const facts = {
      crc: crc32(body),
      packed: deflateRawSync(body).length,
      size: body.length,
      flags: UTF8,
      method: 8,
      extra: Buffer.alloc(0),
    };
    const records = Array.from({ length: 45 }, (_, i) => centralRecord({ name: `${folder}${i + 1}`, ...facts }, 0, {}));
    return rawZip([...entries, kernel], { records, count: entries.length + 46 });
  }),
];

const KINDS = [...PATHS, ...ENTRIES, ...DISAGREE, ...DAMAGED, ...BOMBS];

export const ZIP_CASES: readonly HostileCase[] = Object.entries(HOSTS).flatMap(([ecosystem, host]) =>
  KINDS.filter(({ unpackedOnly }) => !(unpackedOnly && host.inPlace)).map(({ name, code, says, make }) => ({
    name: `${ecosystem} ${host.what}: ${name}`,
    code,
    says,
    upload: async (world) => {
      const files = [{ name: host.fileName, body: await make(host) }, ...(host.beside ?? [])];
      return signed(world, { ...(await honest(ecosystem as EcosystemName)), files });
    },
  })),
);

/** What looks hostile and is not: obfuscators write such jars, and nobody unpacks them. */
export const HONEST_JARS: readonly { readonly name: string; readonly body: Buffer }[] = KINDS.filter(
  ({ unpackedOnly }) => unpackedOnly,
).map(({ name, make }) => ({ name, body: make(HOSTS.maven!) as Buffer }));
