/** Gems whose outer archive lies: a plain tar of three members. */
import { gzipSync } from 'node:zlib';
import { checksums, gem, gemMembers, gemspecYaml } from '../../helpers/gems';
import type { HostileCase } from '../case';
import { longName, pax, type RawTarEntry, rawTar } from '../raw-tar';
import { honest, signed } from '../world';

type Members = Readonly<Record<string, Buffer>>;

const DEMO = { name: 'demo', version: '1.0.0' };
const entriesOf = (members: Members): RawTarEntry[] => Object.entries(members).map(([name, body]) => ({ name, body }));
/** With checksums that fit. */
const fitting = ({ 'metadata.gz': metadata = Buffer.alloc(0), 'data.tar.gz': data = Buffer.alloc(0) }: Members): Members => {
  const members = { 'metadata.gz': metadata, 'data.tar.gz': data };
  return { ...members, 'checksums.yaml.gz': gzipSync(checksums(members)) };
};
const without = (members: Members, name: string): Members =>
  Object.fromEntries(Object.entries(members).filter(([each]) => each !== name));

const gemCase = (
  name: string,
  code: HostileCase['code'],
  says: string,
  make: (members: Members) => Buffer | Promise<Buffer>,
): HostileCase => ({
  name: `rubygems members: ${name}`,
  code,
  says,
  upload: async (world) => {
    const body = await make(await gemMembers(DEMO));
    return signed(world, { ...(await honest('rubygems')), files: [{ name: 'demo-1.0.0.gem', body }] });
  },
});

const plus =
  (...more: readonly RawTarEntry[]) =>
  (members: Members): Buffer =>
    rawTar([...entriesOf(members), ...more]);
const yaml =
  (from: string, to: string) =>
  (members: Members): Buffer =>
    rawTar(entriesOf(fitting({ ...members, 'metadata.gz': gzipSync(gemspecYaml({ ...DEMO, changed: { [from]: to } })) })));
const metadata = (name: string, says: string, from: string, to: string): HostileCase =>
  gemCase(name, 'METADATA_INVALID', says, yaml(from, to));

