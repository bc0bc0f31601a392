import type { CommandVerdict } from '../../../domain/contracts/release';
import { run } from '../../../lib/cli/program';
import { type FakeWorld, fakeWorld } from './fake-world';

/** A registry that answers each command after a second, and readers with these statuses, one after the other. */
function registry(statuses: number[], answer: Partial<CommandVerdict> = {}): FakeWorld & { asked: string[] } {
  const world = Object.assign(fakeWorld(), { asked: [] as string[] });
  world.onSleep = () => {
    for (const key of [...world.store.objects.keys()].filter((name) => name.startsWith('commands/'))) {
      const { ecosystem, project, action } = JSON.parse(world.store.objects.get(key)!.body.toString()) as CommandVerdict;
      const verdict = { outcome: 'applied', ecosystem, project, action, paths: ['/pypi/files/demo/demo-1.0.tar.gz'], ...answer };
      world.store.put(key.replace('commands/', 'verdicts/'), JSON.stringify(verdict));
    }
  };
  world.fetch = (url, init) => {
    world.asked.push(`${init?.method ?? 'GET'} ${url instanceof Request ? url.url : url.toString()}`);
    return Promise.resolve(new Response(null, { status: statuses.length > 1 ? statuses.shift()! : statuses[0]! }));
  };
  return world;
}

const commandOf = (world: FakeWorld): unknown => JSON.parse([...world.store.objects.values()][0]!.body.toString());
const PLACE = ['--bucket', 'staging'];

test('a version is blocked, and the time until readers see it is printed', async () => {
  const world = registry([200, 200, 451]);
  expect(await run(['block', 'demo', '1.0', '--ecosystem', 'pypi', '--reason', 'it stole tokens', ...PLACE], world)).toBe(0);
  expect(commandOf(world)).toEqual({
    schema: 1,
    action: 'block',
    ecosystem: 'pypi',
    project: 'demo',
    version: '1.0',
    reason: 'it stole tokens',
    status: 451,
    by: 'ops',
  });
  expect(world.asked).toEqual(Array(3).fill('HEAD https://packages.example.org/pypi/files/demo/demo-1.0.tar.gz'));
  const seconds = world.slept.reduce((sum, each) => sum + each, 0) / 1000;
  expect(world.printed).toEqual([
    `applied: block: pypi demo\nin effect: https://packages.example.org/pypi/files/demo/demo-1.0.tar.gz answers 451, ${seconds.toFixed(1)} s after the command`,
  ]);
});

test('a block that readers do not see in time is a failure', async () => {
  const world = registry([200]);
  expect(await run(['block', 'demo', '--ecosystem', 'pypi', '--reason', 'x', '--timeout', '10', ...PLACE], world)).toBe(1);
  expect(world.printed.join()).toMatch(
    /^applied: block: pypi demo\nNOT in effect: .* still answers 200, \d+\.\d s after the command/,
  );
});

test('where the registry cannot be reached from, nothing is measured, and that is said', async () => {
  const world = registry([200]);
  world.fetch = () => Promise.reject(new Error('fetch failed'));
  expect(await run(['block', 'demo', '--ecosystem', 'pypi', '--reason', 'x', ...PLACE], world)).toBe(0);
  expect([world.printed, world.notes]).toEqual([
    ['applied: block: pypi demo'],
    [
      'Whether readers see it already could not be measured: https://packages.example.org/pypi/files/demo/demo-1.0.tar.gz cannot be reached from here (fetch failed)',
    ],
  ]);
});

test('unblock waits until nothing is in the way', async () => {
  const world = registry([410, 200]);
  expect(await run(['unblock', 'demo', '--ecosystem', 'pypi', ...PLACE, '--json'], world)).toBe(0);
  expect(JSON.parse(world.printed.join())).toMatchObject({ outcome: 'applied', effect: { answer: 200, isSeen: true } });
});

const DIGEST = 'A'.repeat(64);
test.each([
  [`sha256:${DIGEST}`, `sha256:${'a'.repeat(64)}`],
  ['publisher:release@example.org', 'publisher:d7c783769768ab17e733057379fdb7b3a69c5dbbd2b45e37427b132877af0664'],
])('%s is of no ecosystem', async (what, project) => {
  const world = registry([200], { paths: [] });
  expect(await run(['block', what, '--reason', 'x', '--status', '410', ...PLACE], world)).toBe(0);
  expect(commandOf(world)).toMatchObject({ ecosystem: '-', project, status: 410 });
  expect(world.asked).toEqual([]);
});

test.each([
  [['block', 'demo', '--reason', 'x'], /^--ecosystem is needed: say of which 'demo' is/],
  [['block', 'demo', '--ecosystem', 'pypi'], /required option '--reason <text>' not specified/],
  [['block', 'demo', '--ecosystem', 'pypi', '--reason', 'x', '--status', '404'], /It must be 451 or 410\./],
  [['block', 'sha256:12', '--reason', 'x'], /^A file is blocked as sha256:<64 hexadecimal digits>/],
  [
    ['block', `sha256:${DIGEST}`, '--reason', 'x', '--ecosystem', 'npm'],
    /^A file or publisher is blocked in every ecosystem, got: --ecosystem npm/,
  ],
  [['block', 'demo', '--ecosystem', 'pypi', '--reason', 'two\nlines'], /line/],
])('%j makes no sense', async (args, message) => {
  const world = registry([200]);
  expect(await run([...args, ...PLACE], world)).toBe(2);
  expect(world.notes.join('\n')).toMatch(message);
  expect(world.store.objects.size).toBe(0);
});
