import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entryHash } from '../../../domain/records/ledger';
import { HEAD_KEY, pageKey, splitPage } from '../../../domain/records/ledger-documents';
import { introduceKeys } from '../../../functions/lambda/intake/introduce-keys';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { MemoryObjectStore } from '../../../functions/shared/memory/object-store';
import { run } from '../../../lib/cli/program';
import { type Bench, newBench, putWheel } from '../../functions/intake/bench';
import { decideAbout, keysOf } from '../../functions/intake/ledger-lab';
import { fakeWorld } from './fake-world';

const URL = 'https://packages.example.org';
const FILE = 'files/pypi/demo/demo-1.0-py3-none-any.whl';

let bench: Bench;
let folder: string;
let fingerprint: string;
beforeAll(async () => {
  bench = newBench();
  await introduceKeys(bench.intake, [{ generation: 1, signer: bench.signer }]);
  await processUpload(bench.intake, await putWheel(bench, '1.0', 'upload-0001'));
  for (const upload of ['upload-0002', 'upload-0003']) await decideAbout(bench.intake, upload);
  fingerprint = keysOf(bench.packages).keys[0]!.fingerprint;
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Serves the bucket as the edge does. `statuses`: what answers otherwise, by path. */
function serve(store: MemoryObjectStore, statuses: Readonly<Record<string, number>> = {}): typeof fetch {
  return (input) => {
    const path = decodeURIComponent((input as string).slice(URL.length));
    const key = path.replace(/^\/-/, 'index/-').replace(/^\/pypi\/files/, 'files/pypi');
    const stored = store.current(key);
    const status = statuses[path] ?? (stored ? 200 : 404);
    return Promise.resolve(new Response(status === 200 ? new Uint8Array(stored!.body) : 'no', { status }));
  };
}

interface Ran {
  readonly exitCode: number;
  readonly printed: string;
  readonly notes: string;
  readonly slept: readonly number[];
}

async function verifyLedger(args: readonly string[], fetch = serve(bench.packages)): Promise<Ran> {
  const world = { ...fakeWorld(), fetch };
  const exitCode = await run(['verify-ledger', ...args], world);
  return { exitCode, printed: world.printed.join('\n'), notes: world.notes.join('\n'), slept: world.slept };
}

/** The bucket with one document changed. */
async function spoilt(key: string, change: (body: Buffer) => Buffer): Promise<MemoryObjectStore> {
  const store = new MemoryObjectStore();
  for (const each of bench.packages.keys()) {
    const { body, contentType } = bench.packages.current(each)!;
    await store.put(each, { body: each === key ? change(body) : body, contentType });
  }
  return store;
}

const pageWith = (change: (entries: Buffer[]) => Buffer[]) =>
  spoilt(pageKey(0), (body) => Buffer.concat(change(splitPage(body))));
const hashOf = (seq: number): string => entryHash(splitPage(bench.packages.current(pageKey(0))!.body)[seq]!);

test('says what it has verified, and how to go on from there', async () => {
  expect(await verifyLedger(['--url', `${URL}/`, '--deep'])).toEqual({
    exitCode: 0,
    printed: `verified: entries 0 to 3 of the ledger of ${URL}, the newest of 2026-11-22T10:00:00.123Z
  1 key.added, 1 release.accepted, 2 release.refused
  each number, hash and signature is right, and the head names the last entry
  1 releases: every record and 1 files have the digests that were logged
  trusted from the start: ${fingerprint} (--key asks for these next time)
  go on from here with: --from 4 --head ${hashOf(3)}`,
    notes: '',
    slept: [],
  });
});

test('tells machines the same', async () => {
  const { exitCode, printed } = await verifyLedger(['--url', URL, '--key', fingerprint, '--json']);
  expect([exitCode, JSON.parse(printed)]).toEqual([
    0,
    {
      outcome: 'verified',
      from: 0,
      entries: 4,
      head: hashOf(3),
      time: '2026-11-22T10:00:00.123Z',
      kinds: { 'key.added': 1, 'release.accepted': 1, 'release.refused': 2 },
      trusted: [fingerprint],
    },
  ]);
});

test('goes on from a head that is known, also when there is nothing new', async () => {
  const from = async (seq: number) =>
    (await verifyLedger(['--url', URL, '--from', String(seq), '--head', hashOf(seq - 1)])).printed;
  expect(await from(3)).toMatch(/^verified: entries 3 to 3 of the ledger/);
  expect(await from(4)).toMatch(/^verified: no entry after 3 in the ledger/);
});

test('a copy verifies like the registry it was made of, and its faults are found too', async () => {
  expect((await verifyLedger(['--url', URL, '--save', folder])).exitCode).toBe(0);
  const none = () => Promise.reject(new Error('no network'));
  expect((await verifyLedger(['--dir', folder], none)).printed).toMatch(/^verified: entries 0 to 3 of the ledger of /);
  const page = join(folder, 'ledger', '0.ndjson');
  writeFileSync(page, readFileSync(page, 'utf8').replace('upload-0002', 'upload-0009'));
  expect(await verifyLedger(['--dir', folder], none)).toMatchObject({
    exitCode: 1,
    notes: 'not verified: Ledger entry 2 has a signature that does not verify: it was changed, or somebody else has signed it.',
  });
});

const without = (i: number) => (entries: Buffer[]) => entries.toSpliced(i, 1);

test.each<[string, string[], () => Promise<MemoryObjectStore>, string]>([
  ['a missing entry', [], () => pageWith(without(1)), 'Ledger entry 1 is missing or out of its place: entry 2 stands there.'],
  ['a missing end', [], () => pageWith(without(3)), 'Ledger entry 3 is missing: there were 4 entries, now 3 can be read.'],
  [
    'a head that names another end',
    [],
    () => spoilt(HEAD_KEY, (body) => Buffer.from(body.toString().replace(/"head":"\w{4}/, '"head":"beef'))),
    'one of them was exchanged.',
  ],
  [
    'a head that is none',
    [],
    () => spoilt(HEAD_KEY, () => Buffer.from('{"schema":1}')),
    'not verified: ledger/head.json of https://packages.example.org does not name a number of entries and the last of them',
  ],
  [
    'fewer entries than were seen',
    ['--from', '5', '--head', 'a'.repeat(64)],
    () => Promise.resolve(bench.packages),
    'Ledger entry 4 is missing: there were 5 entries, now 4 can be read.',
  ],
  [
    'another past than was seen',
    ['--from', '3', '--head', 'a'.repeat(64)],
    () => Promise.resolve(bench.packages),
    `it was ${'a'.repeat(64)}: it was changed after it had been seen, or the ledger has been forked.`,
  ],
  [
    'a file that is not what was accepted',
    ['--deep'],
    () => spoilt(FILE, () => Buffer.from('evil')),
    'Ledger entry 1 has accepted /pypi/files/demo/demo-1.0-py3-none-any.whl with SHA-256 ',
  ],
  [
    'a record that is not what was logged',
    ['--deep'],
    () => spoilt('index/-/releases/pypi/demo/1.0.json', () => Buffer.from('{}')),
    'Ledger entry 1 has accepted /-/releases/pypi/demo/1.0.json with SHA-256 ',
  ],
  [
    'keys of somebody else',
    ['--key', 'SHA256:of-another'],
    () => Promise.resolve(bench.packages),
    'not verified: the registry does not have every key that you trust, got: SHA256:',
  ],
])('finds %s', async (_, args, store, message) => {
  const { exitCode, printed, notes } = await verifyLedger(['--url', URL, ...args], serve(await store()));
  expect([exitCode, printed]).toEqual([1, '']);
  expect(notes).toContain(message);
});

test('tells machines of a fault by the number of the entry', async () => {
  const { exitCode, printed } = await verifyLedger(['--url', URL, '--json'], serve(await pageWith(without(1))));
  expect([exitCode, JSON.parse(printed)]).toEqual([
    1,
    { outcome: 'fault', entry: 1, message: 'Ledger entry 1 is missing or out of its place: entry 2 stands there.' },
  ]);
});

test('waits for a page that a cache still has without the newest entry', async () => {
  const [old, now] = [serve(await pageWith(without(3))), serve(bench.packages)];
  let asked = 0;
  const fetch: typeof globalThis.fetch = (input) => ((input as string).endsWith('.ndjson') && asked++ < 2 ? old : now)(input);
  const { exitCode, slept } = await verifyLedger(['--url', URL], fetch);
  expect([exitCode, slept]).toEqual([0, [5000, 5000]]);
});

test('a file that is blocked is no fault, and is told', async () => {
  const path = '/pypi/files/demo/demo-1.0-py3-none-any.whl';
  const { exitCode, printed } = await verifyLedger(['--url', URL, '--deep'], serve(bench.packages, { [path]: 451 }));
  expect([exitCode, printed]).toEqual([
    0,
    expect.stringContaining('1 releases: every record and 0 files have the digests that were logged; 1 files are withdrawn'),
  ]);
});

test.each([
  [[], 'give one of --url, --local and --dir'],
  [['--url', URL, '--dir', 'x'], 'give one of --url, --local and --dir'],
  [['--dir', 'x', '--deep'], '--deep fetches files from the registry; give --url or --local, not --dir'],
  [['--url', URL, '--from', '3'], '--from and --head belong together: an earlier run has printed both'],
  [
    ['--url', URL, '--from', '3', '--head', 'abc'],
    '--head must be 64 lower-case hexadecimal digits, got: "abc"; an earlier run has printed it',
  ],
])('%j makes no sense', async (args, notes) => {
  expect(await verifyLedger(args)).toMatchObject({ exitCode: 2, notes });
});

test.each([
  [404, 'https://packages.example.org has no keys; is it a registry that has decided something, or a saved copy?'],
  [503, 'https://packages.example.org/-/keys answers 503; try again later'],
])('a registry that answers %d is none to verify', async (status, notes) => {
  const fetch = () => Promise.resolve(new Response('', { status }));
  expect(await verifyLedger(['--url', URL], fetch)).toMatchObject({ exitCode: 1, notes });
});
