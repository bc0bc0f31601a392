/** Holds docs/fidelity.md against the local cloud: it hides nothing. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const EXTENSION = join(ROOT, 'local/cloud/ministack_ext');
const text = readFileSync(join(ROOT, 'docs/fidelity.md'), 'utf8');

/** Types that a file of the launcher names as first argument of a function. */
const typesIn = (file: string, call: string): string[] =>
  [...readFileSync(join(EXTENSION, file), 'utf8').matchAll(new RegExp(`^${call}\\("(AWS::[A-Za-z0-9:]+)"`, 'gm'))].map(
    ([, type]) => type!,
  );

test('it lists every type that is only recorded', () => {
  const types = typesIn('record_only.py', '_record');
  expect(types.length).toBeGreaterThan(0);
  expect(types.filter((type) => !text.includes(`\`${type}\``))).toEqual([]);
});

test('it lists every type that the launcher adds', () => {
  const types = typesIn('services.py', 'handler');
  expect(types.length).toBeGreaterThan(0);
  expect(types.filter((type) => !text.includes(`\`${type}\``))).toEqual([]);
});

test('it lists every property that may be ignored', () => {
  const allowed = JSON.parse(readFileSync(join(EXTENSION, 'unread.json'), 'utf8')) as Record<string, string>;
  expect(Object.keys(allowed).filter((property) => !text.includes(`\`${property}\``))).toEqual([]);
});
