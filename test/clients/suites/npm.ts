/** npm, Yarn 1, Yarn 4 and pnpm take packages by their packuments; signatures of the registry's key verify. */
import { npmPackage, type PackageJson, packedName } from '../../helpers/npm-packages';
import type { Archive } from '../../helpers/pypi-archives';
import { CLIENTS, NodeProjects, OTHERS } from '../support/node-clients';
import { type ClientRegistry, digest, fails, ok } from '../support/registry';

/** Of the public registry: small, one of a scope, one with a dependency. */
const FOREIGN = ['ms@2.1.3', 'is-odd@3.0.1', 'is-number@6.0.0', '@sindresorhus/is@4.6.0'];
const nameOf = (spec: string): string => spec.replace(/@[^@]*$/, '');
export const NPM_PROJECTS = ['@demo/lib', 'demo-app', ...FOREIGN.map(nameOf)];
const [NPM] = CLIENTS;
const ALL = [...CLIENTS, ...OTHERS];

const packed = async (manifest: PackageJson): Promise<Archive> => ({
  name: packedName(manifest),
  body: await npmPackage(manifest),
});
const lib = (version: string, more: object = {}) => packed({ name: '@demo/lib', version, ...more });

export function npm(registry: ClientRegistry): void {
  describe('npm', () => {
    let projects: NodeProjects;
    const foreign = new Map<string, Archive>();
    const integrities = new Map<string, string>();

    registry.prepare(async () => {
      projects = new NodeProjects(`${registry.url}/npm/`);
      for (const client of ALL) await projects.install(client);
      for (const spec of FOREIGN) {
        projects.shop.write(`foreign/${spec}/package.json`, '{}');
        const [made] = JSON.parse(await projects.outside(`foreign/${spec}`, 'pack', '--silent', '--json', spec)) as [Packed];
        foreign.set(spec, { name: made.filename, body: projects.bytes(`foreign/${spec}/${made.filename}`) });
        integrities.set(spec, made.integrity);
      }
      const app = await packed({ name: 'demo-app', version: '2.0.0', dependencies: { '@demo/lib': '^1.0.0' } });
      const own = [await lib('1.0.0'), await lib('1.1.0'), app];
      await registry.publish(...[...own, ...foreign.values()].map((file) => ({ files: [file] })));
    });
    afterAll(() => {
      projects.shop.remove();
    });

    describe.each(ALL)('$name', (client) => {
      const folder = (name: string) => `${client.name}-${name}`;
      const add = (where: string, ...specs: readonly string[]) => projects.run(client, where, [...client.add, ...specs]);

      test('installs the newest version, and a package with its dependency on another', async () => {
        projects.project(client, folder('newest'));
        expect(await add(folder('newest'), 'demo-app', '@demo/lib')).toMatchObject({ code: 0 });
        expect(await projects.require(folder('newest'), 'demo-app')).toBe('demo-app@2.0.0');
        expect(await projects.require(folder('newest'), '@demo/lib')).toBe('@demo/lib@1.1.0');
      });

      test('installs the older version by its pin, and again from the lock file in an empty cache', async () => {
        projects.project(client, folder('pinned'));
        expect(await add(folder('pinned'), '@demo/lib@1.0.0')).toMatchObject({ code: 0 });
        // Yarn 4 keeps a checksum of its own.
        const integrity = `sha512-${Buffer.from(digest((await lib('1.0.0')).body, 'sha512'), 'hex').toString('base64')}`;
        if (client.name !== 'Yarn 4') expect(projects.read(`${folder('pinned')}/${client.lockFile}`)).toContain(integrity);
        projects.shop.clear(`${folder('pinned')}/node_modules`);
        expect(await projects.run(client, folder('pinned'), client.frozen, folder('empty'))).toMatchObject({ code: 0 });
        expect(await projects.require(folder('pinned'), '@demo/lib')).toBe('@demo/lib@1.0.0');
      });

      test('installs packages that nobody here wrote', async () => {
        projects.project(client, folder('foreign'));
        expect(await add(folder('foreign'), 'ms', 'is-odd', '@sindresorhus/is@4')).toMatchObject({ code: 0 });
        const run = await projects.shop.run(folder('foreign'), 'node', ['-p', "[require('ms')('1h'), require('is-odd')(3)]"]);
        expect(run.output).toBe('[ 3600000, true ]\n');
      });
    });

    test('packages of others keep the integrity that their own registry gives', async () => {
      const ours = async (spec: string): Promise<string> => {
        const { versions } = (await (await fetch(`${registry.url}/npm/${nameOf(spec)}`)).json()) as Packument;
        return Object.values(versions)[0]!.dist.integrity;
      };
      expect(await Promise.all(FOREIGN.map(ours))).toEqual(FOREIGN.map((spec) => integrities.get(spec)));
    });

    test.each(ALL.filter(({ verifies }) => verifies))('$name verifies the signatures of the registry', async (client) => {
      const { words } = client.verifies!;
      expect(await projects.run(client, `${client.name}-newest`, client.verifies!.args)).toEqual(ok(words));
    });

    test('a blocked version fails for those whose lock file has it, others are chosen', async () => {
      const places = { index: '/npm/@demo/lib', file: '/npm/@demo/lib/-/lib-1.1.0.tgz' };
      await registry.whileBlocked({ ecosystem: 'npm', project: '@demo/lib', version: '1.1.0' }, places, async () => {
        for (const client of ALL) {
          const folder = `${client.name}-newest`;
          projects.shop.clear(`${folder}/node_modules`);
          fails(await projects.run(client, folder, client.frozen, `${folder}-blocked`), '451');
          projects.project(client, `${client.name}-blocked`);
          const chosen = await projects.run(client, `${client.name}-blocked`, [...client.add, '@demo/lib@^1.0.0']);
          expect(chosen).toMatchObject({ code: 0 });
          expect(await projects.require(`${client.name}-blocked`, '@demo/lib')).toBe('@demo/lib@1.0.0');
        }
      });
      for (const client of ALL)
        expect(await projects.run(client, `${client.name}-newest`, client.frozen, `${client.name}-unblocked`)).toMatchObject({
          code: 0,
        });
    });

    describe('when a version is deprecated', () => {
      const inPackument = (text: string) => ({
        path: '/npm/@demo/lib',
        when: (body: string) => body.includes(`"deprecated":"${text}"`),
      });
      const release = { ecosystem: 'npm', project: '@demo/lib', version: '1.1.0' } as const;
      beforeAll(() => registry.change('deprecate', release, ['--reason', 'Loses data.'], inPackument('Loses data.')));

      test.each(CLIENTS)('$name shows it', async (client) => {
        projects.project(client, `${client.name}-deprecated`);
        const folder = `${client.name}-deprecated`;
        const installed = await projects.run(client, folder, [...client.add, '@demo/lib@1.1.0']);
        expect(installed).toMatchObject({ code: 0 });
        const { output } = client.deprecations ? await projects.run(client, folder, client.deprecations) : installed;
        expect(output).toMatch(client.deprecated);
      });

      test('npm and pnpm choose another, and a lock file still installs it', async () => {
        for (const client of CLIENTS.filter(({ name }) => !name.startsWith('Yarn'))) {
          const folder = `${client.name}-range`;
          projects.project(client, folder);
          expect(await projects.run(client, folder, [...client.add, '@demo/lib@^1.0.0'])).toMatchObject({ code: 0 });
          expect(await projects.require(folder, '@demo/lib')).toBe('@demo/lib@1.0.0');
          projects.shop.clear(`${client.name}-newest/node_modules`);
          const frozen = await projects.run(client, `${client.name}-newest`, client.frozen, `${client.name}-locked`);
          expect(frozen).toMatchObject({ code: 0 });
          expect(await projects.require(`${client.name}-newest`, '@demo/lib')).toBe('@demo/lib@1.1.0');
        }
      });
    });

    // Yarn 4 holds a file to its lock file alone, the others to the document as well.
    test('all fail on a file that is not the one of the lock file', async () => {
      await registry.replaceFile('npm', '@demo/lib', '1.0.0', await lib('1.0.0', { description: 'evil' }));
      for (const client of ALL) {
        const folder = `${client.name}-pinned`;
        projects.shop.clear(`${folder}/node_modules`);
        fails(await projects.run(client, folder, client.frozen, `${folder}-tampered`), client.tampered);
      }
      projects.project(NPM, 'npm-no-lock');
      fails(await projects.run(NPM, 'npm-no-lock', [...NPM.add, '@demo/lib@1.0.0']), NPM.tampered);
    });
  });
}

interface Packed {
  readonly filename: string;
  readonly integrity: string;
}

interface Packument {
  readonly versions: Record<string, { readonly dist: { readonly integrity: string } }>;
}
