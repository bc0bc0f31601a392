/** The clients that are held to what tiers promise: how each installs one package, with the settings that a folder holds. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EcosystemName } from '../../../domain/packages/names';
import { dist } from '../../helpers/composer-packages';
import { crate } from '../../helpers/crates';
import { gem } from '../../helpers/gems';
import { moduleZip } from '../../helpers/go-modules';
import { mavenFiles } from '../../helpers/maven-files';
import { npmPackage, packedName } from '../../helpers/npm-packages';
import { type Archive, wheel } from '../../helpers/pypi-archives';
import { CLIENT_FOLDER, type Outcome, type Workshop } from './client';
import { Maven } from './maven';
import { CLIENTS, NodeProjects } from './node-clients';
import { Python } from './python';
import type { ClientRegistry, Projects, Release } from './registry';

const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const MODULE = 'example.org/demo/tiered';
const UV = 'uv==0.13.9';

/** The package that all install. */
export const TIERED_PROJECTS: Projects = {
  pypi: ['tiered'],
  npm: ['tiered'],
  cargo: ['tiered'],
  maven: ['org.example.demo:tiered'],
  rubygems: ['tiered'],
  composer: ['demo/tiered'],
  go: [MODULE],
};

/** Each says its ecosystem: together, files may be of several. */
export async function tieredReleases(): Promise<Release[]> {
  const [name, version] = ['tiered', '1.0.0'];
  const files: Readonly<Record<string, readonly Archive[]>> = {
    pypi: [wheel({ name, version })],
    npm: [{ name: packedName({ name, version }), body: await npmPackage({ name, version }) }],
    cargo: [await crate({ name, version })],
    maven: mavenFiles({ group: 'org.example.demo', artifact: name, version }),
    rubygems: [await gem({ name, version })],
    composer: [dist({ name: `demo/${name}`, version })],
    go: [{ name: 'v1.0.0.zip', body: moduleZip({ path: MODULE, version: 'v1.0.0', files: { 'lib.go': 'package tiered\n' } }) }],
  };
  return (Object.keys(TIERED_PROJECTS) as EcosystemName[]).map((ecosystem) => ({
    files: files[ecosystem]!,
    names: { ecosystem, ...tieredRelease(ecosystem) },
  }));
}

/** What it is called in an ecosystem. */
export const tieredRelease = (ecosystem: EcosystemName): { readonly project: string; readonly version: string } => ({
  project: TIERED_PROJECTS[ecosystem]![0]!,
  version: ecosystem === 'go' ? 'v1.0.0' : '1.0.0',
});

const published = new WeakMap<ClientRegistry, Promise<void>>();

/** Once, whoever asks first. */
export function publishTiered(registry: ClientRegistry): Promise<void> {
  const known = published.get(registry) ?? tieredReleases().then((releases) => registry.publish(...releases));
  published.set(registry, known);
  return known;
}

type Env = Readonly<Record<string, string>>;

export interface TierClient {
  /** As its users know it, and as `token issue --for` does where it knows it. */
  readonly name: string;
  readonly ecosystem: EcosystemName;
  /** A command of the machine, or a path. */
  readonly command: string;
  /** Of the machine, and not installed by the tests. @default the command */
  readonly needs?: string;
  readonly prepare?: () => Promise<void>;
  readonly install: (shop: Workshop, folder: string, env: Env) => Promise<Outcome>;
  /** Setting with which it says more. @default none */
  readonly explain?: { readonly option: string; readonly env: Env };
  /** Files besides the settings. */
  readonly project?: Readonly<Record<string, string>>;
  /** @default ['--version'] */
  readonly versionArgs?: readonly string[];
  /** Sends a token with TLS only, for which openssl makes a certificate. */
  readonly needsTls?: boolean;
}

