/** What real npm, Yarn and pnpm ask of the registry, with tokens and without, and provenance: what clients.test.ts leaves out. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { token } from '../functions/edge/harness';
import { npmPackage, type PackageJson, packedName } from '../helpers/npm-packages';
import type { Archive } from '../helpers/pypi-archives';
import { describeWith } from '../helpers/require-client';
import { CLIENTS, NodeProjects } from './support/node-clients';
import { Shelf } from './support/shelf';

const [NPM] = CLIENTS;
/** Of `sigstore` 2.0.0, which needs the packages below; any of these versions do. */
const PROVENANCE = readFileSync(join(__dirname, '../fixtures/signing/sigstore-2.0.0.npm-provenance.sigstore.json'));
const SIGSTORE_NEEDS = {
  '@sigstore/bundle': '2.0.0',
  '@sigstore/protobuf-specs': '0.2.1',
  '@sigstore/sign': '2.0.0',
  '@sigstore/tuf': '2.0.0',
};

const packed = async (manifest: PackageJson): Promise<Archive> => ({
  name: packedName(manifest),
  body: await npmPackage(manifest),
});
const lib = (version: string, more: object = {}) => packed({ name: '@demo/lib', version, ...more });
const app = (version: string) => packed({ name: 'demo-app', version, dependencies: { '@demo/lib': '^1.0.0' } });

