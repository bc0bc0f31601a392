import { parseCommandKey } from '../../../domain/contracts/keys';
import type { Command, CommandVerdict } from '../../../domain/contracts/release';
import { type BrakeOrder, nextBrake } from '../../../domain/cost/brake';
import { run } from '../../../lib/cli/program';
import { type FakeWorld, fakeWorld, NOW } from './fake-world';

let world: FakeWorld;
beforeEach(() => {
  world = fakeWorld();
  world.onSleep = intake;
});

/** Carries commands out as the intake does. */
function intake(): void {
  for (const [key, { body }] of world.store.objects) {
    const id = parseCommandKey(key);
    if (!id) continue;
    const { action, degree, until } = JSON.parse(body.toString()) as Command;
    const order = { id: id.upload, action, degree, until } as BrakeOrder;
    world.brake.state = nextBrake(world.brake.state, { order }, NOW, 'on');
    const verdict: CommandVerdict = { schema: 1, outcome: 'applied', ...id, at: NOW.toISOString(), action };
    world.store.put(key.replace(/^commands/, 'verdicts'), JSON.stringify(verdict));
  }
}

const brake = (...args: string[]) => run(['brake', ...args, '--stack', 'example-registry'], world);
const given = (): Command[] =>
  [...world.store.objects].flatMap(([key, { body }]) => (parseCommandKey(key) ? [JSON.parse(body.toString()) as Command] : []));

test('status of a brake that has never moved', async () => {
  expect(await brake('status')).toBe(0);
  expect(world.printed).toEqual(['Degree 0: off: everybody is served.\nIt moves by itself.\nNo alarm.']);
});

test('set: one command, then what holds now', async () => {
  expect(await brake('set', '3', '--until', '12h', '--reason', 'A flood.')).toBe(0);
  expect(given()).toEqual([
    {
      schema: 1,
      action: 'brake-set',
      ecosystem: '-',
      project: 'brake',
      degree: 3,
      reason: 'A flood.',
      until: '2026-03-02T00:00:00.000Z',
      by: 'ops',
    },
  ]);
  expect(
    world.printed
      .join('\n')
      .split('\n')
      .map((line) => line.trimEnd()),
  ).toEqual([
    'Degree 3: supporters and commercial only; everybody else is refused.',
    'Held at 3 by an operator until 2026-03-02 00:00Z.',
    'No alarm.',
    '',
    'when               from  to  cause      until',
    '2026-03-01 12:00Z  0     3   brake-set  2026-03-02 00:00Z',
    'Web ACL and edge take seconds, at most about a minute, to follow.',
  ]);
});

test('set holds for a day unless it says otherwise', async () => {
  await brake('set', '1');
  expect(given()[0]).toMatchObject({ degree: 1, until: '2026-03-02T12:00:00.000Z' });
});

test('hold and release are commands, too', async () => {
  expect(await brake('hold', '--until', '2026-03-05')).toBe(0);
  expect(given()[0]).toMatchObject({ action: 'brake-hold', until: '2026-03-05T00:00:00.000Z' });
});

test('a dry run shows what it would do, and asks nobody', async () => {
  const signals = [{ name: 'bytes-fast', at: NOW.toISOString(), alarming: true, ratio: 20 } as const];
  world.brake.state = nextBrake(world.brake.state, { signals }, NOW, 'on');
  expect(await brake('release', '--dry-run')).toBe(0);
  expect(given()).toEqual([]);
  expect(world.printed.join('\n')).toMatch(
    /^Degree 0: off: everybody is served\.\nIt moves by itself\.\nAlarming: bytes-fast since 2026-03-01 12:00Z\./,
  );
});

test.each([
  [['set', '4'], "command-argument value '4' is invalid for argument 'degree'. It must be 0, 1, 2 or 3."],
  [['hold'], "required option '--until <when>' not specified"],
  [['set', '1', '--until', 'soon'], '--until takes a date in UTC'],
])('%j makes no sense', async (args, why) => {
  expect(await brake(...args)).toBe(2);
  expect([...world.printed, ...world.notes].join('\n')).toContain(why);
});
