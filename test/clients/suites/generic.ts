/** Files of no ecosystem, fetched with curl and checked with sha256sum, as the registry says. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorPath } from '../../../domain/contracts/http-errors';
import { GENERIC } from '../../../domain/packages/generic';
import { describeWith } from '../../helpers/require-client';
import { Workshop } from '../support/client';
import { BLOCKED, type ClientRegistry, fails } from '../support/registry';

const PROJECT = 'demo-tool';
export const GENERIC_PROJECTS = [PROJECT];
const FOUND = ['curl', 'sha256sum'].every((command) => spawnSync(command, ['--version']).status === 0);
/** A file that nobody here wrote. */
const FOREIGN = join(__dirname, '../../../node_modules/semver/LICENSE');

export function generic(registry: ClientRegistry): void {
  describeWith('curl and sha256sum', FOUND, 'generic', () => {
    const VERSIONS = ['1.9', '1.10+a'] as const;
    const shop = new Workshop({});
    const tool = (version: string) => ({ name: 'tool+static.bin', body: Buffer.from(`\u0000tool ${version}`) });
    const license = { name: 'LICENSE', body: readFileSync(FOREIGN) };
    const install = (version: string, folder = version) =>
      shop.run(folder, 'sh', ['-c', GENERIC.installText({ project: PROJECT, version }, registry.url)]);

    registry.prepare(() =>
      registry.publish(
        ...VERSIONS.map((version) => ({
          files: [tool(version), license],
          names: { ecosystem: 'generic', project: PROJECT, version } as const,
        })),
      ),
    );
    afterAll(() => {
      shop.remove();
    });

    test.each(VERSIONS)('fetches and verifies %s as the registry says', async (version) => {
      expect(await install(version)).toEqual({ code: 0, output: 'LICENSE: OK\ntool+static.bin: OK\n' });
      expect(readFileSync(join(shop.directory, version, 'tool+static.bin'))).toEqual(tool(version).body);
      expect(readFileSync(join(shop.directory, version, 'LICENSE'))).toEqual(license.body);
    });

    test('a blocked version is answered with the reason, others are fetched', async () => {
      const release = { ecosystem: 'generic', project: PROJECT, version: '1.10+a' } as const;
      const file = `/generic/${PROJECT}/1.10+a/tool+static.bin`;
      await registry.whileBlocked(release, { index: `/generic/${PROJECT}/index.json`, file }, async () => {
        fails(await install('1.10+a', 'blocked'), '451');
        const { output } = await shop.run('.', 'curl', ['-sS', `${registry.url}${file}`]);
        expect(output).toBe(`Blocked by law. ${BLOCKED} ${registry.url}${errorPath('BLOCKED_BY_LAW')}\n`);
        expect(await install('1.9', 'unblocked')).toMatchObject({ code: 0 });
      });
      expect(await install('1.10+a', 'unblocked')).toMatchObject({ code: 0 });
    });

    test('finds versions in the index, newest first, and a withdrawn one with its reason', async () => {
      const release = { ecosystem: 'generic', project: PROJECT, version: '1.10+a' } as const;
      const path = `/generic/${PROJECT}/index.json`;
      await registry.change('yank', release, ['--reason', 'loses data'], { path, when: (body) => body.includes('loses data') });
      const { output } = await shop.run('.', 'curl', ['-sS', `${registry.url}${path}`]);
      expect((JSON.parse(output) as { versions: object[] }).versions).toMatchObject([
        { version: '1.10+a', yanked: 'loses data' },
        { version: '1.9' },
      ]);
    });

    test('a file that is not the one in SHA256SUMS fails', async () => {
      await registry.replaceFile('generic', PROJECT, '1.9', { ...tool('1.9'), body: Buffer.from('evil') });
      fails(await install('1.9', 'tampered'), 'tool+static.bin: FAILED\n');
    });
  });
}
