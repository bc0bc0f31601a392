import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REQUIREMENTS } from '../../../local/cloud/venv';

const requirements = readFileSync(REQUIREMENTS, 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const pins = requirements.filter((line) => !line.startsWith(' '));

test('every package is pinned to one version and has hashes', () => {
  for (const [index, line] of requirements.entries()) {
    expect(line).toMatch(/^([a-z0-9-]+==[\w.]+( ; .+)? \\| {4}--hash=sha256:[0-9a-f]{64}( \\)?)$/);
    if (!line.startsWith(' ')) expect(requirements[index + 1]).toMatch(/--hash/);
  }
});

test('what is asked for is what is pinned', () => {
  const asked = readFileSync(join(REQUIREMENTS, '..', 'requirements.in'), 'utf8');
  for (const line of asked.split('\n').filter((text) => text.includes('=='))) expect(pins).toContain(`${line} \\`);
});

test('the launcher and its requirements agree on the version of MiniStack', () => {
  const launcher = readFileSync(join(REQUIREMENTS, '..', 'ministack_ext', 'pins.py'), 'utf8');
  const [, version] = /^VERSION = "(.+)"$/m.exec(launcher) ?? [];
  expect(pins).toContain(`ministack==${version} \\`);
});
