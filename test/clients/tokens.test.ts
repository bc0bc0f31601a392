/** Real clients, set up as `registry token issue --for <client>` says, with tokens of the paid tiers. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EcosystemName } from '../../domain/packages/names';
import { DEFAULT_TIERS } from '../../domain/tiers/defaults';
import { ANONYMOUS } from '../../domain/tiers/tier';
import { settingsFor, TOKEN_PLACE, type TokenClient } from '../../domain/tiers/token-clients';
import { token } from '../functions/edge/harness';
import { dist } from '../helpers/composer-packages';
import { crate } from '../helpers/crates';
import { gem } from '../helpers/gems';
import { mavenFiles } from '../helpers/maven-files';
import { npmPackage, packedName } from '../helpers/npm-packages';
import { wheel } from '../helpers/pypi-archives';
import { describeWith } from '../helpers/require-client';
import { type Outcome, Workshop } from './support/client';
import { Shelf } from './support/shelf';

const HOLDER = 'acme';
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const PAID = DEFAULT_TIERS.map(({ name }) => name).filter((name) => name !== ANONYMOUS);

interface Subject {
  readonly client: TokenClient;
  readonly command: string;
  readonly ecosystem: EcosystemName;
  readonly publish: (shelf: Shelf) => Promise<void>;
  /** Installs in a folder that holds the settings. */
  readonly install: (shop: Workshop, folder: string, env: Readonly<Record<string, string>>) => Promise<Outcome>;
  /** Files beside those that the instructions name. */
  readonly project?: Readonly<Record<string, string>>;
  /** Paths of file requests: with the plain path for clients whose file links are absolute. */
  readonly file: (prefix: string) => string;
}

const npmManifest = { name: 'demo-app', version: '1.0.0' };
const SUBJECTS: readonly Subject[] = [
  {
    client: 'pip',
    command: 'pip',
    ecosystem: 'pypi',
    publish: (shelf) => shelf.publish(wheel({ name: 'demo-lib', version: '1.0.0' })),
    install: (shop, folder, env) =>
      shop.run(folder, 'pip', ['install', '--no-cache-dir', '--disable-pip-version-check', '--target', 'lib', 'demo-lib'], env),
    file: (prefix) => `${prefix}/pypi/files/demo-lib/`,
  },
  {
    client: 'npm',
    command: 'npm',
    ecosystem: 'npm',
    publish: async (shelf) => shelf.publish({ name: packedName(npmManifest), body: await npmPackage(npmManifest) }),
    install: (shop, folder, env) => shop.run(folder, 'npm', ['install', '--no-audit', 'demo-app'], env),
    project: { 'package.json': '{"name":"consumer","version":"1.0.0"}' },
    file: () => '/npm/demo-app/-/',
  },
  {
    client: 'cargo',
    command: 'cargo',
    ecosystem: 'cargo',
    publish: async (shelf) => shelf.publish(await crate({ name: 'demo-lib', version: '1.0.0' })),
    install: (shop, folder, env) => shop.run(folder, 'cargo', ['fetch'], env),
    project: {
      'Cargo.toml':
        '[package]\nname = "consumer"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\ndemo-lib = { version = "1", registry = "commons" }\n',
      'src/main.rs': 'fn main() {}\n',
    },
    file: (prefix) => `${prefix}/cargo/crates/demo-lib/`,
  },
  {
    client: 'composer',
    command: 'composer',
    ecosystem: 'composer',
    publish: (shelf) => shelf.publish(dist({ name: 'demo/lib', version: '1.0.0' })),
    install: (shop, folder, env) =>
      // What is said for users is a registry with TLS; the one here has none.
      shop
        .run(folder, 'composer', ['config', 'secure-http', 'false'], env)
        .then(() => shop.run(folder, 'composer', ['require', '--no-interaction', 'demo/lib'], env)),
    file: (prefix) => `${prefix}/composer/files/demo/lib/`,
  },
  {
    client: 'gem',
    command: 'gem',
    ecosystem: 'rubygems',
    publish: async (shelf) => shelf.publish(await gem({ name: 'demo-lib', version: '1.0.0' })),
    install: (shop, folder, env) =>
      shop.run(folder, 'gem', ['install', '--no-document', '--install-dir', 'installed', 'demo-lib'], env),
    file: (prefix) => `${prefix}/gems/gems/demo-lib-`,
  },
  {
    client: 'bundler',
    command: 'bundle',
    ecosystem: 'rubygems',
    publish: async (shelf) => shelf.publish(await gem({ name: 'demo-lib', version: '1.0.0' })),
    install: (shop, folder, env) => {
      appendFileSync(join(shop.directory, folder, 'Gemfile'), "gem 'demo-lib'\n");
      const home = join(shop.directory, folder, 'installed');
      return shop.run(folder, 'bundle', ['install'], { ...env, GEM_HOME: home, GEM_PATH: home });
    },
    file: (prefix) => `${prefix}/gems/gems/demo-lib-`,
  },
  {
    client: 'mvn',
    command: 'mvn',
    ecosystem: 'maven',
    publish: (shelf) => shelf.publish(...mavenFiles({ group: 'org.example.demo', artifact: 'demo-lib', version: '1.0' })),
    install: (shop, folder, env) => {
      // Plugins come from Maven Central, once; the artifact comes anew each time.
      shop.clear('maven/org/example');
      const own = { ...env, JAVA_TOOL_OPTIONS: `-Duser.home=${env.HOME}` };
      const args = ['-B', '-ntp', `-Dmaven.repo.local=${join(shop.directory, 'maven')}`, COPY, '-DoutputDirectory=lib'];
      return shop.run(folder, 'mvn', args, own);
    },
    project: {
      'pom.xml':
        '<project><modelVersion>4.0.0</modelVersion><groupId>c</groupId><artifactId>c</artifactId><version>1</version><dependencies><dependency><groupId>org.example.demo</groupId><artifactId>demo-lib</artifactId><version>1.0</version></dependency></dependencies></project>',
    },
    file: (prefix) => `${prefix}/maven/org/example/demo/demo-lib/1.0/demo-lib-1.0.jar`,
  },
  {
    client: 'gradle',
    command: 'gradle',
    ecosystem: 'maven',
    publish: (shelf) => shelf.publish(...mavenFiles({ group: 'org.example.demo', artifact: 'demo-lib', version: '1.0' })),
    install: (shop, folder, env) => {
      const lines = [
        'configurations { wanted }',
        "dependencies { wanted 'org.example.demo:demo-lib:1.0' }",
        "task fetch(type: Copy) { from configurations.wanted; into 'lib' }",
      ];
      appendFileSync(join(shop.directory, folder, 'build.gradle'), `${lines.join('\n')}\n`);
      return shop.run(folder, 'gradle', ['--no-daemon', 'fetch'], { ...env, GRADLE_USER_HOME: `${env.HOME}/.gradle` });
    },
    project: { 'settings.gradle': '' },
    file: (prefix) => `${prefix}/maven/org/example/demo/demo-lib/1.0/demo-lib-1.0.jar`,
  },
];

