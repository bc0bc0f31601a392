/** What a package's page tells people to type, typed as it stands there: once for each client that the page names. */
import { join } from 'node:path';
import { INSTALL_CLIENTS, type InstallClient, installText } from '../../../domain/site/install';
import { describeWith } from '../../helpers/require-client';
import { type Outcome, Workshop } from '../support/client';
import { Pool } from '../support/pool';
import { type ClientRegistry, ok } from '../support/registry';
import {
  CLIENT_ENV,
  homesOf,
  isHere,
  pathOf,
  publishTiered,
  TIER_CLIENTS,
  type TierClient,
  tieredRelease,
} from '../support/tier-clients';

interface Try {
  /** Its name among the clients of tiers. */
  readonly client: string;
  /** Files of the project in which it is typed. @default - those of that client */
  readonly project?: Readonly<Record<string, string>>;
  /** A file that the line is for, and not the terminal. */
  readonly file?: string;
  /** What people have done before, at the terminal. */
  readonly before?: string;
  /** A command that shows what came. @default - what the line prints shows it */
  readonly after?: string;
  readonly shows: string | RegExp;
}

const CARGO_PROJECT = {
  'Cargo.toml': '[package]\nname = "consumer"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n',
  'src/main.rs': 'fn main() {}\n',
};
const GRADLE_TASK =
  "\nconfigurations { implementation }\ntask fetch(type: Copy) { from configurations.implementation; into 'lib' }\n";

/** curl's line is tried in `generic.ts`. */
const TRIES: Readonly<Record<string, Try>> = {
  pip: { client: 'pip', before: 'python3 -m venv .venv', shows: 'Successfully installed tiered-1.0.0' },
  uv: { client: 'uv', before: 'uv venv', shows: '+ tiered==1.0.0' },
  npm: { client: 'npm', after: 'node -p "require(\'tiered\')"', shows: 'tiered@1.0.0' },
  pnpm: { client: 'pnpm', after: 'node -p "require(\'tiered\')"', shows: 'tiered@1.0.0' },
  Cargo: { client: 'cargo', project: CARGO_PROJECT, after: 'cargo build', shows: /Compiling tiered v1\.0\.0/ },
  Maven: { client: 'mvn', project: {}, after: 'find repository -name "tiered-*.jar"', shows: 'tiered-1.0.0.jar' },
  Gradle: {
    client: 'gradle',
    file: 'build.gradle',
    project: { 'settings.gradle': '', 'build.gradle': GRADLE_TASK },
    after: 'gradle --no-daemon -q fetch && ls lib',
    shows: 'tiered-1.0.0.jar',
  },
  gem: { client: 'gem', shows: 'Successfully installed tiered-1.0.0' },
  Bundler: { client: 'bundler', before: 'bundle init', after: 'bundle info tiered', shows: 'tiered (1.0.0)' },
  Composer: {
    client: 'composer',
    // What is said for users is a registry with TLS; the one here has none.
    before: 'echo "{}" > composer.json && composer config secure-http false',
    after: 'composer show demo/tiered',
    shows: /versions : \* 1\.0\.0/,
  },
  go: { client: 'go', shows: /added example\.org\/demo\/tiered v1\.0\.0/ },
};

const AT_ONCE = 2;

export function installLines(registry: ClientRegistry): void {
  describe("the line on a package's page", () => {
    const shop = new Workshop(CLIENT_ENV);
    const pool = new Pool(AT_ONCE);
    const runs = new Map<string, Promise<Outcome>>();
    const clients = INSTALL_CLIENTS.filter(({ name }) => name !== 'curl');
    const clientOf = ({ name }: InstallClient): TierClient => TIER_CLIENTS.find((each) => each.name === TRIES[name]!.client)!;

    registry.prepare(async () => {
      const here = clients.filter((client) => isHere(clientOf(client)));
      for (const client of here) await clientOf(client).prepare?.();
      await publishTiered(registry);
      for (const client of here)
        runs.set(
          client.name,
          pool.begin(() => typed(client)),
        );
    });
    afterAll(() => {
      shop.remove();
    });

    function typed(client: InstallClient): Promise<Outcome> {
      const { project = clientOf(client).project ?? {}, file, before, after } = TRIES[client.name]!;
      const { name: folder, ecosystem, setting, settingFirst } = client;
      const files = new Map(Object.entries(project));
      const add = (name: string, text: string) => files.set(name, `${files.get(name) ?? ''}${text}\n`);
      const first = settingFirst && setting?.(registry.url);
      if (first) add(first.file, first.text);
      const line = installText(client, tieredRelease(ecosystem), registry.url);
      if (file !== undefined) add(file, line);
      for (const [name, text] of files) shop.write(`${folder}/${name}`, text);
      const script = [before, file === undefined ? line : undefined, after].filter((each) => each !== undefined);
      return shop.run(folder, 'sh', ['-c', script.join(' && ')], environment(folder));
    }

    function environment(folder: string) {
      const [homes, directory] = [homesOf(shop, folder), join(shop.directory, folder)];
      const [gems, repository] = [join(directory, 'gems'), join(directory, 'repository')];
      return {
        ...homes,
        PATH: `${join(directory, '.venv/bin')}:${pathOf(TIER_CLIENTS)}`,
        ...{ GEM_HOME: gems, GEM_PATH: gems, GRADLE_USER_HOME: `${homes.HOME}/.gradle` },
        ...{ GOMODCACHE: `${homes.HOME}/mod`, GOTOOLCHAIN: 'local', GONOSUMDB: '' },
        MAVEN_OPTS: `-Dmaven.repo.local=${repository} -Duser.home=${homes.HOME}`,
      };
    }

    for (const client of clients)
      describeWith(client.name, isHere(clientOf(client)), client.name, () => {
        test('installs the package', async () => {
          expect(await runs.get(client.name)).toEqual(ok(TRIES[client.name]!.shows));
        });
      });
  });
}
