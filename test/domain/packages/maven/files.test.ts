import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { inMemory } from '../../../../domain/contracts/byte-source';
import { MAVEN } from '../../../../domain/packages/maven';
import { gradleModule, jar, jarFiles, jarOf, PGP_SIGNATURE, pom } from '../../../helpers/maven-files';
import { tarGz } from '../../../helpers/pypi-archives';
import { zip } from '../../../helpers/zip-writer';
import { refusalOf, unusable } from '../refusal-of';

const DEMO = { group: 'org.example', artifact: 'demo', version: '1.0' };
const RELEASE = { project: 'org.example:demo', version: '1.0' };
const LIMITS = { maxEntries: 100, maxUnpackedBytes: 3_000_000, maxRatio: 100 };
const PROPERTIES = 'META-INF/maven/org.example/demo/pom.properties';

const read = (name: string, body: Buffer) =>
  MAVEN.readFile(RELEASE, { name, size: body.length, sha256: '', bundles: [] }, inMemory(body), LIMITS);
const hex = (algorithm: string, body: Buffer): string => createHash(algorithm).update(body).digest('hex');

test('checksums lie beside a file', async () => {
  const body = jar(DEMO);
  const { metadata, sideFiles } = await read('demo-1.0.jar', body);
  expect(metadata).toEqual({});
  expect(sideFiles).toEqual(
    ['md5', 'sha1', 'sha256', 'sha512'].map((algorithm) => ({
      key: `files/maven/org/example/demo/1.0/demo-1.0.jar.${algorithm}`,
      body: Buffer.from(hex(algorithm, body)),
      contentType: 'text/plain; charset=utf-8',
      cacheControl: 'public, max-age=31536000, immutable',
      tags: ['ecosystem:maven', 'project:maven:org.example:demo'],
    })),
  );
});

test.each<[string, Buffer]>([
  ['demo-1.0.pom', pom(DEMO)],
  ['demo-1.0-sources.jar', jarOf({ 'Demo.java': 'class Demo {}' })],
  ['demo-1.0-javadoc.jar', jarOf({ 'index.html': '<p>' })],
  ['demo-1.0-all.jar', jarOf({ ...jarFiles(DEMO), 'META-INF/maven/other/x/pom.properties': 'version=9\n' })],
  ['demo-1.0.jar', jarOf({ ...jarFiles(DEMO), [PROPERTIES]: '# no version\n' })],
  ['demo-1.0.module', gradleModule(DEMO)],
  ['demo-1.0.jar.asc', PGP_SIGNATURE],
  ['demo-1.0-linux-x86_64.so', Buffer.from('\u007fELF')],
])('accepts %s', async (name, body) => {
  expect((await read(name, body)).sideFiles.map(({ key }) => key.split('.').at(-1))).toEqual(['md5', 'sha1', 'sha256', 'sha512']);
});

test('accepts a tar.gz', async () => {
  expect((await read('demo-1.0-bin.tar.gz', await tarGz([{ name: 'demo/a', body: 'x' }]))).metadata).toEqual({});
});

const armour = (change: (text: string) => string): Buffer => Buffer.from(change(PGP_SIGNATURE.toString()));
const NO_SIGNATURE =
  "METADATA_INVALID: The .asc file is not an ASCII-armoured PGP signature of at most 65536 bytes; sign with 'gpg --armor --detach-sign'.";

