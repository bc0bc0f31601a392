import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseUploadKey } from '../../../domain/contracts/keys';
import type { AcceptedVerdict, Manifest, RefusedVerdict } from '../../../domain/contracts/release';
import { run } from '../../../lib/cli/program';
import { type FakeWorld, fakeWorld } from './fake-world';
import { ACCEPTED, REFUSED, REFUSED_TEXT } from './verdicts';

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
/** As the intake does: every committed upload gets a verdict, as long as it has none. */
const decide = (verdict: AcceptedVerdict | RefusedVerdict): void => {
  for (const key of uploadedKeys().filter((name) => name.endsWith('/release.json'))) {
    const { upload } = parseUploadKey(key)!;
    const { version, files } = JSON.parse(world.store.objects.get(key)!.body.toString()) as Manifest;
    const known = world.store.objects.has(`verdicts/pypi/demo/${upload}.json`);
    const released = files.map(({ name, sha256 }) => ({ name, sha256, path: `/pypi/files/demo/${name}` }));
    const decided = verdict.outcome === 'accepted' ? { ...verdict, version, files: released } : verdict;
    if (!known) world.store.put(`verdicts/pypi/demo/${upload}.json`, JSON.stringify({ ...decided, upload }));
  }
};
const publish = (...more: string[]) => run(['publish', dist, '--stack', 'example-registry', ...more], world);

