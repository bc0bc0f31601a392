/** Two runs at once, their calls in a thousand orders: no version, file or decision is lost, and readers never see half of anything. */
import type { Command, Verdict } from '../../domain/contracts/release';
import { fileCause } from '../../domain/records/blocks';
import { jsonAt } from '../functions/intake/bench';
import { Turns } from '../functions/intake/turns';
import { Observer } from './observer';
import { copyOf, deliver, type Message, type Of, type Registry } from './registry';
import { DEMO, DIGEST, History, YANK } from './scenarios';
import { decisionsIn } from './state';

const INTERLEAVINGS = 1000;

/** mulberry32: numbers that are the same in each run. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function seeded(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % count;
  };
}

interface Race {
  readonly prepare: (history: History) => Promise<readonly [Message, Message]>;
  /** Asserts what must be so in the end, whoever was first. */
  readonly check: (registry: Registry) => void;
}

const PAGE = 'index/pypi/simple/demo/index.html';
const pageOf = ({ packages }: Registry): string => packages.current(PAGE)!.body.toString();
const outcomes = ({ staging }: Registry): string[] =>
  staging
    .keys()
    .filter((key) => key.startsWith('verdicts/'))
    .map((key) => jsonAt(staging, key) as Verdict)
    .map((verdict) => (verdict.outcome === 'refused' ? verdict.code : verdict.outcome))
    .sort();

async function against(history: History, command: Partial<Command> & Of): Promise<readonly [Message, Message]> {
  await history.done(history.wheel(DEMO, '1.0'));
  return [await history.wheel(DEMO, '2.0'), await history.command(command)];
}

const BLOCKED = { status: 410, reason: 'it stole tokens', action: 'block' } as const;

const RACES: Readonly<Record<string, Race>> = {
  'two versions of one project': {
    prepare: async (history) => [await history.wheel(DEMO, '1.0'), await history.wheel(DEMO, '2.0')],
    check: (registry) => {
      expect(outcomes(registry)).toEqual(['accepted', 'accepted']);
      for (const version of ['1.0', '2.0']) expect(pageOf(registry)).toContain(`demo-${version}-py3`);
    },
  },
  'two uploads of one version': {
    prepare: async (history) => [await history.wheel(DEMO, '1.0'), await history.wheel(DEMO, '1.0', 'other = 1\n')],
    check: (registry) => {
      expect(outcomes(registry)).toEqual(['VERSION_EXISTS', 'accepted']);
      expect(registry.packages.history('files/pypi/demo/demo-1.0-py3-none-any.whl')).toHaveLength(1);
    },
  },
  'a release and a yank': {
    prepare: (history) => against(history, YANK),
    check: (registry) => {
      expect(outcomes(registry)).toEqual(['accepted', 'accepted', 'applied']);
      expect(pageOf(registry)).toMatch(/data-yanked="Loses data."[^>]*>demo-1\.0-py3/);
      expect(pageOf(registry)).toMatch(/>demo-2\.0-py3/);
    },
  },
  'a release and a block of another version': {
    prepare: (history) => against(history, { ...DEMO, ...BLOCKED, version: '1.0' }),
    check: (registry) => {
      expect(outcomes(registry)).toEqual(['accepted', 'accepted', 'applied']);
      expect(pageOf(registry)).not.toContain('demo-1.0-py3');
      expect(pageOf(registry)).toContain('demo-2.0-py3');
      expect(registry.packages.current('index/pypi/simple/index.html')!.body.toString()).toContain('>demo<');
    },
  },
  'a release and a block of its own file': {
    prepare: async (history) => [
      await history.wheel(DEMO, '1.0'),
      await history.command({ ecosystem: '-', project: fileCause(DIGEST), ...BLOCKED }),
    ],
    check: (registry) => {
      expect([
        ['FILE_BLOCKED', 'applied'],
        ['accepted', 'applied'],
      ]).toContainEqual(outcomes(registry));
      expect(registry.packages.current(PAGE)?.body.toString() ?? '').not.toContain('demo-1.0-py3');
    },
  },
};

/** What is written once has one version. */
const overwritten = ({ packages, records }: Registry): string[] =>
  [packages, records].flatMap((store) =>
    store.keys().filter((key) => /^(files|releases|statuses|ledger|claims)\//.test(key) && store.history(key).length > 1),
  );

test.each(Object.entries(RACES))(
  '%s',
  async (_, { prepare, check }) => {
    const history = new History();
    const messages = await prepare(history);
    const observer = new Observer(history.known.slice(0, 2), history.registry);
    const orders = new Set<string>();
    for (let seed = 0; seed < INTERLEAVINGS; seed++) {
      const registry = copyOf(history.registry);
      const choose = seeded(seed);
      const turns = new Turns(messages.length, choose);
      const order: string[] = [];
      const sights: string[] = [];
      const runs = messages.map((message, i) =>
        deliver(registry, message, (name, call, args) =>
          turns.around(
            name,
            async () => {
              order.push(`${i}`);
              const result = await call();
              sights.push(...observer.see(registry, name));
              return result;
            },
            args,
          ),
        ).finally(() => {
          turns.end();
        }),
      );
      expect([seed, await Promise.all(runs), sights]).toEqual([seed, [[], []], []]);
      check(registry);
      expect([seed, overwritten(registry)]).toEqual([seed, []]);
      const logged = decisionsIn(registry);
      for (const { upload } of uploadsOf(registry))
        expect([seed, logged.filter((id) => id.endsWith(upload)).length]).toEqual([seed, 1]);
      orders.add(order.join(''));
    }
    expect(orders.size).toBeGreaterThan(INTERLEAVINGS * 0.9);
  },
  600_000,
);

/** Everything that was answered. */
const uploadsOf = ({ staging }: Registry): Verdict[] =>
  staging
    .keys()
    .filter((key) => key.startsWith('verdicts/'))
    .map((key) => jsonAt(staging, key) as Verdict);
