/** The drill of docs/runbook.md: the countersigning key is exchanged, and everything signed before and after verifies. */
import { verify } from 'node:crypto';
import fc from 'fast-check';
import { countersignedText, type ReleaseRecord } from '../../../domain/contracts/release';
import { readEntry } from '../../../domain/records/ledger';
import { keyObject } from '../../../domain/records/signing-keys';
import type { Intake } from '../../../functions/lambda/intake/intake';
import { introduceKeys, type KeyGeneration } from '../../../functions/lambda/intake/introduce-keys';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { MemorySigner } from '../../../functions/shared/memory/signer';
import { type Bench, jsonAt, newBench, putWheel } from './bench';
import { checkPublished, decideAbout, firstKey, ignoreFault, keysOf, recorded } from './ledger-lab';
import { Turns } from './turns';
import { through } from './world';

const FIRST: KeyGeneration = { generation: 1, signer: new MemorySigner('key-1') };
const SECOND: KeyGeneration = { generation: 2, signer: new MemorySigner('key-2') };
const THIRD: KeyGeneration = { generation: 3, signer: new MemorySigner('key-3') };

/** A registry whose clock goes on by a minute at each look. */
function registry(): Bench {
  let minutes = 0;
  const policy = { ...newBench().intake.policy, ecosystems: ['pypi', 'npm'] };
  return newBench({ policy, clock: () => new Date(Date.UTC(2026, 0, 1, 0, minutes++)) });
}

/** The intake as a deployment with these keys runs it. */
const deployed = (intake: Intake, ...keys: KeyGeneration[]): Intake => ({ ...intake, signer: keys.at(-1)!.signer });

async function decideWith(intake: Intake, upload: string, ...keys: KeyGeneration[]): Promise<void> {
  const running = deployed(intake, ...keys);
  await introduceKeys(running, keys);
  await decideAbout(running, upload);
}

const log = (bench: Bench): string[] =>
  recorded(bench.records).map((stored) => {
    const { event } = readEntry(stored);
    const { keyId } = JSON.parse(stored.toString().split('\n')[1]!) as { keyId: string };
    return `${event.kind} ${event.key?.keyId ?? event.upload} by ${keyId}`;
  });

test('from the first key to the third everything verifies by the first key alone', async () => {
  const bench = registry();
  await decideWith(bench.intake, 'upload-a', FIRST);
  await decideWith(bench.intake, 'upload-b', FIRST, SECOND);
  await decideWith(bench.intake, 'upload-c', SECOND);
  await decideWith(bench.intake, 'upload-d', SECOND, THIRD);
  expect(log(bench)).toEqual([
    'key.added key-1 by key-1',
    'release.refused upload-a by key-1',
    'key.added key-2 by key-1',
    'release.refused upload-b by key-2',
    'key.retired key-1 by key-2',
    'release.refused upload-c by key-2',
    'key.added key-3 by key-2',
    'release.refused upload-d by key-3',
  ]);
  expect(checkPublished(bench.packages, bench.records, firstKey(bench.packages))).toHaveLength(8);
  const { keys } = keysOf(bench.packages);
  expect(keys.map(({ keyId, generation, expires }) => [keyId, generation, expires !== null])).toEqual([
    ['key-1', 1, true],
    ['key-2', 2, false],
    ['key-3', 3, false],
  ]);
});

test('npm sees old keys with the time at which they were retired, after all that they signed', async () => {
  const bench = registry();
  await decideWith(bench.intake, 'upload-a', FIRST);
  await decideWith(bench.intake, 'upload-b', FIRST, SECOND);
  const npmKeys = () =>
    (jsonAt(bench.packages, 'index/npm/-/npm/v1/keys') as { keys: { keyid: string; expires: string | null }[] }).keys;
  expect(npmKeys().map(({ expires }) => expires)).toEqual([null, null]);
  await decideWith(bench.intake, 'upload-c', SECOND);
  const [second, first] = keysOf(bench.packages).keys.toReversed();
  expect(npmKeys().map(({ keyid, expires }) => [keyid, expires])).toEqual([
    [second!.fingerprint, null],
    [first!.fingerprint, first!.expires],
  ]);
  const lastOfFirst = recorded(bench.records)
    .map(readEntry)
    .find(({ event }) => event.upload === 'upload-a')!.time;
  expect(first!.expires! > lastOfFirst).toBe(true);
});

