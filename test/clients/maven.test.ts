/** What a real mvn asks of the registry, with a token and without: what clients.test.ts leaves out. */
import { spawnSync } from 'node:child_process';
import { token } from '../functions/edge/harness';
import { jar, type MavenRelease, mavenFiles } from '../helpers/maven-files';
import { describeWith } from '../helpers/require-client';
import { Maven } from './support/maven';
import { Shelf } from './support/shelf';

const GROUP = 'org.example.demo';
const lib = (version: string): MavenRelease => ({ group: GROUP, artifact: 'demo-lib', version });
const app: MavenRelease = { group: GROUP, artifact: 'demo-app', version: '2.0', dependencies: [`${GROUP}:demo-lib:1.9`] };

describeWith('mvn', spawnSync('mvn', ['--version']).status === 0, 'mvn', () => {
  let shelf: Shelf;
  let maven: Maven;

  beforeAll(async () => {
    shelf = await Shelf.open('maven');
    maven = await Maven.make(shelf.url);
    for (const version of ['1.9', '1.10', '1.10-rc1']) await shelf.publish(...mavenFiles(lib(version)));
    await shelf.publish(...mavenFiles(app));
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

  test('a version that does not exist is reported as such', async () => {
    expect(await maven.resolve('missing', [`${GROUP}:demo-lib:3.0`])).toMatchObject({
      code: 1,
      output: expect.stringContaining(
        `Could not find artifact ${GROUP}:demo-lib:jar:3.0 in registry (${shelf.url}/maven/)`,
      ) as string,
    });
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
});