export const GEM_CASES: readonly HostileCase[] = [
  gemCase('another file', 'ARCHIVE_LAYOUT', 'a gem has no entry "evil"', plus({ name: 'evil', body: 'x' })),
  gemCase('a path that climbs', 'ARCHIVE_LAYOUT', 'a gem has no entry', plus({ name: '../metadata.gz', body: 'x' })),
  gemCase('a look-alike of the metadata', 'ARCHIVE_LAYOUT', 'a gem has no entry', plus({ name: 'm\u0435tadata.gz', body: 'x' })),
  gemCase('metadata twice', 'ARCHIVE_AMBIGUOUS', 'is there twice', (members) =>
    plus({ name: 'metadata.gz', body: members['metadata.gz']! })(members),
  ),
  gemCase(
    'a link for a signature',
    'ARCHIVE_ENTRY',
    'is not a file, got: symlink',
    plus({ name: 'metadata.gz.sig', type: '2', linkname: '/etc/passwd' }),
  ),
  gemCase(
    'a device for a signature',
    'ARCHIVE_ENTRY',
    'is not a file, got: character-device',
    plus({ name: 'data.tar.gz.sig', type: '3' }),
  ),
  gemCase('a PAX header', 'ARCHIVE_AMBIGUOUS', 'extended headers', (members) =>
    rawTar([pax(['path', 'metadata.gz']), ...entriesOf(members)]),
  ),
  gemCase('a GNU long name', 'ARCHIVE_AMBIGUOUS', 'extended headers', (members) =>
    rawTar([longName('metadata.gz'), ...entriesOf(members)]),
  ),
  gemCase('members after the end', 'ARCHIVE_AMBIGUOUS', 'bytes after its end', (members) => {
    const { 'metadata.gz': first, ...rest } = members;
    return Buffer.concat([rawTar(entriesOf(rest)), rawTar([{ name: 'metadata.gz', body: first! }])]);
  }),
  gemCase('no end', 'ARCHIVE_UNREADABLE', 'ends before the mark', (members) => rawTar(entriesOf(members), Buffer.alloc(0))),
  gemCase('an end that is cut', 'ARCHIVE_UNREADABLE', 'Unexpected end of data', (members) =>
    rawTar(entriesOf(members)).subarray(0, -1500),
  ),
  gemCase('nothing', 'ARCHIVE_UNREADABLE', 'ends before the mark', () => Buffer.alloc(0)),
  gemCase('text', 'ARCHIVE_UNREADABLE', 'Invalid tar header', () => Buffer.alloc(1024, 'text ')),
  gemCase('a compressed gem', 'ARCHIVE_UNREADABLE', 'Invalid tar header', (members) => gzipSync(rawTar(entriesOf(members)))),
  ...['metadata.gz', 'data.tar.gz', 'checksums.yaml.gz'].map((name) =>
    gemCase(`no ${name}`, 'METADATA_MISSING', `has no ${name}`, (members) => rawTar(entriesOf(without(members, name)))),
  ),
  gemCase('metadata of another sum', 'ARCHIVE_UNREADABLE', 'has another SHA256 of metadata.gz', (members) =>
    rawTar(entriesOf({ ...members, 'metadata.gz': gzipSync('--- {}\n') })),
  ),
  gemCase('checksums that are no table', 'METADATA_INVALID', 'is not a table of checksums', (members) =>
    rawTar(entriesOf({ ...members, 'checksums.yaml.gz': gzipSync('- a\n') })),
  ),
  gemCase('metadata that is not compressed', 'ARCHIVE_UNREADABLE', 'it is not a gzip file', (members) =>
    rawTar(entriesOf(fitting({ ...members, 'metadata.gz': Buffer.from(gemspecYaml(DEMO)) }))),
  ),
  gemCase('metadata of two gzip members', 'ARCHIVE_AMBIGUOUS', 'another gzip member', (members) =>
    rawTar(entriesOf(fitting({ ...members, 'metadata.gz': Buffer.concat([members['metadata.gz']!, gzipSync('evil')]) }))),
  ),
  gemCase('metadata of two gzip members, the first of them empty', 'ARCHIVE_AMBIGUOUS', 'another', (members) =>
    rawTar(entriesOf(fitting({ ...members, 'metadata.gz': Buffer.concat([gzipSync(''), members['metadata.gz']!]) }))),
  ),
  gemCase('metadata that is a bomb', 'ARCHIVE_BOMB', 'its metadata.gz has more than', (members) =>
    rawTar(entriesOf(fitting({ ...members, 'metadata.gz': gzipSync(Buffer.alloc(5_000_000, ' ')) }))),
  ),
  gemCase('metadata that is not UTF-8', 'ARCHIVE_UNREADABLE', 'not valid', (members) =>
    rawTar(entriesOf(fitting({ ...members, 'metadata.gz': gzipSync(Buffer.of(0x61, 0xff)) }))),
  ),
  metadata(
    'an object of Ruby in the metadata',
    'cannot be read',
    'homepage: https://example.org/',
    'homepage: !ruby/object:Gem::Installer {}',
  ),
  metadata('a symbol of Ruby in the metadata', 'cannot be read', 'homepage: https://example.org/', 'homepage: !ruby/sym evil'),
  metadata('an alias of an anchor that is not there', 'cannot be read', 'homepage: https://example.org/', 'homepage: *evil'),
  metadata('two documents in the metadata', 'cannot be read', 'test_files: []', 'test_files: []\n--- {}'),
  metadata('a key twice in the metadata', 'cannot be read', 'test_files: []', 'test_files: []\nname: evil'),
  metadata('a version that is none', "field 'version", "version: '1.0.0'", "version: '../1'"),
  metadata('a platform that is none', "field 'platform'", 'platform: ruby', 'platform: ../../evil'),
  metadata('a dependency that is no gem', "field 'dependencies", 'name: minitest', 'name: ../evil'),
  metadata('a requirement with an operator that is none', "field 'required_ruby_version", '- - ">="', '- - "; rm"'),
  metadata('a date that is none', "field 'date'", 'date: 2026-01-02', 'date: evil'),
  gemCase(
    'metadata of another gem',
    'METADATA_MISMATCH',
    'of another file',
    async () => (await gem({ name: 'evil', version: '1.0.0' })).body,
  ),
  gemCase(
    'metadata of another version',
    'METADATA_MISMATCH',
    'of another file',
    async () => (await gem({ name: 'demo', version: '9.9.9' })).body,
  ),
  gemCase(
    'metadata of another platform',
    'METADATA_MISMATCH',
    'of another file',
    async () => (await gem({ ...DEMO, platform: 'java' })).body,
  ),
];
