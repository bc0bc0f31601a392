import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const SCRIPT = resolve('scripts/check-licences.mjs');
const folder = mkdtempSync(join(tmpdir(), 'licences-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The exceptions, all of them needed. */
const DATA = {
  'node_modules/axe-core': { version: '1.0.0', license: 'MPL-2.0' },
  'node_modules/caniuse-lite': { version: '1.0.0', license: 'CC-BY-4.0' },
};

/** Runs the script where the lock holds the packages and the manifests are installed. */
function check(packages: Record<string, object>, installed: Record<string, object> = {}) {
  const project = mkdtempSync(join(folder, 'project-'));
  const files = Object.entries(installed).map(([path, manifest]): [string, object] => [`${path}/package.json`, manifest]);
  for (const [path, content] of [['package-lock.json', { packages: { '': {}, ...packages } }] as const, ...files]) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), JSON.stringify(content));
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT], { cwd: project, encoding: 'utf8' });
  return { status, stdout, problems: stderr.split('\n').filter((line) => line && !line.startsWith('Allowed are ')) };
}

test('permissive licences, choices with one, and several together', () => {
  const licences = ['MIT', 'Apache-2.0 AND MIT', '(MIT OR GPL-3.0-or-later)'];
  const packages = licences.map((license, i): [string, object] => [`node_modules/p${i}`, { version: '1.0.0', license }]);
  expect(check({ ...DATA, ...Object.fromEntries(packages) })).toEqual({
    status: 0,
    stdout: '5 packages, all permissive but 2 by exception; 0 platform builds judged as their package\n',
    problems: [],
  });
});

test('each package with another licence is named', () => {
  const licences = [
    'AGPL-3.0-or-later',
    'Apache-2.0 AND GPL-2.0-only',
    '(MIT OR Apache-2.0) AND GPL-2.0-only',
    'GPL-2.0-only OR LGPL-3.0-only',
    'CC-BY-4.0',
    'SEE LICENSE IN LICENSE.md',
    'UNLICENSED',
  ];
  const path = (i: number) => `node_modules/a/node_modules/@scope/p${i}`;
  const packages = licences.map((license, i): [string, object] => [path(i), { version: '1.2.3', license }]);
  const { status, problems } = check({ ...DATA, ...Object.fromEntries(packages) });
  expect({ status, problems }).toEqual({
    status: 1,
    problems: licences.map((licence, i) => `${path(i)}@1.2.3: its licence is not permissive, got: ${licence}`),
  });
});

test('the installed package counts, not what the lock says of it; older forms are read', () => {
  const packages = { ...DATA, 'node_modules/a': { version: '1.0.0', license: 'MIT' }, 'node_modules/b': { version: '1.0.0' } };
  const installed = {
    'node_modules/a': { license: 'GPL-3.0-only' },
    'node_modules/b': { licenses: [{ type: 'MIT' }, { type: 'ISC' }] },
  };
  expect(check(packages, installed).problems).toEqual(['node_modules/a@1.0.0: its licence is not permissive, got: GPL-3.0-only']);
});

test("a platform's build is judged as its package; any other package must name a licence", () => {
  const packages = {
    ...DATA,
    'node_modules/a': { version: '1.0.0', license: 'MIT', optionalDependencies: { 'a-linux-x64': '1.0.0', 'a-extra': '1.0.0' } },
    'node_modules/a-linux-x64': { version: '1.0.0', cpu: ['x64'], os: ['linux'] },
    'node_modules/a-extra': { version: '1.0.0' },
  };
  expect(check(packages).problems).toEqual(['node_modules/a-extra@1.0.0: its licence is not permissive, got: none']);
});

test('an exception that is not needed any more is a failure', () => {
  const { status, problems } = check({ ...DATA, 'node_modules/caniuse-lite': { version: '2.0.0', license: 'MIT' } });
  expect({ status, problems }).toEqual({
    status: 1,
    problems: ['caniuse-lite: needs no exception any more; remove it from scripts/check-licences.mjs'],
  });
});
