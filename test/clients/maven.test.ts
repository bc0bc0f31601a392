/** A real mvn against the documents of the Maven module and the routes of the edge function. */
import { spawnSync } from 'node:child_process';
import { token } from '../functions/edge/harness';
import { gradleModule, jar, jarOf, type MavenRelease, mavenFiles, PGP_SIGNATURE } from '../helpers/maven-files';
import { describeWith } from '../helpers/require-client';
import { Maven } from './support/maven';
import { Shelf } from './support/shelf';

const GROUP = 'org.example.demo';
const lib = (version: string): MavenRelease => ({ group: GROUP, artifact: 'demo-lib', version });
const app: MavenRelease = { group: GROUP, artifact: 'demo-app', version: '2.0', dependencies: [`${GROUP}:demo-lib:1.9`] };
/** Of Maven Central, small, with parents of their own. */
const FOREIGN = ['org.slf4j:slf4j-api:2.0.16', 'com.google.code.findbugs:jsr305:3.0.2'];
const PARENTS = ['org.slf4j:slf4j-parent:2.0.16', 'org.slf4j:slf4j-bom:2.0.16', 'org.sonatype.oss:oss-parent:7'];

describeWith('mvn', spawnSync('mvn', ['--version']).status === 0, 'mvn', () => {
  let shelf: Shelf;
  let maven: Maven;

  beforeAll(async () => {
    shelf = await Shelf.open('maven');
    maven = new Maven(shelf.url);
    for (const version of ['1.9', '1.10', '1.10-rc1', '1.8+build.7']) await shelf.publish(...mavenFiles(lib(version)));
    await shelf.publish(
      ...mavenFiles(app),
      { name: 'demo-app-2.0-sources.jar', body: jarOf({ 'Demo.java': 'class Demo {}\n' }) },
      { name: 'demo-app-2.0.module', body: gradleModule(app) },
      { name: 'demo-app-2.0.jar.asc', body: PGP_SIGNATURE },
    );
  });
  afterAll(async () => {
    await shelf.close();
    maven.remove();
  });
  beforeEach(() => {
    maven.forget(GROUP);
    shelf.requests.length = 0;
  });
  const folder = (artifact: string) => `/maven/org/example/demo/${artifact}`;

  test('resolves an artifact with its dependency, every file with a checksum', async () => {
    expect(await maven.resolve('app', [`${GROUP}:demo-app:2.0`])).toMatchObject({ code: 0 });
    expect(maven.library('app')).toEqual(['demo-app-2.0.jar', 'demo-lib-1.9.jar']);
    expect(maven.read('app', 'demo-app-2.0.jar')).toEqual(jar(app));
    expect([...shelf.requests].sort()).toEqual(
      ['demo-app/2.0/demo-app-2.0', 'demo-lib/1.9/demo-lib-1.9'].flatMap((path) =>
        ['jar', 'jar.sha1', 'pom', 'pom.sha1'].map((extension) => `GET ${folder(path)}.${extension} 200`),
      ),
    );
  });

  test('finds the newest version of a range by maven-metadata.xml and its checksum', async () => {
    expect(await maven.resolve('range', [`${GROUP}:demo-lib:[1.9,2)`])).toMatchObject({ code: 0 });
    expect(maven.library('range')).toEqual(['demo-lib-1.10.jar']);
    expect(shelf.requests.slice(0, 2)).toEqual([
      `GET ${folder('demo-lib')}/maven-metadata.xml 200`,
      `GET ${folder('demo-lib')}/maven-metadata.xml.sha1 200`,
    ]);
  });

  test('takes the word RELEASE for the newest version', async () => {
    expect(await maven.resolve('release', [`${GROUP}:demo-lib:RELEASE`])).toMatchObject({ code: 0 });
    expect(maven.library('release')).toEqual(['demo-lib-1.10.jar']);
  });

  test('resolves older versions by their pin, also one with a plus', async () => {
    expect(await maven.resolve('older', [`${GROUP}:demo-lib:1.9`])).toMatchObject({ code: 0 });
    expect(maven.library('older')).toEqual(['demo-lib-1.9.jar']);
    expect(await maven.resolve('plus', [`${GROUP}:demo-lib:1.8+build.7`])).toMatchObject({ code: 0 });
    expect(maven.read('plus', 'demo-lib-1.8+build.7.jar')).toEqual(jar(lib('1.8+build.7')));
  });

  test('resolves a file with a classifier', async () => {
    expect(await maven.resolve('sources', [`${GROUP}:demo-app:2.0:sources`])).toMatchObject({ code: 0 });
    expect(maven.library('sources')).toContain('demo-app-2.0-sources.jar');
  });

  test('a version that does not exist is reported as such', async () => {
    expect(await maven.resolve('missing', [`${GROUP}:demo-lib:3.0`])).toMatchObject({
      code: 1,
      output: expect.stringContaining(
        `Could not find artifact ${GROUP}:demo-lib:jar:3.0 in registry (${shelf.url}/maven/)`,
      ) as string,
    });
  });

  test('a jar that is not the one with the checksum fails', async () => {
    await shelf.publish(...mavenFiles(lib('1.11')));
    shelf.replaceFile(`${GROUP}:demo-lib`, '1.11', { name: 'demo-lib-1.11.jar', body: jar(lib('1.12')) });
    expect(await maven.resolve('tampered', [`${GROUP}:demo-lib:1.11`])).toMatchObject({
      code: 1,
      output: expect.stringContaining('Checksum validation failed') as string,
    });
    expect(maven.library('tampered')).toEqual([]);
  });

  test('below a tier’s prefix the token is sent when asked for', async () => {
    const prefix = '/t/gold/acme';
    const coordinates = [`${GROUP}:demo-lib:1.9`];
    expect(await maven.resolve('stranger', coordinates, { prefix, token: 'false' })).toMatchObject({ code: 1 });
    maven.forget(GROUP);
    expect(await maven.resolve('holder', coordinates, { prefix, token: token() })).toMatchObject({ code: 0 });
    expect(maven.library('holder')).toEqual(['demo-lib-1.9.jar']);
    expect(shelf.requests.filter((line) => !line.startsWith(`GET ${prefix}${folder('demo-lib')}/`))).toEqual([]);
  });

  test('artifacts of others publish and resolve unchanged', async () => {
    for (const each of FOREIGN) await maven.fetch(each);
    const originals = [...FOREIGN, ...PARENTS].map((each) => maven.files(each));
    for (const files of originals) await shelf.publish(...files);
    maven.forget(...FOREIGN, ...PARENTS);
    expect(await maven.resolve('foreign', FOREIGN)).toMatchObject({ code: 0 });
    expect(maven.library('foreign')).toEqual(['jsr305-3.0.2.jar', 'slf4j-api-2.0.16.jar']);
    const jars = originals.flat().filter(({ name }) => name.endsWith('.jar'));
    for (const { name, body } of jars) expect(maven.read('foreign', name)).toEqual(body);
  });
});
