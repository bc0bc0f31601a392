/** Whichever call of a block or unblock fails, before or after it took effect: once repeated, all is as of an undisturbed run. */
import { commandKey, type UploadId } from '../../../domain/contracts/keys';
import type { Command } from '../../../domain/contracts/release';
import { publisherCause } from '../../../domain/records/blocks';
import { processCommand } from '../../../functions/lambda/intake/process-command';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { type Bench, newBench, putWheel } from './bench';
import { through } from './world';

const EVERYWHERE = { ecosystem: '-', project: publisherCause('release@example.org') };
const TARGETS: readonly [string, Partial<Command>][] = [
  ['a version', { version: '1.0' }],
  ['a project', {}],
  ['a publisher', EVERYWHERE],
];
const SCENARIOS = TARGETS.flatMap(([what, target]) => [
  [`blocking ${what}`, [{ ...target, action: 'block', status: 410, reason: 'bad' }]] as const,
  [
    `unblocking ${what}`,
    [
      { ...target, action: 'block', status: 410, reason: 'bad' },
      { ...target, action: 'unblock' },
    ],
  ] as const,
]);

class Fault extends Error {}

async function give(bench: Bench, asked: object, number: number): Promise<UploadId> {
  const command = { schema: 1, ecosystem: 'pypi', project: 'demo', by: 'ops', ...asked } as Command;
  const id = { ecosystem: command.ecosystem, project: command.project, upload: `command-number-${number}` };
  await bench.staging.put(commandKey(id), { body: Buffer.from(JSON.stringify(command)), contentType: 'application/json' });
  return id;
}

/** @returns the bench with all but the last command carried out, and that one */
async function prepared(commands: readonly object[]): Promise<[Bench, UploadId]> {
  const bench = newBench();
  for (const version of ['1.0', '2.0'])
    await processUpload(bench.intake, await putWheel(bench, version, `upload-${version.replace('.', '-')}-x`));
  await processUpload(bench.intake, await putWheel(bench, '1.0', 'upload-other', 'other'));
  for (const [number, asked] of commands.slice(0, -1).entries())
    await processCommand(bench.intake, { command: await give(bench, asked, number) });
  return [bench, await give(bench, commands.at(-1)!, commands.length)];
}

function stateOf(bench: Bench): Record<string, unknown> {
  const stores = Object.entries({ packages: bench.packages, records: bench.records, staging: bench.staging });
  const objects = stores.flatMap(([name, store]) =>
    store.keys().map((key) => [`${name}/${key}`, store.current(key)!.body.toString('base64')] as const),
  );
  const asked = [...new Set(bench.invalidations.messages.map((message) => JSON.stringify(message)))];
  return { ...Object.fromEntries(objects), asked, edge: Object.fromEntries([...bench.edge.entries].sort()) };
}

async function runWithFault(bench: Bench, command: UploadId, k: number, afterEffect: boolean): Promise<boolean> {
  let calls = 0;
  const faulty = through(bench.intake, async (name, call) => {
    const fails = ++calls === k;
    if (fails && !afterEffect) throw new Fault(name);
    const result = await call();
    if (fails) throw new Fault(name);
    return result;
  });
  try {
    await processCommand(faulty, { command });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
  return calls >= k;
}

describe.each(SCENARIOS)('%s', (_, commands) => {
  test.each([
    ['is lost', false],
    ['is answered with an error after it took effect', true],
  ])('when any one call %s', async (_how, afterEffect) => {
    const [undisturbed, last] = await prepared(commands);
    await processCommand(undisturbed.intake, { command: last });
    const expected = stateOf(undisturbed);
    let k = 1;
    for (; ; k++) {
      const [bench, command] = await prepared(commands);
      const wasHit = await runWithFault(bench, command, k, afterEffect);
      await processCommand(bench.intake, { command });
      expect([k, stateOf(bench)]).toEqual([k, expected]);
      if (!wasHit) break;
    }
    expect(k).toBeGreaterThan(20);
  });
});

test('nothing of a project is half blocked: once its file is refused, no document ever names it again', async () => {
  const [bench, command] = await prepared([{ action: 'block', status: 410, reason: 'bad', version: '1.0' }]);
  let isRefused = false;
  const seen: string[] = [];
  const watched = through(bench.intake, async (name, call) => {
    const result = await call();
    isRefused ||= bench.edge.entries.size > 0;
    if (name === 'packages.put' && !isRefused) seen.push(name);
    return result;
  });
  await processCommand(watched, { command });
  expect([isRefused, seen]).toEqual([true, []]);
});

test('two operators at once: whoever is later on record counts everywhere', async () => {
  const [bench, block] = await prepared([{ ...EVERYWHERE, action: 'block', status: 410, reason: 'bad' }]);
  const unblock = await give(bench, { ...EVERYWHERE, action: 'unblock' }, 9);
  await Promise.all([processCommand(bench.intake, { command: block }), processCommand(bench.intake, { command: unblock })]);
  const states = ['demo', 'other'].map((project) => {
    const { releases } = JSON.parse(bench.records.current(`projects/pypi/${project}.json`)!.body.toString()) as {
      releases: { status?: object }[];
    };
    return releases.every(({ status }) => status === undefined);
  });
  // Both have the same time here, and "command-number-9" comes after "command-number-1".
  expect([states, bench.edge.entries.size]).toEqual([[true, true], 0]);
});
