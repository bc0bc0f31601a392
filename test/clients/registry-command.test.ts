/** The `registry` command as its users start it: a process of its own, which must not open a socket to verify a bundle. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLab, FILE, PUBLISHER } from '../helpers/signing-lab';

const ROOT = resolve(__dirname, '../..');
const LINKED = join(ROOT, 'node_modules/.bin/registry');
/** Loaded into the process first: whoever reaches for the network ends it with code 99. */
const NO_NETWORK = `
const stop = (what) => () => { process.stderr.write('network: ' + what + '\\n'); process.exit(99); };
const { Socket, Server } = require('node:net');
const { connect } = Socket.prototype;
Socket.prototype.connect = function (...args) { // tsx looks for its parent at a path in the file system: no network
  const [to] = Array.isArray(args[0]) ? args[0] : args;
  return to.path === undefined ? stop('connect')() : connect.apply(this, args);
};
Server.prototype.listen = stop('listen');
require('node:dgram').createSocket = stop('datagram');
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) require('node:dns')[name] = stop('name look-up');
`;

let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'registry-command-'));
  const lab = await createLab();
  writeFileSync(at('no-network.cjs'), NO_NETWORK);
  writeFileSync(at('file'), FILE);
  writeFileSync(at('other'), 'other');
  writeFileSync(at('root.json'), JSON.stringify(lab.trustedRoot));
  writeFileSync(at('bundle.json'), JSON.stringify(await lab.signMessage(FILE, PUBLISHER)));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function registry(args: readonly string[], environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', at('no-network.cjs'), LINKED, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder, ...environment },
  });
  return { status, stdout, stderr };
}

const verify = (artifact: string) =>
  registry([
    ...['verify-bundle', '--bundle', at('bundle.json'), '--artifact', at(artifact), '--trusted-root', at('root.json')],
    ...['--identity', PUBLISHER.identity, '--issuer', PUBLISHER.issuer],
  ]);

test('npm ci links it where npx looks first, so that npx asks no package registry', () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  expect(dependencies['commons-registry-command']).toBe('file:bin');
  expect(registry(['--help']).stdout).toMatch(/^Usage: registry \[options\] \[command\]/);
});

test('verify-bundle accepts: exit code 0, who signed, and no network', () => {
  const { status, stdout, stderr } = verify('file');
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain(`signed by ${PUBLISHER.identity} (issuer ${PUBLISHER.issuer})`);
});

test('verify-bundle rejects: exit code 1, the reason, and no network', () => {
  const { status, stdout, stderr } = verify('other');
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(
    /^rejected \(DIGEST\): the bundle is for another file: it signs sha256 [0-9a-f]{64}, the file has [0-9a-f]{64}\n$/,
  );
});

test('wrong usage: exit code 2', () => {
  expect(registry(['verify-bundle']).status).toBe(2);
});

test('the guard itself works: what does need the network is stopped', () => {
  const published = registry(['status', '1-0-0123456789ab-abababab', '--bucket', 'staging'], {
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
  });
  expect([published.status, published.stderr]).toEqual([99, expect.stringMatching(/^network: /)]);
});

test('what signs keeps its bundle beside the file, and the whole chain verifies', () => {
  const who = ['--identity', PUBLISHER.identity, '--issuer', PUBLISHER.issuer];
  const signed = registry(['sign', at('file'), '--test-authority', at('authority'), ...who]);
  expect(signed).toEqual({
    status: 0,
    stdout: `${at('file')}.sigstore.json\n`,
    stderr: `made a new test authority in ${at('authority')}\n`,
  });
  const files = [
    '--bundle',
    `${at('file')}.sigstore.json`,
    '--artifact',
    at('file'),
    '--trusted-root',
    at('authority/trusted_root.json'),
  ];
  const { status, stderr } = registry(['verify-bundle', ...files, ...who]);
  expect([status, stderr]).toEqual([0, '']);
});

test('an unfinished installation is one sentence', () => {
  writeFileSync(at('registry.mjs'), readFileSync(LINKED));
  const { status, stderr } = spawnSync(process.execPath, [at('registry.mjs')], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([1, "The packages of this registry are not installed; run 'npm ci' first\n"]);
});
