/** A real cargo takes crates from the registry's sparse index: its own, and some that nobody here wrote. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { token } from '../functions/edge/harness';
import { crate } from '../helpers/crates';
import { describeWith } from '../helpers/require-client';
import { Workshop } from './support/client';
import { Shelf } from './support/shelf';

const REGISTRY = 'commons';
/** Crates of crates.io; cfg-if has dependencies of both kinds that are left out, itoa an optional one. */
const FOREIGN = { itoa: '1.0.15', 'cfg-if': '1.0.0', bitflags: '2.9.0' } as const;

describeWith('cargo', spawnSync('cargo', ['--version']).status === 0, 'cargo', () => {
  let shelf: Shelf;
  let shop: Workshop;
  const indexUrl = (prefix = '') => `sparse+${shelf.url}${prefix}/cargo/index/`;
  const cargo = (project: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    shop.run(project, 'cargo', args, { CARGO_REGISTRIES_COMMONS_INDEX: indexUrl(), ...env });
  const greeting = (call: string) => `fn main() { println!("{}", ${call}); }\n`;
  const newProject = (name: string, main: string, dependencies = '') => {
    shop.write(
      `${name}/Cargo.toml`,
      `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n${dependencies}`,
    );
    shop.write(`${name}/src/main.rs`, main);
  };
  const lib = (version: string) => crate({ name: 'demo_lib', version });
  const app = (version: string) =>
    crate({
      name: 'demo-app',
      version,
      manifest: ['[dependencies.renamed]', 'version = "1"', 'package = "demo_lib"', `registry-index = "${indexUrl()}"`],
      source: `pub fn greet() -> String { format!("app ${version}, {}", renamed::greet()) }\n`,
    });

  beforeAll(async () => {
    const toolchain = {
      CARGO_TERM_COLOR: 'never',
      RUSTUP_HOME: process.env.RUSTUP_HOME ?? join(process.env.HOME ?? '', '.rustup'),
    };
    shop = new Workshop({ CARGO_NET_RETRY: '0', CARGO_INCREMENTAL: '0', ...toolchain });
    shelf = await Shelf.open('cargo');
    for (const archive of [await lib('1.0.0'), await lib('1.1.0+build.7'), await app('0.1.0'), await app('0.2.0')]) {
      await shelf.publish(archive);
    }
  });
  afterAll(async () => {
    await shelf.close();
    shop.remove();
  });

  test('adds the newest version by its normalised name, builds it with its dependency, and runs it', async () => {
    newProject('newest', greeting('demo_app::greet()'));
    expect(await cargo('newest', ['add', '--registry', REGISTRY, 'demo-app'])).toMatchObject({ code: 0 });
    const { code, output } = await cargo('newest', ['run']);
    expect([code, output]).toEqual([0, expect.stringContaining('app 0.2.0, Hello from demo_lib 1.1.0+build.7')]);
    expect(readFileSync(join(shop.directory, 'newest/Cargo.lock'), 'utf8')).toContain(`source = "${indexUrl()}"`);
  });

  test('finds a crate whose name has another spelling', async () => {
    newProject('spelling', greeting('demo_lib::greet()'));
    expect(await cargo('spelling', ['add', '--registry', REGISTRY, 'demo-lib'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('translating `demo-lib` to `demo_lib`') as string,
    });
  });

  test('installs the older version by its pin, and builds again from the lock file in an empty cache', async () => {
    newProject('pinned', greeting('demo_lib::greet()'), `demo_lib = { version = "=1.0.0", registry = "${REGISTRY}" }\n`);
    expect(await cargo('pinned', ['run'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('demo_lib 1.0.0') as string,
    });
    const empty = { CARGO_HOME: join(shop.directory, 'empty') };
    expect(await cargo('pinned', ['run', '--locked'], empty)).toMatchObject({ code: 0 });
  });

  test('asks again with the ETag, and gets nothing', async () => {
    shelf.requests.length = 0;
    expect(await cargo('pinned', ['update'])).toMatchObject({ code: 0 });
    expect(shelf.requests).toEqual(['GET /cargo/index/config.json 200', 'GET /cargo/index/de/mo/demo_lib 304']);
  });

  test('a missing crate is reported as such', async () => {
    newProject('missing', greeting('1'), `no-such-crate = { version = "1", registry = "${REGISTRY}" }\n`);
    expect(await cargo('missing', ['fetch'])).toMatchObject({
      code: 101,
      output: expect.stringContaining('no matching package named `no-such-crate` found') as string,
    });
  });

  test('a yanked version is not chosen any more, and a lock file may still have it', async () => {
    shelf.setStatus('demo-lib', '1.1.0+build.7', { yanked: 'broken' });
    newProject('yanked', greeting('demo_lib::greet()'), `demo_lib = { version = "1", registry = "${REGISTRY}" }\n`);
    expect(await cargo('yanked', ['run'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('demo_lib 1.0.0') as string,
    });
    const locked = await cargo('newest', ['run', '--locked'], { CARGO_HOME: join(shop.directory, 'afresh') });
    expect(locked).toMatchObject({ code: 0, output: expect.stringContaining('demo_lib 1.1.0+build.7') as string });
    shelf.setStatus('demo-lib', '1.1.0+build.7', {});
  });

  test('a crate that is not the one in the index fails', async () => {
    const honest = await app('0.3.0');
    await shelf.publish(honest);
    const other = await crate({ name: 'demo-app', version: '0.3.0', source: 'pub fn greet() -> &\'static str { "evil" }\n' });
    shelf.replaceFile('demo-app', '0.3.0', { ...honest, body: other.body });
    newProject('tampered', greeting('demo_app::greet()'), `demo-app = { version = "=0.3.0", registry = "${REGISTRY}" }\n`);
    expect(await cargo('tampered', ['fetch'])).toMatchObject({
      code: 101,
      output: expect.stringContaining('failed to verify the checksum of `demo-app v0.3.0') as string,
    });
  });

  describe('below a tier’s prefix', () => {
    const prefix = '/t/gold/acme';
    const settings = (secret: string) => ({
      CARGO_REGISTRIES_COMMONS_INDEX: indexUrl(prefix),
      CARGO_REGISTRIES_COMMONS_TOKEN: secret,
      CARGO_REGISTRIES_COMMONS_CREDENTIAL_PROVIDER: 'cargo:token',
      CARGO_HOME: join(shop.directory, 'tier'),
    });
    beforeAll(() => {
      newProject('tier', greeting('demo_app::greet()'), `demo-app = { version = "=0.2.0", registry = "${REGISTRY}" }\n`);
    });

    test('a false token is refused in words', async () => {
      expect(await cargo('tier', ['fetch'], settings('false'))).toMatchObject({
        code: 101,
        output: expect.stringContaining('401') as string,
      });
    });

    test('the token is sent with every request, dependencies included, and all stay below the prefix', async () => {
      shelf.requests.length = 0;
      expect(await cargo('tier', ['run'], settings(token()))).toMatchObject({
        code: 0,
        output: expect.stringContaining('app 0.2.0, Hello from demo_lib 1.1.0+build.7') as string,
      });
      expect(shelf.requests.filter((line) => !line.startsWith(`GET ${prefix}/cargo/`))).toEqual([]);
      expect(shelf.requests.filter((line) => line.includes('.crate')).sort()).toEqual([
        `GET ${prefix}/cargo/crates/demo-app/demo-app-0.2.0.crate 200`,
        `GET ${prefix}/cargo/crates/demo_lib/demo_lib-1.1.0+build.7.crate 200`,
      ]);
    });
  });

  test('a crate of cargo package publishes as it is, and its dependency on this registry resolves', async () => {
    const manifest = [
      '[package]',
      'name = "made_by_cargo"',
      'version = "0.1.0"',
      'edition = "2021"',
      'rust-version = "1.70"',
      '[features]',
      'default = ["greeting"]',
      'greeting = ["dep:renamed"]',
      '[dependencies]',
      `renamed = { package = "demo_lib", version = "1", registry = "${REGISTRY}", optional = true }`,
      "[target.'cfg(windows)'.dependencies]",
      `demo-app = { version = "0.2", registry = "${REGISTRY}" }`,
    ];
    shop.write('made/Cargo.toml', `${manifest.join('\n')}\n`);
    shop.write('made/src/lib.rs', "pub fn greet() -> &'static str { renamed::greet() }\n");
    expect(await cargo('made', ['package', '--allow-dirty'])).toMatchObject({ code: 0 });
    const name = 'made_by_cargo-0.1.0.crate';
    await shelf.publish({ name, body: readFileSync(join(shop.directory, 'made/target/package', name)) });
    newProject('maker', greeting('made_by_cargo::greet()'), `made_by_cargo = { version = "0.1", registry = "${REGISTRY}" }\n`);
    expect(await cargo('maker', ['run'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('Hello from demo_lib') as string,
    });
    expect(await cargo('maker', ['vendor'])).toMatchObject({ code: 0 });
    expect(readdirSync(join(shop.directory, 'maker/vendor')).sort()).toEqual(['demo-app', 'demo_lib', 'made_by_cargo']);
  });

  test('crates of others publish and build unchanged', async () => {
    const wanted = Object.entries(FOREIGN);
    newProject(
      'foreign',
      greeting('itoa::Buffer::new().format(42u8)'),
      wanted.map(([name, version]) => `${name} = "=${version}"\n`).join(''),
    );
    // From outside, with the machine's own settings.
    const outside = { ...process.env, CARGO_HOME: join(shop.directory, 'outside') };
    expect(await shop.run('foreign', 'cargo', ['fetch'], outside)).toMatchObject({ code: 0 });
    const cache = join(shop.directory, 'outside/registry/cache');
    const files = readdirSync(cache).flatMap((folder) =>
      readdirSync(join(cache, folder)).map((name) => join(cache, folder, name)),
    );
    expect(files).toHaveLength(wanted.length);
    for (const file of files) await shelf.publish({ name: file.slice(file.lastIndexOf('/') + 1), body: readFileSync(file) });

    const own = wanted.map(([name, version]) => `${name} = { version = "=${version}", registry = "${REGISTRY}" }\n`).join('');
    newProject('foreign', greeting('itoa::Buffer::new().format(42u8)'), own);
    shop.write('foreign/Cargo.lock', '');
    expect(await cargo('foreign', ['run'])).toMatchObject({ code: 0, output: expect.stringMatching(/\n42\n$/) as string });
    expect(shelf.requests.filter((line) => line.includes('itoa-1.0.15.crate'))).toHaveLength(1);
  });
});
