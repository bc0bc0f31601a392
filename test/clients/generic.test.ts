/** Files of no ecosystem below a tier's prefix, and what is not there: what clients.test.ts leaves out. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { token } from '../functions/edge/harness';
import { describeWith } from '../helpers/require-client';
import { Workshop } from './support/client';
import { Shelf } from './support/shelf';

const FOUND = ['curl', 'sha256sum'].every((command) => spawnSync(command, ['--version']).status === 0);
/** A file that nobody here wrote. */
const FOREIGN = join(__dirname, '../../node_modules/semver/LICENSE');

describeWith('curl and sha256sum', FOUND, 'curl and sha256sum', () => {
  const PROJECT = 'demo-tool';
  let shelf: Shelf;
  let shop: Workshop;
  const files = (version: string) => [
    { name: 'tool+static.bin', body: Buffer.from(`\u0000tool ${version}`) },
    { name: 'LICENSE', body: readFileSync(FOREIGN) },
  ];
  const curl = (...args: readonly string[]) => shop.run('.', 'curl', ['-sS', ...args]);

  beforeAll(async () => {
    shop = new Workshop({});
    shelf = await Shelf.open('generic');
    for (const version of ['1.9', '1.10+a']) await shelf.publishAs({ project: PROJECT, version }, files(version));
  });
  afterAll(async () => {
    await shelf.close();
    shop.remove();
  });

  test('what is not there is 404', async () => {
    const missing = await curl('-f', '-o', '/dev/null', `${shelf.url}/generic/${PROJECT}/1.9/other.bin`);
    expect(missing).toEqual({ code: 22, output: 'curl: (22) The requested URL returned error: 404\n' });
  });

  test('below a tier’s prefix a token is needed, and relative links stay there', async () => {
    const below = `${shelf.url}/t/gold/acme/generic/${PROJECT}/`;
    expect(await curl('-f', '-o', '/dev/null', below)).toMatchObject({ code: 22 });
    const { output } = await curl('-u', `x:${token()}`, `${below}index.json`);
    const [newest] = (JSON.parse(output) as { versions: { sums: string }[] }).versions;
    const sums = new URL(newest!.sums, below).href;
    expect(await curl('-f', '-H', `Authorization: Bearer ${token()}`, sums)).toMatchObject({
      code: 0,
      output: expect.stringContaining('  LICENSE\n') as string,
    });
  });
});
