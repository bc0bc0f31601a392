/** A publisher's role creates objects and reads verdicts by name; it lists nothing. */
import { run } from '../../../lib/cli/program';
import { fakeWorld } from './fake-world';

const UPLOAD = 'upload-1';
const PLACE = ['--bucket', 'staging', '--ecosystem', 'pypi', '--project', 'demo'];

function publisher() {
  const world = fakeWorld();
  world.store.mayList = false;
  return world;
}

test('an upload without verdict may be waiting, or not be there: exit code 0', async () => {
  const world = publisher();
  expect(await run(['status', UPLOAD, ...PLACE], world)).toBe(0);
  expect(world.printed).toEqual([
    "no verdict yet on upload upload-1 of demo, or there is no such upload: your role may not list, and cannot tell; ask again in a minute, or run the same 'registry publish' again",
  ]);
});

test('the same as JSON', async () => {
  const world = publisher();
  expect(await run(['status', UPLOAD, ...PLACE, '--json'], world)).toBe(0);
  expect(JSON.parse(world.printed.join('\n'))).toEqual({
    ecosystem: 'pypi',
    project: 'demo',
    upload: 'upload-1',
    outcome: 'undecided',
  });
});

test.each([[['--bucket', 'staging']], [['--bucket', 'staging', '--project', 'demo']]])(
  'an upload that would have to be looked for: %j',
  async (place) => {
    const world = publisher();
    expect(await run(['status', UPLOAD, ...place], world)).toBe(1);
    expect(world.notes).toEqual([
      'Your role may not list, so the upload cannot be looked for; name its --ecosystem and --project',
    ]);
  },
);