const REFUSED: [string, string, Buffer, string | RegExp][] = [
  [
    'that is no zip',
    'demo-1.0.jar',
    Buffer.from('hello'),
    /^ARCHIVE_UNREADABLE: The archive cannot be read: End of central directory record signature not found/,
  ],
  ['that is empty', 'demo-1.0.jar', Buffer.of(), /^ARCHIVE_UNREADABLE/],
  ['cut off', 'demo-1.0.jar', jar(DEMO).subarray(0, -30), /^ARCHIVE_UNREADABLE/],
  [
    'with a path that climbs',
    'demo-1.0.jar',
    jarOf({ '../x': '' }),
    /^ARCHIVE_PATH: .*"..\/x" has a path that is absolute, climbs/,
  ],
  [
    'with an entry twice',
    'demo-1.0.jar',
    zip([
      { name: 'a', body: '1' },
      { name: 'a', body: '2' },
    ]),
    unusable('AMBIGUOUS: entry "a" is there twice'),
  ],
  [
    'with a link',
    'demo-1.0.jar',
    zip([{ name: 'a', body: '/etc/passwd', mode: 0o120777 }]),
    unusable('ENTRY: zip entry "a" is a symbolic link'),
  ],
  [
    'that is a bomb by size',
    'demo-1.0.jar',
    zip([{ name: 'a', body: Buffer.alloc(3_000_001) }]),
    /^ARCHIVE_BOMB: .*3000001 unpacked bytes/,
  ],
  [
    'that is a bomb by ratio',
    'demo-1.0.war',
    zip([{ name: 'a', body: Buffer.alloc(2_000_000) }]),
    /^ARCHIVE_BOMB: .*for each packed byte/,
  ],
  [
    'that is a bomb by count',
    'demo-1.0.jar',
    jarOf(Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`${i}`, '']))),
    /^ARCHIVE_BOMB: .*101 entries/,
  ],
  [
    'that hides under a strange extension',
    'demo-1.0.bin',
    zip([{ name: 'a', body: '', mode: 0o120777 }]),
    unusable('ENTRY: zip entry "a" is a symbolic link'),
  ],
  [
    'of another version, by Maven’s properties',
    'demo-1.0.jar',
    jarOf({ ...jarFiles(DEMO), [PROPERTIES]: 'groupId=org.example\r\nversion = 2.0 \r\n' }),
    `METADATA_MISMATCH: ${PROPERTIES} inside the archive is of another release, got: "2.0", not 1.0; build the archive of this release again.`,
  ],
  [
    'that is no gzip',
    'demo-1.0-bin.tar.gz',
    Buffer.from('hello'),
    /^ARCHIVE_UNREADABLE: The archive is not usable: it is not a gzip file/,
  ],
  ['without its form', 'demo-1.0.jar.asc', Buffer.from('hello'), NO_SIGNATURE],
  ['that is a message', 'demo-1.0.jar.asc', armour((text) => text.replaceAll('SIGNATURE', 'MESSAGE')), NO_SIGNATURE],
  ['with more after it', 'demo-1.0.jar.asc', armour((text) => `${text}<script>`), NO_SIGNATURE],
  ['with other bytes in it', 'demo-1.0.jar.asc', armour((text) => text.replace('iQEz', 'iQ\u0000z')), NO_SIGNATURE],
  ['that is too large', 'demo-1.0.jar.asc', armour((text) => text.replace('iQEz', 'iQEz'.repeat(20_000))), NO_SIGNATURE],
];

test.each(REFUSED)('refuses a file %s: %s', async (_, name, body, expected) => {
  const refusal = await refusalOf(() => read(name, body));
  if (typeof expected === 'string') expect(refusal).toBe(expected);
  else expect(refusal).toMatch(expected);
});

describe('Gradle’s module metadata', () => {
  const check = (body: Buffer) => refusalOf(() => read('demo-1.0.module', body));
  const files = (url: unknown) => gradleModule(DEMO, {}, [{ name: 'a', files: [{ name: 'x', url }] }]);
  const unreadable = (what: string): string =>
    `METADATA_INVALID: The Gradle module metadata cannot be read: ${what}; publish it as Gradle writes it.`;
  const mismatch = (got: string): string =>
    `METADATA_MISMATCH: The Gradle module metadata is of another release, got: "${got}", not org.example:demo:1.0; publish it with the release that it belongs to.`;

  test.each([
    [
      'of one platform, which names the component of all',
      gradleModule(DEMO, { module: 'demo-all', url: '../../demo-all/1.0/demo-all-1.0.module' }),
    ],
    ['without variants', gradleModule(DEMO, {}, [])],
    [
      'with a platform elsewhere',
      gradleModule(DEMO, {}, [{ 'available-at': { url: '../../demo-jvm/1.0/demo-jvm-1.0.module' } }]),
    ],
    ['with a plus', files('demo-1.0+b.jar')],
  ])('is accepted %s', async (_, body) => {
    expect(await check(body)).toBe('accepted');
  });

  test.each([
    ['of another group', gradleModule(DEMO, { group: 'evil' }), mismatch('evil:demo:1.0')],
    ['of another module', gradleModule(DEMO, { module: 'evil' }), mismatch('org.example:evil:1.0')],
    ['of another version', gradleModule(DEMO, { version: '2.0' }), mismatch('org.example:demo:2.0')],
    ['that is no JSON', Buffer.from('{'), unreadable('it is not JSON in UTF-8')],
    ['that is not UTF-8', Buffer.of(0x22, 0xff, 0x22), unreadable('it is not JSON in UTF-8')],
    ['that is a text', Buffer.from('""'), unreadable('the document: Invalid input: expected object, received string')],
    [
      'without a component',
      Buffer.from('{"formatVersion":"1.1"}'),
      unreadable('component: Invalid input: expected object, received undefined'),
    ],
    [
      'of another format',
      Buffer.from(gradleModule(DEMO).toString().replace('"1.1"', '"2.0"')),
      unreadable('formatVersion: is not 1.x'),
    ],
    ['that is too large', Buffer.alloc(4 * 1024 * 1024 + 1, ' '), unreadable('it has 4194305 bytes, at most 4194304 are read')],
    ['nested without end', Buffer.from('['.repeat(100_000)), unreadable('it is not JSON in UTF-8')],
    ...['https://evil.example/x.jar', '//evil.example/x.jar', '/x.jar', 'a\\b', 'x?y', ''].map(
      (url): [string, Buffer, string] => [
        `with a file at ${JSON.stringify(url)}`,
        files(url),
        unreadable("variants.0.files.0.url: is not a relative URL without '?' and '#'"),
      ],
    ),
  ])('is refused %s', async (_, body, expected) => {
    expect(await check(body)).toBe(expected);
  });
});

