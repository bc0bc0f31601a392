/** Files of no ecosystem, fetched with curl and checked with sha256sum. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERIC } from '../../domain/packages/generic';
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
  /** What the registry tells a reader to type. */
  const install = (version: string) =>
    shop.run(version, 'sh', ['-c', GENERIC.installText({ project: PROJECT, version }, shelf.url)]);
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

  test.each(['1.9', '1.10+a'])('fetches and verifies %s as the registry says', async (version) => {
    expect(await install(version)).toEqual({ code: 0, output: 'LICENSE: OK\ntool+static.bin: OK\n' });
    expect(readFileSync(join(shop.directory, version, 'tool+static.bin'), 'latin1')).toBe(`\u0000tool ${version}`);
    expect(readFileSync(join(shop.directory, version, 'LICENSE'))).toEqual(readFileSync(FOREIGN));
  });

  test('finds versions in the index, newest first, and a withdrawn one with its reason', async () => {
    shelf.setStatus(PROJECT, '1.10+a', { yanked: 'loses data' });
    const index = JSON.parse((await curl(`${shelf.url}/generic/${PROJECT}/index.json`)).output) as { versions: object[] };
    expect(index.versions).toMatchObject([{ version: '1.10+a', yanked: 'loses data' }, { version: '1.9' }]);
    const { output } = await curl('-L', `${shelf.url}/generic/${PROJECT}`);
    expect(output).toContain('<h2>1.10+a</h2>\n<p><strong>Withdrawn</strong>: loses data</p>');
  });

  test('a file that is not the one in SHA256SUMS fails', async () => {
    await shelf.publishAs({ project: PROJECT, version: '2.0' }, files('2.0'));
    shelf.replaceFile(PROJECT, '2.0', { name: 'tool+static.bin', body: Buffer.from('evil') });
    const { code, output } = await install('2.0');
    expect([code, output]).toEqual([1, expect.stringContaining('tool+static.bin: FAILED\n')]);
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
