/**
 * Crates, Composer packages, Go modules and generic files, published and yanked by the `registry` command in a real deployment, fetched by real clients from the local
 * edge: what the tests of each client's documents leave out.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../domain/contracts/local-run';
import { GENERIC } from '../../domain/packages/generic';
import { freePort } from '../../local/cloud/ports';
import { startEdge } from '../../local/start/edge';
import { ROOT } from '../../local/start/layout';
import { SIGNER } from '../deploy/support/demo';
import { Deployed, STACK } from '../deploy/support/deployed';
import { eventually } from '../deploy/support/uploads';
import { dist } from '../helpers/composer-packages';
import { type Crate, crate } from '../helpers/crates';
import { moduleZip } from '../helpers/go-modules';
import type { Archive } from '../helpers/pypi-archives';
import { Workshop } from './support/client';
import { Go } from './support/go';
import { getFrom } from './support/http';

const PROJECTS = {
  cargo: ['demo-lib', 'demo-app'],
  composer: ['demo/lib'],
  generic: ['demo-tool'],
  go: ['example.org/Demo/lib'],
};
const REGISTRY = 'commons';
const registry = new Deployed({ strict: false });
let shop: Workshop;
let url: string;

function configFile(): string {
  const publishers = Object.entries(PROJECTS).flatMap(([ecosystem, projects]) =>
    projects.map((project) => ({ ecosystem, project, identities: [SIGNER] })),
  );
  const changes = JSON.stringify({ ecosystems: Object.keys(PROJECTS), publishers });
  const file = registry.assembly('ecosystems.config.ts');
  writeFileSync(
    file,
    `import example from '${join(ROOT, 'registry.config')}';\nexport default { ...example, ...${changes} } as typeof example;\n`,
  );
  return file;
}

beforeAll(async () => {
  await registry.open();
  const [port, adminPort] = [(await freePort(0))!, (await freePort(0))!];
  url = `http://127.0.0.1:${port}`;
  const app = registry.assembly('app');
  expect(await registry.world.synth(app, configFile(), url)).toMatchObject({ code: 0 });
  const bootstrap = ['bootstrap', `aws://${LOCAL_ACCOUNT}/${LOCAL_REGION}`, '--app', app];
  expect(await registry.world.cdk(...bootstrap)).toMatchObject({ code: 0 });
  expect(await registry.deploy('app')).toMatchObject({ code: 0 });
  await registry.readOutputs();
  const { endpoint } = registry.world.cloud;
  await startEdge(registry.world, { assembly: app, stack: STACK, endpoint, port, adminPort }, registry.world.env);
  const rustup = process.env.RUSTUP_HOME ?? join(process.env.HOME ?? '', '.rustup');
  shop = new Workshop({
    CARGO_NET_RETRY: '0',
    RUSTUP_HOME: rustup,
    CARGO_REGISTRIES_COMMONS_INDEX: `sparse+${url}/cargo/index/`,
  });
});
afterAll(async () => {
  shop.remove();
  await registry.close();
});

/** Signs and publishes one release. */
async function publish(archives: readonly Archive[], ...release: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(registry.world.layout.local, 'release-'));
  const files = archives.map(({ name, body }) => {
    writeFileSync(join(folder, name), body);
    return join(folder, name);
  });
  const authority = [
    '--test-authority',
    registry.world.layout.authority,
    '--identity',
    SIGNER.identity,
    '--issuer',
    SIGNER.issuer,
  ];
  expect(await registry.world.registry(['sign', ...files, ...authority])).toMatchObject({ code: 0 });
  expect(await registry.world.registry(['publish', ...files, ...release, '--stack', STACK])).toEqual({
    code: 0,
    output: expect.stringContaining('accepted: ') as string,
  });
}

const publishCrate = async (made: Crate): Promise<void> => publish([await crate(made)]);
const cargo = (project: string, ...args: readonly string[]) => shop.run(project, 'cargo', args);
function newProject(name: string, requirement: string): void {
  const dependency = `demo-app = { version = "${requirement}", registry = "${REGISTRY}" }`;
  shop.write(
    `${name}/Cargo.toml`,
    `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n${dependency}\n`,
  );
  shop.write(`${name}/src/main.rs`, 'fn main() { println!("{}", demo_app::greet()); }\n');
}
const app = (version: string): Crate => ({
  name: 'demo-app',
  version,
  manifest: ['[dependencies.demo_lib]', 'version = "1"', `registry-index = "sparse+${url}/cargo/index/"`],
  source: `pub fn greet() -> String { format!("app ${version}, {}", demo_lib::greet()) }\n`,
});

