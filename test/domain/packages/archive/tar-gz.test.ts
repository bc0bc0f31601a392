import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { inMemory } from '../../../../domain/contracts/byte-source';
import { readTarGz } from '../../../../domain/packages/archive/tar-gz';
import type { ArchiveLimits } from '../../../../domain/packages/ecosystem';
import { type TarEntry, tar, tarGz } from '../../../helpers/pypi-archives';
import { refusalOf, unreadable, unusable } from '../refusal-of';

const LIMITS: ArchiveLimits = { maxEntries: 10, maxUnpackedBytes: 3_000_000, maxRatio: 50 };
const read = (body: Buffer, limits = LIMITS) => readTarGz(inMemory(body), limits, (path) => path === 'top/wanted');
const PLAIN: TarEntry = { name: 'top/wanted', body: 'content' };
const link = (name: string, linkname: string): TarEntry => ({ name, type: 'symlink', linkname });
const hard = (name: string, linkname: string): TarEntry => ({ name, type: 'link', linkname });

test('lists entries and keeps what is wanted', async () => {
  const long = `top/${'long/'.repeat(40)}file`;
  const { paths, kept } = await read(
    await tarGz([{ name: 'top/', type: 'directory' }, { name: './top/a.py', body: 'x = 1\n' }, PLAIN, { name: long, body: '' }]),
  );
  expect(paths).toEqual(['top', 'top/a.py', 'top/wanted', long]);
  expect([...kept].map(([path, body]) => [path, body.toString()])).toEqual([['top/wanted', 'content']]);
});

test('lets a folder be there twice, as some build tools write it', async () => {
  const folder: TarEntry = { name: 'top/', type: 'directory' };
  expect((await read(await tarGz([folder, folder, PLAIN]))).paths).toEqual(['top', 'top/wanted']);
});

test.each<[string, TarEntry[], string]>([
  [
    'a path that climbs',
    [{ name: 'top/../../x' }],
    'PATH: entry "top/../../x" has a path that is absolute, climbs, or is not plain',
  ],
  [
    'an absolute path',
    [{ name: '/etc/passwd' }],
    'PATH: entry "/etc/passwd" has a path that is absolute, climbs, or is not plain',
  ],
  ['an entry that is there twice', [PLAIN, PLAIN], 'AMBIGUOUS: entry "top/wanted" is there twice'],
  ['a pipe', [{ name: 'top/pipe', type: 'fifo' }], 'ENTRY: entry "top/pipe" is neither file, folder nor link, got: fifo'],
  [
    'a device',
    [{ name: 'top/null', type: 'character-device', devmajor: 1, devminor: 3 }],
    'ENTRY: entry "top/null" is neither file, folder nor link, got: character-device',
  ],
  ['a link out of the tree', [link('top/a', '../x')], 'ENTRY: link "top/a" leaves its tree, got: "../x"'],
  ['a link to the root', [link('top/a', '/etc/passwd')], 'ENTRY: link "top/a" leaves its tree, got: "/etc/passwd"'],
  ['a link that goes down to climb', [link('top/a', 'b/../../../x')], 'ENTRY: link "top/a" leaves its tree, got: "b/../../../x"'],
  ['a link to the top folder’s parent', [link('top/a/b', '../..')], 'ENTRY: link "top/a/b" leaves its tree, got: "../.."'],
  ['a link to nowhere', [link('top/a', '')], 'ENTRY: link "top/a" leaves its tree, got: ""'],
  ['a hard link out of the tree', [hard('top/a', '../etc/passwd')], 'ENTRY: link "top/a" leaves its tree, got: "../etc/passwd"'],
  ['a hard link to another tree', [hard('top/a', 'etc/passwd')], 'ENTRY: link "top/a" leaves its tree, got: "etc/passwd"'],
  [
    'an entry that is unpacked through a link',
    [link('top/a', 'b'), { name: 'top/a/x', body: '' }],
    'ENTRY: entry "top/a/x" is below a link',
  ],
  [
    'a link that is unpacked through a link',
    [{ name: 'top/a/x', body: '' }, link('top/a', 'b')],
    'ENTRY: entry "top/a/x" is below a link',
  ],
])('refuses %s', async (_, entries, what) => {
  expect(await refusalOf(async () => read(await tarGz(entries)))).toBe(unusable(what));
});

