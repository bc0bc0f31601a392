/** cargo takes crates from the sparse index. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { crate } from '../../helpers/crates';
import { describeWith } from '../../helpers/require-client';
import { Workshop } from '../support/client';
import { type ClientRegistry, digest, fails, ok } from '../support/registry';

/** Crates of crates.io; cfg-if has dependencies of both kinds that are left out, itoa an optional one. */
const FOREIGN = { itoa: '1.0.15', 'cfg-if': '1.0.0', bitflags: '2.9.0' } as const;
export const CARGO_PROJECTS = ['demo-lib', 'demo-app', ...Object.keys(FOREIGN)];
const REGISTRY = 'commons';

export function cargo(registry: ClientRegistry): void {
  describeWith('cargo', spawnSync('cargo', ['--version']).status === 0, 'cargo', () => {
    let shop: Workshop;
    const index = () => `sparse+${registry.url}/cargo/index/`;
    const run = (project: string, args: readonly string[], home = 'home') =>
      shop.run(project, 'cargo', args, { CARGO_REGISTRIES_COMMONS_INDEX: index(), CARGO_HOME: join(shop.directory, home) });
    const newProject = (name: string, call: string, dependencies: Readonly<Record<string, string>>) => {
      const lines = Object.entries(dependencies).map(
        ([crate, version]) => `${crate} = { version = "${version}", registry = "${REGISTRY}" }`,
      );
      const head = `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n`;
      shop.write(`${name}/Cargo.toml`, `${head}\n[dependencies]\n${lines.join('\n')}\n`);
      shop.write(`${name}/src/main.rs`, `fn main() { println!("{}", ${call}); }\n`);
    };
    const lib = (version: string) => crate({ name: 'demo_lib', version });
    const app = () =>
      crate({
        name: 'demo-app',
        version: '2.0.0',
        manifest: ['[dependencies.renamed]', 'version = "1"', 'package = "demo_lib"', `registry-index = "${index()}"`],
        source: 'pub fn greet() -> String { format!("app, {}", renamed::greet()) }\n',
      });

    registry.prepare(async () => {
      const rustup = process.env.RUSTUP_HOME ?? join(process.env.HOME ?? '', '.rustup');
      shop = new Workshop({ CARGO_NET_RETRY: '0', CARGO_INCREMENTAL: '0', CARGO_TERM_COLOR: 'never', RUSTUP_HOME: rustup });
      const own = [await lib('1.0.0'), await lib('1.1.0+build.7'), await app()];
      await registry.publish(...[...own, ...(await foreignCrates())].map((file) => ({ files: [file] })));
    });
    afterAll(() => {
      shop.remove();
    });

    /** Fetched by cargo with the machine's own settings. */
    async function foreignCrates() {
      const lines = Object.entries(FOREIGN).map(([name, version]) => `${name} = "=${version}"`);
      shop.write('outside/Cargo.toml', `[package]\nname = "outside"\nversion = "0.1.0"\n\n[dependencies]\n${lines.join('\n')}\n`);
      shop.write('outside/src/lib.rs', '');
      const home = join(shop.directory, 'outside-home');
      expect(await shop.run('outside', 'cargo', ['fetch'], { ...process.env, CARGO_HOME: home })).toMatchObject({ code: 0 });
      const cache = join(home, 'registry/cache');
      const files = readdirSync(cache).flatMap((folder) =>
        readdirSync(join(cache, folder)).map((name) => join(cache, folder, name)),
      );
      expect(files).toHaveLength(Object.keys(FOREIGN).length);
      return files.map((file) => ({ name: basename(file), body: readFileSync(file) }));
    }

    test('adds the newest version, builds it with its dependency on another crate, and runs it', async () => {
      newProject('newest', 'demo_app::greet()', {});
      expect(await run('newest', ['add', '--registry', REGISTRY, 'demo-app'])).toMatchObject({ code: 0 });
      expect(await run('newest', ['run'])).toEqual(ok('app, Hello from demo_lib 1.1.0+build.7'));
    });

    test('installs the older version by its pin, and builds again from the lock file in an empty cache', async () => {
      newProject('pinned', 'demo_lib::greet()', { demo_lib: '=1.0.0' });
      expect(await run('pinned', ['run'])).toEqual(ok('demo_lib 1.0.0'));
      const lock = readFileSync(join(shop.directory, 'pinned/Cargo.lock'), 'utf8');
      expect(lock).toContain(`checksum = "${digest((await lib('1.0.0')).body)}"`);
      expect(await run('pinned', ['run', '--locked'], 'empty')).toEqual(ok('demo_lib 1.0.0'));
    });

    test('builds crates that nobody here wrote, unchanged', async () => {
      newProject('foreign', 'itoa::Buffer::new().format(42u8)', FOREIGN);
      expect(await run('foreign', ['run'])).toEqual(ok(/\n42\n$/));
    });

    test('a blocked version is in no index: its lock file fails, others are chosen', async () => {
      const places = { index: '/cargo/index/de/mo/demo_lib', file: '/cargo/crates/demo_lib/demo_lib-1.1.0+build.7.crate' };
      const release = { ecosystem: 'cargo', project: 'demo-lib', version: '1.1.0+build.7' } as const;
      await registry.whileBlocked(release, places, async () => {
        fails(await run('newest', ['fetch', '--locked'], 'blocked'), 'demo_lib');
        newProject('blocked', 'demo_lib::greet()', { demo_lib: '1' });
        expect(await run('blocked', ['run'])).toEqual(ok('demo_lib 1.0.0'));
      });
      expect(await run('newest', ['fetch', '--locked'], 'unblocked')).toMatchObject({ code: 0 });
    });

    test('does not choose a yanked version any more, and a lock file still has it', async () => {
      const shows = { path: '/cargo/index/de/mo/demo_lib', when: (body: string) => body.includes('"yanked":true') };
      const release = { ecosystem: 'cargo', project: 'demo-lib', version: '1.1.0+build.7' } as const;
      await registry.change('yank', release, ['--reason', 'broken'], shows);
      newProject('yanked', 'demo_lib::greet()', { demo_lib: '1' });
      expect(await run('yanked', ['run'])).toEqual(ok('demo_lib 1.0.0'));
      expect(await run('newest', ['run', '--locked'], 'afresh')).toEqual(ok('demo_lib 1.1.0+build.7'));
    });

    test('fails on a crate that is not the one in the index', async () => {
      const evil = await crate({ name: 'demo_lib', version: '1.0.0', source: 'pub fn greet() -> &\'static str { "evil" }\n' });
      await registry.replaceFile('cargo', 'demo-lib', '1.0.0', evil);
      fails(await run('pinned', ['fetch', '--locked'], 'tampered'), 'failed to verify the checksum of `demo_lib v1.0.0');
    });
  });
}