describeWith('npm', spawnSync('npm', ['--version']).status === 0, 'npm’s clients', () => {
  let shelf: Shelf;
  let projects: NodeProjects;
  const npm = (folder: string, ...args: readonly string[]) => projects.run(NPM, folder, args);
  const ok = (text: string | RegExp = '') => ({ code: 0, output: expect.stringMatching(text) as string });

  beforeAll(async () => {
    shelf = await Shelf.open('npm');
    projects = new NodeProjects(`${shelf.url}/npm/`);
    for (const client of CLIENTS) await projects.install(client);
    for (const version of ['1.0.0', '1.1.0']) await shelf.publish(await lib(version));
    await shelf.publish(await lib('2.0.0', { publishConfig: { tag: 'next' } }));
    for (const version of ['0.1.0', '0.2.0']) await shelf.publish(await app(version));
  });
  afterAll(async () => {
    await shelf.close();
    projects.shop.remove();
  });

  describe.each(CLIENTS)('$name', (client) => {
    const folder = (name: string) => `${client.name}-${name}`;
    const add = (where: string, ...specs: readonly string[]) => projects.run(client, where, [...client.add, ...specs]);

    test('installs the newest version and what it depends on', async () => {
      projects.project(client, folder('newest'));
      expect(await add(folder('newest'), 'demo-app', '@demo/lib')).toMatchObject({ code: 0 });
      expect(await projects.require(folder('newest'), 'demo-app')).toBe('demo-app@0.2.0');
      expect(await projects.require(folder('newest'), '@demo/lib')).toBe('@demo/lib@1.1.0');
    });

    test('installs what a tag stands for', async () => {
      projects.project(client, folder('tag'));
      expect(await add(folder('tag'), '@demo/lib@next')).toMatchObject({ code: 0 });
      expect(await projects.require(folder('tag'), '@demo/lib')).toBe('@demo/lib@2.0.0');
    });
  });

  test('npm takes only files from here when it has a lock file', async () => {
    shelf.requests.length = 0;
    projects.shop.clear('npm-tag/node_modules');
    expect(await projects.run(NPM, 'npm-tag', ['ci', '--no-audit'], 'another')).toMatchObject({ code: 0 });
    expect(shelf.requests).toEqual(['GET /npm/@demo/lib/-/lib-2.0.0.tgz 200']);
  });

  test('npm finds no advisories, reaches the registry, and shows a package', async () => {
    expect(await npm('npm-newest', 'audit')).toEqual(ok('found 0 vulnerabilities'));
    expect(await npm('npm-newest', 'ping')).toEqual(ok('PONG'));
    expect(await npm('npm-newest', 'view', '@demo/lib', 'versions', 'dist-tags', '--json')).toEqual(ok(/"next": "2\.0\.0"/));
  });

  test('npm says that a package is not there', async () => {
    const { code, output } = await npm('npm-newest', 'install', '@demo/none');
    expect([code, output]).toEqual([1, expect.stringContaining('E404')]);
  });

  test.each(CLIENTS.filter(({ verifies }) => verifies))(
    '$name verifies the registry’s signatures, and finds one that is wrong',
    async ({ verifies, ...client }) => {
      const { args, words, invalid } = verifies!;
      const folder = `${client.name}-newest`;
      expect(await projects.run(client, folder, args)).toEqual(ok(words));
      const keys = ['full', 'abbr'].map((kind) => `index/npm/@demo/lib/${kind}.json`);
      const stored = keys.map((key) => shelf.objects.get(key)!);
      const other = JSON.parse(shelf.objects.get('index/npm/demo-app/full.json')!.body.toString()) as Packument;
      for (const object of stored) {
        const spoiled = JSON.parse(object.body.toString()) as Packument;
        spoiled.versions['1.1.0']!.dist.signatures = other.versions['0.2.0']!.dist.signatures;
        shelf.objects.set(object.key, { ...object, body: Buffer.from(JSON.stringify(spoiled)) });
      }
      const { code, output } = await projects.run(client, folder, args, `${folder}-spoiled`);
      for (const object of stored) shelf.objects.set(object.key, object);
      expect([code, output]).toEqual([1, expect.stringMatching(invalid)]);
    },
  );

  test('npm verifies provenance that npm’s own publishers made', async () => {
    const spec = 'sigstore@2.0.0';
    projects.shop.write('provenance/package.json', '{}');
    const name = (await projects.outside('provenance', 'pack', '--silent', spec)).trim().split('\n').at(-1)!;
    const archive = { name, body: readFileSync(join(projects.shop.directory, 'provenance', name)) };
    await shelf.publish({ ...archive, bundles: [PROVENANCE] });
    for (const [dependency, version] of Object.entries(SIGSTORE_NEEDS))
      await shelf.publish(await packed({ name: dependency, version }));
    projects.project(NPM, 'audited');
    expect(await npm('audited', 'install', spec)).toMatchObject({ code: 0 });
    const { code, output } = await npm('audited', 'audit', 'signatures');
    expect([code, output]).toEqual([
      0,
      expect.stringMatching(/5 packages have verified registry signatures.*1 package has a verified attestation/s),
    ]);
    expect(shelf.requests).toContain('GET /npm/-/npm/v1/attestations/sigstore@2.0.0 200');
  });

  describe('statuses', () => {
    afterAll(() => {
      shelf.setStatus('@demo/lib', '1.1.0', {});
    });

    test.each(CLIENTS.filter(({ name }) => !name.startsWith('Yarn')))(
      '$name does not choose a yanked version',
      async (client) => {
        shelf.setStatus('@demo/lib', '1.1.0', { yanked: 'broken' });
        projects.project(client, `${client.name}-yanked`);
        expect(await projects.run(client, `${client.name}-yanked`, [...client.add, '@demo/lib@^1.0.0'])).toMatchObject({
          code: 0,
        });
        expect(await projects.require(`${client.name}-yanked`, '@demo/lib')).toBe('@demo/lib@1.0.0');
      },
    );

    test.each(CLIENTS)('$name still installs one from a lock file', async (client) => {
      const folder = `${client.name}-newest`;
      projects.shop.clear(`${folder}/node_modules`);
      expect(await projects.run(client, folder, client.frozen, `${folder}-3`)).toMatchObject({ code: 0 });
      expect(await projects.require(folder, '@demo/lib')).toBe('@demo/lib@1.1.0');
    });
  });

  describe('with a token', () => {
    const setting = (secret: string) => `//${new URL(shelf.url).host}/npm/:_authToken=${secret}\n`;

    test('npm sends it with every request', async () => {
      shelf.requests.length = 0;
      projects.project(NPM, 'token', setting(token()));
      expect(await npm('token', 'install', '--no-audit', '@demo/lib@1.0.0')).toMatchObject({ code: 0 });
      expect(shelf.requests).toEqual(['GET /npm/@demo%2flib 200', 'GET /npm/@demo/lib/-/lib-1.0.0.tgz 200']);
    });

    test('below a tier’s prefix npm takes documents there and files by their plain URL, both with the token', async () => {
      shelf.requests.length = 0;
      const prefixed = `registry=${shelf.url}/t/gold/acme/npm/\n//${new URL(shelf.url).host}/:_authToken=${token()}\n`;
      projects.project(NPM, 'prefix', prefixed);
      expect(await npm('prefix', 'install', '--no-audit', '@demo/lib@1.0.0')).toMatchObject({ code: 0 });
      expect(shelf.requests).toEqual(['GET /t/gold/acme/npm/@demo%2flib 200', 'GET /npm/@demo/lib/-/lib-1.0.0.tgz 200']);
      const { output } = await npm('prefix', 'audit');
      expect([output, shelf.requests.at(-1)]).toEqual([
        expect.stringContaining('found 0 vulnerabilities'),
        'POST /t/gold/acme/npm/-/npm/v1/security/advisories/bulk 200',
      ]);
    });

    test.each(CLIENTS.slice(1))('$name sends it for any package, set as documented', async (client) => {
      const tokenLine = (secret: string) =>
        client.name === 'Yarn 4' ? `npmAuthToken: "${secret}"\nnpmAlwaysAuth: true\n` : `${setting(secret)}always-auth=true\n`;
      const add = [...client.add, 'demo-app'];
      projects.project(client, `${client.name}-token`, tokenLine(token()));
      expect(await projects.run(client, `${client.name}-token`, add)).toMatchObject({ code: 0 });
      shelf.requests.length = 0;
      projects.project(client, `${client.name}-guess`, tokenLine(token({}, 'guess')));
      expect(await projects.run(client, `${client.name}-guess`, add)).not.toMatchObject({ code: 0 });
      expect(shelf.requests).toContain('GET /npm/demo-app 401');
    });

    test('npm shows why one is refused', async () => {
      projects.project(NPM, 'guess', setting(token({}, 'guess')));
      const { code, output } = await npm('guess', 'install', '@demo/lib');
      expect([code, output]).toEqual([1, expect.stringContaining('E401')]);
    });
  });
});

interface Packument {
  readonly versions: Record<string, { readonly dist: { readonly integrity: string; signatures: unknown } }>;
}
