import { createHash } from 'node:crypto';
import { fileBlockKey, projectBlockKey, SOME } from '../../../domain/contracts/blocks';
import { commandKey, decisionKey, statusKey } from '../../../domain/contracts/keys';
import type { Command } from '../../../domain/contracts/release';
import { fileCause, publisherCause } from '../../../domain/records/blocks';
import { processCommand } from '../../../functions/lambda/intake/process-command';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { wheel } from '../../helpers/pypi-archives';
import { type Bench, jsonAt, NOW, newBench, packageKeys, put, putWheel, uploadParts } from './bench';

const BLOCK = { action: 'block', status: 410, reason: 'it stole tokens' } as const;
let commands = 0;

/** Seconds pass between commands. */
async function give(bench: Bench, asked: Partial<Command>) {
  const command = { schema: 1, ecosystem: 'pypi', project: 'demo', by: 'operator', ...asked } as Command;
  const id = {
    ecosystem: command.ecosystem,
    project: command.project,
    upload: `command-20261122-${String(++commands).padStart(8, '0')}`,
  };
  await bench.staging.put(commandKey(id), { body: Buffer.from(JSON.stringify(command)), contentType: 'application/json' });
  return processCommand({ ...bench.intake, clock: () => new Date(NOW.getTime() + commands * 1000) }, { command: id });
}

async function released(): Promise<Bench> {
  const bench = newBench();
  await processUpload(bench.intake, await putWheel(bench, '1.0', 'upload-1'));
  await processUpload(bench.intake, await putWheel(bench, '2.0', 'upload-2'));
  await processUpload(bench.intake, await putWheel(bench, '1.0', 'upload-3', 'other'));
  return bench;
}

const entryOf = (file: string): string => fileBlockKey(createHash('sha256').update(`files/pypi/${file}`).digest('base64url'));
const indexes = (bench: Bench): [string, string][] =>
  packageKeys(bench)
    .filter((key) => key.startsWith('index/'))
    .map((key) => [key, bench.packages.current(key)!.body.toString('base64')]);
const textAt = (bench: Bench, key: string): string => bench.packages.current(key)!.body.toString();
const PAGE = 'index/pypi/simple/demo/index.html';
const LIST = 'index/pypi/simple/index.html';
const ANSWER = '410 Blocked by the registry: it stole tokens';

test('a blocked version is in no index, its files are refused at the edge, and what is beside it stays', async () => {
  const bench = await released();
  const files = packageKeys(bench).filter((key) => key.startsWith('files/'));
  const verdict = await give(bench, { ...BLOCK, version: '1.0' });
  expect([verdict.outcome, verdict.paths]).toEqual(['applied', ['/pypi/files/demo/demo-1.0-py3-none-any.whl']]);
  expect(textAt(bench, PAGE)).not.toContain('demo-1.0');
  expect(textAt(bench, PAGE)).toContain('demo-2.0');
  expect(textAt(bench, LIST)).toContain('demo');
  expect([...bench.edge.entries]).toEqual([
    [entryOf('demo/demo-1.0-py3-none-any.whl'), ANSWER],
    [projectBlockKey('pypi', 'demo'), SOME],
  ]);
  expect(packageKeys(bench).filter((key) => key.startsWith('files/'))).toEqual(files);
  expect(bench.invalidations.messages.at(-1)).toEqual({ tags: ['index:pypi:demo', 'listing:pypi', 'project:pypi:demo'] });
});

test('a blocked project leaves the list, its documents hold the reason alone, and the edge refuses all of it', async () => {
  const bench = await released();
  const verdict = await give(bench, { ...BLOCK, status: 451 });
  expect(verdict.paths).toEqual(['/pypi/simple/demo/', '/pypi/files/demo/demo-2.0-py3-none-any.whl']);
  expect(textAt(bench, PAGE)).toBe('Blocked by the registry: it stole tokens\n');
  expect(textAt(bench, LIST)).not.toContain('demo');
  expect([...bench.edge.entries]).toEqual([[projectBlockKey('pypi', 'demo'), '451 Blocked by the registry: it stole tokens']]);
});

