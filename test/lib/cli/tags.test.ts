import { COST_TAGS } from '../../../domain/contracts/tags';
import { backfillFrom, type ListedTag } from '../../../domain/cost/tag-activation';
import { run } from '../../../lib/cli/program';
import type { CostTagStore } from '../../../lib/cli/world';
import { fakeWorld } from './fake-world';

/** The payer account in memory; `stuck` is what it refuses to activate. */
class FakePayer implements CostTagStore {
  readonly asked: string[] = [];
  busy = false;
  readonly #tags: Map<string, boolean>;

  constructor(
    active: readonly string[],
    inactive: readonly string[] = [],
    private readonly stuck: readonly string[] = [],
  ) {
    this.#tags = new Map([...active.map((key) => [key, true] as const), ...inactive.map((key) => [key, false] as const)]);
  }

  list(keys: readonly string[]): Promise<ListedTag[]> {
    return Promise.resolve([...this.#tags].filter(([key]) => keys.includes(key)).map(([key, active]) => ({ key, active })));
  }

  activate(keys: readonly string[]) {
    this.asked.push(`activate ${keys.join(', ')}`);
    for (const key of keys) if (!this.stuck.includes(key)) this.#tags.set(key, true);
    return Promise.resolve(this.stuck.map((key) => ({ key, why: 'TagKeysNotFoundException: Tag keys not found' })));
  }

  backfill(from: string): Promise<'started' | 'busy'> {
    this.asked.push(`backfill ${from}`);
    return Promise.resolve(this.busy ? 'busy' : 'started');
  }
}

/** Runs the command against a payer account; the clock stands at 2026-03-01 12:00 UTC. */
async function tags(payer: FakePayer, ...args: string[]) {
  const world = fakeWorld();
  world.costTags = payer;
  const exitCode = await run(['tags', ...args], world);
  return { exitCode, out: world.printed.join('\n'), notes: world.notes.join('\n'), asked: payer.asked };
}

const LINES = (states: readonly string[]): string =>
  COST_TAGS.map((key, i) => `${key.padEnd('environment'.length)}  ${states[i]!}`).join('\n');
const all = (state: string): string[] => COST_TAGS.map(() => state);
const SOME = ['foundation', 'registry', 'component'];
const REST = ['tier', 'environment', 'cost-centre'];
const UNSEEN =
  'Not visible yet: tier, environment, cost-centre. AWS lists a tag up to 24 hours after the first resource with it was deployed; come back after 2026-03-02 12:00 UTC, and run: npx registry tags activate';

test('all active: nothing is asked for, twice over', async () => {
  const payer = new FakePayer(COST_TAGS);
  for (const command of ['status', 'activate', 'activate']) {
    const text = `${LINES(all('active'))}\nAll six are active.`;
    expect(await tags(payer, command)).toEqual({ exitCode: 0, out: text, notes: '', asked: [] });
  }
});

test('activates what AWS lists, and says when to come back for the rest', async () => {
  const payer = new FakePayer(['foundation'], SOME.slice(1));
  const states = ['active', 'active', 'active', 'unseen', 'unseen', 'unseen'];
  expect(await tags(payer, 'activate')).toEqual({
    exitCode: 1,
    out: `${LINES(states)}\nActivated now: registry, component. Bills show them within 24 hours, from now on.\n${UNSEEN}`,
    notes: '',
    asked: ['activate registry, component'],
  });
  expect(await tags(payer, 'activate')).toMatchObject({ exitCode: 1, out: `${LINES(states)}\n${UNSEEN}` });
  expect(payer.asked).toEqual(['activate registry, component']);
});

test('status and a dry run change nothing', async () => {
  const payer = new FakePayer([], SOME);
  const text = `${LINES(['inactive', 'inactive', 'inactive', 'unseen', 'unseen', 'unseen'])}\nNot active: foundation, registry, component. Run: npx registry tags activate\n${UNSEEN}`;
  expect(await tags(payer, 'status')).toEqual({ exitCode: 1, out: text, notes: '', asked: [] });
  const notes = 'Nothing was done; would activate: foundation, registry, component.';
  expect(await tags(payer, 'activate', '--dry-run', '--backfill', '2026-01')).toEqual({
    exitCode: 1,
    out: text,
    notes,
    asked: [],
  });
});

test('what AWS refuses is said, and stays inactive', async () => {
  const payer = new FakePayer(SOME, REST, ['tier']);
  const { exitCode, out } = await tags(payer, 'activate');
  expect([exitCode, out.split('\n').slice(6)]).toEqual([
    1,
    [
      'Activated now: environment, cost-centre. Bills show them within 24 hours, from now on.',
      'AWS did not activate tier (TagKeysNotFoundException: Tag keys not found).',
      'Not active: tier. Run: npx registry tags activate',
    ],
  ]);
});

test.each<[string, FakePayer, boolean, string[], string]>([
  [
    'all active',
    new FakePayer(SOME, REST),
    false,
    ['activate tier, environment, cost-centre', 'backfill 2025-10-01T00:00:00Z'],
    'AWS now fills in costs from 2025-10 on, which takes up to 24 hours.',
  ],
  [
    'asked for already',
    new FakePayer(COST_TAGS),
    true,
    ['backfill 2025-10-01T00:00:00Z'],
    'AWS fills in earlier costs already, or did today: it does so once a day. Ask again tomorrow.',
  ],
  [
    'not all visible',
    new FakePayer(SOME),
    false,
    [],
    'No earlier costs are filled in yet: AWS does so once a day, so it is asked when all six are active.',
  ],
])('a backfill with %s', async (_, payer, busy, asked, sentence) => {
  payer.busy = busy;
  const result = await tags(payer, 'activate', '--backfill', '2025-10');
  expect([result.asked, result.out.split('\n').at(-1)]).toEqual([asked, sentence]);
});

test('for machines', async () => {
  const { out } = await tags(new FakePayer(COST_TAGS.slice(1), ['foundation']), 'activate', '--backfill', '2026-03', '--json');
  expect(JSON.parse(out)).toEqual({
    schema: 1,
    complete: true,
    tags: Object.fromEntries(COST_TAGS.map((key) => [key, 'active'])),
    activated: ['foundation'],
    refused: [],
    backfill: { from: '2026-03-01T00:00:00Z', result: 'started' },
  });
  expect(JSON.parse((await tags(new FakePayer([]), 'status', '--json')).out)).toMatchObject({
    complete: false,
    lookAgain: '2026-03-02T12:00:00.000Z',
  });
});

test('a month that AWS would refuse is refused before anything is done', async () => {
  const payer = new FakePayer([], COST_TAGS);
  expect(await tags(payer, 'activate', '--backfill', '2025-02')).toEqual({
    exitCode: 2,
    out: '',
    notes:
      "--backfill must be a month of the last twelve, or this one, as YYYY-MM, got: '2025-02'; AWS fills in no more than twelve months",
    asked: [],
  });
});

test.each([
  ['2026-03', '2026-03-01T00:00:00Z'],
  ['2025-03', '2025-03-01T00:00:00Z'],
  ['2025-02', undefined],
  ['2026-04', undefined],
  ['2026-13', undefined],
  ['2026-3', undefined],
  ['last', undefined],
])('a backfill from %s, asked for in March 2026, begins at %s', (month, from) => {
  expect(backfillFrom(month, new Date('2026-03-31T23:59:59Z'))).toBe(from);
});
