/** In which order a block takes effect, and of two at once. Calls that fail are tried one by one in test/faults. */
import { commandKey, type UploadId } from '../../../domain/contracts/keys';
import type { Command } from '../../../domain/contracts/release';
import { publisherCause } from '../../../domain/records/blocks';
import { processCommand } from '../../../functions/lambda/intake/process-command';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { type Bench, newBench, putWheel } from './bench';
import { through } from './world';

const EVERYWHERE = { ecosystem: '-', project: publisherCause('release@example.org') };
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
