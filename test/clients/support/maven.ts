/** A real mvn with a local repository of its own. Plugins come from Maven Central, artifacts from the registry and nowhere else. */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENT_FOLDER, installed, type Outcome, Workshop } from './client';

const QUIET = ['-B', '-ntp', '-e'];
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const IVY = ['org.apache.ivy', 'ivy', '2.5.3'];
const GET = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get';

interface Settings {
  /** Prefix of a tier in the registry's URL. @default - none */
  readonly prefix?: string;
  /** Password for the registry. @default - none */
  readonly token?: string;
}

export class Maven {
  // Java takes the home folder from the user database, not from HOME.
  private readonly shop = new Workshop({ JAVA_TOOL_OPTIONS: '-Duser.home=.' });
  private readonly repository = join(this.shop.directory, 'repository');

  private constructor(private readonly url: string) {}

  /** Plugins and Ivy are downloaded once for a checkout. @param url of the registry */
  static async make(url: string): Promise<Maven> {
    const maven = new Maven(url);
    await installed('maven', async (kept) => {
      await maven.fetch(IVY.join(':'), '-Dtransitive=false');
      const { code, output } = await maven.resolve('nothing', []);
      if (code !== 0) throw new Error(output);
      cpSync(maven.repository, kept, { recursive: true });
    });
    cpSync(join(CLIENT_FOLDER, 'maven'), maven.repository, { recursive: true });
    return maven;
  }

  /**
   * Resolves dependencies, `group:artifact:version[:classifier]` each, and what they depend on, into the project's `lib`, refusing
   * what has a wrong checksum or none.
   */
  async resolve(project: string, dependencies: readonly string[], { prefix = '', token }: Settings = {}): Promise<Outcome> {
    this.shop.write(`${project}/pom.xml`, pomOf(dependencies, `${this.url}${prefix}/maven/`));
    const settings = this.shop.write(`${project}/settings.xml`, settingsOf(token));
    return this.mvn(project, ['-C', '-s', settings, COPY, '-DoutputDirectory=lib']);
  }

  /** The same with Apache Ivy, a single jar. */
  async resolveWithIvy(project: string, dependency: string): Promise<Outcome> {
    const jar = join(this.folderOf(IVY.join(':')), `ivy-${IVY[2]}.jar`);
    const settings = this.shop.write(`${project}/settings.xml`, ivySettingsOf(`${this.url}/maven/`));
    const args = ['-settings', settings, '-cache', 'cache', '-dependency', ...dependency.split(':')];
    return this.shop.run(project, 'java', ['-jar', jar, ...args, '-retrieve', 'lib/[artifact]-[revision](-[classifier]).[ext]']);
  }

  /** Names of the files that the project got. */
  library(project: string): string[] {
    const folder = join(this.shop.directory, project, 'lib');
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  }

  read(project: string, file: string): Buffer {
    return readFileSync(join(this.shop.directory, project, 'lib', file));
  }

  /** Takes an artifact, its parents and what they need from Maven Central. */
  async fetch(coordinates: string, ...options: readonly string[]): Promise<void> {
    const { code, output } = await this.mvn('outside', [
      '-s',
      this.shop.write('outside/settings.xml', settingsOf()),
      GET,
      `-Dartifact=${coordinates}`,
      ...options,
    ]);
    if (code !== 0) throw new Error(output);
  }

  /** POM and jar of an artifact that is in the local repository. */
  files(coordinates: string): { name: string; body: Buffer }[] {
    const folder = this.folderOf(coordinates);
    const names = readdirSync(folder).filter((name) => /\.(pom|jar)$/.test(name));
    return names.map((name) => ({ name, body: readFileSync(join(folder, name)) }));
  }

  /** Takes artifacts, or with a group all of its own, out of the local repository. */
  forget(...coordinates: readonly string[]): void {
    for (const each of coordinates) rmSync(this.folderOf(each), { recursive: true, force: true });
  }

  remove(): void {
    this.shop.remove();
  }

  private mvn(where: string, args: readonly string[]): Promise<Outcome> {
    return this.shop.run(where, 'mvn', [...QUIET, `-Dmaven.repo.local=${this.repository}`, ...args]);
  }

  private folderOf(coordinates: string): string {
    const [group = '', ...rest] = coordinates.split(':');
    return join(this.repository, ...group.split('.'), ...rest);
  }
}

function pomOf(dependencies: readonly string[], url: string): string {
  const elements = dependencies.map((each) => {
    const [group, artifact, version, classifier] = each.split(':');
    const extra = classifier === undefined ? '' : `<classifier>${classifier}</classifier>`;
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version>${extra}</dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>test</groupId>
  <artifactId>test</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <repositories>
    <repository><id>central</id><url>http://127.0.0.1:1/</url><releases><enabled>false</enabled></releases></repository>
    <repository><id>registry</id><url>${url}</url></repository>
  </repositories>
  <dependencies>${elements.join('')}</dependencies>
</project>
`;
}

const settingsOf = (token?: string): string => {
  const server = `<server><id>registry</id><username>token</username><password>${token}</password></server>`;
  return `<settings><servers>${token === undefined ? '' : server}</servers></settings>\n`;
};

/** `checksums`: Ivy fails on a file with a wrong one. */
const ivySettingsOf = (url: string): string => `<ivysettings>
  <settings defaultResolver="registry"/>
  <resolvers><ibiblio name="registry" m2compatible="true" root="${url}" checksums="sha1"/></resolvers>
</ivysettings>
`;
