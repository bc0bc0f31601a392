/** What a real cargo asks of the sparse index, with a token and without: what clients.test.ts leaves out. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { token } from '../functions/edge/harness';
import { crate } from '../helpers/crates';
import { describeWith } from '../helpers/require-client';
import { Workshop } from './support/client';
import { Shelf } from './support/shelf';

const REGISTRY = 'commons';

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

  test('finds a crate whose name has another spelling', async () => {
    newProject('spelling', greeting('demo_lib::greet()'));
    expect(await cargo('spelling', ['add', '--registry', REGISTRY, 'demo-lib'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('translating `demo-lib` to `demo_lib`') as string,
    });
  });

  test('asks again with the ETag, and gets nothing', async () => {
    newProject('pinned', greeting('demo_lib::greet()'), `demo_lib = { version = "=1.0.0", registry = "${REGISTRY}" }\n`);
    expect(await cargo('pinned', ['fetch'])).toMatchObject({ code: 0 });
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
});
