/** Compressed tar archives that lie, as each ecosystem that takes them: source distributions, npm packages, crates, Maven's bundles, gems' data. */
import { deflateRawSync, gzipSync } from 'node:zlib';
import type { EcosystemName } from '../../../domain/packages/names';
import { crateFiles, crateName } from '../../helpers/crates';
import { checksums, gemMembers, gemOf } from '../../helpers/gems';
import { sdistFiles } from '../../helpers/pypi-archives';
import type { HostileCase } from '../case';
import { longName, pax, paxRecord, type RawTarEntry, rawTar } from '../raw-tar';
import { rawZip } from '../raw-zip';
import { honest, signed } from '../world';

interface Host {
  readonly entries: readonly RawTarEntry[];
  /** The folder that all is in, with a slash at its end. */
  readonly folder: string;
}

interface HostOf extends Host {
  readonly ecosystem: EcosystemName;
  readonly what: string;
  readonly fileName: string;
  /** What is uploaded, of the compressed archive. @default - itself */
  readonly wrap?: (archive: Buffer) => Promise<Buffer>;
  /** Whether the archive's first metadata is in these very entries. */
  readonly withoutLinks?: true;
}

interface Kind {
  readonly name: string;
  readonly code: HostileCase['code'];
  readonly says: string;
  readonly make: (host: Host) => Buffer;
}

const DEMO = { name: 'demo', version: '1.0.0' };
const BODY = 'content of a file, content of a file\n';
const entriesOf = (files: Readonly<Record<string, string>>): RawTarEntry[] =>
  Object.entries(files).map(([name, body]) => ({ name, body }));

async function gemWith(data: Buffer): Promise<Buffer> {
  const { 'metadata.gz': metadata } = await gemMembers(DEMO);
  const members = { 'metadata.gz': metadata!, 'data.tar.gz': data };
  return gemOf({ ...members, 'checksums.yaml.gz': gzipSync(checksums(members)) });
}

const HOSTS: readonly HostOf[] = [
  {
    ecosystem: 'pypi',
    what: 'source distribution',
    fileName: 'demo-1.0.0.tar.gz',
    entries: entriesOf(sdistFiles(DEMO)),
    folder: 'demo-1.0.0/',
  },
  {
    ecosystem: 'npm',
    what: 'package',
    fileName: 'demo-lib-1.0.0.tgz',
    entries: entriesOf({ 'package/package.json': '{"name":"@demo/lib","version":"1.0.0"}' }),
    folder: 'package/',
    withoutLinks: true,
  },
  { ecosystem: 'cargo', what: 'crate', fileName: crateName(DEMO), entries: entriesOf(crateFiles(DEMO)), folder: 'demo-1.0.0/' },
  {
    ecosystem: 'rubygems',
    what: 'gem',
    fileName: 'demo-1.0.0.gem',
    entries: entriesOf({ 'lib/demo.rb': BODY }),
    folder: 'lib/',
    wrap: gemWith,
  },
];

const plus =
  (...more: readonly RawTarEntry[]) =>
  ({ entries }: Host): Buffer =>
    gzipSync(rawTar([...entries, ...more]));
/** Further entries, whose names begin in the host's folder. */
const inside =
  (...more: readonly RawTarEntry[]) =>
  ({ entries, folder }: Host): Buffer =>
    gzipSync(
      rawTar([
        ...entries,
        ...more.map((entry) => ({ ...entry, name: Buffer.concat([Buffer.from(folder), Buffer.from(entry.name)]) })),
      ]),
    );
const raw =
  (change: (tar: Buffer) => Buffer) =>
  ({ entries }: Host): Buffer =>
    gzipSync(change(rawTar(entries)));
const packed =
  (change: (gz: Buffer) => Buffer) =>
  ({ entries }: Host): Buffer =>
    change(gzipSync(rawTar(entries)));

const kind =
  (code: HostileCase['code']) =>
  (name: string, says: string, make: Kind['make']): Kind => ({ name, code, says, make });