test('cargo builds the newest of two crates with its dependency, and an older one by its pin', async () => {
  await publishCrate({ name: 'demo_lib', version: '1.0.0+build.7' });
  await publishCrate(app('0.1.0'));
  await publishCrate(app('0.1.1'));
  newProject('newest', '0.1');
  expect(await cargo('newest', 'run')).toMatchObject({
    code: 0,
    output: expect.stringContaining('app 0.1.1, Hello from demo_lib 1.0.0+build.7') as string,
  });
  newProject('pinned', '=0.1.0');
  expect(await cargo('pinned', 'run')).toMatchObject({ code: 0, output: expect.stringContaining('app 0.1.0,') as string });
});

test('a yanked crate is not chosen any more, and its lock file still builds', async () => {
  const yank = ['yank', 'demo-app', '0.1.1', '--ecosystem', 'cargo', '--reason', 'broken', '--stack', STACK];
  expect(await registry.world.registry(yank)).toMatchObject({ code: 0 });
  const lines = async () => (await getFrom('127.0.0.2', `${url}/cargo/index/de/mo/demo-app`)).body;
  await eventually('the yank', 60_000, async () => (await lines()).includes('"yanked":true') || undefined);
  newProject('yanked', '0.1');
  expect(await cargo('yanked', 'run')).toMatchObject({ code: 0, output: expect.stringContaining('app 0.1.0,') as string });
  expect(await cargo('newest', 'run', '--locked')).toMatchObject({
    code: 0,
    output: expect.stringContaining('app 0.1.1,') as string,
  });
});

test('generic files are fetched and verified as the registry says', async () => {
  const files = [
    { name: 'tool+static.bin', body: Buffer.from('\u0000tool') },
    { name: 'GUIDE', body: Buffer.from('a guide\n') },
  ];
  await publish(files, '--ecosystem', 'generic', '--project', 'demo-tool', '--version', '1.0+a');
  const script = GENERIC.installText({ project: 'demo-tool', version: '1.0+a' }, url);
  expect(await shop.run('tool', 'sh', ['-c', script])).toEqual({ code: 0, output: 'GUIDE: OK\ntool+static.bin: OK\n' });
});

test('go gets a module whose path has capitals, not a yanked version, and what is yanked when named', async () => {
  const path = PROJECTS.go[0]!;
  const publishModule = (version: string) => publish([{ name: `${version}.zip`, body: moduleZip({ path, version }) }]);
  await publishModule('v1.0.0');
  await publishModule('v1.1.0');
  const go = new Go(url);
  const get = (name: string, version = '') => go.run(go.project(name), 'get', `${path}${version}`);
  const got = (version: string) => ({ code: 0, output: expect.stringContaining(`added ${path} ${version}`) as string });
  expect(await get('newest')).toEqual(got('v1.1.0'));
  const yank = ['yank', path, 'v1.1.0', '--ecosystem', 'go', '--reason', 'broken', '--stack', STACK];
  expect(await registry.world.registry(yank)).toMatchObject({ code: 0 });
  const list = async () => (await getFrom('127.0.0.2', `${url}/go/example.org/%21demo/lib/@v/list`)).body;
  await eventually('the yank', 60_000, async () => (await list()) === 'v1.0.0\n' || undefined);
  expect(await get('yanked')).toEqual(got('v1.0.0'));
  expect(await get('named', '@v1.1.0')).toEqual(got('v1.1.0'));
  go.remove();
});

test('Composer installs an archive from the address that its metadata names', async () => {
  await publish([dist({ name: 'demo/lib', version: '1.0.0+build.7', files: { 'src/lib.php': '<?php\n' } })]);
  const repositories = [{ type: 'composer', url: `${url}/composer` }, { 'packagist.org': false }];
  const require = { 'demo/lib': '^1.0' };
  shop.write('php/composer.json', JSON.stringify({ repositories, require, config: { 'secure-http': false } }));
  expect(await shop.run('php', 'composer', ['install', '--no-interaction'], { COMPOSER_ALLOW_SUPERUSER: '1' })).toMatchObject({
    code: 0,
    output: expect.stringContaining('Installing demo/lib (1.0.0+build.7)') as string,
  });
});
