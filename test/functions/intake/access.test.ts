import { ACCESS_CLOCK_MESSAGE, type AccessRecord } from '../../../domain/contracts/access';
import { ACCESS_KEY, commandKey } from '../../../domain/contracts/keys';
import type { Command, CommandVerdict } from '../../../domain/contracts/release';
import { readEntry } from '../../../domain/records/ledger';
import { endAccess } from '../../../functions/lambda/intake/change-access';
import { parseEvent } from '../../../functions/lambda/intake/event';
import { processCommand } from '../../../functions/lambda/intake/process-command';
import { MemoryAccessStore } from '../../../functions/shared/memory/access-store';
import { type Bench, jsonAt, NOW, newBench } from './bench';

const HOUR = 60 * 60 * 1000;
const after = (hours: number): string => new Date(NOW.getTime() + hours * HOUR).toISOString();

async function give(bench: Bench, id: string, asked: Partial<Command>): Promise<CommandVerdict> {
  const command = { ecosystem: '-', project: 'access', upload: `command-${id}` };
  const body = { schema: 1, ecosystem: '-', project: 'access', by: 'ops', ...asked };
  await bench.staging.put(commandKey(command), { body: Buffer.from(JSON.stringify(body)), contentType: 'application/json' });
  return processCommand(bench.intake, { command, requester: '111122223333' });
}
const BLOCK = { action: 'access-block', what: ['203.0.113.7', 'asn:64500'], reason: 'A flood.' } as const;
const recordOf = (bench: Bench) => jsonAt(bench.records, ACCESS_KEY) as AccessRecord;
const listed = ({ access }: Bench) => Object.fromEntries([...access.items].filter(([, items]) => items.length > 0));
const events = (bench: Bench) =>
  bench.records
    .keys()
    .filter((key) => key.startsWith('ledger/'))
    .map((key) => readEntry(bench.records.current(key)!.body).event);

test('a block: on record with who and why, in the lists, and in the ledger without the address', async () => {
  const bench = newBench();
  const verdict = await give(bench, '00000001', { ...BLOCK, until: after(1) });
  expect(verdict).toEqual({
    schema: 1,
    outcome: 'applied',
    ecosystem: '-',
    project: 'access',
    upload: 'command-00000001',
    at: NOW.toISOString(),
    action: 'access-block',
  });
  expect(listed(bench)).toEqual({ blockIpv4: ['203.0.113.7/32'], killSwitches: ['asn:64500'] });
  expect(recordOf(bench).entries[0]).toEqual({
    what: '203.0.113.7/32',
    effect: 'block',
    reason: 'A flood.',
    by: 'ops',
    requester: '111122223333',
    since: NOW.toISOString(),
    until: after(1),
  });
  expect(events(bench)).toEqual([
    {
      id: '-/access/command-00000001',
      kind: 'access.changed',
      ecosystem: '-',
      project: 'access',
      upload: 'command-00000001',
      access: { action: 'block', addresses: 1, networks: 1, until: after(1) },
    },
  ]);
});

test('nothing public, no answer, no decision and no log line has the address or the reason', async () => {
  const bench = newBench();
  await give(bench, '00000001', BLOCK);
  await give(bench, '00000002', { ...BLOCK, action: 'access-allow', what: ['203.0.113.0/24'] });
  await give(bench, '00000003', { action: 'access-forget', what: ['203.0.113.7'] });
  const { staging, packages, records, lines } = bench;
  const kept = [staging, packages, records].flatMap((store) =>
    store
      .keys()
      .flatMap((key) => (key === ACCESS_KEY || key.startsWith('commands/') ? [] : [store.current(key)!.body.toString('latin1')])),
  );
  // Of what was rejected the answer names it: to who gave the command.
  expect(
    kept.filter((text) => /203\.0\.113|A flood/.test(text)).map((text) => (JSON.parse(text) as CommandVerdict).outcome),
  ).toEqual(['rejected']);
  expect(lines.join('\n')).not.toMatch(/203\.0\.113|A flood/);
  expect(lines).toHaveLength(3);
});

