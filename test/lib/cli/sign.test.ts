import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../lib/cli/program';
import { fakeWorld } from './fake-world';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sign-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('writes a bundle beside each file, and never over one', async () => {
  const world = fakeWorld();
  const file = join(folder, 'demo-1.0.tar.gz');
  const authority = join(folder, 'authority');
  writeFileSync(file, 'x');
  const sign = () =>
    run(['sign', file, '--test-authority', authority, '--identity', 'who', '--issuer', 'https://issuer.example'], world);
  expect(await sign()).toBe(0);
  expect(JSON.parse(readFileSync(`${file}.sigstore.json`, 'utf8'))).toEqual({
    signed: 'demo-1.0.tar.gz',
    by: 'who',
    in: authority,
  });
  expect(world.printed).toEqual([`${file}.sigstore.json`]);
  expect(await sign()).toBe(1);
  expect(world.notes).toEqual([
    `made a new test authority in ${authority}`,
    `There is a bundle already, got: ${file}.sigstore.json; delete it to sign anew`,
  ]);
});

test('a missing file makes no authority', async () => {
  const world = fakeWorld();
  expect(await run(['sign', join(folder, 'nowhere'), '--test-authority', 'a', '--identity', 'b', '--issuer', 'c'], world)).toBe(
    1,
  );
  expect(world.notes).toEqual([`There is no such file, got: ${join(folder, 'nowhere')}; check the path`]);
});
