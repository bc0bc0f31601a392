import { deflateRawSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { inMemory } from '../../../../domain/contracts/byte-source';
import { Refusal } from '../../../../domain/contracts/refusals';
import { RUBYGEMS } from '../../../../domain/packages/rubygems';
import { checksums, type Gem, gem, gemMembers, gemName, gemOf, gemspecYaml } from '../../../helpers/gems';
import { type Archive, type TarEntry, tar, tarGz } from '../../../helpers/pypi-archives';
import { refusalOf, unusable } from '../refusal-of';

const GEM: Gem = { name: 'demo_app', version: '1.10', needs: { rake: ['>= 12', '< 14'], 'demo-lib': ['~> 1.0'] } };
const RELEASE = { project: 'demo_app', version: '1.10' };
const LIMITS = { maxEntries: 100, maxUnpackedBytes: 1_000_000, maxRatio: 100 };

const read = ({ name, body }: Archive) =>
  RUBYGEMS.readFile(RELEASE, { name, size: body.length, sha256: '', bundles: [] }, inMemory(body), LIMITS);
const readBody = (body: Buffer) => read({ name: gemName(GEM), body });
const readMembers = async (members: Readonly<Record<string, Buffer>>) => readBody(await gemOf(members));
/** With these members in place of others, and sums that agree with them. */
const summed = async (changed: Readonly<Record<string, Buffer>>) => {
  const all = Object.entries({ ...(await gemMembers(GEM)), ...changed });
  const members = Object.fromEntries(all.filter(([name]) => name !== 'checksums.yaml.gz'));
  return { ...members, 'checksums.yaml.gz': gzipSync(checksums(members)) };
};
const unreadable = (what: string) =>
  `METADATA_INVALID: The metadata inside the gem cannot be read: ${what}; build the gem again with a current RubyGems.`;

test('reads what the indexes need, and writes the metadata as Ruby objects beside it', async () => {
  const { metadata, sideFiles } = await read(await gem(GEM));
  expect(metadata).toEqual({
    platform: 'ruby',
    dependencies: [
      { name: 'rake', requirements: ['< 14', '>= 12'] },
      { name: 'demo-lib', requirements: ['~> 1.0'] },
    ],
    ruby: ['>= 2.5'],
    rubygems: ['>= 0'],
  });
  expect(sideFiles).toMatchObject([
    {
      key: 'files/rubygems/quick/Marshal.4.8/demo_app-1.10.gemspec.rz',
      contentType: 'application/octet-stream',
      cacheControl: 'public, max-age=31536000, immutable',
      tags: ['ecosystem:rubygems', 'project:rubygems:demo_app'],
    },
  ]);
  const marshal = inflateSync(sideFiles[0]!.body).toString('latin1');
  expect(marshal.startsWith('\x04\x08u:\x17Gem::Specification')).toBe(true);
  for (const text of ['demo_app', '1.10', 'minitest', 'development', 'source_code_uri']) expect(marshal).toContain(text);
});

test('a gem for a platform is of the same release', async () => {
  const { metadata } = await read(await gem({ ...GEM, platform: 'x86_64-linux' }));
  expect(metadata).toMatchObject({ platform: 'x86_64-linux' });
});

test('RubyGems’ own signatures may be among the members', async () => {
  const members = {
    ...(await gemMembers(GEM)),
    'metadata.gz.sig': Buffer.alloc(256, 1),
    'data.tar.gz.sig': Buffer.alloc(256, 2),
  };
  await expect(readMembers(members)).resolves.toMatchObject({ metadata: { platform: 'ruby' } });
});

test('metadata of older builders is read: aliases, nulls, binary texts', async () => {
  const changed = {
    'requirement: !ruby': 'requirement: &id001 !ruby',
    'summary: A demonstration gem': 'summary: !binary |-\n  w6k=',
    'homepage: https://example.org/': 'homepage: ~',
    'email:': 'email:\n- a@example.org\n-',
  };
  await expect(read(await gem({ ...GEM, changed }))).resolves.toMatchObject({ metadata: { platform: 'ruby' } });
});

describe('the command line', () => {
  test('takes the name from the metadata', async () => {
    const { body } = await gem({ ...GEM, name: 'a-1-java', version: '2' });
    expect(await RUBYGEMS.readName('a-1-java-2.gem', body, new Map())).toEqual({ project: 'a-1-java', version: '2' });
  });

  test('and from the file name where there is none', async () => {
    expect(await RUBYGEMS.readName('demo-1.0.gem', Buffer.alloc(5), new Map())).toMatchObject({
      project: 'demo',
      version: '1.0',
    });
    expect(await RUBYGEMS.readName('demo.gem', Buffer.alloc(5), new Map())).toBeUndefined();
    expect(await RUBYGEMS.readName('demo-1.0.tgz', (await gem(GEM)).body, new Map())).toBeUndefined();
  });
});

describe('members', () => {
  const withEntry = async (entry: TarEntry) =>
    readBody(await tar([...Object.entries(await gemMembers(GEM)).map(([name, body]) => ({ name, body })), entry]));
  const known = 'only metadata.gz, data.tar.gz, checksums.yaml.gz and their signatures (.sig)';

  test.each<[string, TarEntry, string]>([
    ['another file', { name: 'evil', body: 'x' }, `LAYOUT: a gem has no entry "evil", ${known}`],
    ['a path that climbs', { name: '../metadata.gz', body: 'x' }, `LAYOUT: a gem has no entry "../metadata.gz", ${known}`],
    ['a path from the root', { name: '/metadata.gz', body: 'x' }, `LAYOUT: a gem has no entry "/metadata.gz", ${known}`],
    ['a look-alike', { name: 'mеtadata.gz', body: 'x' }, `LAYOUT: a gem has no entry "mеtadata.gz", ${known}`],
    ['a member twice', { name: 'metadata.gz', body: 'x' }, 'AMBIGUOUS: entry "metadata.gz" is there twice'],
    [
      'a link for a member',
      { name: 'metadata.gz.sig', type: 'symlink', linkname: 'metadata.gz' },
      'ENTRY: entry "metadata.gz.sig" is not a file, got: symlink',
    ],
    [
      'a folder for a member',
      { name: 'data.tar.gz.sig', type: 'directory' },
      'ENTRY: entry "data.tar.gz.sig" is not a file, got: directory',
    ],
    [
      'extended headers, which RubyGems does not know',
      { name: 'metadata.gz.sig', body: 'x', pax: { comment: 'x' } },
      'AMBIGUOUS: there are extended headers, or bytes after its end',
    ],
  ])('refuses %s', async (_, entry, what) => {
    expect(await refusalOf(() => withEntry(entry))).toBe(unusable(what));
  });

  test.each(['metadata.gz', 'data.tar.gz', 'checksums.yaml.gz'])('refuses a gem without %s', async (name) => {
    const members = Object.fromEntries(Object.entries(await gemMembers(GEM)).filter(([each]) => each !== name));
    expect(await refusalOf(() => readMembers(members))).toBe(
      `METADATA_MISSING: The gem has no ${name}; build it again with RubyGems 2.0 or newer.`,
    );
  });

  test('refuses members after the end, where only some readers look', async () => {
    const { body } = await gem(GEM);
    const more = await tar([{ name: 'metadata.gz.sig', body: 'x' }]);
    const what = 'AMBIGUOUS: there are extended headers, or bytes after its end';
    expect(await refusalOf(() => readBody(Buffer.concat([body, more])))).toBe(unusable(what));
    expect(await refusalOf(() => readBody(Buffer.concat([body, Buffer.from('x'.repeat(512))])))).toMatch(/^ARCHIVE_UNREADABLE: /);
  });

  test('refuses what is no archive, or less than one', async () => {
    const { body } = await gem(GEM);
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.alloc(1024),
      gzipSync('x'),
      body.subarray(0, 700),
      body.subarray(0, body.length - 1024),
    ]) {
      expect(await refusalOf(() => readBody(bytes))).toMatch(/^(ARCHIVE_[A-Z]+|METADATA_MISSING): /);
    }
  });

  test.each(['metadata.gz', 'data.tar.gz'])('refuses a %s of another sum than the gem says', async (name) => {
    const members = await gemMembers(GEM);
    const other =
      name === 'data.tar.gz'
        ? await tarGz([{ name: 'lib/evil.rb', body: 'x' }])
        : gzipSync(gemspecYaml({ ...GEM, version: '9' }));
    expect(await refusalOf(() => readMembers({ ...members, [name]: other }))).toBe(
      unusable(`UNREADABLE: checksums.yaml.gz has another SHA256 of ${name}`),
    );
  });

  test('refuses checksums that are no table', async () => {
    const members = await gemMembers(GEM);
    for (const text of ['SHA256: x', 'MD5:\n  metadata.gz: x\n', '- a'])
      expect(await refusalOf(() => readMembers({ ...members, 'checksums.yaml.gz': gzipSync(text) }))).toBe(
        'METADATA_INVALID: checksums.yaml.gz inside the gem is not a table of checksums; build the gem again.',
      );
  });

  test('refuses metadata of several gzip members, of which Ruby reads the first alone', async () => {
    const metadata = Buffer.concat([gzipSync(gemspecYaml(GEM)), gzipSync('cert_chain: []\n')]);
    const members = await summed({ 'metadata.gz': metadata });
    expect(await refusalOf(() => readMembers(members))).toBe(
      unusable('AMBIGUOUS: there are bytes, or another gzip member, after its end'),
    );
  });

  test('refuses metadata that is no gzip, is cut, or is not UTF-8', async () => {
    const metadata = gzipSync(gemspecYaml(GEM));
    const latin = gzipSync(Buffer.from('name: \xe9\n', 'latin1'));
    for (const bytes of [Buffer.from('name: demo'), deflateRawSync('x'), metadata.subarray(0, 40), latin])
      expect(await refusalOf(async () => readMembers(await summed({ 'metadata.gz': bytes })))).toMatch(
        /^ARCHIVE_UNREADABLE: The archive (cannot be read|is not usable): /,
      );
  });

  test('refuses metadata that expands beyond what is kept', async () => {
    const members = await summed({ 'metadata.gz': gzipSync(Buffer.alloc(5 * 1024 * 1024, 0x20)) });
    expect(await refusalOf(() => readMembers(members))).toBe(
      'ARCHIVE_BOMB: The archive expands too far: its metadata.gz has more than 4194304 bytes; build it again with an ordinary build tool.',
    );
  });

  test.each<[string, TarEntry[], RegExp]>([
    ['a path that climbs', [{ name: '../evil', body: 'x' }], /^ARCHIVE_PATH: .*"..\/evil"/],
    ['an absolute path', [{ name: '/etc/passwd', body: 'x' }], /^ARCHIVE_PATH: .*"\/etc\/passwd"/],
    [
      'a file twice',
      [
        { name: 'a', body: 'x' },
        { name: 'a', body: 'y' },
      ],
      /^ARCHIVE_AMBIGUOUS: .*"a" is there twice/,
    ],
    [
      'a link out of the gem',
      [{ name: 'lib/a', type: 'symlink', linkname: '../../x' }],
      /^ARCHIVE_ENTRY: .*"lib\/a" leaves its tree/,
    ],
    ['a device', [{ name: 'lib/a', type: 'character-device' }], /^ARCHIVE_ENTRY: .*neither file, folder nor link/],
    ['too many files', Array.from({ length: 101 }, (_, i) => ({ name: `f${i}` })), /^ARCHIVE_BOMB: .*got: 101 entries/],
    ['too large a file', [{ name: 'a', body: Buffer.alloc(2_000_000) }], /^ARCHIVE_BOMB: /],
  ])('refuses data with %s', async (_, entries, expected) => {
    expect(await refusalOf(async () => readMembers(await summed({ 'data.tar.gz': await tarGz(entries) })))).toMatch(expected);
  });
});

