import fc from 'fast-check';
import { MAVEN } from '../../../../domain/packages/maven';
import { checkProject, projectPath } from '../../../../domain/packages/maven/coordinates';
import { checkFileName, checkFileSet, parseFileName } from '../../../../domain/packages/maven/filenames';
import { normaliseName } from '../../../../domain/packages/maven/normalise';
import { refusalOf } from '../refusal-of';

const RELEASE = { project: 'org.example:demo-lib', version: '1.0' };

test.each([
  'org.example:demo-lib',
  'junit:junit',
  'com.fasterxml.jackson.core:jackson-core',
  'org.scala-lang:scala-library_2.13',
  'io.x:HikariCP',
  'org.auxiliary:con-x',
])('project %j is accepted', async (project) => {
  expect(
    await refusalOf(() => {
      checkProject(project);
    }),
  ).toBe('accepted');
});

test.each([
  'demo',
  ':demo',
  'org.example:',
  'org.example:a:b',
  'org..example:demo',
  '.org:demo',
  'org.:demo',
  'org:..',
  'org:demo.',
  'org/example:demo',
  'org\\example:demo',
  'org.example:de mo',
  'org.example:dém',
  'org.ехample:demo', // Cyrillic
  'org.example:demo\n',
  'org.example:demo\u0000',
  '${groupId}:demo',
  'org.aux:demo',
  'org.example:con',
  'org.example:NUL.txt',
  `org.example:${'a'.repeat(101)}`,
  `${'a.'.repeat(99)}a:demo`,
])('project %j is not allowed', async (project) => {
  expect(
    await refusalOf(() => {
      checkProject(project);
    }),
  ).toBe(
    `NAME_NOT_ALLOWED: The project name is not allowed, got: ${JSON.stringify(project)}; use group:artifact of up to 200 ASCII letters, digits, '.', '_' and '-' (artifact: up to 100), without empty parts between dots, and no name of a Windows device.`,
  );
});

test('a name is normal or none', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'B', '.', ':', '-', '_', '/') }), (name) => {
      expect([undefined, name]).toContain(normaliseName(name));
    }),
  );
});

test('two projects never share a folder, nor one the folder of a version of another’s', () => {
  const part = fc.constantFrom('a', 'b', 'a-b');
  const project = fc
    .tuple(fc.array(part, { minLength: 1, maxLength: 3 }), part)
    .map(([group, artifact]) => `${group.join('.')}:${artifact}`);
  fc.assert(
    fc.property(project, project, (a, b) => {
      expect(projectPath(a) === projectPath(b)).toBe(a === b);
    }),
  );
});

test.each([
  ['demo-lib-1.0.pom', { extension: 'pom', signature: false }],
  ['demo-lib-1.0.jar', { extension: 'jar', signature: false }],
  ['demo-lib-1.0-sources.jar', { extension: 'jar', signature: false }],
  ['demo-lib-1.0-linux-x86_64.jar', { extension: 'jar', signature: false }],
  ['demo-lib-1.0-jdk1.5.jar', { extension: 'jar', signature: false }],
  ['demo-lib-1.0-bin.tar.gz', { extension: 'tar.gz', signature: false }],
  ['demo-lib-1.0.module', { extension: 'module', signature: false }],
  ['demo-lib-1.0.JAR', { extension: 'jar', signature: false }],
  ['demo-lib-1.0-javadoc.jar.asc', { extension: 'jar', signature: true }],
])('reads the file name %s', (name, parsed) => {
  expect(parseFileName(RELEASE, name)).toEqual(parsed);
});

const check = (name: string) =>
  refusalOf(() => {
    checkFileName(RELEASE, name);
  });
const OWN_FORM =
  'use up to 230 characters of the form demo-lib-1.0[-classifier].extension, and .asc after it for its PGP signature.';