test.each<[string, Partial<Command>]>([
  ['a version', { version: '1.0' }],
  ['a project', {}],
  ['a publisher', { ecosystem: '-', project: publisherCause('release@example.org') }],
])('unblocking %s brings back the very bytes', async (_, target) => {
  const bench = await released();
  const before = indexes(bench);
  await give(bench, { ...BLOCK, ...target });
  expect(indexes(bench)).not.toEqual(before);
  expect((await give(bench, { action: 'unblock', ...target })).outcome).toBe('applied');
  expect(indexes(bench)).toEqual(before);
  expect([...bench.edge.entries]).toEqual([]);
});

test('when every version is blocked the project is, and a new version brings it back', async () => {
  const bench = await released();
  await give(bench, { ...BLOCK, version: '1.0' });
  await give(bench, { ...BLOCK, version: '2.0' });
  expect(bench.edge.entries.get(projectBlockKey('pypi', 'demo'))).toBe(ANSWER);
  expect(textAt(bench, LIST)).not.toContain('demo');
  expect((await processUpload(bench.intake, await putWheel(bench, '3.0', 'upload-4'))).outcome).toBe('accepted');
  expect(bench.edge.entries.get(projectBlockKey('pypi', 'demo'))).toBe(SOME);
  expect(textAt(bench, PAGE)).toContain('demo-3.0');
});

test('a reindex keeps blocks, and makes entries of the edge anew that were lost', async () => {
  const bench = await released();
  await give(bench, { ...BLOCK, version: '1.0' });
  const [before, entries] = [indexes(bench), new Map(bench.edge.entries)];
  bench.edge.entries.clear();
  await give(bench, { action: 'reindex' });
  expect([indexes(bench), bench.edge.entries]).toEqual([before, entries]);
});

test('each block is lifted by its own unblock only', async () => {
  const bench = await released();
  await give(bench, { ...BLOCK, version: '1.0' });
  await give(bench, { ...BLOCK, status: 451, reason: 'a court wants it' });
  await give(bench, { action: 'unblock' });
  expect(bench.edge.entries.get(projectBlockKey('pypi', 'demo'))).toBe(SOME);
  expect(textAt(bench, PAGE)).not.toContain('demo-1.0');
});

const digest = createHash('sha256')
  .update(wheel({ name: 'demo', version: '1.0' }).body)
  .digest('hex');

test('a file is blocked by its digest wherever it is, and refused from then on', async () => {
  const bench = await released();
  const verdict = await give(bench, { ...BLOCK, ecosystem: '-', project: fileCause(digest) });
  expect(verdict.paths).toEqual(['/pypi/files/demo/demo-1.0-py3-none-any.whl']);
  expect(bench.edge.entries.get(entryOf('demo/demo-1.0-py3-none-any.whl'))).toBe(ANSWER);
  const copy = wheel({ name: 'demo', version: '1.0' });
  const again = await processUpload(bench.intake, await put(bench, uploadParts('1.0', 'upload-9', [copy])));
  expect(again).toMatchObject({ outcome: 'refused', code: 'VERSION_BLOCKED' });
  const fresh = newBench();
  await give(fresh, { ...BLOCK, ecosystem: '-', project: fileCause(digest) });
  expect(await processUpload(fresh.intake, await putWheel(fresh, '1.0', 'upload-1'))).toMatchObject({
    outcome: 'refused',
    code: 'FILE_BLOCKED',
    file: 'demo-1.0-py3-none-any.whl',
    reason: "File 'demo-1.0-py3-none-any.whl' is blocked wherever it is: it stole tokens; ask the operator.",
  });
});

test('a blocked publisher loses all releases and makes no more, until unblocked', async () => {
  const bench = await released();
  const project = publisherCause('release@example.org');
  await give(bench, { ...BLOCK, ecosystem: '-', project });
  expect([...bench.edge.entries.keys()]).toEqual(
    expect.arrayContaining([projectBlockKey('pypi', 'demo'), projectBlockKey('pypi', 'other')]),
  );
  expect(textAt(bench, LIST)).not.toMatch(/demo|other/);
  const refused = await processUpload(bench.intake, await putWheel(bench, '3.0', 'upload-4'));
  expect(refused).toMatchObject({ outcome: 'refused', code: 'PUBLISHER_BLOCKED' });
  await give(bench, { action: 'unblock', ecosystem: '-', project });
  expect((await processUpload(bench.intake, await putWheel(bench, '3.0', 'upload-5'))).outcome).toBe('accepted');
});

