import { parseCommandKey } from '../../../domain/contracts/keys';
import type { Command, CommandVerdict } from '../../../domain/contracts/release';
import type { Proposal } from '../../../domain/usage/fair-use/state';
import { run } from '../../../lib/cli/program';
import { type FakeWorld, fakeWorld, NOW } from './fake-world';

const PROPOSAL: Proposal = {
  id: 'fu-00000001',
  kind: 'fleet',
  name: 'AS64500 pip 26.0',
  ranges: ['192.88.99.0/24', '203.0.113.0/24'],
  rule: 'bytes',
  period: '2026-02-28',
  drew: 812.3e9,
  fair: 200e9,
  reason: 'Drew 812.3 GB in the week 2026-W08, 8.1 % of everything served; fair use is 200.0 GB.',
  status: 'proposed',
  since: '2026-02-28T05:30:00.000Z',
  until: '2026-03-08T00:00:00.000Z',
};

let world: FakeWorld;
let outcome: 'applied' | 'rejected';
let serial = 0;
beforeEach(() => {
  serial = 0;
  outcome = 'applied';
  world = Object.assign(fakeWorld(), { randomBytes: (count: number) => Buffer.alloc(count, ++serial) });
  world.onSleep = answer;
  world.fairUse.state = { schema: 1, proposals: [PROPOSAL] };
});

/** As the intake does, without the lists. */
function answer(): void {
  for (const [key, { body }] of world.store.objects) {
    const id = parseCommandKey(key);
    if (!id) continue;
    const { action } = JSON.parse(body.toString()) as Command;
    const why = outcome === 'rejected' ? { reason: 'The list is full.' } : {};
    const verdict: CommandVerdict = { schema: 1, outcome, ...id, at: NOW.toISOString(), action, ...why };
    world.store.put(key.replace(/^commands/, 'verdicts'), JSON.stringify(verdict));
  }
}

const fairUse = (...args: string[]) => run(['fair-use', ...args, '--stack', 'example-registry'], world);
const given = (): Command[] =>
  [...world.store.objects].flatMap(([key, { body }]) => (parseCommandKey(key) ? [JSON.parse(body.toString()) as Command] : []));

test('list says who, why, until when, and what can be done', async () => {
  expect(await fairUse('list')).toBe(0);
  expect(world.printed).toEqual([
    `             state     who               ranges  since       until       by
fu-00000001  proposed  AS64500 pip 26.0  2       2026-02-28  2026-03-08

fu-00000001: Drew 812.3 GB in the week 2026-W08, 8.1 % of everything served; fair use is 200.0 GB.

Block what is proposed, until its end: npx registry fair-use apply <name>. Let it go: npx registry fair-use forget <name>.`,
  ]);
});

test('list without proposals, and with one that is over', async () => {
  world.fairUse.state = { schema: 1, proposals: [{ ...PROPOSAL, until: '2026-02-28T06:00:00.000Z' }] };
  await fairUse('list');
  expect(world.printed).toEqual(['Nobody draws more than is fair.']);
});

test('apply asks the intake to block the ranges until the end of the proposal, and notes who did', async () => {
  expect(await fairUse('apply', 'fu-00000001')).toBe(0);
  expect(given()).toEqual([
    {
      schema: 1,
      action: 'access-block',
      ecosystem: '-',
      project: 'access',
      what: PROPOSAL.ranges,
      reason: `Fair use, fu-00000001: ${PROPOSAL.reason}`,
      until: '2026-03-08T00:00:00.000Z',
      by: 'ops',
    },
  ]);
  expect(world.fairUse.state.proposals).toEqual([{ ...PROPOSAL, status: 'applied', by: 'ops' }]);
  expect(world.printed.at(-1)).toBe('applied: fu-00000001');
});

test('a dry run changes nothing', async () => {
  expect(await fairUse('apply', 'fu-00000001', '--dry-run')).toBe(0);
  expect(given()).toEqual([]);
  expect(world.fairUse.state.proposals).toEqual([PROPOSAL]);
  expect(world.printed).toEqual(['+ block 192.88.99.0/24\n+ block 203.0.113.0/24']);
});

test('what the intake rejects stays proposed', async () => {
  outcome = 'rejected';
  expect(await fairUse('apply', 'fu-00000001')).toBe(1);
  expect(world.fairUse.state.proposals).toEqual([PROPOSAL]);
  expect(world.printed).toEqual(['rejected: The list is full.\nNothing was changed.']);
});

test('a fleet of more ranges than one command takes is blocked by several', async () => {
  const ranges = Array.from({ length: 600 }, (_, i) => `11.${i >> 8}.${i & 255}.0/24`);
  world.fairUse.state = { schema: 1, proposals: [{ ...PROPOSAL, ranges }] };
  expect(await fairUse('apply', 'fu-00000001')).toBe(0);
  expect(given().map(({ what }) => what?.length)).toEqual([500, 100]);
});

test('forget of a proposal asks nobody; of what is applied it takes the ranges out', async () => {
  expect(await fairUse('forget', 'fu-00000001')).toBe(0);
  expect(given()).toEqual([]);
  world.fairUse.state = { schema: 1, proposals: [{ ...PROPOSAL, status: 'applied', by: 'ops' }] };
  world.access.lists = { ...world.access.lists, blockIpv4: PROPOSAL.ranges };
  expect(await fairUse('forget', 'fu-00000001')).toBe(0);
  expect(given().map(({ action, what }) => [action, what])).toEqual([['access-forget', PROPOSAL.ranges]]);
  expect(world.fairUse.state.proposals[0]?.status).toBe('forgotten');
});

test('a change of others meanwhile is kept', async () => {
  const other = { ...PROPOSAL, id: 'fu-00000002' };
  world.fairUse.meanwhile = () => {
    world.fairUse.state = { schema: 1, proposals: [PROPOSAL, other] };
  };
  await fairUse('forget', 'fu-00000001');
  expect(world.fairUse.state.proposals.map(({ id, status }) => [id, status])).toEqual([
    ['fu-00000001', 'forgotten'],
    ['fu-00000002', 'proposed'],
  ]);
});

test('a name that nobody proposed', async () => {
  expect(await fairUse('apply', 'fu-1')).toBe(1);
  expect(world.notes.at(-1)).toBe(
    "Nothing is proposed by the name fu-1; allowed: fu-00000001. See 'npx registry fair-use list'.",
  );
  expect(given()).toEqual([]);
});