const [path, entry, ambiguous, unreadable, bomb] = (
  ['ARCHIVE_PATH', 'ARCHIVE_ENTRY', 'ARCHIVE_AMBIGUOUS', 'ARCHIVE_UNREADABLE', 'ARCHIVE_BOMB'] as const
).map(kind) as [
  ReturnType<typeof kind>,
  ReturnType<typeof kind>,
  ReturnType<typeof kind>,
  ReturnType<typeof kind>,
  ReturnType<typeof kind>,
];
const PLAIN = 'has a path that is absolute, climbs, or is not plain';
const WINDOWS = 'has a name that Windows takes for something else';
const file = (name: string | Buffer, rest: Partial<RawTarEntry> = {}): RawTarEntry => ({ name, body: BODY, ...rest });

const PATHS: readonly Kind[] = [
  path('a path that climbs out', PLAIN, inside(file('../../evil'))),
  path('a path that climbs within', PLAIN, inside(file('a/../b'))),
  path('an absolute path', PLAIN, plus(file('/etc/passwd'))),
  path('a drive letter', PLAIN, plus(file('C:/evil'))),
  path('a backslash', PLAIN, inside(file('..\\..\\evil'))),
  path('an empty segment', PLAIN, inside(file('a//b'))),
  path('a dot segment', PLAIN, inside(file('a/./b'))),
  path('a newline in a name', PLAIN, inside(file('a\nb'))),
  path('a name that reads from right to left', PLAIN, inside(file('a\u202etxt.exe'))),
  path('a name that is not UTF-8', PLAIN, inside(file(Buffer.of(0x61, 0xff, 0x62)))),
  path('a trailing dot', WINDOWS, inside(file('file.'))),
  path('a trailing space', WINDOWS, inside(file('file '))),
  path('a device of Windows', WINDOWS, inside(file('nul.txt'))),
  path('a stream within a file', WINDOWS, inside(file('x.txt::$DATA'))),
  path('a path that climbs in a GNU long name', PLAIN, plus(longName('../../evil'), file('innocent'))),
  path('an absolute path in a PAX header', PLAIN, plus(pax(['path', '/etc/passwd']), file('innocent'))),
  path('an over-long name in a PAX header', 'has a path of more than', plus(pax(['path', 'a'.repeat(300)]), file('innocent'))),
  path(
    'an over-long path in a GNU long name',
    'has a path of more than',
    plus(longName(`${'abcdefg/'.repeat(200)}x`), file('innocent')),
  ),
];

const ENTRIES: readonly Kind[] = [
  entry('a character device', 'neither file, folder nor link, got: character-device', inside(file('a', { type: '3', body: '' }))),
  entry('a block device', 'neither file, folder nor link, got: block-device', inside(file('a', { type: '4', body: '' }))),
  entry('a pipe', 'neither file, folder nor link, got: fifo', inside(file('a', { type: '6', body: '' }))),
  entry('an unknown type', 'got: an unknown type', inside(file('a', { type: 'V', body: '' }))),
  entry('a sparse file of GNU', 'got: an unknown type', inside(file('a', { type: 'S' }))),
  entry('a sparse file in a PAX header', 'GNU.sparse.name', plus(pax(['GNU.sparse.name', 'evil']), file('a'))),
  entry('another character set in a PAX header', 'hdrcharset', plus(pax(['hdrcharset', 'BINARY']), file('a'))),
  entry('a huge extended header', 'an extended header has', plus({ ...pax(), body: Buffer.alloc(70_000, 'x') }, file('a'))),
];

