/**
 * A third-party project, signed by the test authority and published by the `registry` command, installed by a real pip; and what a
 * client meets that draws too much.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../domain/contracts/local-run';
import { freePort } from '../../local/cloud/ports';
import { startEdge } from '../../local/start/edge';
import { ROOT } from '../../local/start/layout';
import { SIGNER } from '../deploy/support/demo';
import { Deployed, STACK } from '../deploy/support/deployed';
import { eventually, sha256 } from '../deploy/support/uploads';
import { getFrom } from './support/http';
import { Pip } from './support/pip';

const SIX = 'six==1.17.0';
const LIMIT = 20;
const registry = new Deployed({ strict: false });
let pip: Pip;
let edge: { readonly url: string; readonly adminUrl: string };
/** The wheel and the sdist as their authors made them. */
let originals: string[];

/** The example with 20 requests a minute for anonymous clients. */
function configFile(mode: 'enforcement' | 'evaluation'): string {
  const file = registry.assembly(`${mode}.config.ts`);
  const lines = [
    `import { DEFAULT_TIERS } from '${join(ROOT, 'domain/tiers/defaults')}';`,
    `import example from '${join(ROOT, 'registry.config')}';`,
    'const [anonymous, ...others] = DEFAULT_TIERS;',
    `export default { ...example, tiers: [{ ...anonymous, requests: ${LIMIT}, windowSeconds: 60, mode: '${mode}' }, ...others] };`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

async function deploy(mode: 'enforcement' | 'evaluation'): Promise<void> {
  expect(await registry.world.synth(registry.assembly(mode), configFile(mode))).toMatchObject({ code: 0 });
  expect(await registry.deploy(mode)).toMatchObject({ code: 0 });
}

async function openEdge(assembly: string): Promise<typeof edge> {
  const [port, adminPort] = [(await freePort(0))!, (await freePort(0))!];
  const { endpoint } = registry.world.cloud;
  await startEdge(
    registry.world,
    { assembly: registry.assembly(assembly), stack: STACK, endpoint, port, adminPort },
    registry.world.env,
  );
  return { url: `http://127.0.0.1:${port}`, adminUrl: `http://127.0.0.1:${adminPort}` };
}

beforeAll(async () => {
  await registry.open();
  pip = await Pip.make(registry.world);
  await deployFirst();
  edge = await openEdge('enforcement');
  originals = [await pip.download(SIX, '--only-binary'), await pip.download(SIX, '--no-binary')];
});
afterAll(() => registry.close());

async function deployFirst(): Promise<void> {
  expect(await registry.world.synth(registry.assembly('enforcement'), configFile('enforcement'))).toMatchObject({ code: 0 });
  const bootstrap = ['bootstrap', `aws://${LOCAL_ACCOUNT}/${LOCAL_REGION}`, '--app', registry.assembly('enforcement')];
  expect(await registry.world.cdk(...bootstrap)).toMatchObject({ code: 0 });
  expect(await registry.deploy('enforcement')).toMatchObject({ code: 0 });
  await registry.readOutputs();
}

/** A folder with copies of the originals, for a publisher to work in. */
function workFolder(name: string): string[] {
  const folder = join(pip.directory, name);
  mkdirSync(folder);
  return originals.map((file) => {
    copyFileSync(file, join(folder, basename(file)));
    return join(folder, basename(file));
  });
}

const sign = async (files: readonly string[], identity = SIGNER.identity) => {
  const args = ['--test-authority', registry.world.layout.authority, '--identity', identity, '--issuer', SIGNER.issuer];
  expect(await registry.world.registry(['sign', ...files, ...args])).toMatchObject({ code: 0 });
};
const publish = (files: readonly string[]) => registry.world.registry(['publish', ...files, '--stack', STACK]);
const simple = () => `${edge.url}/pypi/simple/`;
const isolated = () => ['--index-url', simple(), '--no-deps', '--force-reinstall'];

describe('what must not become public', () => {
  const everythingPublic = async () =>
    Promise.all(
      originals
        .flatMap((file) => [`${simple()}six/`, `${edge.url}/pypi/files/six/${basename(file)}`])
        .map((url) => getFrom('127.0.0.9', url)),
    );

  afterEach(async () => {
    expect((await everythingPublic()).map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  test('unsigned files are not even sent', async () => {
    const files = workFolder('unsigned');
    expect(await publish(files)).toEqual({
      code: 1,
      output: expect.stringContaining(`No bundle for ${files.join(', ')}; sign each file`) as string,
    });
  });

  test('files signed by somebody else are refused, and the publisher reads who signed and who may', async () => {
    const files = workFolder('stranger');
    const stranger = 'https://github.com/somebody/else/.github/workflows/release.yml@refs/heads/main';
    await sign(files, stranger);
    const { code, output } = await publish(files);
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/refused: six.*SIGNER_NOT_ALLOWED in six-1\.17\.0.*Nothing was published/s),
    ]);
    expect(output).toContain(stranger);
    expect(output).toContain(SIGNER.identity);
  });

  test('a file changed after it was signed is refused', async () => {
    const files = workFolder('tampered');
    await sign(files);
    writeFileSync(files[0]!, Buffer.concat([readFileSync(files[0]!), Buffer.from('!')]));
    const { code, output } = await publish(files);
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/refused: six.*SIGNATURE_OTHER_FILE in six-1\.17\.0-py2\.py3-none-any\.whl/s),
    ]);
  });
});

