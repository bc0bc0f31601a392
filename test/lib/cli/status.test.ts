import { stagingLifecycle } from '../../../constructs/storage/lifecycle';
import { UPLOAD_DAYS } from '../../../domain/contracts/retention';
import { run } from '../../../lib/cli/program';
import { type FakeWorld, fakeWorld } from './fake-world';
import { ACCEPTED, ACCEPTED_TEXT, REFUSED, REFUSED_TEXT, UPLOAD } from './verdicts';

const PREFIX = `uploads/pypi/demo/${UPLOAD}/`;
let world: FakeWorld;
beforeEach(() => {
  world = fakeWorld();
});

const status = (...more: string[]) => run(['status', UPLOAD, '--stack', 'example-registry', ...more], world);
const decide = (verdict: object): void => {
  world.store.put(`verdicts/pypi/demo/${UPLOAD}.json`, JSON.stringify(verdict));
};

test.each([
  ['accepted', ACCEPTED, 0, ACCEPTED_TEXT],
  ['refused', REFUSED, 1, REFUSED_TEXT],
])('%s', async (_, verdict, exitCode, text) => {
  decide(verdict);
  expect(await status('--project', 'demo')).toBe(exitCode);
  expect(world.printed).toEqual([text]);
});

test('without the project it is looked for', async () => {
  world.store.put(`verdicts/pypi/another/1-0-${'0'.repeat(12)}-abababab.json`, '{}');
  decide(ACCEPTED);
  expect(await status()).toBe(0);
  expect(world.printed).toEqual([ACCEPTED_TEXT]);
});

test('not committed: what is there, when it expires, what to do', async () => {
  world.store.put(`${PREFIX}demo-1.0.tar.gz`, '');
  world.store.put(`${PREFIX}demo-1.0.tar.gz.sigstore.json`, '');
  expect(await status()).toBe(1);
  expect(world.printed).toEqual([
    'not committed: no release.json in this upload: files demo-1.0.tar.gz, demo-1.0.tar.gz.sigstore.json present; they expire on 2026-03-09; upload release.json (or publish again) to commit it',
  ]);
});

test('committed, and not decided yet', async () => {
  world.store.put(`${PREFIX}release.json`, '{}');
  world.store.put(`verdicts/pypi/demo/${UPLOAD}.json.of-another`, '{}');
  expect(await status('--project', 'demo')).toBe(0);
  expect(world.printed).toEqual([
    `waiting: demo, upload ${UPLOAD}: all files are there, and no verdict yet; ask again in a minute`,
  ]);
});

test('as JSON', async () => {
  world.store.put(`${PREFIX}demo-1.0.tar.gz`, '');
  expect(await status('--json')).toBe(1);
  expect(JSON.parse(world.printed[0]!)).toEqual({
    ecosystem: 'pypi',
    project: 'demo',
    upload: UPLOAD,
    outcome: 'not-committed',
    files: ['demo-1.0.tar.gz'],
    expires: '2026-03-09',
  });
});

test('unknown in its project, and anywhere', async () => {
  expect(await status('--project', 'demo', '--ecosystem', 'pypi')).toBe(1);
  expect(world.printed).toEqual([
    `unknown: no file and no verdict of upload ${UPLOAD} of demo; it may have expired, or its name or project be misspelt`,
  ]);
  expect(await status()).toBe(1);
  expect(world.notes).toEqual([
    `There is no upload '${UPLOAD}'; it may have expired (uploads are kept 7 days), or belong to another registry`,
  ]);
});

test('a name that no upload can have is wrong usage', async () => {
  expect(await run(['status', '../x', '--stack', 's'], world)).toBe(2);
  expect(world.notes).toEqual([`not the name of an upload, got: "../x"; 'registry publish' prints it`]);
});

test('uploads are kept as long as the bucket keeps them', () => {
  const days = stagingLifecycle.filter(({ prefix }) => prefix === 'uploads/').map(({ expiration }) => expiration?.toDays());
  expect(days).toEqual([UPLOAD_DAYS]);
});
