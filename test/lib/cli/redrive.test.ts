import { uploadKey } from '../../../domain/contracts/keys';
import { run } from '../../../lib/cli/program';
import { aboutOf } from '../../../lib/cli/redrive';
import type { DeadLetter, DeadLetterQueue } from '../../../lib/cli/world';
import { fakeWorld } from './fake-world';

const event = (key: string): string => JSON.stringify({ detail: { bucket: { name: 'staging' }, object: { key } } });
const UPLOAD = event(uploadKey({ ecosystem: 'pypi', project: 'demo', upload: '1-0-0123456789abcdef-1' }, 'release.json'));
const TAGS = '{"tags":["index:pypi:demo"]}';

/** As SQS behaves: what is received is hidden, at most two at once here. */
class FakeQueue implements DeadLetterQueue {
  readonly hidden = new Map<string, DeadLetter>();
  readonly moved: string[] = [];
  #visible: DeadLetter[];

  constructor(
    readonly name: string,
    ...bodies: string[]
  ) {
    const sent = new Date('2026-02-01T00:00:00Z');
    this.#visible = bodies.map((body, i) => ({ id: `${name}-${i}`, body, sent, receipt: `${name}-${i}` }));
  }

  get visible(): string[] {
    return this.#visible.map(({ body }) => body);
  }

  receive(): Promise<DeadLetter[]> {
    const letters = this.#visible.splice(0, 2);
    for (const letter of letters) this.hidden.set(letter.receipt, letter);
    return Promise.resolve(letters);
  }

  moveBack({ receipt, body }: DeadLetter): Promise<void> {
    this.hidden.delete(receipt);
    this.moved.push(body);
    return Promise.resolve();
  }

  putBack(letter: DeadLetter): Promise<void> {
    this.hidden.delete(letter.receipt);
    this.#visible.push(letter);
    return Promise.resolve();
  }
}

function worldWith(...queues: FakeQueue[]) {
  const world = fakeWorld();
  world.queues = queues;
  return world;
}
const redrive = (world: ReturnType<typeof fakeWorld>, ...options: string[]) =>
  run(['redrive', '--stack', 'example-registry', ...options], world);
const LINES = [
  '  intake  2026-02-01T00:00:00.000Z  pypi demo, upload 1-0-0123456789abcdef-1',
  '  intake  2026-02-01T00:00:00.000Z  not readable, begins with: "poison"',
  '  intake  2026-02-01T00:00:00.000Z  not readable, begins with: "poison"',
  '  invalidation  2026-02-01T00:00:00.000Z  invalidation of index:pypi:demo',
];

test('everything is moved back, and said', async () => {
  const queues = [new FakeQueue('intake', UPLOAD, 'poison', 'poison'), new FakeQueue('invalidation', TAGS)] as const;
  const world = worldWith(...queues);
  expect(await redrive(world)).toBe(0);
  expect(world.printed).toEqual([['4 messages moved back, to be tried again:', ...LINES].join('\n')]);
  expect(queues.map(({ moved, visible, hidden }) => [moved, visible, hidden.size])).toEqual([
    [[UPLOAD, 'poison', 'poison'], [], 0],
    [[TAGS], [], 0],
  ]);
});

test('--dry-run shows the same, and all of it is there and visible as before', async () => {
  const queues = [new FakeQueue('intake', UPLOAD, 'poison', 'poison'), new FakeQueue('invalidation', TAGS)] as const;
  const world = worldWith(...queues);
  expect(await redrive(world, '--dry-run')).toBe(0);
  expect(world.printed).toEqual([['4 messages put aside:', ...LINES].join('\n')]);
  expect(queues.map(({ moved, visible, hidden }) => [moved, visible, hidden.size])).toEqual([
    [[], [UPLOAD, 'poison', 'poison'], 0],
    [[], [TAGS], 0],
  ]);
});

test('--queue takes one queue; --json tells machines', async () => {
  const queues = [new FakeQueue('intake', UPLOAD), new FakeQueue('invalidation', TAGS)] as const;
  const world = worldWith(...queues);
  expect(await redrive(world, '--queue', 'invalidation', '--json')).toBe(0);
  expect(world.printed.map((text) => JSON.parse(text) as unknown)).toEqual([
    {
      schema: 1,
      moved: 1,
      messages: [
        {
          queue: 'invalidation',
          id: 'invalidation-0',
          sent: '2026-02-01T00:00:00.000Z',
          about: 'invalidation of index:pypi:demo',
        },
      ],
    },
  ]);
  expect(queues[0].visible).toEqual([UPLOAD]);
});

test('nothing put aside', async () => {
  const world = worldWith(new FakeQueue('intake'));
  expect(await redrive(world)).toBe(0);
  expect(world.printed).toEqual(['Nothing was put aside.']);
});

test('a queue that there is not: exit code 2', async () => {
  expect(await redrive(worldWith(), '--queue', 'x')).toBe(2);
});

test.each([
  [event('commands/pypi/demo/command-20260101t000000-abababab.json'), 'pypi demo, command-20260101t000000-abababab'],
  [event('uploads/pypi/demo/upload-1/sub/release.json'), 'object uploads/pypi/demo/upload-1/sub/release.json'],
  ['null', 'not readable, begins with: "null"'],
  ['{"clock":"access"}', 'the hourly look at what is allowed and blocked for a time'],
  ['{"detail":{"object":{"key":7}}}', 'not readable, begins with: "{\\"detail\\":{\\"object\\":{\\"key\\":7}}}"'],
])('%s is about: %s', (body, about) => {
  expect(aboutOf(body)).toBe(about);
});
