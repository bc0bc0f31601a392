/** Metadata that cannot be read, or disagrees with itself, with the file's name or with the release. */
import type { RefusalCode } from '../../../domain/contracts/refusals';
import type { EcosystemName } from '../../../domain/packages/names';
import { crateFiles, crateName } from '../../helpers/crates';
import { moduleFiles } from '../../helpers/go-modules';
import { gradleModule, jar, jarFiles, PGP_SIGNATURE, pom } from '../../helpers/maven-files';
import { type Archive, coreMetadata, sdistFiles, tarGz, wheelFiles, wheelName } from '../../helpers/pypi-archives';
import { zip } from '../../helpers/zip-writer';
import type { HostileCase } from '../case';
import { honest, signed } from '../world';

type Files = Readonly<Record<string, string | Buffer>>;
type Row = readonly [
  name: string,
  code: RefusalCode,
  says: string,
  changes: Readonly<Record<string, string | Buffer | undefined>>,
];

const DEMO = { name: 'demo', version: '1.0.0' };
const OTHER = { name: 'evil', version: '1.0.0' };
const NEXT = { name: 'demo', version: '9.9.9' };
const MAVEN = { group: 'org.example', artifact: 'demo', version: '1.0.0' };

const entriesOf = (files: Files) => Object.entries(files).map(([name, body]) => ({ name, body }));
const changedFiles = (files: Files, changes: Row[3]): Files => {
  const all = Object.entries({ ...files, ...changes });
  return Object.fromEntries(all.filter((entry): entry is [string, string | Buffer] => entry[1] !== undefined));
};

/** One archive of an ecosystem, of which each row changes files: to other content, or to none. */
const table = (
  ecosystem: EcosystemName,
  what: string,
  fileName: string,
  files: Files,
  rows: readonly Row[],
  pack: (entries: ReturnType<typeof entriesOf>) => Buffer | Promise<Buffer>,
): HostileCase[] =>
  rows.map(([name, code, says, changes]) => ({
    name: `${ecosystem} ${what} metadata: ${name}`,
    code,
    says,
    upload: async (world) => {
      const body = await pack(entriesOf(changedFiles(files, changes)));
      return signed(world, { ...(await honest(ecosystem)), files: [{ name: fileName, body }] });
    },
  }));

const INFO = 'demo-1.0.0.dist-info';
const core = (from: string, to: string): string => coreMetadata(DEMO).replace(from, to);
const CORE: readonly (readonly [name: string, code: RefusalCode, says: string, text: string | Buffer])[] = [
  ['of another project', 'METADATA_MISMATCH', 'got: "evil"', coreMetadata(OTHER)],
  ['of another version', 'METADATA_MISMATCH', '"9.9.9"', coreMetadata(NEXT)],
  ['that is empty', 'METADATA_INVALID', "'Metadata-Version' is missing", ''],
  ['without a name', 'METADATA_INVALID', "'Name'", core('Name: demo\n', '')],
  ['without a version', 'METADATA_INVALID', "'Version'", core('Version: 1.0.0\n', '')],
  ['with two names', 'METADATA_INVALID', "'Name'", core('Name: demo\n', 'Name: demo\nName: evil\n')],
  ['with two versions', 'METADATA_INVALID', "'Version'", core('Version: 1.0.0\n', 'Version: 1.0.0\nVersion: 2.0.0\n')],
  ['of the future', 'METADATA_INVALID', "'Metadata-Version'", core('Metadata-Version: 2.1', 'Metadata-Version: 9.9')],
  ['with a name in look-alike letters', 'METADATA_MISMATCH', 'dem\u043e', core('Name: demo', 'Name: dem\u043e')],
  [
    'with Python versions that are none',
    'METADATA_INVALID',
    'Requires-Python',
    core('Requires-Python: >=3.8', 'Requires-Python: <script>'),
  ],
  ['that is not UTF-8', 'METADATA_INVALID', 'UTF-8', Buffer.concat([Buffer.from(coreMetadata(DEMO)), Buffer.of(0xff)])],
];

