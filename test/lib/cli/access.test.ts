import { decide } from '../../../domain/access/decide';
import { wantedLists } from '../../../domain/access/record';
import type { AccessAction } from '../../../domain/contracts/access';
import { parseCommandKey } from '../../../domain/contracts/keys';
import type { Command, CommandVerdict } from '../../../domain/contracts/release';
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
    const command = JSON.parse(body.toString()) as Command;
    const { action, what = [], reason = '', by, until, wide = false } = command;
    if (!id || world.store.objects.has(key.replace(/^commands/, 'verdicts'))) continue;
    const request = { id: id.upload, action: action as AccessAction, what, reason, by, wide, reserved: true };
    const next = decide(world.access.record, { ...request, ...(until !== undefined && { until }) }, world.access.lists, NOW);
    if (typeof next !== 'string') world.access.record = next;
    world.access.lists = wantedLists(world.access.lists, world.access.record, NOW);
    const outcome = typeof next === 'string' ? 'rejected' : 'applied';
    const verdict: CommandVerdict = { schema: 1, outcome, ...id, at: NOW.toISOString(), action };
    const why = typeof next === 'string' ? { reason: next } : {};
    world.store.put(key.replace(/^commands/, 'verdicts'), JSON.stringify({ ...verdict, ...why }));
  }
}

let serial = 0;
const access = (...args: string[]) => {
  // Two commands of one second have different names.
  const own: FakeWorld = Object.assign(world, { randomBytes: (count: number) => Buffer.alloc(count, ++serial) });
  return run(['access', ...args, '--stack', 'example-registry'], own);
};
const given = (): Command[] =>
  [...world.store.objects].flatMap(([key, { body }]) => (parseCommandKey(key) ? [JSON.parse(body.toString()) as Command] : []));

const FLOOD = ['--reason', 'A flood.'];

test('block: one command, then what changed and what is on record now', async () => {
  expect(await access('block', '203.0.113.7', '2001:db8::/48', ...FLOOD, '--until', '12h')).toBe(0);
  expect(given()).toEqual([
    {
      schema: 1,
      action: 'access-block',
      ecosystem: '-',
      project: 'access',
      what: ['203.0.113.7', '2001:db8::/48'],
      reason: 'A flood.',
      until: '2026-03-02T00:00:00.000Z',
      by: 'ops',
    },
  ]);
  expect(world.printed).toEqual([
    `+ block 203.0.113.7/32
+ block 2001:db8::/48
AWS WAF takes seconds, at most about a minute, to do so everywhere.

       what            state      since              until              by   reason
block  203.0.113.7/32  in effect  2026-03-01 12:00Z  2026-03-02 00:00Z  ops  A flood.
block  2001:db8::/48   in effect  2026-03-01 12:00Z  2026-03-02 00:00Z  ops  A flood.`,
  ]);
});

test('forget says what leaves; so does a list what has ended', async () => {
  await access('block', '203.0.113.7', ...FLOOD);
  expect(await access('forget', '203.0.113.7')).toBe(0);
  expect(world.printed[1]).toMatch(/^- block 203\.0\.113\.7\/32\n/);
  expect(world.access.lists.blockIpv4).toEqual([]);
  expect(await access('list')).toBe(0);
  expect(world.printed[2]).toBe(
    `       what            state  since              until                      by   reason
block  203.0.113.7/32  ended  2026-03-01 12:00Z  2026-03-01 12:00Z (ended)  ops  A flood.`,
  );
});

test('list: nothing; then what is missing, by hand, or lingering, with what to do and exit code 1', async () => {
  expect(await access('list')).toBe(0);
  expect(world.printed).toEqual(['Nothing is allowed or blocked.']);
  await access('block', '203.0.113.7', ...FLOOD);
  await access('block', '198.51.100.7', ...FLOOD);
  await access('forget', '198.51.100.7');
  world.access.lists = { ...world.access.lists, blockIpv4: ['198.51.100.7/32', '192.0.2.0/24'] };
  expect(await access('list')).toBe(1);
  expect(world.printed.at(-1)).toBe(
    `       what             state      since              until                      by   reason
block  203.0.113.7/32   missing    2026-03-01 12:00Z                             ops  A flood.
block  198.51.100.7/32  lingering  2026-03-01 12:00Z  2026-03-01 12:00Z (ended)  ops  A flood.
block  192.0.2.0/24     by hand

missing: on record, and not in the web ACL, as after a deployment that emptied a list. Put it back: npx registry access restore

lingering: over, and still in the web ACL. It leaves within the hour; at once with: npx registry access restore

by hand: in the web ACL, and not on record. Give it a reason by allowing or blocking it here, or take it out: npx registry access forget`,
  );
  expect(await access('restore')).toBe(0);
  expect(world.printed.at(-1)).toMatch(/^\+ block 203\.0\.113\.7\/32\n- block 198\.51\.100\.7\/32\n/);
  expect(await access('restore')).toBe(0);
  expect(world.printed.at(-1)).toMatch(/^The web ACL holds all of it already\.\n\n {7}what/);
  expect(await access('restore', '--dry-run')).toBe(0);
  expect(world.printed.at(-1)).toBe('The web ACL holds all of it already.');
});

