/** mvn resolves artifacts, each with its checksum. */
import { spawnSync } from 'node:child_process';
import { gradleModule, jar, jarOf, type MavenRelease, mavenFiles, PGP_SIGNATURE } from '../../helpers/maven-files';
import { describeWith } from '../../helpers/require-client';
import { Maven } from '../support/maven';
import { type ClientRegistry, fails } from '../support/registry';

const GROUP = 'org.example.demo';
/** Of Maven Central, small, with parents of their own. */
const FOREIGN = ['org.slf4j:slf4j-api:2.0.16', 'com.google.code.findbugs:jsr305:3.0.2'];
const PARENTS = ['org.slf4j:slf4j-parent:2.0.16', 'org.slf4j:slf4j-bom:2.0.16', 'org.sonatype.oss:oss-parent:7'];
const projectOf = (coordinates: string): string => coordinates.split(':').slice(0, 2).join(':');
export const MAVEN_PROJECTS = [`${GROUP}:demo-lib`, `${GROUP}:demo-app`, ...[...FOREIGN, ...PARENTS].map(projectOf)];

const lib = (version: string): MavenRelease => ({ group: GROUP, artifact: 'demo-lib', version });
const app: MavenRelease = { group: GROUP, artifact: 'demo-app', version: '2.0', dependencies: [`${GROUP}:demo-lib:1.9`] };

export function maven(registry: ClientRegistry): void {
  describeWith('mvn', spawnSync('mvn', ['--version']).status === 0, 'Maven', () => {
    let mvn: Maven;
    let originals: { name: string; body: Buffer }[][];
    const resolves = async (project: string, ...coordinates: readonly string[]): Promise<string[]> => {
      expect(await mvn.resolve(project, coordinates)).toMatchObject({ code: 0 });
      return mvn.library(project);
    };

    registry.prepare(async () => {
      mvn = await Maven.make(registry.url);
      for (const each of FOREIGN) await mvn.fetch(each);
      originals = [...FOREIGN, ...PARENTS].map((each) => mvn.files(each));
      mvn.forget(...FOREIGN, ...PARENTS);
      const beside = [
        { name: 'demo-app-2.0-sources.jar', body: jarOf({ 'Demo.java': 'class Demo {}\n' }) },
        { name: 'demo-app-2.0.module', body: gradleModule(app) },
        { name: 'demo-app-2.0.jar.asc', body: PGP_SIGNATURE },
      ];
      const own = [mavenFiles(lib('1.9')), mavenFiles(lib('1.10+build.7')), [...mavenFiles(app), ...beside]];
      await registry.publish(...[...own, ...originals].map((files) => ({ files })));
    });
    afterAll(() => {
      mvn.remove();
    });
    beforeEach(() => {
      mvn.forget(GROUP);
    });

    test('finds the newest version of a range and of the word RELEASE', async () => {
      expect(await resolves('range', `${GROUP}:demo-lib:[1.9,2)`)).toEqual(['demo-lib-1.10+build.7.jar']);
      expect(await resolves('release', `${GROUP}:demo-lib:RELEASE`)).toEqual(['demo-lib-1.10+build.7.jar']);
    });

    test('resolves the older version by its pin, every file with a checksum', async () => {
      expect(await resolves('older', `${GROUP}:demo-lib:1.9`)).toEqual(['demo-lib-1.9.jar']);
      expect(mvn.read('older', 'demo-lib-1.9.jar')).toEqual(jar(lib('1.9')));
    });

    test('resolves an artifact with its dependency on another, and a file with a classifier', async () => {
      const got = await resolves('app', `${GROUP}:demo-app:2.0`, `${GROUP}:demo-app:2.0:sources`);
      expect(got).toEqual(['demo-app-2.0-sources.jar', 'demo-app-2.0.jar', 'demo-lib-1.9.jar']);
    });

    test('resolves artifacts that nobody here wrote, unchanged', async () => {
      expect(await resolves('foreign', ...FOREIGN)).toEqual(['jsr305-3.0.2.jar', 'slf4j-api-2.0.16.jar']);
      const jars = originals.flat().filter(({ name }) => name.endsWith('.jar'));
      for (const { name, body } of jars) expect(mvn.read('foreign', name)).toEqual(body);
    });

    test('Ivy resolves an artifact with its dependency, and the newest version', async () => {
      expect(await mvn.resolveWithIvy('ivy', `${GROUP}:demo-app:2.0`)).toMatchObject({ code: 0 });
      expect(mvn.library('ivy')).toEqual(['demo-app-2.0-sources.jar', 'demo-app-2.0.jar', 'demo-lib-1.9.jar']);
      expect(await mvn.resolveWithIvy('ivy-newest', `${GROUP}:demo-lib:latest.release`)).toMatchObject({ code: 0 });
      expect(mvn.library('ivy-newest')).toEqual(['demo-lib-1.10+build.7.jar']);
    });

    test('a blocked version fails for those who name it, others resolve', async () => {
      const folder = '/maven/org/example/demo/demo-lib';
      const release = { ecosystem: 'maven', project: `${GROUP}:demo-lib`, version: '1.10+build.7' } as const;
      const places = { index: `${folder}/maven-metadata.xml`, file: `${folder}/1.10+build.7/demo-lib-1.10+build.7.jar` };
      await registry.whileBlocked(release, places, async () => {
        fails(await mvn.resolve('blocked', [`${GROUP}:demo-lib:1.10+build.7`]), /status(?: code)?: 451/);
        expect(await resolves('blocked-range', `${GROUP}:demo-lib:[1.9,2)`)).toEqual(['demo-lib-1.9.jar']);
      });
      mvn.forget(GROUP);
      expect(await resolves('blocked', `${GROUP}:demo-lib:1.10+build.7`)).toEqual(['demo-lib-1.10+build.7.jar']);
    });

    test('does not find a yanked version in a range any more, and resolves it for those who name it', async () => {
      const path = '/maven/org/example/demo/demo-lib/maven-metadata.xml';
      const release = { ecosystem: 'maven', project: `${GROUP}:demo-lib`, version: '1.10+build.7' } as const;
      const shows = { path, when: (body: string) => body.includes('1.9') && !body.includes('1.10') };
      await registry.change('yank', release, ['--reason', 'broken'], shows);
      expect(await resolves('yanked', `${GROUP}:demo-lib:[1.9,2)`)).toEqual(['demo-lib-1.9.jar']);
      mvn.forget(GROUP);
      expect(await resolves('named', `${GROUP}:demo-lib:1.10+build.7`)).toEqual(['demo-lib-1.10+build.7.jar']);
    });

    test('fails on a jar that is not the one with the checksum', async () => {
      await registry.replaceFile('maven', `${GROUP}:demo-lib`, '1.9', { name: 'demo-lib-1.9.jar', body: jar(lib('1.12')) });
      fails(await mvn.resolveWithIvy('ivy-tampered', `${GROUP}:demo-lib:1.9`), 'invalid sha1');
      fails(await mvn.resolve('tampered', [`${GROUP}:demo-lib:1.9`]), 'Checksum validation failed');
      expect(mvn.library('tampered')).toEqual([]);
    });
  });
}
