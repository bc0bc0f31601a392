/** Whatever goes wrong with any one call of the brake, and whoever comes between: never half on, never stuck on. */
import fc from 'fast-check';
import {
  BRAKE_DOCUMENT_KEY,
  BRAKE_LISTS,
  BRAKE_STATE_KEY,
  type BrakeState,
  type PublicBrake,
} from '../../domain/contracts/brake';
import { BRAKE_ENTRY_KEY } from '../../domain/contracts/brake-entry';
import { type BrakeSettings, edgeEntry, setItems } from '../../domain/cost/brake-effects';
import type { AlarmState } from '../../domain/cost/brake-messages';
import { type BrakeFunction, workBrake } from '../../functions/lambda/brake/brake';
import { MemoryAccessStore } from '../../functions/shared/memory/access-store';
import { MemoryEdgeStore } from '../../functions/shared/memory/edge-store';
import { MemoryObjectStore } from '../../functions/shared/memory/object-store';
import { MemoryQueue, MemoryTopic } from '../../functions/shared/memory/queue';
import type { BurnMeter } from '../../functions/shared/ports';
import { type Around, through } from '../functions/intake/world';

const SETTINGS: BrakeSettings = { mode: 'on', message: 'Words.', braked: ['anonymous', 'community'] };
const MONTH = { monthlyUsd: 50, idleUsd: 13, priceClass: 'PriceClass_100' } as const;
const START = Date.parse('2026-11-23T10:00:00Z');
const MINUTE = 60_000;
const at = (minutes: number): string => new Date(START + minutes * MINUTE).toISOString();

/** A registry's brake, with CloudWatch as it is. */
function newWorld() {
  const records = new MemoryObjectStore();
  const packages = new MemoryObjectStore();
  const edges = [new MemoryEdgeStore(), new MemoryEdgeStore()];
  const sets = new MemoryAccessStore(BRAKE_LISTS);
  const log = new MemoryQueue<{ log: 'brake' }>();
  const alerts = new MemoryTopic();
  const alarms: AlarmState[] = [];
  const time = { minutes: 0 };
  const ports = {
    brake: { records, packages, edges, sets },
    meter: { alarms: () => Promise.resolve(alarms), drawn: () => Promise.resolve({ bytes: 0, requests: 0 }) },
    log,
    alerts,
  };
  const work = (around?: Around): BrakeFunction => {
    const { brake, ...rest } = around ? { ...through(ports, around), meter: meterThrough(ports.meter, around) } : ports;
    const clock = (): Date => new Date(START + time.minutes * MINUTE);
    return {
      ...rest,
      brake: { ...brake, settings: SETTINGS, clock },
      registry: 'demo',
      monthlyUsd: 50,
      month: MONTH,
      print: () => undefined,
    };
  };
  return { records, packages, edges, sets, log, alerts, alarms, time, work };
}

/** It is no class of ours, so `through` does not see its calls. */
const meterThrough = (meter: BurnMeter, around: Around): BurnMeter => ({
  alarms: () => around('meter.alarms', () => meter.alarms(), []) as ReturnType<BurnMeter['alarms']>,
  drawn: (from, to) => around('meter.drawn', () => meter.drawn(from, to), []) as ReturnType<BurnMeter['drawn']>,
});
type World = ReturnType<typeof newWorld>;

/** An alarm that CloudWatch has, and the message that it sends. */
function change(world: World, name: string, minutes: number, ratio: number): object {
  const state = ratio > 0 ? 'ALARM' : 'OK';
  const reason = `Threshold Crossed: 1 datapoint [${ratio}.0 (23/11/26 10:00:00)] was greater than the threshold (1.0).`;
  const alarm = { name: `demo-burn-${name}`, state, reason, at: at(minutes) };
  world.alarms.splice(0, world.alarms.length, ...world.alarms.filter((other) => other.name !== alarm.name), alarm);
  const message = { AlarmName: alarm.name, NewStateValue: state, NewStateReason: reason, StateChangeTime: alarm.at };
  return { Records: [{ Sns: { Message: JSON.stringify(message), Timestamp: alarm.at } }] };
}

const CLOCK = {};

async function stateOf({ records }: World): Promise<BrakeState> {
  return JSON.parse((await records.get(BRAKE_STATE_KEY))!.body.toString()) as BrakeState;
}

/** What readers, web ACL and the edge functions of index and files host have, as degrees; each must be the state's. */
async function inLine(world: World): Promise<unknown> {
  const state = await stateOf(world);
  const entries = await Promise.all(world.edges.map((edge) => edge.get(BRAKE_ENTRY_KEY)));
  const document = JSON.parse((await world.packages.get(BRAKE_DOCUMENT_KEY))!.body.toString()) as PublicBrake;
  return {
    degree: state.degree,
    entry: entries.every((entry) => entry === edgeEntry(state, SETTINGS)),
    sets: BRAKE_LISTS.every((list) => String(world.sets.items.get(list)) === String(setItems(list, state, SETTINGS))),
    document: document.degree === state.degree && document.sequence === state.sequence,
  };
}
const IN_LINE = { entry: true, sets: true, document: true };

