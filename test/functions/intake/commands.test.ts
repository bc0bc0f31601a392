import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { commandKey } from '../../../domain/contracts/keys';
import type { Command, CommandVerdict, ProjectSummary } from '../../../domain/contracts/release';
import { readEntry } from '../../../domain/records/ledger';
import { verifyLedger } from '../../../domain/records/verify-ledger';
import type { CommandCall } from '../../../functions/lambda/intake/intake';
import { processCommand } from '../../../functions/lambda/intake/process-command';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { type Bench, jsonAt, NOW, newBench, putWheel } from './bench';
import { through } from './world';

const YANK = { action: 'yank', version: '1.0', reason: 'Loses data.' } as const;

async function call(bench: Bench, id: string, asked: Partial<Command>, requester?: string): Promise<CommandCall> {
  const command = { ecosystem: 'pypi', project: 'demo', upload: `command-${id}` };
  const body: Command = { schema: 1, action: 'reindex', ecosystem: 'pypi', project: 'demo', by: 'ops', ...asked };
  await bench.staging.put(commandKey(command), { body: Buffer.from(JSON.stringify(body)), contentType: 'application/json' });
  return { command, ...(requester !== undefined && { requester }) };
}

const give = async (bench: Bench, id: string, asked: Partial<Command>): Promise<CommandVerdict> =>
  processCommand(bench.intake, await call(bench, id, asked));

async function withReleases(...versions: string[]): Promise<Bench> {
  const bench = newBench();
  for (const version of versions)
    await processUpload(bench.intake, await putWheel(bench, version, `upload-${version.replaceAll('.', '-')}-xxxx`));
  return bench;
}

const pageOf = (bench: Bench) =>
  JSON.parse(gunzipSync(bench.packages.current('index/pypi/simple/demo/index.v1.json')!.body).toString()) as {
    files: { filename: string; yanked: unknown }[];
    'project-status'?: unknown;
  };
const yankedIn = (bench: Bench): unknown[] => pageOf(bench).files.map(({ yanked }) => yanked);

test('yank: on record with who and why, shown in the index, logged, and cleared from the cache', async () => {
  const bench = await withReleases('1.0', '1.1');
  const verdict = await processCommand(bench.intake, await call(bench, '00000001', YANK, '111122223333'));
  expect(verdict).toEqual({
    schema: 1,
    outcome: 'applied',
    ecosystem: 'pypi',
    project: 'demo',
    version: '1.0',
    upload: 'command-00000001',
    at: NOW.toISOString(),
    action: 'yank',
  });
  const key = 'statuses/pypi/demo/command-00000001.json';
  expect(jsonAt(bench.records, key)).toEqual({
    schema: 1,
    id: 'command-00000001',
    ecosystem: 'pypi',
    project: 'demo',
    version: '1.0',
    action: 'yank',
    reason: 'Loses data.',
    by: 'ops',
    requester: '111122223333',
    at: NOW.toISOString(),
  });
  expect(bench.records.current(key)!.lockedUntil).toEqual(new Date('2026-12-22T10:00:00.123Z'));
  expect(yankedIn(bench)).toEqual(['Loses data.', false]);
  expect(jsonAt(bench.staging, 'verdicts/pypi/demo/command-00000001.json')).toEqual(verdict);
  expect(bench.invalidations.messages.at(-1)).toEqual({ tags: ['index:pypi:demo'] });
  const entries = [0, 1, 2].map((seq) => bench.records.current(`ledger/${String(seq).padStart(12, '0')}.json`)!.body);
  verifyLedger(entries, () => bench.signer.verifier);
  const sha256 = createHash('sha256').update(bench.records.current(key)!.body).digest('hex');
  expect(readEntry(entries[2]!).event).toMatchObject({ kind: 'status.changed', version: '1.0', record: { key, sha256 } });
});

test('unyank takes it back; deprecating a project says what to use instead', async () => {
  const bench = await withReleases('1.0');
  await give(bench, '00000001', YANK);
  await give(bench, '00000002', { action: 'unyank', version: '1.0' });
  expect(yankedIn(bench)).toEqual([false]);
  await give(bench, '00000003', { action: 'deprecate', reason: 'Done.', replacement: 'other' });
  expect(pageOf(bench)['project-status']).toEqual({ status: 'deprecated', reason: 'Done. Use other instead.' });
  expect((jsonAt(bench.records, 'projects/pypi/demo.json') as ProjectSummary).revision).toBe(4);
});

