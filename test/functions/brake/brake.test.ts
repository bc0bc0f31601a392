import { BRAKE_LISTS, BRAKE_LOG_MESSAGE, BRAKE_STATE_KEY, type BrakeState } from '../../../domain/contracts/brake';
import { BRAKE_ENTRY_KEY } from '../../../domain/contracts/brake-entry';
import { type BrakeFunction, workBrake } from '../../../functions/lambda/brake/brake';
import { moveBrake } from '../../../functions/shared/brake';
import { MemoryAccessStore } from '../../../functions/shared/memory/access-store';
import { MemoryEdgeStore } from '../../../functions/shared/memory/edge-store';
import { MemoryObjectStore } from '../../../functions/shared/memory/object-store';
import { MemoryQueue, MemoryTopic } from '../../../functions/shared/memory/queue';
import type { BurnMeter } from '../../../functions/shared/ports';

const NOW = new Date('2026-11-23T10:00:00Z');

function newWork(meter: Partial<BurnMeter> = {}, changes: Partial<BrakeFunction> = {}) {
  const records = new MemoryObjectStore();
  const log = new MemoryQueue<typeof BRAKE_LOG_MESSAGE>();
  const alerts = new MemoryTopic();
  const lines: unknown[] = [];
  const work: BrakeFunction = {
    brake: {
      records,
      packages: new MemoryObjectStore(),
      edges: [new MemoryEdgeStore()],
      sets: new MemoryAccessStore(BRAKE_LISTS),
      settings: { mode: 'on', message: 'Words.', braked: ['anonymous'] },
      clock: () => NOW,
    },
    registry: 'demo',
    monthlyUsd: 50,
    month: { monthlyUsd: 50, idleUsd: 13, priceClass: 'PriceClass_100' },
    meter: { alarms: () => Promise.resolve([]), drawn: () => Promise.resolve({ bytes: 0, requests: 0 }), ...meter },
    log,
    alerts,
    print: (line) => lines.push(JSON.parse(line)),
    ...changes,
  };
  const state = () => JSON.parse(records.current(BRAKE_STATE_KEY)?.body.toString() ?? '{}') as { degree?: number };
  return { work, state, log, alerts, lines };
}
const told = (...messages: string[]) => ({
  Records: messages.map((Message) => ({ Sns: { Message, Timestamp: NOW.toISOString() } })),
});
const ALARM = JSON.stringify({
  AlarmName: 'demo-burn-bytes-slow',
  NewStateValue: 'ALARM',
  NewStateReason: '',
  StateChangeTime: NOW.toISOString(),
});

test('a burn alarm moves it, and the intake is told to log that', async () => {
  const { work, state, log, lines } = newWork();
  await workBrake(work, told(ALARM));
  expect(state()).toMatchObject({ degree: 1 });
  expect(log.messages).toEqual([BRAKE_LOG_MESSAGE]);
  expect(lines).toEqual([{ brake: expect.objectContaining({ from: 0, to: 1, cause: 'bytes-slow' }) as unknown }]);
});

test('what is none of its business is ignored with a line', async () => {
  const { work, state, log, lines } = newWork();
  await workBrake(
    work,
    told('hello', '{"AlarmName":"demo-server-errors","NewStateValue":"ALARM","StateChangeTime":"2026-11-23"}'),
  );
  expect(state()).toEqual({});
  expect(log.messages).toEqual([]);
  expect(lines).toEqual([
    { ignored: 'no alarm, and no message of AWS Budgets' },
    { ignored: "an alarm of another kind, 'demo-server-errors'" },
  ]);
});

test('its clock sees an alarm whose message was lost', async () => {
  const { work, state } = newWork({
    alarms: () => Promise.resolve([{ name: 'demo-burn-requests-slow', state: 'ALARM', reason: '', at: NOW.toISOString() }]),
  });
  await workBrake(work, {});
  expect(state()).toMatchObject({ degree: 1 });
});