const ENV = {
  BUNDLE_SILENCE_ROOT_WARNING: '1',
  LANG: 'C.UTF-8',
  COMPOSER_ALLOW_SUPERUSER: '1',
  COMPOSER_MEMORY_LIMIT: '-1',
  NO_COLOR: '1',
};
const hasCommand = (command: string): boolean =>
  spawnSync(command, ['--version'], { env: { ...process.env, ...ENV } }).status === 0;

for (const subject of SUBJECTS) {
  describeWith(subject.command, hasCommand(subject.command), `${subject.client}, set up as told`, () => {
    let shelf: Shelf;
    let shop: Workshop;
    beforeAll(async () => {
      shop = new Workshop(ENV);
      shelf = await Shelf.open(subject.ecosystem);
      await subject.publish(shelf);
    });
    afterAll(async () => {
      await shelf.close();
      shop.remove();
    });

    /** A home and a project with the settings, as a person would write them. */
    function setUp(name: string, tier: string, secret: string): Readonly<Record<string, string>> {
      const home = join(shop.directory, name, 'home');
      for (const [file, text] of Object.entries(subject.project ?? {})) shop.write(`${name}/${file}`, text);
      for (const { file, text } of settingsFor(subject.client, { url: shelf.url, tier, holder: HOLDER })) {
        const path = file.startsWith('~/') ? join(home, file.slice(2)) : join(shop.directory, name, file);
        mkdirSync(dirname(path), { recursive: true });
        appendFileSync(path, `${text.replaceAll(TOKEN_PLACE, secret)}\n`);
      }
      // Rust is found by its own home, which the machine's settings may have moved.
      const rustup = process.env.RUSTUP_HOME ?? join(process.env.HOME ?? '', '.rustup');
      return {
        HOME: home,
        CARGO_HOME: join(home, '.cargo'),
        COMPOSER_HOME: join(home, '.config/composer'),
        ...(existsSync(rustup) && { RUSTUP_HOME: rustup }),
      };
    }

    test.each(PAID)('a token of tier %s is sent for index and file', async (tier) => {
      const env = setUp(tier, tier, token({ tier, holder: HOLDER }));
      shelf.requests.length = 0;
      expect(await subject.install(shop, tier, env)).toMatchObject({ code: 0 });
      const prefix = `/t/${tier}/${HOLDER}`;
      const unasked = shelf.requests.filter((line) => !line.endsWith(' 401'));
      expect(unasked.filter((line) => !/ (200|404)$/.test(line))).toEqual([]);
      expect(unasked.some((line) => line.includes(` ${prefix}/`))).toBe(true);
      expect(unasked.filter((line) => line.startsWith(`GET ${subject.file(prefix)}`))).not.toEqual([]);
    });

    test('a token that has expired installs nothing', async () => {
      const env = setUp('expired', PAID[0]!, token({ tier: PAID[0]!, holder: HOLDER, expires: 1_700_000_000 }));
      shelf.requests.length = 0;
      const { code } = await subject.install(shop, 'expired', env);
      expect([code === 0, shelf.requests.filter((line) => / 200$/.test(line))]).toEqual([false, []]);
    });
  });
}