const nodeClient = (name: 'npm' | 'pnpm'): TierClient => {
  const client = CLIENTS.find((each) => each.name === name)!;
  const { from, command, add } = client;
  const path = from === undefined ? command : join(CLIENT_FOLDER, from, 'node_modules/.bin', command);
  return {
    name,
    ecosystem: 'npm',
    command: path,
    needs: 'npm',
    prepare: async () => {
      const projects = new NodeProjects('');
      await projects.install(client);
      projects.shop.remove();
    },
    install: (shop, folder, env) => shop.run(folder, path, [...add, ...(name === 'npm' ? ['--no-audit'] : []), 'tiered'], env),
    project: { 'package.json': '{"name":"consumer","version":"1.0.0","private":true}' },
  };
};

const MAVEN_REPOSITORY = join(CLIENT_FOLDER, 'maven');
const POM =
  '<project><modelVersion>4.0.0</modelVersion><groupId>c</groupId><artifactId>c</artifactId><version>1</version><dependencies><dependency><groupId>org.example.demo</groupId><artifactId>tiered</artifactId><version>1.0.0</version></dependency></dependencies></project>';
const GRADLE = [
  'configurations { wanted }',
  "dependencies { wanted 'org.example.demo:tiered:1.0.0' }",
  "task fetch(type: Copy) { from configurations.wanted; into 'lib' }",
];

export const TIER_CLIENTS: readonly TierClient[] = [
  {
    name: 'pip',
    ecosystem: 'pypi',
    command: 'pip',
    explain: { option: '-vv --no-input', env: { PIP_VERBOSE: '2', PIP_NO_INPUT: '1' } },
    install: (shop, folder, env) =>
      shop.run(folder, 'pip', ['install', '--no-cache-dir', '--disable-pip-version-check', '--target', 'lib', 'tiered'], env),
  },
  {
    name: 'uv',
    ecosystem: 'pypi',
    command: join(CLIENT_FOLDER, UV, 'bin/uv'),
    needs: 'python3',
    prepare: async () => {
      const python = await Python.make();
      await python.program(UV);
      python.shop.remove();
    },
    install: (shop, folder, env) =>
      shop.run(folder, join(CLIENT_FOLDER, UV, 'bin/uv'), ['pip', 'install', '--no-cache', '--target', 'lib', 'tiered'], env),
  },
  nodeClient('npm'),
  nodeClient('pnpm'),
  {
    name: 'cargo',
    ecosystem: 'cargo',
    command: 'cargo',
    install: (shop, folder, env) => shop.run(folder, 'cargo', ['fetch'], env),
    project: {
      'Cargo.toml':
        '[package]\nname = "consumer"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\ntiered = { version = "1", registry = "commons" }\n',
      'src/main.rs': 'fn main() {}\n',
    },
  },
  {
    name: 'mvn',
    ecosystem: 'maven',
    command: 'mvn',
    prepare: async () => {
      (await Maven.make('http://127.0.0.1:1')).remove();
    },
    install: (shop, folder, env) => {
      const repository = join(shop.directory, folder, 'repository');
      // Plugins come from Maven Central, once; the artifact comes anew each time.
      if (!existsSync(repository)) cpSync(MAVEN_REPOSITORY, repository, { recursive: true });
      const own = { ...env, JAVA_TOOL_OPTIONS: `-Duser.home=${env.HOME}` };
      return shop.run(folder, 'mvn', ['-B', '-ntp', `-Dmaven.repo.local=${repository}`, COPY, '-DoutputDirectory=lib'], own);
    },
    project: { 'pom.xml': POM },
  },
  {
    name: 'gradle',
    ecosystem: 'maven',
    command: 'gradle',
    install: (shop, folder, env) => {
      const settings = { ...env, GRADLE_USER_HOME: `${env.HOME}/.gradle` };
      return shop.run(folder, 'gradle', ['--no-daemon', '-I', 'fetch.gradle', 'fetch'], settings);
    },
    project: { 'settings.gradle': '', 'fetch.gradle': `allprojects {\n${GRADLE.join('\n')}\n}\n` },
  },
  {
    name: 'gem',
    ecosystem: 'rubygems',
    command: 'gem',
    install: (shop, folder, env) =>
      shop.run(folder, 'gem', ['install', '--no-document', '--install-dir', 'installed', 'tiered'], env),
  },
  {
    name: 'bundler',
    ecosystem: 'rubygems',
    command: 'bundle',
    install: (shop, folder, env) => {
      const home = join(shop.directory, folder, 'installed');
      const gemfile = join(shop.directory, folder, 'Gemfile');
      if (!readFileSync(gemfile, 'utf8').includes('tiered')) appendFileSync(gemfile, "gem 'tiered'\n");
      return shop.run(folder, 'bundle', ['install'], { ...env, GEM_HOME: home, GEM_PATH: home });
    },
  },
  {
    name: 'composer',
    ecosystem: 'composer',
    command: 'composer',
    install: async (shop, folder, env) => {
      // What is said for users is a registry with TLS; the one here has none.
      await shop.run(folder, 'composer', ['config', 'secure-http', 'false'], env);
      return shop.run(folder, 'composer', ['require', '--no-interaction', '--no-ansi', 'demo/tiered'], env);
    },
  },
  {
    name: 'go',
    ecosystem: 'go',
    command: 'go',
    versionArgs: ['version'],
    needsTls: true,
    install: (shop, folder, env) =>
      shop.run(folder, 'go', ['mod', 'download', `${MODULE}@v1.0.0`], {
        ...env,
        GOMODCACHE: `${env.HOME}/mod`,
        GOTOOLCHAIN: 'local',
      }),
    project: { 'go.mod': 'module example.com/consumer\n\ngo 1.18\n' },
  },
];