test('releases of before and after verify by the keys that are published', async () => {
  const bench = newBench();
  for (const [version, keys] of [
    ['1.0', [FIRST]],
    ['1.1', [FIRST, SECOND]],
    ['1.2', [SECOND]],
  ] as const) {
    const running = deployed(bench.intake, ...keys);
    await introduceKeys(running, keys);
    await processUpload(running, await putWheel(bench, version, `upload-${version.replace('.', '-')}-x`));
  }
  const signedBy = ['1.0', '1.1', '1.2'].map((version) => {
    const record = jsonAt(bench.packages, `index/-/releases/pypi/demo/${version}.json`) as ReleaseRecord;
    const { name, digests, countersignature } = record.files[0]!;
    const key = keysOf(bench.packages).keys.find(({ keyId }) => keyId === countersignature.keyId)!;
    const text = countersignedText('pypi', 'demo', version, name, digests.sha256);
    expect(verify('sha256', Buffer.from(text), keyObject(key), Buffer.from(countersignature.signature, 'base64'))).toBe(true);
    return key.keyId;
  });
  expect(signedBy).toEqual(['key-1', 'key-2', 'key-2']);
});

test('property: deployments of before and after at work at once log each change once, and all verifies', async () => {
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(59)), async (order) => {
      const bench = newBench();
      await decideWith(bench.intake, 'upload-0', FIRST);
      const taking = new Turns(3, (count) => (order.next().value as number) % count);
      const intake = through(bench.intake, taking.around);
      const runs = [[FIRST], [FIRST, SECOND], [FIRST, SECOND]].map((keys, i) =>
        decideWith(intake, `upload-${i + 1}`, ...keys).finally(() => {
          taking.end();
        }),
      );
      await Promise.all(runs);
      await decideWith(bench.intake, 'upload-9', SECOND);
      const uploads = checkPublished(bench.packages, bench.records, firstKey(bench.packages));
      expect(uploads.filter((upload) => upload.startsWith('upload-')).sort()).toEqual([0, 1, 2, 3, 9].map((i) => `upload-${i}`));
      expect(log(bench).filter((line) => line.startsWith('key.'))).toEqual([
        'key.added key-1 by key-1',
        'key.added key-2 by key-1',
        'key.retired key-1 by key-2',
      ]);
      expect(keysOf(bench.packages).keys.map(({ expires }) => expires === null)).toEqual([false, true]);
    }),
    { numRuns: 60 },
  );
});

test('when any one call fails, the next decision finishes the change', async () => {
  for (let k = 1; ; k++) {
    const bench = newBench();
    await decideWith(bench.intake, 'upload-a', FIRST);
    let calls = 0;
    const faulty = through(bench.intake, async (_, call) => {
      const result = await call();
      if (++calls === k) throw new Error('fault');
      return result;
    });
    await introduceKeys(deployed(faulty, SECOND), [FIRST, SECOND]).catch(ignoreFault);
    if (calls < k) break;
    await decideWith(bench.intake, 'upload-b', FIRST, SECOND);
    checkPublished(bench.packages, bench.records, firstKey(bench.packages));
    expect(keysOf(bench.packages).keys.map(({ keyId }) => keyId)).toEqual(['key-1', 'key-2']);
    expect(log(bench)).toHaveLength(4);
  }
});

test('what is published already costs one look', async () => {
  const bench = newBench();
  await introduceKeys(deployed(bench.intake, FIRST), [FIRST]);
  const calls: string[] = [];
  const counting = through(deployed(bench.intake, FIRST), (name, call) => {
    calls.push(name);
    return call();
  });
  await introduceKeys(counting, [FIRST]);
  expect(calls).toEqual(['packages.get']);
});

test('a list of keys that is lost is made anew, with its dates', async () => {
  const bench = registry();
  await decideWith(bench.intake, 'upload-a', FIRST);
  await decideWith(bench.intake, 'upload-b', FIRST, SECOND);
  await decideWith(bench.intake, 'upload-c', SECOND);
  const empty = newBench().packages;
  await introduceKeys(deployed({ ...bench.intake, packages: empty }, SECOND), [SECOND]);
  expect(keysOf(empty)).toEqual(keysOf(bench.packages));
});

test.each<[string, KeyGeneration[], string]>([
  [
    'a new key without the one before it',
    [THIRD],
    'Signing key generation 3 is new and the one before it is not deployed; deploy generation 2 as well (signingKey in registry.config.ts), until the new one is in the ledger.',
  ],
  [
    'a retired key',
    [FIRST],
    'Signing key generation 1 has been retired for ever; deploy a new generation (signingKey in registry.config.ts).',
  ],
])('%s stops the intake before it signs anything', async (_, keys, message) => {
  const bench = newBench();
  await decideWith(bench.intake, 'upload-a', FIRST);
  await decideWith(bench.intake, 'upload-b', FIRST, SECOND);
  await decideWith(bench.intake, 'upload-c', SECOND);
  const before = log(bench);
  await expect(introduceKeys(deployed(bench.intake, ...keys), keys)).rejects.toThrow(new Error(message));
  expect(log(bench)).toEqual(before);
});