test('files and bundles are created, release.json last, and the verdict is printed', async () => {
  writeRelease();
  world.onSleep = (count) => {
    if (count === 3) decide(ACCEPTED);
  };
  expect(await publish()).toBe(0);
  const prefix = `uploads/pypi/demo/${uploadName()}/`;
  expect(uploadName()).toMatch(/^1-0-[0-9a-f]{16}-1$/);
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
  expect(world.printed).toEqual([
    [
      'accepted: demo 1.0, 2 files',
      ...manifest.files.map(({ name, sha256 }) => `  ${name}  sha256:${sha256}`),
      'index:    https://packages.example.org/pypi/simple/demo/',
      'install:  pip install --index-url https://packages.example.org/pypi/simple/ demo==1.0',
    ].join('\n'),
  ]);
  expect(world.notes).toEqual([
    `uploading demo-1.0-py3-none-any.whl, demo-1.0.tar.gz as ${uploadName()}`,
    'uploaded; waiting for the verdict',
  ]);
  expect(world.slept).toEqual([2000, 2000, 2000]);
  expect(world.bars).toEqual([
    '[--------------------] 0.0 of 0.0 MiB, demo-1.0-py3-none-any.whl',
    '[###########---------] 0.0 of 0.0 MiB, demo-1.0-py3-none-any.whl',
    '[###########---------] 0.0 of 0.0 MiB, demo-1.0.tar.gz',
    '[##################--] 0.0 of 0.0 MiB, demo-1.0.tar.gz',
    '[##################--] 0.0 of 0.0 MiB, demo-1.0-py3-none-any.whl.sigstore.json',
    '[###################-] 0.0 of 0.0 MiB, demo-1.0-py3-none-any.whl.sigstore.json',
    '[###################-] 0.0 of 0.0 MiB, demo-1.0.tar.gz.sigstore.json',
    '[####################] 0.0 of 0.0 MiB, demo-1.0.tar.gz.sigstore.json',
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

const printedJson = (): unknown[] => world.printed.map((text) => JSON.parse(text) as unknown);

test('--json prints one object and nothing else on standard output: refused', async () => {
  writeRelease();
  world.onSleep = () => {
    decide(REFUSED);
  };
  expect(await publish('--json')).toBe(1);
  const release = { ...REFUSED, version: '1.0', upload: uploadName() };
  expect(printedJson()).toEqual([{ schema: 1, outcome: 'refused', releases: [release] }]);
});

test('--json: timed out', async () => {
  writeRelease();
  expect(await publish('--json', '--timeout', '2')).toBe(1);
  const release = { ecosystem: 'pypi', project: 'demo', version: '1.0', outcome: 'timed-out', upload: uploadName() };
  expect(printedJson()).toEqual([{ schema: 1, outcome: 'timed-out', releases: [release] }]);
});

test('--json: accepted, with links; and failed, with the reason, which is also said on standard error', async () => {
  writeRelease();
  write('demo-1.1.tar.gz');
  write('demo-1.1.tar.gz.sigstore.json', '{}');
  write('demo-1.2.tar.gz');
  write('demo-1.2.tar.gz.sigstore.json', '{}');
  const create = world.store.create.bind(world.store);
  world.store.create = (key, body, type) =>
    key.includes('/1-1-') ? Promise.reject(new Error('broken')) : create(key, body, type);
  world.onSleep = () => {
    decide(ACCEPTED);
  };
  expect(await publish('--json')).toBe(1);
  const name = { ecosystem: 'pypi', project: 'demo' };
  expect(printedJson()).toMatchObject([
    {
      schema: 1,
      outcome: 'failed',
      releases: [
        {
          ...name,
          version: '1.0',
          outcome: 'accepted',
          indexUrl: 'https://packages.example.org/pypi/simple/demo/',
          install: 'pip install --index-url https://packages.example.org/pypi/simple/ demo==1.0',
        },
        { ...name, version: '1.1', outcome: 'failed', reason: world.notes.at(-1) },
        { ...name, version: '1.2', outcome: 'not-tried' },
      ],
    },
  ]);
  expect(world.notes.at(-2)).toBe('not tried: demo 1.2');
  expect(world.notes.at(-1)).toMatch(/^Something unexpected happened: Error: broken\. /);
});

test('no verdict in time: nothing is lost, and how to ask later', async () => {
  writeRelease();
  expect(await publish('--timeout', '10')).toBe(1);
  expect(world.slept).toEqual([2000, 2000, 2000, 2000, 2000]);
  expect(world.notes.at(-1)).toBe(
    `No verdict after 10 seconds. The upload is complete and nothing is lost; run the same command again to go on waiting, or ask later with: npx registry status ${uploadName()} --ecosystem pypi --project demo --stack example-registry`,
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
    `No bundle for ${files.join(', ')}; sign each file so that '<file>.sigstore.json' lies beside it, with --sign or --sign-key, or e.g. with 'python -m sigstore sign <file>'`,
  ]);
  expect(world.places).toEqual([]);
});

test('several releases are published one after another, as long as they are accepted', async () => {
  writeRelease();
  for (const name of ['demo-1.1.tar.gz', 'demo-1.2.tar.gz']) {
    write(name);
    write(`${name}.sigstore.json`, '{}');
  }
  world.onSleep = (count) => {
    decide(count === 1 ? ACCEPTED : REFUSED);
  };
  expect(await publish()).toBe(1);
  expect(world.notes.slice(0, 4)).toEqual([
    'found 3 releases, to be published one after another:',
    '  pypi demo 1.0: demo-1.0-py3-none-any.whl, demo-1.0.tar.gz',
    '  pypi demo 1.1: demo-1.1.tar.gz',
    '  pypi demo 1.2: demo-1.2.tar.gz',
  ]);
  expect(world.printed.map((text) => text.split('\n')[0])).toEqual([
    'accepted: demo 1.0, 2 files',
    expect.stringMatching(/^refused: demo, upload 1-1-/) as string,
  ]);
  expect(uploadedKeys().some((key) => key.includes('/1-2-'))).toBe(false);
  expect(world.notes.at(-1)).toBe('not tried: demo 1.2');
});

test('further bundles go with their file: those of a word more, but not those of another file', async () => {
  writeRelease();
  write('demo-1.0.tar.gz.cdx.sigstore.json', '{}');
  write('demo-1.0.tar.gz.2.sigstore.json', '{}');
  write('demo-1.0.tar.gz.not.one.sigstore.json', '{}');
  world.onSleep = () => {
    decide(ACCEPTED);
  };
  expect(await publish()).toBe(0);
  const manifest = JSON.parse(world.store.objects.get(uploadedKeys().at(-1)!)!.body.toString()) as Manifest;
  expect(manifest.files.map(({ bundles }) => bundles)).toEqual([
    ['demo-1.0-py3-none-any.whl.sigstore.json'],
    ['demo-1.0.tar.gz.sigstore.json', 'demo-1.0.tar.gz.2.sigstore.json', 'demo-1.0.tar.gz.cdx.sigstore.json'],
  ]);
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
  [['--sign', '--sign-key', 'k'], '--sign, --sign-key and --sign-with-test-authority exclude each other; give one'],
  [
    ['--sign', '--no-transparency-log'],
    '--no-transparency-log needs --sign-key: without a log nobody could trust a keyless signature later',
  ],
  [['--signing-config', 'x'], '--signing-config needs --sign or --sign-key'],
])('%j makes no sense: exit code 2', async (options, message) => {
  writeRelease();
  expect(await publish(...options)).toBe(2);
  expect(world.notes).toEqual([message]);
});