const LINKS: readonly Kind[] = [
  entry('a link out of the tree', 'leaves its tree', inside({ name: 'a', type: '2', linkname: '../../etc/passwd' })),
  entry('a link to the root', 'leaves its tree', inside({ name: 'a', type: '2', linkname: '/etc/passwd' })),
  entry('a link to a drive', 'leaves its tree', inside({ name: 'a', type: '2', linkname: 'C:/evil' })),
  entry('a link with a backslash', 'leaves its tree', inside({ name: 'a', type: '2', linkname: '..\\evil' })),
  entry('a link to nothing', 'leaves its tree', inside({ name: 'a', type: '2', linkname: '' })),
  entry('a link that goes down to climb', 'leaves its tree', inside({ name: 'a', type: '2', linkname: 'b/../../../evil' })),
  entry('a hard link out of the tree', 'leaves its tree', inside({ name: 'a', type: '1', linkname: '../etc/passwd' })),
  entry('a hard link to another tree', 'leaves its tree', inside({ name: 'a', type: '1', linkname: 'etc/passwd' })),
  entry('a link out of the tree in a PAX header', 'leaves its tree', ({ entries, folder }) =>
    gzipSync(rawTar([...entries, pax(['linkpath', '/etc/passwd']), { name: `${folder}a`, type: '2', linkname: 'b' }])),
  ),
  entry('a link out of the tree in a GNU long link', 'leaves its tree', ({ entries, folder }) =>
    gzipSync(rawTar([...entries, longName('../../../evil', 'K'), { name: `${folder}a`, type: '2', linkname: 'b' }])),
  ),
  entry('a file below a link', 'is below a link', inside({ name: 'a', type: '2', linkname: 'b' }, file('a/x'))),
];

const NPM_LINKS: readonly Kind[] = [
  entry('a symbolic link', 'is a link', inside({ name: 'a', type: '2', linkname: 'package.json' })),
  entry('a hard link', 'is a link', inside({ name: 'a', type: '1', linkname: 'package/package.json' })),
];

const AFTER = 'there are bytes, or another gzip member, after its end';
const octets = (text: string): Buffer => Buffer.from(text.padEnd(12, '\0'), 'latin1');