test('forgotten: out of the lists at once', async () => {
  const bench = newBench();
  await give(bench, '00000001', BLOCK);
  expect(await give(bench, '00000002', { action: 'access-forget', what: ['203.0.113.7'] })).toMatchObject({ outcome: 'applied' });
  expect(listed(bench)).toEqual({ killSwitches: ['asn:64500'] });
  expect(recordOf(bench).entries.find(({ ended }) => ended)).not.toHaveProperty('leaving');
});

test('an end comes with the first hour after it, once, and is in the ledger', async () => {
  const bench = newBench();
  await give(bench, '00000001', { ...BLOCK, until: after(1.5) });
  for (const hours of [1, 2, 3])
    await endAccess({ ...bench.intake, clock: () => new Date(NOW.getTime() + hours * HOUR) }).then(() => {
      expect(listed(bench)).toEqual(hours < 2 ? { blockIpv4: ['203.0.113.7/32'], killSwitches: ['asn:64500'] } : {});
    });
  expect(events(bench).map(({ access }) => access)).toEqual([
    { action: 'block', addresses: 1, networks: 1, until: after(1.5) },
    { action: 'expire', addresses: 1, networks: 1 },
  ]);
});

test.each(['access-restore', 'the next hour'] as const)('%s: what a deployment has emptied is put back', async (how) => {
  const bench = newBench();
  await give(bench, '00000001', BLOCK);
  bench.access.items.set('blockIpv4', ['198.51.100.7/32']);
  if (how === 'the next hour') await endAccess(bench.intake);
  else expect(await give(bench, '00000002', { action: how })).toMatchObject({ outcome: 'applied' });
  expect(listed(bench)).toEqual({ blockIpv4: ['198.51.100.7/32', '203.0.113.7/32'], killSwitches: ['asn:64500'] });
});

test('an hour in which nothing is over writes nothing', async () => {
  const bench = newBench();
  await give(bench, '00000001', BLOCK);
  const before = [bench.records.keys(), JSON.stringify(recordOf(bench)), (await bench.access.read('blockIpv4')).revision];
  await endAccess(bench.intake);
  expect([bench.records.keys(), JSON.stringify(recordOf(bench)), (await bench.access.read('blockIpv4')).revision]).toEqual(
    before,
  );
});

test.each<[string, Partial<Command>, RegExp]>([
  ['no range', { ...BLOCK, what: ['x'] }, /^An address is like 198\.51\.100\.7/],
  ['a width that is not meant', { ...BLOCK, what: ['198.48.0.0/12'] }, /add --wide if you mean it\.$/],
  ['no reason', { ...BLOCK, reason: '' }, /^To allow or block takes a reason, got none; say why, other operators read it\.$/],
  ['nothing', { action: 'access-forget' }, /^What is meant is missing; name an address, a country or a network\.$/],
  [
    'names to restore',
    { ...BLOCK, action: 'access-restore' },
    /^All that is on record is restored, got: names; leave them out\.$/,
  ],
  ['an end of an end', { action: 'access-forget', what: ['x'], until: after(1) }, /^Only what is allowed or blocked has an end/],
  ['something else with addresses', { action: 'block', what: ['x'], status: 451, reason: 'x' }, /^Only access has addresses/],
])('rejected: %s', async (_, asked, reason) => {
  const bench = newBench();
  expect(await give(bench, '00000001', asked)).toMatchObject({
    outcome: 'rejected',
    reason: expect.stringMatching(reason) as string,
  });
  expect(listed(bench)).toEqual({});
});

test('without kill switches a country is rejected', async () => {
  const bench = newBench({ access: new MemoryAccessStore(['allowIpv4', 'allowIpv6', 'blockIpv4', 'blockIpv6']) });
  expect(await give(bench, '00000001', { ...BLOCK, what: ['country:NZ'] })).toMatchObject({
    outcome: 'rejected',
    reason: expect.stringMatching(/^This registry has no switches for countries and networks, got: country:NZ;/) as string,
  });
});

test('the message of the schedule is known', () => {
  expect(parseEvent(JSON.stringify(ACCESS_CLOCK_MESSAGE), 'staging')).toEqual(ACCESS_CLOCK_MESSAGE);
});
