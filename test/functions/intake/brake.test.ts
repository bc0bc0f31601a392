import { BRAKE_LISTS, BRAKE_LOG_MESSAGE, BRAKE_STATE_KEY, type BrakeState } from '../../../domain/contracts/brake';
import { BRAKE_ENTRY_KEY } from '../../../domain/contracts/brake-entry';
import { commandKey } from '../../../domain/contracts/keys';
import type { Command, CommandVerdict } from '../../../domain/contracts/release';
import { readEntry } from '../../../domain/records/ledger';
import { logBrake } from '../../../functions/lambda/intake/change-brake';
import { parseEvent } from '../../../functions/lambda/intake/event';
import type { Intake } from '../../../functions/lambda/intake/intake';
import { processCommand } from '../../../functions/lambda/intake/process-command';
import { type Brake, moveBrake } from '../../../functions/shared/brake';
import { MemoryAccessStore } from '../../../functions/shared/memory/access-store';
import { type Bench, jsonAt, NOW, newBench } from './bench';

const HOUR = 60 * 60 * 1000;
const after = (hours: number): string => new Date(NOW.getTime() + hours * HOUR).toISOString();

function newBraked(): { bench: Bench; intake: Intake; brake: Brake; sets: MemoryAccessStore<(typeof BRAKE_LISTS)[number]> } {
  const bench = newBench();
  const { records, packages, edges, clock } = bench.intake;
  const sets = new MemoryAccessStore(BRAKE_LISTS);
  const settings = { mode: 'on', message: 'Words.', braked: ['anonymous', 'community'] } as const;
  const brake: Brake = { records, packages, edges, sets, settings, clock };
  return { bench, intake: { ...bench.intake, brake }, brake, sets };
}

async function give(intake: Intake, id: string, asked: Partial<Command>): Promise<CommandVerdict> {
  const command = { ecosystem: '-', project: 'brake', upload: `command-${id}` };
  const body = { schema: 1, ecosystem: '-', project: 'brake', by: 'ops', ...asked };
  await intake.staging.put(commandKey(command), { body: Buffer.from(JSON.stringify(body)), contentType: 'application/json' });
  return processCommand(intake, { command });
}
const SET = { action: 'brake-set', degree: 3, until: after(24), reason: 'A flood.' } as const;
const events = ({ records }: Bench) =>
  records
    .keys()
    .filter((key) => key.startsWith('ledger/'))
    .map((key) => readEntry(records.current(key)!.body).event);

test('an order: in the state, at the edge, in the web ACL, and in the ledger without who and why', async () => {
  const { bench, intake, sets } = newBraked();
  expect(await give(intake, '00000001', SET)).toMatchObject({ outcome: 'applied', action: 'brake-set', at: NOW.toISOString() });
  expect(await bench.edge.get(BRAKE_ENTRY_KEY)).toMatch(/^\^\(anonymous\|community\) \n/);
  expect(sets.items.get('brakeIpv4')).toEqual(['0.0.0.0/1', '128.0.0.0/1']);
  expect(events(bench)).toEqual([
    {
      id: '-/brake/command-00000001',
      kind: 'brake.moved',
      ecosystem: '-',
      project: 'brake',
      upload: 'command-00000001',
      brake: {
        sequence: 1,
        at: NOW.toISOString(),
        from: 0,
        to: 3,
        cause: 'operator',
        order: 'brake-set',
        until: after(24),
      },
    },
  ]);
  expect((jsonAt(bench.records, BRAKE_STATE_KEY) as BrakeState).logged).toBe(1);
});

test('an order that comes twice is one', async () => {
  const { bench, intake } = newBraked();
  const first = await give(intake, '00000001', SET);
  await give(intake, '00000002', { action: 'brake-release' });
  expect(await give(intake, '00000001', SET)).toEqual(first);
  expect(jsonAt(bench.records, BRAKE_STATE_KEY)).toMatchObject({ degree: 0, sequence: 2 });
});

test('what the brake does by itself is logged once, when it says so', async () => {
  const { bench, intake, brake } = newBraked();
  await moveBrake(brake, { signals: [{ name: 'bytes-slow', at: NOW.toISOString(), alarming: true }] });
  expect(parseEvent(JSON.stringify(BRAKE_LOG_MESSAGE), 'staging')).toEqual(BRAKE_LOG_MESSAGE);
  await logBrake(intake);
  await logBrake(intake);
  expect(events(bench)).toEqual([
    expect.objectContaining({
      kind: 'brake.moved',
      brake: { sequence: 1, at: NOW.toISOString(), from: 0, to: 1, cause: 'bytes-slow' },
    }),
  ]);
});

test('a brake that has not moved has nothing to log', async () => {
  const { bench, intake } = newBraked();
  await logBrake(intake);
  expect(events(bench)).toEqual([]);
});

test.each<[string, Partial<Command>, string]>([
  ['an end that has passed', { ...SET, until: after(-1) }, `The end has passed, got: ${after(-1)}; name a time in the future.`],
  ['no degree', { action: 'brake-set', until: after(1) }, 'To set the brake takes a degree, got none; name one from 0 to 3.'],
  [
    'a degree to hold',
    { ...SET, action: 'brake-hold' },
    'Only the brake has a degree, got: degree 3 to brake-hold; leave it out.',
  ],
  ['no end', { action: 'brake-hold' }, 'To set or hold the brake takes an end, got none; say until when.'],
  ['an end of a release', { action: 'brake-release', until: after(1) }, 'A release has no end; leave it out.'],
])('%s is rejected', async (_, asked, reason) => {
  const { intake } = newBraked();
  expect(await give(intake, '00000001', asked)).toMatchObject({ outcome: 'rejected', reason });
});

test('a command of another project is none about the brake', async () => {
  const { intake } = newBraked();
  const command = { ecosystem: '-', project: 'access', upload: 'command-00000001' };
  const body = { schema: 1, ecosystem: '-', project: 'access', by: 'ops', ...SET };
  await intake.staging.put(commandKey(command), { body: Buffer.from(JSON.stringify(body)), contentType: 'application/json' });
  expect(await processCommand(intake, { command })).toMatchObject({
    outcome: 'rejected',
    reason: `The brake is of the registry itself, got: "-/access"; write it with 'npx registry'.`,
  });
});

test('where there is no brake there is nothing to order', async () => {
  expect(await give(newBench().intake, '00000001', SET)).toMatchObject({
    outcome: 'rejected',
    reason: 'This registry has no brake (budget.brake.mode is off); turn it on in registry.config.ts and deploy.',
  });
});