const PYPI = [
  ...table(
    'pypi',
    'wheel',
    wheelName(DEMO),
    wheelFiles(DEMO),
    [
      ...CORE.map(([name, code, says, text]): Row => [name, code, says, { [`${INFO}/METADATA`]: text }]),
      ['missing', 'METADATA_MISSING', `no ${INFO}/METADATA`, { [`${INFO}/METADATA`]: undefined }],
      ['without RECORD', 'METADATA_MISSING', `no ${INFO}/RECORD`, { [`${INFO}/RECORD`]: undefined }],
      ['without WHEEL', 'METADATA_MISSING', `no ${INFO}/WHEEL`, { [`${INFO}/WHEEL`]: undefined }],
      [
        'in two folders',
        'METADATA_MISSING',
        'more than one .dist-info folder',
        { 'evil-1.0.0.dist-info/METADATA': coreMetadata(OTHER) },
      ],
      [
        'in a look-alike of its name',
        'METADATA_MISSING',
        `no ${INFO}/METADATA`,
        { [`${INFO}/METADATA`]: undefined, [`${INFO}/M\u0415TADATA`]: coreMetadata(DEMO) },
      ],
    ],
    zipped,
  ),
  ...table(
    'pypi',
    'wheel',
    wheelName(DEMO),
    wheelFiles(NEXT),
    [['in the folder of another version', 'METADATA_MISMATCH', 'folder is of another release', {}]],
    zipped,
  ),
  ...table(
    'pypi',
    'source distribution',
    'demo-1.0.0.tar.gz',
    sdistFiles(DEMO),
    [
      ...CORE.map(([name, code, says, text]): Row => [name, code, says, { 'demo-1.0.0/PKG-INFO': text }]),
      ['missing', 'METADATA_MISSING', 'no demo-1.0.0/PKG-INFO', { 'demo-1.0.0/PKG-INFO': undefined }],
      ['beside another top folder', 'ARCHIVE_LAYOUT', 'more than one top folder', { 'evil/x': 'x' }],
    ],
    tarGz,
  ),
  ...table(
    'pypi',
    'source distribution',
    'demo-1.0.0.tar.gz',
    sdistFiles(NEXT),
    [['in the folder of another version', 'METADATA_MISMATCH', 'top folder is of another release', {}]],
    tarGz,
  ),
];

/** Bytes that do not compress well enough to be a bomb. */
function noise(): Buffer {
  return Buffer.from(Array.from({ length: 997 }, (_, i) => (i * i * 31) % 251));
}
function zipped(entries: ReturnType<typeof entriesOf>): Buffer {
  return zip(entries);
}

const PACKAGE = { name: '@demo/lib', version: '1.0.0' };
const packageJson = (changes: object): Row[3] => ({ 'package/package.json': JSON.stringify({ ...PACKAGE, ...changes }) });
const NPM = table(
  'npm',
  'package',
  'demo-lib-1.0.0.tgz',
  { 'package/package.json': JSON.stringify(PACKAGE), 'package/index.js': '' },
  [
    ['of another package', 'METADATA_MISMATCH', 'got: "evil"', packageJson({ name: 'evil' })],
    ['of the package without its scope', 'METADATA_MISMATCH', 'got: "lib"', packageJson({ name: 'lib' })],
    ['of another version', 'METADATA_MISMATCH', '"9.9.9"', packageJson({ version: '9.9.9' })],
    ['with a name in look-alike letters', 'METADATA_MISMATCH', 'dem\u043e', packageJson({ name: '@dem\u043e/lib' })],
    ['that says it is private', 'METADATA_INVALID', 'which npm never publishes', packageJson({ private: true })],
    ['that is empty', 'METADATA_INVALID', 'cannot be used', { 'package/package.json': '' }],
    ['that is cut', 'METADATA_INVALID', 'cannot be used', { 'package/package.json': '{"name":"@demo/lib"' }],
    ['that is not UTF-8', 'METADATA_INVALID', 'cannot be used', { 'package/package.json': Buffer.of(0x22, 0xff, 0x22) }],
    ['that is a list', 'METADATA_INVALID', 'cannot be used', { 'package/package.json': '[]' }],
    ['without a name', 'METADATA_INVALID', "field 'name'", packageJson({ name: undefined })],
    ['with a number as version', 'METADATA_INVALID', "field 'version'", packageJson({ version: 1 })],
    [
      'with a dependency whose name climbs',
      'METADATA_INVALID',
      "field 'dependencies",
      packageJson({ dependencies: { '../evil': '1' } }),
    ],
    [
      'with a tag that reads as a version',
      'METADATA_INVALID',
      "field 'publishConfig.tag'",
      packageJson({ publishConfig: { tag: '1.0.0' } }),
    ],
    ['with programs that are none', 'METADATA_INVALID', "field 'bin'", packageJson({ bin: 1 })],
    [
      'that says more than is kept',
      'METADATA_INVALID',
      'at most 262144 are kept',
      packageJson({ description: 'x'.repeat(262_145) }),
    ],
    ['missing', 'METADATA_MISSING', 'has no package/package.json', { 'package/package.json': undefined }],
    [
      'in a look-alike of its name',
      'ARCHIVE_AMBIGUOUS',
      'could be taken for package.json',
      { 'package/package.json': undefined, 'package/Package.json': JSON.stringify(PACKAGE) },
    ],
    ['beside another top folder', 'ARCHIVE_LAYOUT', 'more than one top folder', { 'evil/package.json': '{}' }],
  ],
  tarGz,
);