test('a release after a yank keeps it', async () => {
  const bench = await withReleases('1.0');
  await give(bench, '00000001', YANK);
  await processUpload(bench.intake, await putWheel(bench, '1.1', 'upload-0002'));
  expect(yankedIn(bench)).toEqual(['Loses data.', false]);
});

const DERIVED = /^(index|projects)\//;

test('reindex makes summary and documents anew, byte for byte, also over spoilt ones', async () => {
  const bench = await withReleases('1.0', '1.10', '1.9');
  await give(bench, '00000001', YANK);
  await give(bench, '00000002', { action: 'deprecate', version: '1.9', reason: 'Old.' });
  const lost = newBench();
  for (const key of bench.records.keys().filter((name) => !DERIVED.test(name))) {
    await lost.records.put(key, bench.records.current(key)!);
  }
  await give(lost, '00000003', { action: 'reindex' });
  const derived = (from: Bench) =>
    [...from.packages.keys(), ...from.records.keys()]
      .filter((key) => DERIVED.test(key))
      .map((key) => [key, (from.packages.current(key) ?? from.records.current(key))!] as const)
      .map(([key, { body, metadata }]) => [key, body.toString('base64'), metadata]);
  expect(derived(lost)).toEqual(derived(bench));
  const key = 'index/pypi/simple/demo/index.html';
  await bench.packages.put(key, { ...bench.packages.current(key)!, body: Buffer.from('spoilt') });
  await bench.records.put('projects/pypi/demo.json', { body: Buffer.from('{'), contentType: 'application/json' });
  await give(bench, '00000004', { action: 'reindex' });
  expect(derived(bench)).toEqual(derived(lost));
  expect(bench.invalidations.messages.at(-1)).toEqual({ tags: ['index:pypi:demo', 'listing:pypi'] });
});

test.each<[string, Partial<Command>, string]>([
  [
    'a version that is not there',
    { ...YANK, version: '2.0' },
    "demo has no version '2.0'; name a released one, as it is spelt there.",
  ],
  ['no version', { action: 'yank' }, 'To yank takes a version, got none; name the version.'],
  [
    'a replacement of a version',
    { action: 'deprecate', version: '1.0', replacement: 'x' },
    "Only a whole project is replaced by another, got: replacement 'x'; leave it out, or deprecate the project.",
  ],
  ['one version reindexed', { version: '1.0' }, "A project is reindexed as a whole, got: version '1.0'; leave it out."],
  [
    'two lines',
    { ...YANK, reason: 'a\nb' },
    "The command is malformed: 'reason': must be one line without control characters; write it with 'npx registry'.",
  ],
  [
    'another place',
    { ...YANK, project: 'other' },
    'The command is about "pypi/other" but was written below "pypi/demo"; write it with \'npx registry\'.',
  ],
])('%s is rejected, and nothing changes', async (_, asked, reason) => {
  const bench = await withReleases('1.0');
  const before = bench.records.keys();
  expect(await give(bench, '00000001', asked)).toMatchObject({ outcome: 'rejected', reason });
  expect(bench.records.keys()).toEqual(before);
  expect(yankedIn(bench)).toEqual([false]);
});

test('an unknown project is rejected', async () => {
  expect(await give(newBench(), '00000001', YANK)).toMatchObject({
    outcome: 'rejected',
    reason: "There is no pypi project 'demo'; check the name.",
  });
});

test('stopped after any call and started again, the result is the same', async () => {
  const clean = await withReleases('1.0');
  await give(clean, '00000001', YANK);
  for (let k = 1, done = false; !done; k++) {
    const bench = await withReleases('1.0');
    const asked = await call(bench, '00000001', YANK);
    let calls = 0;
    const faulty = through(bench.intake, async (name, run) => {
      const result = await run();
      if (++calls === k) throw new Error(name);
      return result;
    });
    done = await processCommand(faulty, asked).then(
      () => true,
      () => false,
    );
    if (!done) await processCommand(bench.intake, asked);
    for (const store of ['packages', 'records'] as const) {
      const state = (from: Bench) => from[store].keys().map((key) => [key, from[store].current(key)!.body.toString()]);
      expect(state(bench)).toEqual(state(clean));
    }
  }
});