test('--json', async () => {
  expect(await access('allow', '203.0.113.0/24', '--reason', 'An office.', '--json')).toBe(0);
  expect(JSON.parse(world.printed[0]!)).toMatchObject({
    outcome: 'applied',
    action: 'access-allow',
    entries: [{ what: '203.0.113.0/24', effect: 'allow', state: 'in effect', reason: 'An office.', by: 'ops' }],
  });
  expect(await access('list', '--json')).toBe(0);
  expect(JSON.parse(world.printed[1]!)).toMatchObject({ schema: 1, killSwitches: false, entries: [{ state: 'in effect' }] });
  expect(await access('forget', '203.0.113.0/24', '--dry-run', '--json')).toBe(0);
  expect(JSON.parse(world.printed[2]!)).toEqual({ schema: 1, outcome: 'dry run', added: [], removed: ['allow 203.0.113.0/24'] });
});

test('a dry run gives no command', async () => {
  expect(await access('block', '203.0.113.7', ...FLOOD, '--dry-run')).toBe(0);
  expect(world.printed).toEqual(['+ block 203.0.113.7/32']);
  expect(given()).toEqual([]);
});

test('countries and networks, where there are switches for them', async () => {
  world.access.lists = { ...world.access.lists, killSwitches: [] };
  expect(await access('block', '--country', 'nz', '--country', 'AU', '--asn', '64500', ...FLOOD)).toBe(0);
  expect(world.access.lists.killSwitches).toEqual(['asn:64500', 'country:AU', 'country:NZ']);
  expect(await access('forget', '--country', 'NZ')).toBe(0);
  expect(world.access.lists.killSwitches).toEqual(['asn:64500', 'country:AU']);
});

test.each<[string[], number, RegExp]>([
  [['block', '203.0.113.7'], 2, /required option '--reason <text>' not specified/],
  [['block', ...FLOOD], 2, /^Name an address or a range, a country \(--country NZ\) or a network \(--asn 64500\), got: none$/],
  [['block', '10.0.0.1', ...FLOOD], 2, /^10\.0\.0\.1 never comes from the internet \(private\)/],
  [['block', '198.48.0.0/12', ...FLOOD], 2, /add --wide if you mean it\.$/],
  [['block', '203.0.113.7', '--until', '5x', ...FLOOD], 2, /^--until takes a date in UTC .* got: "5x"$/],
  [['block', '203.0.113.7', '--until', '2026-02-30', ...FLOOD], 2, /^--until takes a date in UTC/],
  [
    ['block', '203.0.113.7', '--until', '2026-02-01', ...FLOOD],
    1,
    /^The end is over already, got: 2026-02-01T00:00:00\.000Z, now: /,
  ],
  [['block', '--country', 'NZ', ...FLOOD], 1, /^This registry has no switches for countries and networks, got: country:NZ;/],
  [['allow', '--country', 'NZ', ...FLOOD], 2, /unknown option '--country'/],
  [
    ['forget', '203.0.113.7'],
    1,
    /^203\.0\.113\.7\/32 is neither allowed nor blocked; see what is with 'npx registry access list'\.$/,
  ],
])('%j is refused with exit code %i, and nothing is asked', async (args, code, message) => {
  expect(await access(...args)).toBe(code);
  expect(world.notes.join('\n')).toMatch(message);
  expect(given()).toEqual([]);
});

test('the local registry is asked from addresses of this machine', async () => {
  world.env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
  expect(await access('block', '127.0.0.77', ...FLOOD, '--dry-run')).toBe(0);
});

test('who came between: rejected by the intake, with exit code 1', async () => {
  world.onSleep = () => {
    world.access.lists = { ...world.access.lists, allowIpv4: ['203.0.113.7/32'] };
    intake();
  };
  expect(await access('block', '203.0.113.7', ...FLOOD)).toBe(1);
  expect(world.printed).toEqual([
    'rejected: 203.0.113.7/32 is allowed already, and cannot be both; forget that first.\nNothing was changed.',
  ]);
});

test('no answer in time', async () => {
  world.onSleep = () => undefined;
  expect(await access('block', '203.0.113.7', ...FLOOD, '--timeout', '4')).toBe(1);
  expect(world.notes).toEqual([
    'No answer after 4 seconds. The command is given and will be carried out; ask later with: npx registry access list',
  ]);
});