/** For every client. */
export const CLIENT_ENV = {
  BUNDLE_SILENCE_ROOT_WARNING: '1',
  COMPOSER_ALLOW_SUPERUSER: '1',
  COMPOSER_MEMORY_LIMIT: '-1',
  GOFLAGS: '-mod=mod -modcacherw',
  GONOSUMDB: '*',
  LANG: 'C.UTF-8',
  NO_COLOR: '1',
  UV_PYTHON_DOWNLOADS: 'never',
};

const answers = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { env: { ...process.env, ...CLIENT_ENV } }).status === 0;

export const isHere = ({ command, needs, versionArgs = ['--version'], needsTls }: TierClient): boolean =>
  (needs === undefined ? answers(command, versionArgs) : answers(needs, ['--version'])) &&
  (!needsTls || answers('openssl', ['version']));

/** Puts those that the tests install where a shell finds them. */
export const pathOf = (clients: readonly TierClient[]): string =>
  [...clients.flatMap(({ command }) => (command.startsWith(CLIENT_FOLDER) ? [dirname(command)] : [])), process.env.PATH].join(
    ':',
  );

/** The first version number that it prints. */
export function versionOf({ command, versionArgs = ['--version'] }: TierClient): string {
  const { stdout } = spawnSync(command, versionArgs, { env: { ...process.env, ...CLIENT_ENV }, encoding: 'utf8' });
  return /\d+(\.\d+)+/.exec(stdout.replaceAll(/^openjdk.*$/gm, ''))?.[0] ?? stdout.trim();
}

/** Settings that lead the client to the homes of a folder. */
export function homesOf(shop: Workshop, folder: string): Env {
  const home = join(shop.directory, folder, 'home');
  // Rust is found by its own home, which the machine's settings may have moved.
  const rustup = process.env.RUSTUP_HOME ?? join(process.env.HOME ?? '', '.rustup');
  return {
    HOME: home,
    CARGO_HOME: join(home, '.cargo'),
    COMPOSER_HOME: join(home, '.config/composer'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_CACHE_HOME: join(home, '.cache'),
    XDG_DATA_HOME: join(home, '.local'),
    ...(existsSync(rustup) && { RUSTUP_HOME: rustup }),
  };
}
