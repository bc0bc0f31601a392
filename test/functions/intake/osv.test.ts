import { commandKey } from '../../../domain/contracts/keys';
import type { Command } from '../../../domain/contracts/release';
import { publisherCause } from '../../../domain/records/blocks';
import { processCommand } from '../../../functions/lambda/intake/process-command';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { type Bench, jsonAt, NOW, newBench, putWheel } from './bench';
import { through } from './world';

const FEED = 'index/-/osv/all.json';
let seconds = 0;

/** Time passes between commands. */
async function give(bench: Bench, asked: Partial<Command>, intake = bench.intake): Promise<void> {
  const command = { schema: 1, ecosystem: 'pypi', project: 'demo', by: 'ops', ...asked } as Command;
  const id = { ecosystem: command.ecosystem, project: command.project, upload: `command-${String(++seconds).padStart(8, '0')}` };
  await bench.staging.put(commandKey(id), { body: Buffer.from(JSON.stringify(command)), contentType: 'application/json' });
  await processCommand({ ...intake, clock: () => new Date(NOW.getTime() + seconds * 1000) }, { command: id });
}

async function released(): Promise<Bench> {
  const bench = newBench();
  for (const version of ['1.0', '2.0'])
    await processUpload(bench.intake, await putWheel(bench, version, `upload-${version.replace('.', '-')}-x`));
  await processUpload(bench.intake, await putWheel(bench, '1.0', 'upload-other', 'other'));
  return bench;
}

const advisoryKeys = (bench: Bench): string[] => bench.packages.keys().filter((key) => key.startsWith('index/-/osv/'));
/** All that readers get of them. */
const written = (bench: Bench) =>
  advisoryKeys(bench).map((key) => {
    const { body, contentType, cacheControl, metadata } = bench.packages.current(key)!;
    return [key, body.toString(), contentType, cacheControl, metadata];
  });

const YANK = { action: 'yank', version: '1.0', reason: 'Loses data.' } as const;
const BLOCK = { action: 'block', status: 410, reason: 'it stole tokens' } as const;
const EVERYWHERE = { ecosystem: '-', project: publisherCause('release@example.org') };

test('each advisory is below its id, and the list names it with the time of its last change', async () => {
  const bench = await released();
  await give(bench, YANK);
  const [{ id, modified }, ...others] = jsonAt(bench.packages, FEED) as [{ id: string; modified: string }];
  expect(others).toEqual([]);
  expect(jsonAt(bench.packages, `index/-/osv/${id}.json`)).toMatchObject({ id, modified, details: 'Loses data.' });
  await give(bench, { action: 'unyank', version: '1.0' });
  const [listed] = jsonAt(bench.packages, FEED) as [{ id: string; modified: string }];
  expect(listed.id).toBe(id);
  expect(jsonAt(bench.packages, `index/-/osv/${id}.json`)).toMatchObject({ withdrawn: listed.modified });
  expect(listed.modified > modified).toBe(true);
  expect(bench.packages.current(FEED)).toMatchObject({ contentType: 'application/json' });
});

test('a blocked publisher has an advisory in each project', async () => {
  const bench = await released();
  await give(bench, { ...BLOCK, ...EVERYWHERE });
  const advisories = advisoryKeys(bench).filter((key) => key !== FEED);
  const affected = advisories.map((key) => jsonAt(bench.packages, key) as { affected: [{ package: { name: string } }] });
  expect(affected.map((advisory) => advisory.affected[0].package.name).sort()).toEqual(['demo', 'other']);
});

test('a reindex makes them anew, byte for byte, also over spoilt ones', async () => {
  const bench = await released();
  for (const asked of [YANK, { action: 'unyank', version: '1.0' } as const, YANK, { ...BLOCK, version: '2.0' }])
    await give(bench, asked);
  await give(bench, { ...BLOCK, ...EVERYWHERE });
  await give(bench, { action: 'unblock', ...EVERYWHERE });
  await processUpload(
    { ...bench.intake, clock: () => new Date(NOW.getTime() + 1e6) },
    await putWheel(bench, '3.0', 'upload-later-x'),
  );
  const before = written(bench);
  expect(before).toHaveLength(5);
  const lost = newBench();
  for (const key of bench.records.keys()) await lost.records.put(key, bench.records.current(key)!);
  const [spoilt] = advisoryKeys(bench);
  await lost.packages.put(spoilt!, { ...bench.packages.current(spoilt!)!, body: Buffer.from('[]') });
  for (const project of ['other', 'demo']) await give(lost, { action: 'reindex', project });
  expect(written(lost)).toEqual(before);
});

test('the ninth advisory of a project takes as many calls as the second', async () => {
  const bench = newBench();
  for (let i = 0; i < 9; i++) await processUpload(bench.intake, await putWheel(bench, `1.${i}`, `upload-number-${i}`));
  const callsOf = async (version: string): Promise<string[]> => {
    const calls: string[] = [];
    const counted = through(bench.intake, (name, call) => {
      calls.push(name);
      return call();
    });
    await give(bench, { ...YANK, version }, counted);
    return calls;
  };
  await callsOf('1.0');
  const second = await callsOf('1.1');
  for (let i = 2; i < 8; i++) await callsOf(`1.${i}`);
  expect(await callsOf('1.8')).toEqual(second);
});

test('of commands that run at once none loses its place in the list', async () => {
  const bench = await released();
  await Promise.all([give(bench, YANK), give(bench, { ...YANK, version: '2.0' }), give(bench, { ...YANK, project: 'other' })]);
  expect(jsonAt(bench.packages, FEED)).toHaveLength(3);
});