const AMBIGUOUS: readonly Kind[] = [
  ambiguous('an entry twice', 'is there twice', inside(file('a'), file('a', { body: 'evil' }))),
  ambiguous('a metadata entry twice', 'is there twice', ({ entries }) =>
    gzipSync(rawTar([...entries, { ...entries[0]!, body: 'evil' }])),
  ),
  ambiguous('an entry twice, once with a dot in front', 'is there twice', ({ entries, folder }) =>
    gzipSync(rawTar([...entries, file(`${folder}a`), file(`./${folder}a`)])),
  ),
  ambiguous('names that differ in case', 'differ in case or form only', inside(file('a.txt'), file('A.txt'))),
  ambiguous('two forms of Unicode', 'differ in case or form only', inside(file('é.txt'), file('e\u0301.txt'))),
  ambiguous('a look-alike in full width', 'differ in case or form only', inside(file('a.txt'), file('ａ.txt'))),
  ambiguous('a file that is a folder', 'is both a file and a folder', inside(file('a'), file('a/b'))),
  ambiguous('a file under the name of a folder', 'is a file under the name of a folder', inside(file('a/'))),
  ambiguous('a folder with content', 'has a size of', inside(file('a', { type: '5' }))),
  ambiguous('a link with content', 'has a size of', inside(file('a', { type: '2', linkname: 'b' }))),
  ambiguous('another size in a PAX header', 'in its extended header', plus(pax(['size', '0']), file('a'))),
  ambiguous('a size in a PAX header that is no number', 'an extended header has the size', plus(pax(['size', '1e3']), file('a'))),
  ambiguous('a negative size', 'not in octal digits', inside(file('a', { size: Buffer.alloc(12, 0xff) }))),
  ambiguous(
    'a size in base 256',
    'not in octal digits',
    inside(file('a', { size: Buffer.from('800000000000000000000001', 'hex') })),
  ),
  ambiguous('a size in decimal digits', 'not in octal digits', inside(file('a', { size: octets('00000000099') }))),
  ambiguous('a size that goes on after a space', 'not in octal digits', inside(file('a', { size: octets('0000 000045') }))),
  ambiguous(
    'a path in a global header',
    'a global header says the path',
    plus({ ...pax(['path', 'evil']), type: 'g' }, file('a')),
  ),
  ambiguous('two names for one entry', 'two extended headers', plus(longName('a'), pax(['path', 'b']), file('c'))),
  ambiguous('two GNU long names', 'two extended headers', plus(longName('a'), longName('b'), file('c'))),
  ambiguous('two PAX headers', 'two extended headers', plus(pax(['path', 'a']), pax(['path', 'b']), file('c'))),
  ambiguous('a key twice in a PAX header', 'says "path" twice', plus(pax(['path', 'a'], ['path', 'b']), file('c'))),
  ambiguous('a NUL in a PAX header', 'an empty path, or a NUL', plus(pax(['path', 'a\u0000b']), file('c'))),
  ambiguous('an empty path in a PAX header', 'an empty path, or a NUL', plus(pax(['path', '']), file('c'))),
  ambiguous('a PAX record of a wrong length', 'not made of records', plus({ ...pax(), body: '99 path=a\n' }, file('c'))),
  ambiguous('a PAX header without lengths', 'not made of records', plus({ ...pax(), body: 'path=a\n' }, file('c'))),
  ambiguous('an empty PAX header', 'an extended header is empty', plus({ ...pax(), body: '' }, file('c'))),
  ambiguous(
    'a PAX header that hides a record',
    'not made of records',
    plus({ ...pax(), body: Buffer.concat([paxRecord('comment', 'x'), Buffer.from('\0path=evil')]) }, file('c')),
  ),
  ambiguous('a GNU long name that goes on after a NUL', 'goes on after a NUL', plus(longName('a\u0000evil'), file('c'))),
  ambiguous('an extended header of nothing', 'extended header of nothing', plus(pax(['path', 'a']))),
  ambiguous(
    'entries after the end',
    'after the mark that ends',
    raw((tar) => Buffer.concat([tar, rawTar([file('evil')])])),
  ),
  ambiguous(
    'bytes after the end',
    'after the mark that ends',
    raw((tar) => Buffer.concat([tar, Buffer.alloc(512, 'x')])),
  ),
  ambiguous(
    'two gzip members',
    AFTER,
    packed((gz) => Buffer.concat([gz, gzipSync('evil')])),
  ),
  ambiguous(
    'two archives in two members',
    AFTER,
    packed((gz) => Buffer.concat([gz, gz])),
  ),
  ambiguous(
    'bytes after the gzip member',
    AFTER,
    packed((gz) => Buffer.concat([gz, Buffer.from('evil')])),
  ),
  ambiguous(
    'zeros after the gzip member',
    AFTER,
    packed((gz) => Buffer.concat([gz, Buffer.alloc(512)])),
  ),
  ambiguous(
    'a zip after the gzip member',
    AFTER,
    packed((gz) => Buffer.concat([gz, rawZip([{ name: 'evil', body: BODY }])])),
  ),
];

const NO_TAR = 'it is no tar archive, or a header of it is damaged';
const NO_GZIP = 'it is not a gzip file';
const NO_MARK = 'it ends before the mark that ends a tar archive';