const toml = (lines: string): Row[3] => ({ 'demo-1.0.0/Cargo.toml': `[package]\nname = "demo"\nversion = "1.0.0"\n${lines}` });
const CARGO = table(
  'cargo',
  'crate',
  crateName(DEMO),
  crateFiles(DEMO),
  [
    [
      'of another crate',
      'METADATA_MISMATCH',
      'got: "evil"',
      { 'demo-1.0.0/Cargo.toml': '[package]\nname = "evil"\nversion = "1.0.0"\n' },
    ],
    [
      'of another version',
      'METADATA_MISMATCH',
      '"9.9.9"',
      { 'demo-1.0.0/Cargo.toml': '[package]\nname = "demo"\nversion = "9.9.9"\n' },
    ],
    [
      'in another spelling',
      'METADATA_MISMATCH',
      'got: "Demo"',
      { 'demo-1.0.0/Cargo.toml': '[package]\nname = "Demo"\nversion = "1.0.0"\n' },
    ],
    ['that is empty', 'METADATA_INVALID', "at 'package'", { 'demo-1.0.0/Cargo.toml': '' }],
    ['that is no TOML', 'METADATA_INVALID', 'cannot be read', { 'demo-1.0.0/Cargo.toml': '<package/>' }],
    ['that is not UTF-8', 'METADATA_INVALID', 'cannot be read', { 'demo-1.0.0/Cargo.toml': Buffer.of(0x61, 0xff) }],
    ['with a key twice', 'METADATA_INVALID', 'cannot be read', toml('name = "evil"\n')],
    ['with a dependency whose name climbs', 'METADATA_INVALID', "at 'dependencies", toml('[dependencies]\n"../evil" = "1"\n')],
    ['with a dependency on the disk', 'METADATA_INVALID', "at 'dependencies", toml('[dependencies.evil]\npath = "../evil"\n')],
    ['with a requirement that is none', 'METADATA_INVALID', "at 'dependencies", toml('[dependencies]\nevil = "; rm"\n')],
    ['with a feature that is none', 'METADATA_INVALID', "at 'features", toml('[features]\n"a b" = []\n')],
    ['with a Rust version that is none', 'METADATA_INVALID', "at 'package.rust-version'", toml('rust-version = "latest"\n')],
    ['missing', 'METADATA_MISSING', 'has no file demo-1.0.0/Cargo.toml', { 'demo-1.0.0/Cargo.toml': undefined }],
    ['beside another folder', 'ARCHIVE_LAYOUT', 'is not below demo-1.0.0/', { 'evil/x': 'x' }],
  ],
  tarGz,
);

const composerJson = (changes: object): Row[3] => ({ 'composer.json': JSON.stringify({ name: 'demo/lib', ...changes }) });
const COMPOSER = table(
  'composer',
  'dist',
  'demo-lib-1.0.0.zip',
  { 'composer.json': '{"name":"demo/lib"}' },
  [
    ['of another package', 'METADATA_MISMATCH', 'got: "demo/evil"', composerJson({ name: 'demo/evil' })],
    ['of another version', 'METADATA_MISMATCH', '"9.9.9"', composerJson({ version: '9.9.9' })],
    ['of a branch', 'METADATA_MISMATCH', '"dev-main"', composerJson({ version: 'dev-main' })],
    ['without a name', 'METADATA_INVALID', "at 'name'", composerJson({ name: undefined })],
    ['that is cut', 'METADATA_INVALID', 'is not JSON in UTF-8', { 'composer.json': '{"name"' }],
    ['that is null', 'METADATA_INVALID', 'composer.json', { 'composer.json': 'null' }],
    [
      'with a constraint that is none',
      'METADATA_INVALID',
      'is no version constraint',
      composerJson({ require: { 'a/b': '; rm' } }),
    ],
    [
      'over the limit',
      'METADATA_INVALID',
      'at most 131072 are read',
      composerJson({ description: noise().toString('hex').repeat(80) }),
    ],
    ['missing', 'METADATA_MISSING', 'has no composer.json', { 'composer.json': undefined, 'x.php': '' }],
    [
      'too far down',
      'METADATA_MISSING',
      'has no composer.json',
      { 'composer.json': undefined, 'a/b/composer.json': '{"name":"demo/lib"}' },
    ],
  ],
  zipped,
);