describe('a third-party project', () => {
  test('is published as its authors made it', async () => {
    const files = workFolder('honest');
    await sign(files);
    const { code, output } = await publish(files);
    expect([code, output]).toEqual([0, expect.stringContaining('accepted: six 1.17.0, 2 files')]);
    for (const file of files) expect(output).toContain(`${basename(file)}  sha256:${sha256(readFileSync(file))}`);
  });

  test('its wheel installs with hash checking, and imports', async () => {
    // The edge may still hold the 404 of the tests before. Each look is another client's, so that none meets its limit.
    let looks = 0;
    const look = () => getFrom(`127.0.1.${++looks}`, `${simple()}six/`);
    await eventually('page of the project', 30_000, async () => (await look()).status === 200 || undefined);
    const { code, output } = await pip.pip([
      'install',
      ...isolated(),
      '--only-binary',
      ':all:',
      '--require-hashes',
      '-r',
      requirements(),
    ]);
    expect([code, output]).toEqual([0, expect.stringContaining('Successfully installed six-1.17.0')]);
    expect(output).toContain(edge.url);
    expect(await pip.python('-c', 'import six; print(six.__version__)')).toEqual({ code: 0, output: '1.17.0\n' });
  });

  test('its sdist installs with hash checking', async () => {
    // What builds an sdist comes from the public index; the project itself does not.
    expect(await pip.pip(['install', 'setuptools', 'wheel'], { fromOutside: true })).toMatchObject({ code: 0 });
    const build = ['--no-binary', ':all:', '--no-build-isolation'];
    const { code, output } = await pip.pip(['install', ...isolated(), ...build, '--require-hashes', '-r', requirements()]);
    expect([code, output]).toEqual([0, expect.stringMatching(/six-1\.17\.0\.tar\.gz.*Successfully installed six-1\.17\.0/s)]);
  });

  test('pip refuses a file whose hash is not the one that was locked', async () => {
    const file = join(pip.directory, 'wrong.txt');
    writeFileSync(file, `${SIX} --hash=sha256:${'0'.repeat(64)}\n`);
    const { code, output } = await pip.pip(['install', ...isolated(), '--require-hashes', '-r', file]);
    expect([code, output]).toEqual([1, expect.stringContaining('DO NOT MATCH THE HASHES')]);
  });

  test('the same version again is refused', async () => {
    const files = workFolder('again');
    await sign(files);
    expect(await publish(files)).toEqual({ code: 1, output: expect.stringContaining('VERSION_EXISTS') as string });
  });

  /** A lock file as `pip-compile --generate-hashes` writes it. */
  function requirements(): string {
    const file = join(pip.directory, 'requirements.txt');
    if (!existsSync(file))
      writeFileSync(file, `${SIX} ${originals.map((one) => `--hash=sha256:${sha256(readFileSync(one))}`).join(' ')}\n`);
    return file;
  }
});

describe(`the tier anonymous at ${LIMIT} requests a minute`, () => {
  const ask = (client: string) => getFrom(client, `${simple()}six/`);
  const askTimes = async (client: string, times: number) => {
    const answers = [];
    for (let i = 0; i < times; i++) answers.push(await ask(client));
    return answers;
  };

  test('answers the 21st request within the window with 429, and other addresses as ever', async () => {
    const statuses = (await askTimes('127.0.0.2', LIMIT)).map(({ status }) => status);
    expect(statuses).toEqual(Array(LIMIT).fill(200));
    const refused = await ask('127.0.0.2');
    expect([refused.status, refused.headers['retry-after'], refused.headers['content-type']]).toEqual([
      429,
      '30',
      'application/json',
    ]);
    expect(JSON.parse(refused.body)).toMatchObject({
      status: 429,
      rule: 'tier-anonymous',
      limit: LIMIT,
      window: 60,
      contact: 'infrastructure@foundation.example',
      detail: expect.stringContaining('get a token from infrastructure@foundation.example') as string,
    });
    expect((await ask('127.0.0.3')).status).toBe(200);
  });

  test('in evaluation blocks nothing, and shows what it would have blocked', async () => {
    await deploy('evaluation');
    edge = await openEdge('evaluation');
    const statuses = (await askTimes('127.0.0.2', 2 * LIMIT)).map(({ status }) => status);
    expect(statuses).toEqual(Array(2 * LIMIT).fill(200));
    const state = JSON.parse((await getFrom('127.0.0.1', `${edge.adminUrl}/state.json`)).body) as {
      distributions: { rules: { rule: string; counted: number; blocked: number }[] }[];
    };
    expect(state.distributions[0]!.rules.find(({ rule }) => rule === 'tier-anonymous')).toMatchObject({
      counted: LIMIT,
      blocked: 0,
    });
  });
});
