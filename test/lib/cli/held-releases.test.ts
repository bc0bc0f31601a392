import type { HeldVerdict } from '../../../domain/contracts/release';
import { run } from '../../../lib/cli/program';
import { type FakeWorld, fakeWorld } from './fake-world';
import { ACCEPTED, UPLOAD } from './verdicts';

const HELD: HeldVerdict = {
  schema: 1,
  outcome: 'held',
  ecosystem: 'pypi',
  project: 'demo',
  version: '1.0',
  upload: UPLOAD,
  at: '2026-03-01T12:00:01Z',
  findings: [{ rule: 'similar-name', mode: 'hold', reason: "the new project 'demo' is easily read as 'derno'" }],
  files: [{ name: 'demo-1.0.tar.gz', size: 3, sha256: 'aa11' }],
};
const VERDICT_KEY = `verdicts/pypi/demo/${UPLOAD}.json`;

function withHeld(): FakeWorld {
  const world = fakeWorld();
  for (const name of ['demo-1.0.tar.gz', 'release.json']) world.store.put(`held/pypi/demo/${UPLOAD}/${name}`, 'x');
  world.store.put(VERDICT_KEY, JSON.stringify(HELD));
  // Kept, and decided about before.
  world.store.put('held/pypi/other/2-0-0123456789ab-abababab/release.json', 'x');
  world.store.put('verdicts/pypi/other/2-0-0123456789ab-abababab.json', JSON.stringify(ACCEPTED));
  return world;
}

const COMMAND = 'command-20260301t120000-abababab';

/** The intake answers the command, and the upload has its verdict. */
function answering(verdict: object): FakeWorld {
  const world = withHeld();
  const key = `verdicts/pypi/demo/${COMMAND}.json`;
  world.onSleep = () => {
    const answer = {
      schema: 1,
      outcome: 'applied',
      ecosystem: 'pypi',
      project: 'demo',
      upload: COMMAND,
      at: HELD.at,
      action: 'approve',
    };
    world.store.put(key, JSON.stringify(answer));
    world.store.put(VERDICT_KEY, JSON.stringify(verdict));
  };
  return world;
}

test('list says what is held, why, and of which bytes', async () => {
  const world = withHeld();
  expect(await run(['release', 'list', '--stack', 'example-registry'], world)).toBe(0);
  expect(world.printed).toEqual([
    `${UPLOAD}: pypi demo 1.0, held since 2026-03-01T12:00:01Z
  similar-name: the new project 'demo' is easily read as 'derno'
  demo-1.0.tar.gz  sha256:aa11`,
  ]);
});

test('list for machines, and when nothing is held', async () => {
  const world = withHeld();
  expect(await run(['release', 'list', '--stack', 'example-registry', '--json'], world)).toBe(0);
  expect(JSON.parse(world.printed[0]!)).toEqual({ schema: 1, held: [HELD] });
  const empty = fakeWorld();
  expect(await run(['release', 'list', '--stack', 'example-registry'], empty)).toBe(0);
  expect(empty.printed).toEqual(['Nothing is held.']);
});

test('approve asks the intake, and prints what became of the release', async () => {
  const world = answering(ACCEPTED);
  expect(await run(['release', 'approve', UPLOAD, '--reason', 'Known.', '--stack', 'example-registry'], world)).toBe(0);
  const asked = world.store.objects.get(`commands/pypi/demo/${COMMAND}.json`)!;
  expect(JSON.parse(asked.body.toString())).toEqual({
    schema: 1,
    action: 'approve',
    ecosystem: 'pypi',
    project: 'demo',
    upload: UPLOAD,
    reason: 'Known.',
    by: 'ops',
  });
  expect(world.printed[0]).toBe('applied: approve: pypi demo');
  expect(world.printed[1]).toContain('accepted: demo 1.0, 1 file');
});

test.each<[string[], number, string]>([
  [[UPLOAD], 2, '--reason is needed: say why you approve it, got: none; the publisher reads it'],
  [
    ['9-9-0123456789ab-abababab', '--reason', 'x'],
    1,
    "Upload '9-9-0123456789ab-abababab' is not held; 'registry release list' shows what is",
  ],
])('approve %j fails with exit code %i', async (args, code, message) => {
  const world = withHeld();
  expect(await run(['release', 'approve', ...args, '--stack', 'example-registry'], world)).toBe(code);
  expect(world.notes).toEqual([message]);
});

test('who may not list is told so', async () => {
  const world = withHeld();
  world.store.mayList = false;
  expect(await run(['release', 'list', '--stack', 'example-registry'], world)).toBe(1);
  expect(world.notes).toEqual(['AWS does not let these credentials list what is held; take the role of an operator']);
});

test('status of a held upload has an exit code of its own', async () => {
  const world = withHeld();
  expect(await run(['status', UPLOAD, '--ecosystem', 'pypi', '--project', 'demo', '--stack', 'example-registry'], world)).toBe(3);
  expect(world.printed[0]).toContain(`held: demo 1.0, upload ${UPLOAD}`);
});