const ROOT = 'example.org/demo@v1.0.0';
const MODULE = moduleFiles({ path: 'example.org/demo', version: 'v1.0.0', files: { 'a.go': 'package a\n' } });
const GO = table(
  'go',
  'module',
  'v1.0.0.zip',
  MODULE,
  [
    ['of another module', 'METADATA_MISMATCH', 'is of another module', { [`${ROOT}/go.mod`]: 'module example.org/evil\n' }],
    ['of a look-alike', 'METADATA_MISMATCH', 'is of another module', { [`${ROOT}/go.mod`]: 'module example.org/dem\u043e\n' }],
    [
      'of two modules',
      'METADATA_INVALID',
      "2 readable 'module' lines",
      { [`${ROOT}/go.mod`]: 'module example.org/demo\nmodule example.org/evil\n' },
    ],
    ['of no module', 'METADATA_INVALID', "0 readable 'module' lines", { [`${ROOT}/go.mod`]: 'go 1.18\n' }],
    ['that is not UTF-8', 'METADATA_INVALID', 'not UTF-8', { [`${ROOT}/go.mod`]: Buffer.of(0x61, 0xff) }],
    [
      'in capitals',
      'ARCHIVE_LAYOUT',
      "must be called 'go.mod'",
      { [`${ROOT}/go.mod`]: undefined, [`${ROOT}/GO.MOD`]: 'module example.org/demo\n' },
    ],
    [
      'of a module within',
      'ARCHIVE_LAYOUT',
      "must be called 'go.mod'",
      { [`${ROOT}/inner/go.mod`]: 'module example.org/demo/inner\n' },
    ],
    [
      'beside files of another version',
      'METADATA_MISMATCH',
      'has entries of something else',
      { 'example.org/demo@v9.9.9/a.go': 'package a\n' },
    ],
    [
      'in a folder of another module',
      'METADATA_MISMATCH',
      'has entries of something else',
      { 'example.org/evil@v1.0.0/a.go': 'package a\n' },
    ],
    [
      'without files',
      'ARCHIVE_LAYOUT',
      'it has no files',
      Object.fromEntries(Object.keys(MODULE).map((name) => [name, undefined])),
    ],
  ],
  zipped,
);

const JAR: Archive = { name: 'demo-1.0.0.jar', body: jar(MAVEN) };
const POM: Archive = { name: 'demo-1.0.0.pom', body: pom(MAVEN) };
const maven = (name: string, code: RefusalCode, says: string, ...files: readonly Archive[]): HostileCase => ({
  name: `maven metadata: ${name}`,
  code,
  says,
  upload: async (world) => signed(world, { ...(await honest('maven')), files }),
});
const mavenPom = (name: string, code: RefusalCode, says: string, body: Buffer | string): HostileCase =>
  maven(`a POM ${name}`, code, says, { name: POM.name, body: Buffer.from(body) }, JAR);
const xml = (text: string): string => `<?xml version="1.0"?>\n${text}`;
const LAUGHS = `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]><project><modelVersion>&b;</modelVersion></project>`;
const XXE = `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><project><modelVersion>&e;</modelVersion></project>`;
const moduleFile = (changes: object, variants?: unknown): Archive => ({
  name: 'demo-1.0.0.module',
  body: gradleModule(MAVEN, changes, variants),
});
const properties = jarFiles({ ...MAVEN, version: '9.9.9' });