const DAMAGED: readonly Kind[] = [
  unreadable(
    'two gzip members, the first of them empty',
    NO_MARK,
    packed((gz) => Buffer.concat([gzipSync(''), gz])),
  ),
  unreadable('nothing', NO_GZIP, () => Buffer.alloc(0)),
  unreadable('text', NO_GZIP, () => Buffer.from('not an archive at all, only text\n')),
  unreadable('a zip instead of a tar archive', NO_GZIP, () => rawZip([{ name: 'a', body: BODY }])),
  unreadable('a tar archive that is not compressed', NO_GZIP, ({ entries }) => rawTar(entries)),
  unreadable('gzip of text', NO_TAR, () => gzipSync('text '.repeat(300))),
  unreadable(
    'gzip in gzip',
    NO_TAR,
    packed((gz) => gzipSync(Buffer.concat([gz, Buffer.alloc(1024)]))),
  ),
  unreadable('gzip of nothing', NO_MARK, () => gzipSync('')),
  unreadable(
    'half of a gzip header',
    NO_GZIP,
    packed((gz) => gz.subarray(0, 5)),
  ),
  unreadable(
    'a gzip header alone',
    NO_GZIP,
    packed((gz) => gz.subarray(0, 10)),
  ),
  unreadable(
    'gzip with unknown flags',
    'unknown flags',
    packed((gz) => Buffer.concat([gz.subarray(0, 3), Buffer.of(0x20), gz.subarray(4)])),
  ),
  unreadable('a name in the gzip header that never ends', 'ends within its gzip header', () =>
    Buffer.concat([Buffer.from('1f8b080800000000000a', 'hex'), Buffer.alloc(40, 'x')]),
  ),
  unreadable(
    'half of the compressed data',
    'unexpected end of file',
    packed((gz) => gz.subarray(0, gz.length / 2)),
  ),
  unreadable(
    'no gzip trailer',
    'ends within its gzip trailer',
    packed((gz) => gz.subarray(0, -8)),
  ),
  unreadable(
    'half of a gzip trailer',
    'ends within its gzip trailer',
    packed((gz) => gz.subarray(0, -3)),
  ),
  unreadable(
    'a wrong checksum in the gzip trailer',
    'another checksum or size',
    packed((gz) => Buffer.concat([gz.subarray(0, -8), Buffer.alloc(4), gz.subarray(-4)])),
  ),
  unreadable(
    'a wrong size in the gzip trailer',
    'another checksum or size',
    packed((gz) => Buffer.concat([gz.subarray(0, -4), Buffer.alloc(4)])),
  ),
  unreadable('compressed data that is none', 'invalid', () =>
    Buffer.concat([gzipSync('').subarray(0, 10), Buffer.alloc(40, 0xff)]),
  ),
  unreadable(
    'a tar header that is cut',
    NO_MARK,
    raw((tar) => tar.subarray(0, 300)),
  ),
  unreadable(
    'a tar entry that is cut',
    NO_MARK,
    raw((tar) => tar.subarray(0, 520)),
  ),
  unreadable('no end of the tar archive', NO_MARK, ({ entries }) => gzipSync(rawTar(entries, Buffer.alloc(0)))),
  unreadable('a wrong checksum of a header', NO_TAR, inside(file('a', { checksum: 1 }))),
  unreadable('an unknown format of tar', 'unknown format', inside(file('a', { magic: 'evil' }))),
  unreadable('a size beyond the end', NO_MARK, inside(file('a', { size: 2 ** 32 }))),
];

const BOMBS: readonly Kind[] = [
  bomb('a bomb by ratio', 'unpacked bytes for each packed byte', inside(file('a', { body: Buffer.alloc(2_000_000) }))),
  bomb('a bomb by count', 'got: 61 entries', ({ entries, folder }) =>
    gzipSync(rawTar([...entries, ...Array.from({ length: 61 }, (_, i) => ({ name: `${folder}${i}` }))])),
  ),
  bomb('a bomb by size', 'unpacked bytes', inside(file('a', { body: Buffer.alloc(4_000_001, 'abcdefgh') }))),
  bomb(
    'a bomb of padding',
    'unpacked bytes for each packed byte',
    raw((tar) => Buffer.concat([tar, Buffer.alloc(2_000_000)])),
  ),
  bomb('a bomb that is no tar archive until its end', 'unpacked bytes', () => {
    const zeros = deflateRawSync(Buffer.alloc(3_900_000));
    return Buffer.concat([gzipSync('').subarray(0, 10), zeros, Buffer.alloc(8)]);
  }),
];

const KINDS = [...PATHS, ...ENTRIES, ...LINKS, ...AMBIGUOUS, ...DAMAGED, ...BOMBS];

export const TAR_CASES: readonly HostileCase[] = HOSTS.flatMap((host) =>
  [...KINDS, ...(host.withoutLinks ? NPM_LINKS : [])].map(({ name, code, says, make }) => ({
    name: `${host.ecosystem} ${host.what}: ${name}`,
    code,
    says: host.withoutLinks && LINKS.some((link) => link.name === name) ? 'is a link' : says,
    upload: async (world) => {
      const body = make(host);
      const files = [{ name: host.fileName, body: await (host.wrap?.(body) ?? body) }];
      return signed(world, { ...(await honest(host.ecosystem)), files });
    },
  })),
);