test('nothing is added to a blocked project, and a blocked version is not published again', async () => {
  const bench = await released();
  await give(bench, { ...BLOCK, version: '1.0' });
  expect(await processUpload(bench.intake, await putWheel(bench, '1.0', 'upload-8'))).toMatchObject({ code: 'VERSION_BLOCKED' });
  await give(bench, BLOCK);
  expect(await processUpload(bench.intake, await putWheel(bench, '4.0', 'upload-9'))).toMatchObject({
    outcome: 'refused',
    code: 'PROJECT_BLOCKED',
    reason: "pypi project 'demo' is blocked: it stole tokens; ask the operator.",
  });
});

test('an upload that a publisher’s block overtakes is taken to its end, and out again', async () => {
  const bench = await released();
  const upload = await putWheel(bench, '3.0', 'upload-4');
  const records = new Proxy(bench.records, {
    get(store, name) {
      const value = Reflect.get(store, name) as unknown;
      if (name !== 'put') return typeof value === 'function' ? (value.bind(store) as unknown) : value;
      return async (...args: Parameters<typeof store.put>) => {
        const written = await store.put(...args);
        if (args[0] === 'releases/pypi/demo/3.0.json')
          await give(bench, { ...BLOCK, ecosystem: '-', project: publisherCause('release@example.org') });
        return written;
      };
    },
  });
  expect((await processUpload({ ...bench.intake, records }, upload)).outcome).toBe('accepted');
  expect(bench.edge.entries.get(entryOf('demo/demo-3.0-py3-none-any.whl'))).toBe(ANSWER);
  expect(textAt(bench, PAGE)).toBe('Blocked by the registry: it stole tokens\n');
});

test('record and ledger say who blocked what and why', async () => {
  const bench = await released();
  const { upload } = await give(bench, { ...BLOCK, version: '1.0' });
  const key = statusKey('pypi', 'demo', upload);
  const record = bench.records.current(key)!;
  expect(JSON.parse(record.body.toString())).toMatchObject({ action: 'block', version: '1.0', status: 410, by: 'operator' });
  expect(record.lockedUntil).toBeInstanceOf(Date);
  expect(jsonAt(bench.records, decisionKey({ ecosystem: 'pypi', project: 'demo', upload }))).toMatchObject({
    event: {
      kind: 'blocked',
      project: 'demo',
      version: '1.0',
      reason: 'it stole tokens',
      record: { key, sha256: createHash('sha256').update(record.body).digest('hex') },
    },
  });
});

test.each<[string, Partial<Command>, string]>([
  ['no status', { action: 'block', reason: 'x' }, 'To block takes a status, got none; answer with 451 or 410.'],
  [
    'a status to unblock',
    { action: 'unblock', status: 410 },
    'Only a block has a status, got: status 410 to unblock; leave it out.',
  ],
  [
    'no reason',
    { action: 'block', status: 410 },
    'To block takes a reason of 1 to 250 printable ASCII characters, got: ""; readers are shown it.',
  ],
  [
    'a reason that no status line takes',
    { ...BLOCK, reason: 'é' },
    'To block takes a reason of 1 to 250 printable ASCII characters, got: "é"; readers are shown it.',
  ],
  [
    'a digest that is none',
    { ...BLOCK, ecosystem: '-', project: 'sha256:1' },
    'A file is blocked as sha256:<64 hexadecimal digits>, and a publisher as publisher:<64 of them>, got: "sha256:1"; write it with \'npx registry\'.',
  ],
  [
    'a version of a publisher',
    { ...BLOCK, ecosystem: '-', project: publisherCause('a'), version: '1.0' },
    "A file or publisher has no version, got: version '1.0'; leave it out.",
  ],
  ['an unknown version', { ...BLOCK, version: '9.0' }, "demo has no version '9.0'; name a released one, as it is spelt there."],
])('a command with %s is rejected', async (_, asked, reason) => {
  const bench = await released();
  expect(await give(bench, asked)).toMatchObject({ outcome: 'rejected', reason });
});