const MAVEN_CASES = [
  mavenPom('of another group', 'METADATA_MISMATCH', 'org.evil:demo', pom(MAVEN, { groupId: 'org.evil' })),
  mavenPom('of another artifact', 'METADATA_MISMATCH', 'org.example:evil', pom(MAVEN, { artifactId: 'evil' })),
  mavenPom('of another version', 'METADATA_MISMATCH', '9.9.9', pom(MAVEN, { version: '9.9.9' })),
  mavenPom(
    'with an expression as version',
    'METADATA_INVALID',
    'which only its own build can resolve',
    pom(MAVEN, { version: '$' + '{revision}' }),
  ),
  mavenPom('without a version', 'METADATA_INVALID', 'it has no version', pom(MAVEN, { version: undefined })),
  mavenPom('with two versions', 'METADATA_INVALID', 'is there twice', pom(MAVEN, { version: '1.0.0</version><version>9.9.9' })),
  mavenPom('with elements in its version', 'METADATA_INVALID', 'holds other elements', pom(MAVEN, { version: '1.0.0<evil/>' })),
  mavenPom('of the future', 'METADATA_INVALID', "'project/modelVersion'", pom(MAVEN, { modelVersion: '9.9.9' })),
  mavenPom('with a file of the system in it', 'METADATA_INVALID', 'document type declaration', xml(XXE)),
  mavenPom('with a billion laughs', 'METADATA_INVALID', 'document type declaration', xml(LAUGHS)),
  mavenPom('that nests a thousand deep', 'METADATA_INVALID', 'nested more than 100 deep', xml('<a>'.repeat(1000))),
  mavenPom('that is cut', 'METADATA_INVALID', 'cannot be read', pom(MAVEN).subarray(0, -10)),
  mavenPom('that is empty', 'METADATA_INVALID', 'cannot be read', ''),
  mavenPom('that is no XML', 'METADATA_INVALID', 'cannot be read', '{"project":{}}'),
  mavenPom('in UTF-7', 'METADATA_INVALID', 'its encoding is "UTF-7"', '<?xml version="1.0" encoding="UTF-7"?><project/>'),
  mavenPom('that is not UTF-8', 'METADATA_INVALID', 'it is not UTF-8', Buffer.concat([pom(MAVEN), Buffer.of(0xff)])),
  maven('no POM', 'FILES_INCOMPLETE', "no 'demo-1.0.0.pom'", JAR),
  maven('a signature of a file that is not there', 'FILES_INCOMPLETE', "no 'demo-1.0.0-sources.jar'", POM, JAR, {
    name: 'demo-1.0.0-sources.jar.asc',
    body: PGP_SIGNATURE,
  }),
  maven('a signature that is none', 'METADATA_INVALID', 'not an ASCII-armoured', POM, JAR, {
    name: 'demo-1.0.0.jar.asc',
    body: Buffer.from('evil'),
  }),
  maven(
    'properties in a jar of another version',
    'METADATA_MISMATCH',
    'pom.properties inside the archive is of another release',
    POM,
    {
      name: JAR.name,
      body: zip(entriesOf(properties)),
    },
  ),
  maven(
    'Gradle’s metadata of another release',
    'METADATA_MISMATCH',
    'Gradle module metadata is of another release',
    POM,
    JAR,
    moduleFile({ version: '9.9.9' }),
  ),
  maven(
    'Gradle’s metadata with files on another host',
    'METADATA_INVALID',
    'is not a relative URL',
    POM,
    JAR,
    moduleFile({}, [{ files: [{ url: 'https://evil.example/x.jar' }] }]),
  ),
  maven('Gradle’s metadata that is no JSON', 'METADATA_INVALID', 'it is not JSON', POM, JAR, {
    name: 'demo-1.0.0.module',
    body: Buffer.from('evil'),
  }),
  maven('a zip under another extension, with a link in it', 'ARCHIVE_ENTRY', 'is a symbolic link', POM, JAR, {
    name: 'demo-1.0.0.bin',
    body: zip([{ name: 'a', body: '/etc/passwd', mode: 0o120777 }]),
  }),
];

const CLIMBING: HostileCase = {
  name: 'maven metadata: a compressed tar with a path that climbs',
  code: 'ARCHIVE_PATH',
  says: 'climbs',
  upload: async (world) => {
    const body = await tarGz([{ name: 'demo/../../evil', body: 'x' }]);
    return signed(world, { ...(await honest('maven')), files: [POM, { name: 'demo-1.0.0-bin.tar.gz', body }] });
  },
};

/** One version of these is one file. */
const TWO_FILES = (
  [
    ['cargo', 'of another release', 'demo-1.0.1.crate'],
    ['npm', 'upload one file', 'demo-lib-1.0.1.tgz'],
    ['composer', 'upload one file', 'demo-lib-1.0.1.zip'],
    ['go', 'upload one file', 'v1.0.1.zip'],
  ] as const
).map(
  ([ecosystem, says, name]): HostileCase => ({
    name: `${ecosystem} files: two of one version`,
    code: 'FILE_NAME_MISMATCH',
    says,
    upload: async (world) => {
      const parts = await honest(ecosystem);
      return signed(world, { ...parts, files: [...parts.files, { ...parts.files[0]!, name }] });
    },
  }),
);

export const METADATA_CASES: readonly HostileCase[] = [
  ...PYPI,
  ...NPM,
  ...CARGO,
  ...COMPOSER,
  ...GO,
  ...MAVEN_CASES,
  CLIMBING,
  ...TWO_FILES,
];