describe('metadata', () => {
  const refusalWith = (changed: Readonly<Record<string, string>>) =>
    refusalOf(async () => readBody((await gem({ ...GEM, changed })).body));

  test.each([
    ['another name', { 'name: demo_app': 'name: evil' }, '"evil-1.10.gem"'],
    ['another version', { "version: '1.10'": "version: '1.1'" }, '"demo_app-1.1.gem"'],
    ['another platform', { 'platform: ruby': 'platform: java' }, '"demo_app-1.10-java.gem"'],
  ])('refuses %s than the file name says', async (_, changed, got) => {
    expect(await refusalWith(changed)).toBe(
      `METADATA_MISMATCH: The metadata inside the gem is of another file, got: ${got}, not "demo_app-1.10.gem"; build the gem of this release again.`,
    );
  });

  test.each([
    [
      'an object that RubyGems does not write',
      { 'Gem::Version': 'Gem::Installer' },
      'unknown mapping tag !<!ruby/object:Gem::Installer> (3:10)',
    ],
    ['a field twice', { 'bindir: bin': 'name: demo_app' }, 'duplicated mapping key (8:1)'],
    ['two documents', { 'bindir: bin': '---\nbindir: bin' }, 'expected a single document in the stream, but found more'],
    ['a name that breaks lines of the index', { 'name: rake': 'name: "a 1\\nb"' }, "field 'dependencies.0.name': not a gem name"],
    [
      'an unknown operator',
      { '">="': '"=>"' },
      `field 'dependencies.0.requirement.requirements.0.0': Invalid option: expected one of "="|"!="|">"|"<"|">="|"<="|"~>"`,
    ],
    [
      'a version with a line break',
      { "version: '12'": 'version: "1\\n2"' },
      "field 'dependencies.0.requirement.requirements.0.1.version': not a version",
    ],
    ['an unknown platform', { 'platform: ruby': 'platform: a,b|c' }, "field 'platform': Invalid string: must match pattern"],
    ['no name', { 'name: demo_app\n': '' }, "field 'name': Invalid input: expected string, received undefined"],
    ['a date that is none', { 'date: 2026-01-02': 'date: today' }, "field 'date': Invalid string: must match pattern"],
    ['a dependency of a kind unknown', { 'type: :runtime': 'type: :build' }, `field 'dependencies.0.type': Invalid option`],
  ])('refuses %s', async (_, changed, what) => {
    const refusal = await refusalWith(changed);
    expect(refusal.startsWith(unreadable(what).split(';')[0]!)).toBe(true);
    expect(refusal).toMatch(/; build the gem again with a current RubyGems\.$/);
  });

  test('a reference to itself is refused, not followed', async () => {
    const changed = { 'licenses:\n- Apache-2.0': 'licenses: &a\n- *a' };
    expect(await refusalWith(changed)).toBe(unreadable("field 'licenses.0': Invalid input: expected string, received array"));
  });
});

test('property: a gem with any byte changed is refused, or says the same', async () => {
  const { body } = await gem(GEM);
  const honest = await readBody(body);
  await fc.assert(
    fc.asyncProperty(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = Buffer.from(body);
      changed.writeUInt8(changed.readUInt8(at) ^ flip, at);
      const facts = await readBody(changed).catch((error: unknown) => error);
      if (!(facts instanceof Refusal)) expect(facts).toEqual(honest);
    }),
    { numRuns: 300 },
  );
});

test('the helper’s metadata is what a builder writes', async () => {
  expect(gunzipSync((await gemMembers(GEM))['metadata.gz']!).toString()).toBe(gemspecYaml(GEM));
});
