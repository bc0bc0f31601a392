/** A publish that is killed anywhere and run again ends as one that was not: every call to the store is a place to die. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseUploadKey } from '../../../domain/contracts/keys';
import type { Manifest } from '../../../domain/contracts/release';
import { run } from '../../../lib/cli/program';
import { type FakeWorld, fakeWorld, MemoryStore } from './fake-world';
import { ACCEPTED, REFUSED } from './verdicts';

let dist: string;
beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), 'dist-'));
  for (const name of ['demo-1.0.tar.gz', 'demo-1.0-py3-none-any.whl']) {
    writeFileSync(join(dist, name), name);
    writeFileSync(join(dist, `${name}.sigstore.json`), '{}');
  }
});
afterEach(() => {
  rmSync(dist, { recursive: true });
});

/** No program survives this, so nothing of the command may catch it and go on: `run` prints it, and the test ends there. */
class Killed extends Error {}

/** When a process dies: at which call to the store, and whether the call has been done by then. */
interface Death {
  readonly call: number;
  readonly done: boolean;
}

const CALLS = ['create', 'find'] as const;

/** The store of one process: what it did stays, it does not. */
function mortal(store: MemoryStore, death: Death | undefined): { store: MemoryStore; calls: () => number } {
  let count = 0;
  const reached = new Proxy(store, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function' || !CALLS.some((name) => name === property)) return value;
      return async (...args: unknown[]) => {
        const dies = death?.call === count++;
        if (dies && !death.done) throw new Killed();
        const result: unknown = await Reflect.apply(value, target, args);
        if (dies) throw new Killed();
        return result;
      };
    },
  });
  return { store: reached, calls: () => count };
}

type Policy = (attempt: number) => object;
const accept: Policy = () => ACCEPTED;
const refuse: Policy = () => ({ ...REFUSED, code: 'METADATA_MISMATCH' });

/** The intake: decides committed uploads in the order of their names, each once. */
function decideAll(store: MemoryStore, policy: Policy): void {
  for (const [key, { body }] of [...store.objects]) {
    const id = parseUploadKey(key);
    if (id?.name !== 'release.json' || store.objects.has(`verdicts/pypi/demo/${id.upload}.json`)) continue;
    const { files } = JSON.parse(body.toString()) as Manifest;
    const verdict = { ...policy(Number(id.upload.split('-').at(-1))), upload: id.upload };
    const released = files.map(({ name, sha256 }) => ({ name, sha256, path: `/${name}` }));
    store.put(
      `verdicts/pypi/demo/${id.upload}.json`,
      JSON.stringify({ ...verdict, ...('version' in verdict && { files: released }) }),
    );
  }
}

interface Ended {
  readonly code: number;
  readonly printed: readonly string[];
  readonly notes: readonly string[];
  readonly calls: number;
}

/** One process on the objects that others left. */
async function publish(objects: MemoryStore, policy: Policy, death?: Death): Promise<Ended> {
  const world = fakeWorld();
  const { store, calls } = mortal(objects, death);
  const mine: FakeWorld = { ...world, store, connect: () => Promise.resolve({ store, url: 'https://packages.example.org' }) };
  const sleep = (milliseconds: number): Promise<void> => {
    decideAll(objects, policy);
    return world.sleep(milliseconds);
  };
  const code = await run(['publish', dist, '--stack', 'example-registry'], { ...mine, sleep });
  return { code, printed: world.printed, notes: world.notes, calls: calls() };
}

/** As a publisher meets it, who may not list. */
function empty(): MemoryStore {
  const store = new MemoryStore(() => new Date(0));
  store.mayList = false;
  return store;
}

const bytesOf = (store: MemoryStore): [string, string][] =>
  [...store.objects].map(([key, { body }]): [string, string] => [key, body.toString()]).sort();

test('accepted: killed before or after any call, and run again, it ends in the same state', async () => {
  const whole = empty();
  const { calls, ...ended } = await publish(whole, accept);
  expect([ended.code, calls]).toEqual([0, 8]); // look for a verdict, 4 files, release.json, look twice
  for (let call = 0; call < calls; call++) {
    for (const done of [false, true]) {
      const store = empty();
      expect((await publish(store, accept, { call, done })).code).toBe(1);
      const again = await publish(store, accept);
      expect([call, done, again.code, again.printed, bytesOf(store)]).toEqual([call, done, 0, ended.printed, bytesOf(whole)]);
    }
  }
});