test('its clock counts what the month has drawn', async () => {
  const { work, state } = newWork({ drawn: () => Promise.resolve({ bytes: 1_600 * 2 ** 30, requests: 1_000_000 }) });
  await workBrake(work, {});
  expect(state()).toMatchObject({ degree: 3, moves: [{ cause: 'month' }] });
});

test('under a flat-rate plan the month costs the same whatever it draws', async () => {
  const { work, state } = newWork({ drawn: () => Promise.resolve({ bytes: 1e15, requests: 1e9 }) }, { month: undefined });
  await workBrake(work, {});
  expect(state()).toMatchObject({ degree: 0 });
});

test('that CloudWatch does not answer keeps nothing where it is', async () => {
  const { work, state, lines } = newWork({ alarms: () => Promise.reject(new Error('slow down')) });
  await workBrake(work, {});
  expect(state()).toMatchObject({ degree: 0 });
  expect(lines).toEqual([{ unmeasured: 'Error: slow down' }]);
});

const subjects = ({ mails }: MemoryTopic): string[] => mails.map(({ subject }) => subject);

test('people are told of a move once, however often its alarm is delivered', async () => {
  const { work, alerts } = newWork();
  for (const event of [told(ALARM), told(ALARM), told(ALARM, ALARM), {}]) await workBrake(work, event);
  expect(subjects(alerts)).toEqual(['demo: brake at degree 1 (move 1)']);
});

test('its own mail comes back to it by the topic, and moves nothing', async () => {
  const { work, state, log, alerts, lines } = newWork();
  await workBrake(work, told(ALARM));
  const before = state();
  await workBrake(work, told(...alerts.mails.map(({ text }) => text)));
  expect([state(), alerts.mails.length, log.messages.length]).toEqual([before, 1, 1]);
  expect(lines.at(-1)).toEqual({ ignored: 'a mail of its own' });
});

test('what an operator has ordered through the intake is told by its clock', async () => {
  const { work, alerts } = newWork();
  const until = new Date(NOW.getTime() + 3_600_000).toISOString();
  await moveBrake(work.brake, { order: { id: 'order-0001', action: 'brake-hold', until } });
  await moveBrake(work.brake, { order: { id: 'order-0002', action: 'brake-release' } });
  await workBrake(work, {});
  expect(subjects(alerts)).toEqual(['demo: brake at degree 0 (move 1)', 'demo: brake at degree 0 (move 2)']);
});

test('a mail that fails keeps the brake from nothing, and is sent when the claim to it has ended', async () => {
  let now = NOW;
  const { work, state, log, alerts } = newWork();
  const brake = { ...work.brake, clock: () => now };
  const refuse = { publish: () => Promise.reject(new Error('slow down')) };
  await expect(workBrake({ ...work, brake, alerts: refuse }, told(ALARM))).rejects.toThrow('slow down');
  expect(state()).toMatchObject({ degree: 1 });
  expect(log.messages).toEqual([BRAKE_LOG_MESSAGE]);
  await workBrake({ ...work, brake }, {});
  expect(subjects(alerts)).toEqual([]);
  now = new Date(NOW.getTime() + 120_000);
  await workBrake({ ...work, brake }, {});
  expect(subjects(alerts)).toEqual(['demo: brake at degree 1 (move 1)']);
});

test('moves from before there were mails are not told', async () => {
  const { work, state, alerts } = newWork();
  await workBrake(work, told(ALARM));
  const { mailed: _, ...old } = state() as BrakeState;
  await work.brake.records.put(BRAKE_STATE_KEY, { body: Buffer.from(JSON.stringify(old)), contentType: 'application/json' });
  await workBrake(work, {});
  expect(alerts.mails).toHaveLength(1);
});

test('a store that was added by splitting delivery gets the entry with the next run of the clock', async () => {
  const { work } = newWork();
  await workBrake(work, told(ALARM));
  const [index] = work.brake.edges;
  const files = new MemoryEdgeStore();
  expect(await index!.get(BRAKE_ENTRY_KEY)).toMatch(/^\^anonymous /);
  await workBrake({ ...work, brake: { ...work.brake, edges: [index!, files] } }, {});
  expect(files.entries).toEqual((index as MemoryEdgeStore).entries);
});