test.each([
  'demo-lib-1.0',
  'demo-lib-1.0.',
  'demo-lib-1.0-.jar',
  'demo-lib-1.0-a..jar',
  'demo-lib-1.0-../x.jar',
  'demo-lib-1.0.jar.asc.asc',
  'demo-lib-1.0.asc',
  'demo-lib-1.0.jar ',
  'demo-lib-1.0-é.jar',
  `demo-lib-1.0-${'a'.repeat(230)}.jar`,
])('refuses the file name %j', async (name) => {
  const code = /^demo-lib-1\.0[.-]/.test(name) ? 'FILE_NAME_INVALID' : 'FILE_NAME_MISMATCH';
  const message =
    code === 'FILE_NAME_INVALID'
      ? `The file name is not allowed, got: ${JSON.stringify(name)}; ${OWN_FORM}`
      : `The file name is of another release, got: ${JSON.stringify(name)}; files of org.example:demo-lib 1.0 begin with 'demo-lib-1.0'.`;
  expect(await check(name)).toBe(`${code}: ${message}`);
});

test.each(['demo-lib-1.01.jar', 'demo-lib-1x0.jar', 'demo-lib-2.0.jar', 'other-1.0.jar', 'Demo-lib-1.0.jar'])(
  'refuses %j as of another release',
  async (name) => {
    expect(await check(name)).toBe(
      `FILE_NAME_MISMATCH: The file name is of another release, got: ${JSON.stringify(name)}; files of org.example:demo-lib 1.0 begin with 'demo-lib-1.0'.`,
    );
  },
);

test.each([
  'demo-lib-1.0.jar.sha1',
  'demo-lib-1.0.pom.MD5',
  'demo-lib-1.0-a.sha512',
  'demo-lib-1.0.jar.sigstore.json',
  'demo-lib-1.0-a.2.sigstore.json',
  'maven-metadata.xml',
])('refuses %j, which the registry writes', async (name) => {
  expect(await check(name)).toBe(
    `FILE_NAME_INVALID: The registry writes checksums, bundles and maven-metadata.xml itself, got: ${JSON.stringify(name)}; leave this file out.`,
  );
});

test('no file can lie where metadata is read', async () => {
  const release = { project: 'org.example:maven', version: 'metadata' };
  expect(
    await refusalOf(() => {
      checkFileName(release, 'maven-metadata.xml');
    }),
  ).toMatch(/^FILE_NAME_INVALID/);
});

test.each([
  [['demo-lib-1.0.pom'], 'accepted'],
  [['demo-lib-1.0.jar', 'demo-lib-1.0.pom', 'demo-lib-1.0.jar.asc'], 'accepted'],
  [
    ['demo-lib-1.0.jar', 'demo-lib-1.0-x.pom'],
    "FILES_INCOMPLETE: The release has no 'demo-lib-1.0.pom', and Maven finds no release without its POM; publish the file with the others.",
  ],
  [
    ['demo-lib-1.0.pom', 'demo-lib-1.0.jar.asc'],
    "FILES_INCOMPLETE: The release has no 'demo-lib-1.0.jar', and its PGP signature is there; publish the file with the others.",
  ],
])('files %j of a release: %s', async (names, expected) => {
  expect(
    await refusalOf(() => {
      checkFileSet(RELEASE, names);
    }),
  ).toBe(expected);
});

test('a file’s key and path are those of a Maven repository', () => {
  const { project } = RELEASE;
  const { key, contentType, cacheControl, tags } = MAVEN.fileObject(
    project,
    { name: 'demo-lib-1.0+b.jar' },
    Buffer.of(),
    '1.0+b',
  );
  expect({ key, contentType, cacheControl, tags }).toEqual({
    key: 'files/maven/org/example/demo-lib/1.0+b/demo-lib-1.0+b.jar',
    contentType: 'application/octet-stream',
    cacheControl: 'public, max-age=31536000, immutable',
    tags: ['ecosystem:maven', 'project:maven:org.example:demo-lib'],
  });
  expect(MAVEN.filePath(project, 'demo-lib-1.0+b.jar', '1.0+b')).toBe('/maven/org/example/demo-lib/1.0%2Bb/demo-lib-1.0%2Bb.jar');
  expect(MAVEN.indexPath(project)).toBe('/maven/org/example/demo-lib/maven-metadata.xml');
});
