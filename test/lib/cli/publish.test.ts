import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseUploadKey } from '../../../domain/contracts/keys';
import type { Manifest } from '../../../domain/contracts/release';
import { run } from '../../../lib/cli/program';
import { type FakeWorld, fakeWorld } from './fake-world';
import { ACCEPTED, ACCEPTED_TEXT, REFUSED, REFUSED_TEXT } from './verdicts';

let dist: string;
let world: FakeWorld;
beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), 'dist-'));
  world = fakeWorld();
});
afterEach(() => {
  rmSync(dist, { recursive: true });
});

const write = (name: string, content = name): string => {
  const path = join(dist, name);
  writeFileSync(path, content);
  return path;
};

function writeRelease(): void {
  for (const name of ['demo-1.0.tar.gz', 'demo-1.0-py3-none-any.whl']) {
    write(name);
    write(`${name}.sigstore.json`, '{}');
  }
}

const uploadedKeys = (): string[] => [...world.store.objects.keys()].filter((key) => key.startsWith('uploads/'));
const uploadName = (): string => parseUploadKey(uploadedKeys()[0]!)!.upload;
const decide = (verdict: object): void => {
  world.store.put(`verdicts/pypi/demo/${uploadName()}.json`, JSON.stringify({ ...verdict, upload: uploadName() }));
};
const publish = (...more: string[]) => run(['publish', dist, '--stack', 'example-registry', ...more], world);

test('files and bundles are created, release.json last, and the verdict is printed', async () => {
  writeRelease();
  world.onSleep = (count) => {
    if (count === 3) decide(ACCEPTED);
  };
  expect(await publish()).toBe(0);
  const prefix = `uploads/pypi/demo/${uploadName()}/`;
  expect(uploadName()).toMatch(/^1-0-[0-9a-f]{12}-abababab$/);
  expect(uploadedKeys()).toEqual([
    `${prefix}demo-1.0-py3-none-any.whl`,
    `${prefix}demo-1.0.tar.gz`,
    `${prefix}demo-1.0-py3-none-any.whl.sigstore.json`,
    `${prefix}demo-1.0.tar.gz.sigstore.json`,
    `${prefix}release.json`,
  ]);
  const manifest = JSON.parse(world.store.objects.get(`${prefix}release.json`)!.body.toString()) as Manifest;
  expect([manifest.schema, manifest.ecosystem, manifest.project, manifest.version]).toEqual([1, 'pypi', 'demo', '1.0']);
  expect(manifest.files.map(({ name, size }) => [name, size])).toEqual([
    ['demo-1.0-py3-none-any.whl', 25],
    ['demo-1.0.tar.gz', 15],
  ]);
  expect(world.printed).toEqual([ACCEPTED_TEXT]);
  expect(world.notes).toEqual([
    `uploading demo-1.0-py3-none-any.whl, demo-1.0.tar.gz as ${uploadName()}`,
    'uploaded; waiting for the verdict',
  ]);
  expect(world.slept).toEqual([2000, 2000, 2000]);
  expect(world.bars).toEqual([
    '[--------------------] 0.0 of 0.0 MiB, demo-1.0-py3-none-any.whl',
    '[###########---------] 0.0 of 0.0 MiB, demo-1.0.tar.gz',
    '[##################--] 0.0 of 0.0 MiB, demo-1.0-py3-none-any.whl.sigstore.json',
    '[###################-] 0.0 of 0.0 MiB, demo-1.0.tar.gz.sigstore.json',
    '',
  ]);
});

test('refused: exit code 1, with code, reason and what to change', async () => {
  writeRelease();
  world.onSleep = () => {
    decide(REFUSED);
  };
  expect(await publish()).toBe(1);
  expect(world.printed).toEqual([REFUSED_TEXT.replace(REFUSED.upload, uploadName())]);
});

test('--json prints the verdict and nothing else on standard output', async () => {
  writeRelease();
  world.onSleep = () => {
    decide(REFUSED);
  };
  expect(await publish('--json')).toBe(1);
  expect(world.printed.map((text) => JSON.parse(text) as unknown)).toEqual([{ ...REFUSED, upload: uploadName() }]);
});

test('no verdict in time: nothing is lost, and how to ask later', async () => {
  writeRelease();
  expect(await publish('--timeout', '10')).toBe(1);
  expect(world.slept).toEqual([2000, 2000, 2000, 2000, 2000]);
  expect(world.notes.at(-1)).toBe(
    `No verdict after 10 seconds. The upload is complete and nothing is lost; ask later with: npx registry status ${uploadName()} --ecosystem pypi --project demo --stack example-registry`,
  );
});

test('a repeated create finds its own object: no harm', async () => {
  writeRelease();
  const create = world.store.create.bind(world.store);
  world.store.create = async (key, body, type) => {
    await create(key, body, type);
    return create(key, body, type);
  };
  world.onSleep = () => {
    decide(ACCEPTED);
  };
  expect(await publish()).toBe(0);
});

test('an upload that breaks off is never committed', async () => {
  writeRelease();
  const create = world.store.create.bind(world.store);
  world.store.create = (key, body, type) =>
    key.endsWith('.sigstore.json')
      ? Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))
      : create(key, body, type);
  expect(await publish()).toBe(1);
  expect(uploadedKeys().some((key) => key.endsWith('release.json'))).toBe(false);
  expect(world.notes.at(-1)).toBe(
    "Nothing answers at the registry's address; a local one is started with 'npm start' and runs until it is stopped (Error: connect)",
  );
});

test('files without bundles are all named, before anything is uploaded', async () => {
  const files = [write('demo-1.0-py3-none-any.whl'), write('demo-1.0.tar.gz')];
  expect(await publish()).toBe(1);
  expect(world.notes).toEqual([
    `No bundle for ${files.join(', ')}; sign each file so that '<file>.sigstore.json' lies beside it, e.g. with 'python -m sigstore sign <file>'`,
  ]);
  expect(world.places).toEqual([]);
});

test('files of two releases are refused before anything is uploaded', async () => {
  writeRelease();
  write('demo-1.1.tar.gz');
  expect(await publish()).toBe(1);
  expect(world.notes).toEqual([
    'The files must be of one release, got 2: demo 1.0 (demo-1.0-py3-none-any.whl, demo-1.0.tar.gz); demo 1.1 (demo-1.1.tar.gz); publish each release by itself',
  ]);
  expect(world.store.objects.size).toBe(0);
});

test('what else lies in the folder is named and left out', async () => {
  writeRelease();
  const notes = write('notes.txt');
  world.onSleep = () => {
    decide(ACCEPTED);
  };
  expect(await publish()).toBe(0);
  expect(world.notes[0]).toBe(`not a package, left out: ${notes}`);
  expect(uploadedKeys()).toHaveLength(5);
});

test.each([
  [['--sign-with-test-authority'], '--sign-with-test-authority needs --local: no other registry believes the test authority'],
  [['--identity', 'x', '--issuer', 'y'], '--identity and --issuer need --sign-with-test-authority'],
])('%j makes no sense: exit code 2', async (options, message) => {
  writeRelease();
  expect(await publish(...options)).toBe(2);
  expect(world.notes).toEqual([message]);
});