test.each<[string, TarEntry]>([
  ['to a sibling', link('top/a', 'wanted')],
  ['up and down again', link('top/a/b/c', '../../wanted')],
  ['to the top folder', link('top/a/b', '../../top/wanted')],
  ['to something that is not there', link('top/a', './later')],
  ['hard, from the root of the archive', hard('top/a/b', 'top/wanted')],
])('accepts a link %s', async (_, entry) => {
  expect((await read(await tarGz([PLAIN, entry]))).paths).toEqual(['top/wanted', entry.name]);
});

test('a link under the name of the wanted file is not its content', async () => {
  expect((await read(await tarGz([link('top/wanted', 'other')]))).kept.size).toBe(0);
});

test.each([
  ['text', Buffer.from('plain text'), 'UNREADABLE: it is not a gzip file'],
  ['nothing', Buffer.alloc(0), 'UNREADABLE: it is not a gzip file'],
  ['gzip of text', gzipSync(Buffer.alloc(600, 'no tar ')), 'UNREADABLE: it is no tar archive, or a header of it is damaged'],
])('refuses %s', async (_, body, what) => {
  expect(await refusalOf(() => read(body))).toBe(unusable(what));
});

test.each([0.3, 0.7, 0.9])('refuses an archive of which %d is there', async (part) => {
  const whole = await tarGz([PLAIN, { name: 'top/noise', body: Buffer.from([...Array(5000).keys()].map((i) => (i * i) % 251)) }]);
  expect(await refusalOf(() => read(whole.subarray(0, whole.length * part)))).toBe(unreadable('unexpected end of file'));
});

test('refuses a tar archive that ends within an entry', async () => {
  const whole = await tar([{ name: 'top/wanted', body: Buffer.alloc(2000, 'x') }]);
  expect(await refusalOf(() => read(gzipSync(whole.subarray(0, 1024))))).toBe(
    unusable('UNREADABLE: it ends before the mark that ends a tar archive'),
  );
});

test.each([
  [
    'too many entries',
    () => tarGz([...Array(11).keys()].map((i) => ({ name: `top/${i}` }))),
    'got: 11 entries or more, at most 10 are allowed',
  ],
  ['a bomb', () => tarGz([{ name: 'top/zeros', body: Buffer.alloc(2_000_000) }]), 'unpacked bytes for each packed byte'],
  ['a bomb of padding', () => Promise.resolve(gzipSync(Buffer.alloc(50_000_000))), 'unpacked bytes for each packed byte'],
])('refuses %s', async (_, body, what) => {
  const refusal = await refusalOf(async () => read(await body()));
  expect(refusal).toMatch(/^ARCHIVE_BOMB: The archive expands too far, got: /);
  expect(refusal).toContain(what);
});

test('refuses too many bytes, whatever the ratio', async () => {
  const limits = { ...LIMITS, maxUnpackedBytes: 10_000 };
  expect(await refusalOf(async () => read(await tarGz([PLAIN, { name: 'top/b', body: Buffer.alloc(20_000) }]), limits))).toMatch(
    /^ARCHIVE_BOMB: .*unpacked bytes or more, at most 10000 are allowed/,
  );
});

test('whatever the bytes, the worst is a refusal', async () => {
  const honest = await tar([PLAIN, { name: 'top/a.py', body: 'x = 1\n' }, link('top/b', 'a.py')]);
  const damage = fc.array(fc.tuple(fc.nat(2600), fc.nat(255)), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(damage, fc.nat(200), async (changes, length) => {
      const body = Buffer.from(honest);
      for (const [at, value] of changes) body[at] = value;
      const packed = gzipSync(body);
      for (const hostile of [packed, packed.subarray(0, length)]) {
        expect(await refusalOf(() => read(hostile))).toMatch(/^(accepted|ARCHIVE_(UNREADABLE|PATH|ENTRY|AMBIGUOUS|BOMB): )/);
      }
    }),
    { numRuns: 300 },
  );
});