test('property: killed any number of times, it ends in the same state', async () => {
  const whole = empty();
  const { printed } = await publish(whole, accept);
  const death = fc.record({ call: fc.nat(8), done: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(death, { maxLength: 5 }), async (deaths) => {
      const store = empty();
      for (const one of deaths) await publish(store, accept, one);
      const last = await publish(store, accept);
      expect([last.code, last.printed, bytesOf(store)]).toEqual([0, printed, bytesOf(whole)]);
    }),
    { numRuns: 50 },
  );
});

test('refused: killed anywhere and run again, the same refusal is printed; only one that was written already is asked for again', async () => {
  const { calls, printed } = await publish(empty(), refuse);
  for (let call = 0; call < calls; call++) {
    for (const done of [false, true]) {
      const store = empty();
      await publish(store, refuse, { call, done });
      const wasWritten = bytesOf(store).some(([key]) => key.startsWith('verdicts/'));
      const again = await publish(store, refuse);
      const expected = wasWritten ? printed.map((text) => text.replace('-1\n', '-2\n')) : printed;
      expect([call, done, again.code, again.printed]).toEqual([call, done, 1, expected]);
    }
  }
});

test('what was refused and has been mended in the registry is published again, under a name of its own', async () => {
  const store = empty();
  await publish(store, refuse);
  const { code, notes, printed } = await publish(store, (attempt) => (attempt === 1 ? REFUSED : ACCEPTED));
  const [first, second] = bytesOf(store)
    .filter(([key]) => key.startsWith('verdicts/'))
    .map(([key]) => key);
  expect(second).toBe(first!.replace(/-1\.json$/, '-2.json'));
  expect(notes[0]).toBe(
    `refused before, as upload ${first!.split('/').at(-1)!.replace('.json', '')} (METADATA_MISMATCH: the bundle is for another file\\u{1b}[2J; sign the file that you upload); trying again`,
  );
  expect([code, printed[0]?.split('\n')[0]]).toEqual([0, 'accepted: demo 1.0, 2 files']);
});

const signAnew = (name: string): void => {
  writeFileSync(join(dist, `${name}.sigstore.json`), '{"signed":"anew"}');
};
const bundleIn = (store: MemoryStore, attempt: number): string | undefined =>
  bytesOf(store).find(([key]) => key.endsWith(`-${attempt}/demo-1.0.tar.gz.sigstore.json`))?.[1];

test('what is released already is not uploaded again, although it is signed anew, as a job of a CI does that runs again', async () => {
  const store = empty();
  const { printed } = await publish(store, accept);
  const before = bytesOf(store);
  signAnew('demo-1.0.tar.gz');
  const again = await publish(store, accept);
  expect([again.code, again.printed, bytesOf(store)]).toEqual([0, printed, before]);
  expect(again.notes).toEqual([expect.stringMatching(/^decided already, as upload 1-0-[0-9a-f]{16}-1; nothing was uploaded$/)]);
});

test('a broken-off upload is gone on with, although it is signed anew: the signatures that are there are as good', async () => {
  const store = empty();
  await publish(store, accept, { call: 4, done: true });
  signAnew('demo-1.0.tar.gz');
  const { code, notes } = await publish(store, accept);
  expect([code, notes[1], bundleIn(store, 1)]).toEqual([
    0,
    'uploaded, 4 of 4 objects by an earlier try; waiting for the verdict',
    '{}',
  ]);
});

test('and when they are not, the new ones get their turn', async () => {
  const store = empty();
  await publish(store, accept, { call: 4, done: true });
  signAnew('demo-1.0.tar.gz');
  const { code, notes } = await publish(store, (attempt) => (attempt === 1 ? REFUSED : ACCEPTED));
  expect([code, bundleIn(store, 2)]).toEqual([0, '{"signed":"anew"}']);
  expect(notes[2]).toBe(
    'refused with what an earlier try had uploaded (SIGNATURE_OTHER_FILE); trying with the signatures as they are now',
  );
});

test('held: a person decides, and nothing is uploaded twice', async () => {
  const store = empty();
  const held = { ...ACCEPTED, outcome: 'held', findings: [{ rule: 'silence', mode: 'hold', reason: 'Silent for 900 days.' }] };
  const first = await publish(store, () => held);
  const before = bytesOf(store);
  const again = await publish(store, () => held);
  expect([first.code, again.code, again.printed, bytesOf(store)]).toEqual([3, 3, first.printed, before]);
  expect(first.printed).toEqual([
    expect.stringMatching(
      /^held: demo 1\.0, upload 1-0-[0-9a-f]{16}-1\n {2}silence: Silent for 900 days\.\nNothing was published yet/,
    ),
  ]);
});
