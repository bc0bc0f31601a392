/** The workflow files of examples/publish: they are well-formed, need no secret, and say what the command understands. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { run } from '../../../lib/cli/program';
import { fakeWorld } from './fake-world';

const FOLDER = resolve(__dirname, '../../../examples/publish');
const NAMES = ['github.yml', 'gitlab.yml', 'generic.sh'];
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');

interface Github {
  readonly permissions: object;
  readonly jobs: { readonly release: { readonly permissions: object; readonly steps: readonly object[] } };
}
interface Gitlab {
  readonly release: { readonly id_tokens: object; readonly script: readonly string[] };
}

test.each(NAMES)('%s: the command takes its command line', async (name) => {
  const [, line = ''] = /bin\/registry\.mjs (publish .*)$/m.exec(read(name)) ?? [];
  const nowhere = join(mkdtempSync(join(tmpdir(), 'example-')), 'dist');
  const args = line.split(' ').map((word) => (word === 'dist' ? nowhere : word.replaceAll('"', '')));
  const world = fakeWorld();
  expect(await run(args, world)).toBe(1);
  // All of it was understood: what it lacks is the folder.
  expect(world.notes).toEqual([expect.stringContaining(nowhere)]);
});

test('GitHub: two rights, given to the job alone, and no step of anybody else', () => {
  const { permissions, jobs } = load(read('github.yml')) as Github;
  expect([permissions, jobs.release.permissions]).toEqual([{}, { contents: 'read', 'id-token': 'write' }]);
  expect(jobs.release.steps.map((step) => Object.keys(step).sort().join())).toEqual([
    'env,name,run',
    ...Array<string>(4).fill('name,run'),
  ]);
});

test('GitLab: a token for AWS and one for Sigstore, and plain commands', () => {
  const { release } = load(read('gitlab.yml')) as Gitlab;
  expect(release.id_tokens).toEqual({ AWS_TOKEN: { aud: 'sts.amazonaws.com' }, SIGSTORE_ID_TOKEN: { aud: 'sigstore' } });
  for (const line of release.script) expect(line).toEqual(expect.any(String));
});

test.each(NAMES)('%s: no long-lived secret', (name) => {
  expect(read(name)).not.toMatch(/secrets\.|AWS_SECRET_ACCESS_KEY|AWS_ACCESS_KEY_ID|PASSWORD/);
});
