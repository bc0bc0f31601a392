import { COMMAND_ID, parseCommandKey } from '../../../domain/contracts/keys';
import type { Command } from '../../../domain/contracts/release';
import { run } from '../../../lib/cli/program';
import { type FakeWorld, fakeWorld } from './fake-world';

const NAME = 'command-20260301t120000-abababab';
let world: FakeWorld;
beforeEach(() => {
  world = fakeWorld();
});

/** Answers each command as soon as somebody waits. */
function answering(outcome: 'applied' | 'rejected', reason?: string): void {
  world.onSleep = () => {
    for (const [key, { body }] of world.store.objects) {
      const id = parseCommandKey(key);
      if (!id) continue;
      const { action, ecosystem, project, version } = JSON.parse(body.toString()) as Command;
      const verdict = {
        schema: 1,
        outcome,
        ecosystem,
        project,
        version,
        upload: id.upload,
        at: '2026-03-01T12:00:01Z',
        action,
        reason,
      };
      world.store.put(key.replace(/^commands/, 'verdicts'), JSON.stringify(verdict));
    }
  };
}

const registry = (...args: string[]) => run([...args, '--stack', 'example-registry'], world);
const given = (key: string) => JSON.parse(world.store.objects.get(key)!.body.toString()) as Command;

test('yank is one object in the staging bucket, and the answer is printed', async () => {
  answering('applied');
  expect(await registry('yank', 'demo', '1.0', '--ecosystem', 'pypi', '--reason', 'Loses data.')).toBe(0);
  expect(NAME).toMatch(COMMAND_ID);
  expect(given(`commands/pypi/demo/${NAME}.json`)).toEqual({
    schema: 1,
    action: 'yank',
    ecosystem: 'pypi',
    project: 'demo',
    version: '1.0',
    reason: 'Loses data.',
    by: 'ops',
  });
  expect(world.printed).toEqual(['applied: yank: pypi demo 1.0']);
});

test.each([
  [['unyank', 'demo', '1.0'], { action: 'unyank', version: '1.0' }],
  [['deprecate', 'demo', '--replacement', 'other', '--by', 'Ada'], { action: 'deprecate', replacement: 'other', by: 'Ada' }],
  [['undeprecate', 'demo'], { action: 'undeprecate' }],
  [['reindex', 'demo'], { action: 'reindex' }],
])('%j', async (args, expected) => {
  answering('applied');
  expect(await registry(...args, '--ecosystem', 'pypi')).toBe(0);
  expect(given(`commands/pypi/demo/${NAME}.json`)).toEqual({
    schema: 1,
    ecosystem: 'pypi',
    project: 'demo',
    by: 'ops',
    ...expected,
  });
});

test('rejected: exit code 1, and why', async () => {
  answering('rejected', "demo has no version '9'; name a released one, as it is spelt there.");
  expect(await registry('yank', 'demo', '9', '--ecosystem', 'pypi')).toBe(1);
  expect(world.printed).toEqual([
    "rejected: yank: pypi demo 9\n  demo has no version '9'; name a released one, as it is spelt there.\nNothing was changed.",
  ]);
});

test('reindex without a project is of all', async () => {
  answering('applied');
  world.projects = (ecosystem) => Promise.resolve(ecosystem === 'pypi' ? ['demo', 'other'] : []);
  expect(await registry('reindex')).toBe(0);
  expect(world.printed).toEqual(['applied: reindex: pypi demo', 'applied: reindex: pypi other']);
});

test('no answer in time', async () => {
  expect(await registry('yank', 'demo', '1.0', '--ecosystem', 'pypi', '--timeout', '4')).toBe(1);
  expect(world.notes).toEqual([
    `No answer after 4 seconds. The command is given and will be carried out; ask later with: npx registry status ${NAME} --ecosystem pypi --project demo`,
  ]);
});

test('status tells the answer to a command', async () => {
  answering('applied');
  await registry('reindex', 'demo', '--ecosystem', 'pypi');
  expect(await registry('status', NAME, '--project', 'demo')).toBe(0);
  expect(world.printed[1]).toBe('applied: reindex: pypi demo');
});

test.each([
  [
    ['yank', 'demo', '1.0', '--ecosystem', 'pypi', '--reason', 'a\nb'],
    /^The command is malformed: 'reason': must be one line without/,
  ],
  [['yank', 'demo', '1.0'], /^--ecosystem is needed: say of which 'demo' is, got: none, allowed: pypi/],
  [
    ['deprecate', 'demo', '1.0', '--replacement', 'x', '--ecosystem', 'pypi'],
    /^Only a whole project is replaced by another, got: replacement 'x'; leave it out/,
  ],
])('%j makes no sense: exit code 2', async (args, message) => {
  expect(await registry(...args)).toBe(2);
  expect(world.notes[0]).toMatch(message);
  expect(world.places).toEqual([]);
});
