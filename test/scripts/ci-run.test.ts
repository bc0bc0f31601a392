/** `.ci/run` on machines that lack something: its commands are replaced by ones that only say that they were called. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const RUN = resolve(__dirname, '../../.ci/run');
const REAL = ['bash', 'sh', 'dirname', 'env'];

let bin: string;
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'ci-bin-'));
  for (const name of REAL) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
    symlinkSync(found, join(bin, name));
  }
  for (const name of ['apt-get', 'npm']) place(name, `echo ${name} "$@" >&2`);
});
afterEach(() => {
  rmSync(bin, { recursive: true });
});

function place(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!${join(bin, 'sh')}\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

/** What it installs, and what it runs after that. */
function calls(): string[] {
  const { status, stderr } = spawnSync(RUN, { encoding: 'utf8', env: { PATH: bin } });
  expect(status).toBe(0);
  return stderr.trimEnd().split('\n');
}

const UPDATE = 'apt-get update -qq';
const install = (packages: string) => `apt-get install -y -qq --no-install-recommends ${packages}`;
const TESTS = ['npm ci --no-progress', 'npm test'];

/** Each command that it looks for, and the packages that bring it. */
const NEEDS: readonly (readonly [string, string])[] = [
  ['njs', 'njs'],
  ['curl', 'curl'],
  ['openssl', 'openssl'],
  ['python3', 'python3 python3-venv'],
  ['pip', 'python3-pip'],
  ['cargo', 'cargo-web'],
  ['composer', 'composer php-cli php-zip unzip'],
  ['go', 'golang-go'],
  ['mvn', 'maven'],
  ['javac', 'openjdk-17-jdk-headless'],
  ['gradle', 'gradle'],
  ['bundle', 'ruby bundler'],
  ['chromium', 'chromium'],
];

test('installs what is missing', () => {
  expect(calls()).toEqual([UPDATE, ...NEEDS.map(([, packages]) => install(packages)), ...TESTS]);
});

test('installs venv beside a Python that has none', () => {
  for (const [name] of NEEDS) place(name, name === 'python3' ? 'exit 1' : '');
  expect(calls()).toEqual([UPDATE, install('python3 python3-venv'), ...TESTS]);
});

test('installs nothing when everything is there', () => {
  for (const [name] of NEEDS) place(name, '');
  expect(calls()).toEqual(TESTS);
});