test('property: random bytes are refused under every name that is opened', async () => {
  const name = fc.constantFrom('demo-1.0.pom', 'demo-1.0.jar', 'demo-1.0.module', 'demo-1.0.jar.asc', 'demo-1.0-bin.tar.gz');
  await fc.assert(
    fc.asyncProperty(name, fc.uint8Array({ maxLength: 200 }), async (file, bytes) => {
      expect(await refusalOf(() => read(file, Buffer.from(bytes)))).toMatch(/^(METADATA_INVALID|ARCHIVE_UNREADABLE): /);
    }),
  );
});

test('bundles lie beside the file, as they came', () => {
  const bundles = [Buffer.from('{"a":1}'), Buffer.from('{"b":2}')];
  const { metadata, sideFiles } = MAVEN.readBundles(RELEASE.project, { name: 'demo-1.0.jar' }, bundles, '1.0');
  expect(metadata).toEqual({});
  expect(sideFiles.map(({ key, body, contentType }) => [key, body, contentType])).toEqual([
    ['files/maven/org/example/demo/1.0/demo-1.0.jar.sigstore.json', bundles[0], 'application/json'],
    ['files/maven/org/example/demo/1.0/demo-1.0.jar.2.sigstore.json', bundles[1], 'application/json'],
  ]);
});

describe('which release files are of', () => {
  const OTHER = { group: 'org.example', artifact: 'demo-1.0', version: '2' };
  const beside = new Map([
    ['demo-1.0.pom', pom(DEMO)],
    ['demo-1.0-2.pom', pom(OTHER)],
    ['broken-1.0.pom', Buffer.from('<project>')],
    ['wrong-1.0.pom', pom(DEMO)],
    ['bad-1.0.pom', pom({ ...DEMO, artifact: 'bad', group: 'a/../b' })],
  ]);
  const name = (file: string) => MAVEN.readName(file, Buffer.of(), beside);

  test.each(['demo-1.0.pom', 'demo-1.0.jar', 'demo-1.0-sources.jar', 'demo-1.0.module', 'demo-1.0.jar.asc'])(
    '%s is of the POM beside it',
    async (file) => {
      expect(await name(file)).toEqual(RELEASE);
    },
  );

  test('a POM is of itself first', async () => {
    expect(await name('demo-1.0-2.pom')).toEqual({ project: 'org.example:demo-1.0', version: '2' });
  });

  test.each([
    'other-1.0.jar',
    'demo-1.0.jar.sha1',
    'broken-1.0.jar',
    'broken-1.0.pom',
    'wrong-1.0.jar',
    'bad-1.0.jar',
    'README.md',
  ])('%s is of none', async (file) => {
    expect(await name(file)).toBeUndefined();
  });
});

test('a POM under a name that is not its own speaks for no file', async () => {
  expect(await MAVEN.readName('demo-1.0.jar', Buffer.of(), new Map([['pom.pom', pom(DEMO)]]))).toBeUndefined();
});

test('tells how to install', () => {
  expect(MAVEN.installText(RELEASE, 'https://r.example')).toBe(
    'mvn dependency:get -DremoteRepositories=https://r.example/maven/ -Dartifact=org.example:demo:1.0',
  );
});