/** How often people were told of each move, once whoever was telling has had the time for it. */
async function told(world: World): Promise<number[]> {
  world.time.minutes += 5;
  await workBrake(world.work(), CLOCK);
  const { moves } = await stateOf(world);
  return moves.map(({ sequence }) => world.alerts.mails.filter(({ subject }) => subject.includes(`(move ${sequence})`)).length);
}

class Fault extends Error {}

const FAULTS = ['fails', 'fails after it took effect', 'meets another writer'] as const;

/** @returns the call that went wrong; undefined when there are fewer */
async function runWith(world: World, event: object, fault: (typeof FAULTS)[number], number: number): Promise<string | undefined> {
  let calls = 0;
  let wrong: string | undefined;
  const broken: Around = async (name, call, args) => {
    if (++calls !== number) return call();
    wrong = name;
    if (fault === 'fails') throw new Fault(name);
    if (fault === 'meets another writer') {
      if (name.endsWith('.update')) return undefined;
      return name.endsWith('.put') && (args[1] as { when?: unknown }).when !== undefined ? 'condition-failed' : call();
    }
    await call();
    throw new Fault(name);
  };
  await workBrake(world.work(broken), event).catch((error: unknown) => {
    if (!(error instanceof Fault)) throw error;
  });
  return wrong;
}

/** A burn that jumps to degree 3, and a move down to 1 after it. */
const SCENES: readonly (readonly [name: string, before: (world: World) => Promise<object>, degree: number])[] = [
  ['an alarm', (world) => Promise.resolve(change(world, 'bytes-fast', 0, 20)), 3],
  [
    'the clock after quiet time',
    async (world) => {
      await workBrake(world.work(), change(world, 'bytes-fast', 0, 20));
      await workBrake(world.work(), change(world, 'bytes-fast', 10, 0));
      world.time.minutes = 130;
      return CLOCK;
    },
    1,
  ],
  [
    'the last of it',
    async (world) => {
      await workBrake(world.work(), change(world, 'bytes-fast', 0, 20));
      await workBrake(world.work(), change(world, 'bytes-fast', 10, 0));
      world.time.minutes = 190;
      return CLOCK;
    },
    0,
  ],
];

describe.each(SCENES)('%s', (_, prepare, degree) => {
  test.each(FAULTS)('when any one call %s, the redelivery puts everything in line; so does the clock alone', async (fault) => {
    for (const again of ['redelivered', 'clock'] as const) {
      let wrong: string | undefined = '';
      for (let number = 1; wrong !== undefined; number++) {
        const world = newWorld();
        const event = await prepare(world);
        wrong = await runWith(world, event, fault, number);
        await workBrake(world.work(), again === 'redelivered' ? event : CLOCK);
        if (again === 'redelivered') await workBrake(world.work(), event);
        expect(await inLine(world)).toEqual({ degree, ...IN_LINE });
        expect((await stateOf(world)).moves.at(-1)).toMatchObject({ to: degree });
        expect(world.log.messages.length).toBeGreaterThan(0);
        const mails = await told(world);
        // Nobody can know that SNS took what it did not answer: that one comes twice, under the same number.
        const last = fault === 'fails after it took effect' && wrong === 'alerts.publish' ? 2 : 1;
        expect(mails).toEqual([...mails.slice(1).map(() => 1), last]);
      }
    }
  });
});

test('a deployment that empties the sets is made good by the clock', async () => {
  const world = newWorld();
  await workBrake(world.work(), change(world, 'bytes-fast', 0, 20));
  for (const list of BRAKE_LISTS) world.sets.items.set(list, []);
  await workBrake(world.work(), CLOCK);
  expect(await inLine(world)).toEqual({ degree: 3, ...IN_LINE });
});

test('an OK whose message was lost is seen by the clock', async () => {
  const world = newWorld();
  await workBrake(world.work(), change(world, 'bytes-fast', 0, 20));
  change(world, 'bytes-fast', 10, 0);
  world.time.minutes = 190;
  await workBrake(world.work(), CLOCK);
  expect(await inLine(world)).toEqual({ degree: 0, ...IN_LINE });
});

const turn = fc.record({
  name: fc.constantFrom('bytes-fast', 'requests-fast', 'bytes-slow'),
  minutes: fc.integer({ min: 0, max: 240 }),
  ratio: fc.constantFrom(0, 1, 5, 20),
});

test('several runs at once, in any interleaving, with messages in any order: in line after the last, and off after three quiet hours', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(turn, { minLength: 1, maxLength: 4 }), async (scheduler, turns) => {
      const world = newWorld();
      world.time.minutes = 240;
      const events = turns.map(({ name, minutes, ratio }) => change(world, name, minutes, ratio));
      const around: Around = async (name, call) => {
        await scheduler.schedule(Promise.resolve(), name);
        return call();
      };
      const runs = Promise.all([...events, CLOCK, ...events].map((event) => workBrake(world.work(around), event)));
      await scheduler.waitFor(runs);
      expect(await inLine(world)).toMatchObject(IN_LINE);
      expect(await told(world)).toEqual((await stateOf(world)).moves.map(() => 1));
      for (const name of ['bytes-fast', 'requests-fast', 'bytes-slow'])
        await workBrake(world.work(), change(world, name, 241, 0));
      world.time.minutes = 241 + 180;
      await workBrake(world.work(), CLOCK);
      expect(await inLine(world)).toEqual({ degree: 0, ...IN_LINE });
    }),
    { numRuns: 60 },
  );
});
