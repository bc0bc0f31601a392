import fc from 'fast-check';
import { MAVEN } from '../../../domain/packages/maven';
import { ask, token } from './harness';

const askMaven = (path: string, asked = {}) => ask(path, { ...asked, ecosystem: 'maven' });
const LIB = 'org/example/demo-lib';

test.each([
  [`/maven/${LIB}/maven-metadata.xml`, `index/maven/${LIB}/maven-metadata.xml`],
  [`/maven/${LIB}/maven-metadata.xml.sha512`, `index/maven/${LIB}/maven-metadata.xml.sha512`],
  [`/maven/${LIB}/maven-metadata.xml.md5`, `index/maven/${LIB}/maven-metadata.xml.md5`],
  [`/maven/${LIB}/1.0/demo-lib-1.0.pom`, `files/maven/${LIB}/1.0/demo-lib-1.0.pom`],
  [`/maven/${LIB}/1.0/demo-lib-1.0-sources.jar`, `files/maven/${LIB}/1.0/demo-lib-1.0-sources.jar`],
  [`/maven/${LIB}/1.0/demo-lib-1.0.jar.asc.sha1`, `files/maven/${LIB}/1.0/demo-lib-1.0.jar.asc.sha1`],
  [`/maven/${LIB}/1.0/demo-lib-1.0.jar.2.sigstore.json`, `files/maven/${LIB}/1.0/demo-lib-1.0.jar.2.sigstore.json`],
  [`/maven/${LIB}/1.0+b/demo-lib-1.0+b.jar`, `files/maven/${LIB}/1.0%2Bb/demo-lib-1.0%2Bb.jar`],
  [`/maven/${LIB}/1.0%2bb/demo-lib-1.0%2Bb.jar`, `files/maven/${LIB}/1.0%2Bb/demo-lib-1.0%2Bb.jar`],
  ['/maven/junit/junit/4.13.2/junit-4.13.2.jar', 'files/maven/junit/junit/4.13.2/junit-4.13.2.jar'],
])('%s is served from %s', async (path, key) => {
  expect((await askMaven(path)).answer.uri).toBe(`/${key}`);
});

test.each([
  '/maven/',
  '/maven/maven-metadata.xml',
  '/maven/org/maven-metadata.xml',
  `/maven/${LIB}/`,
  `/maven/${LIB}/maven-metadata.xml.asc`,
  `/maven/${LIB}/maven-metadata.xml.sha1.x`,
  `/maven/${LIB}/1.0/`,
  `/maven/${LIB}/1.0/demo-lib-1.1.jar`,
  `/maven/${LIB}/1.0/demo-lib-1.0`,
  `/maven/${LIB}/1.0/demo-lib-1x0.jar`,
  `/maven/${LIB}/1.0/other-1.0.jar`,
  `/maven/org.example/demo-lib/1.0/demo-lib-1.0.jar`,
  '/maven/demo-lib/1.0/demo-lib-1.0.jar',
])('%s is 404 without asking the origin', async (path) => {
  expect((await askMaven(path)).answer.statusCode).toBe(404);
});

test.each([
  [`/maven/${LIB}/maven-metadata.xml`, 'index'],
  [`/maven/${LIB}/maven-metadata.xml.sha1`, 'index'],
  [`/maven/${LIB}/1.0/demo-lib-1.0.jar`, 'file'],
  [`/maven/${LIB}/1.0/demo-lib-1.0.pom`, 'metadata'],
  [`/maven/${LIB}/1.0/demo-lib-1.0.module`, 'metadata'],
  [`/maven/${LIB}/1.0/demo-lib-1.0.jar.sha256`, 'metadata'],
  [`/maven/${LIB}/1.0/demo-lib-1.0.jar.asc`, 'bundle'],
  [`/maven/${LIB}/1.0/demo-lib-1.0.jar.sigstore.json`, 'bundle'],
])('%s is logged as %s', async (path, kind) => {
  expect(JSON.parse((await askMaven(path)).logged ?? '')).toEqual({
    tier: 'anonymous',
    ecosystem: 'maven',
    project: 'org.example:demo-lib',
    kind,
  });
});

test('below a tier’s prefix the same objects are served', async () => {
  const path = `/maven/${LIB}/1.0/demo-lib-1.0.jar`;
  const below = await askMaven(`/t/gold/acme${path}`, { headers: { authorization: token() } });
  expect(below.answer.uri).toBe((await askMaven(path)).answer.uri);
});

test('property: what a client makes of coordinates is served from the objects that the intake stored', async () => {
  const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,8}(\.[A-Za-z0-9_-]{1,8}){0,2}$/);
  const version = fc.stringMatching(/^[A-Za-z0-9]([._+-]?[A-Za-z0-9]){0,8}$/);
  const rest = fc.constantFrom('.pom', '.jar', '-sources.jar', '.module', '.jar.asc', '-bin.tar.gz');
  const stored = (uri: string | undefined): string => decodeURIComponent((uri ?? '').slice(1));
  await fc.assert(
    fc.asyncProperty(name, name, version, rest, async (group, artifact, release, ending) => {
      const file = `${artifact}-${release}${ending}`;
      const project = `${group}:${artifact}`;
      const { key } = MAVEN.fileObject(project, { name: file }, Buffer.alloc(0), release);
      const built = `/maven/${group.replaceAll('.', '/')}/${artifact}/${release}/${file}`;
      expect(stored((await askMaven(built)).answer.uri)).toBe(key);
      expect(stored((await askMaven(MAVEN.filePath(project, file, release))).answer.uri)).toBe(key);
    }),
  );
});
