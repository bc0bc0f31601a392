import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Processes, Stopped } from '../../../local/cloud/processes';
import { checkConfiguration } from '../../../local/start/configuration';
import { prepareFolders } from '../../../local/start/folders';
import { layoutOf, ROOT } from '../../../local/start/layout';

let folder: string;
const chosen = process.env.REGISTRY_CONFIG;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
  process.env.REGISTRY_CONFIG = join(folder, 'my.config.ts');
});
afterEach(() => {
  if (chosen === undefined) delete process.env.REGISTRY_CONFIG;
  else process.env.REGISTRY_CONFIG = chosen;
  rmSync(folder, { recursive: true });
});

async function check(config: string, processes = new Processes()): Promise<void> {
  writeFileSync(join(folder, 'my.config.ts'), config);
  const layout = layoutOf(ROOT, join(folder, 'local'));
  prepareFolders(layout);
  await checkConfiguration({ processes, layout });
}

const VALID = `export default {
  foundation: 'Example', registry: 'example', costCentre: 'C', ownerEmail: 'me@foundation.example', budget: { monthlyUsd: 50 },
};`;

test('a configuration without problems passes', async () => {
  await expect(check(VALID)).resolves.toBeUndefined();
});

test('all problems are shown, however many they are', async () => {
  const unknown = Array.from({ length: 30 }, (_, i) => `field${i}`);
  const shown = await check(VALID.replace('\n}', `\n${unknown.map((name) => `${name}: 1,`).join(' ')}\n}`)).catch(String);
  expect(shown).toMatch(/^Error: \S+my\.config\.ts has 30 problems:\n\n/);
  expect([...shown!.matchAll(/^ {2}(field\d+)$/gm)].map(([, name]) => name)).toEqual(unknown);
});

test('who asks to stop meanwhile is not told of problems', async () => {
  const processes = new Processes();
  await processes.stop();
  await expect(check('', processes)).rejects.toThrow(Stopped);
});
