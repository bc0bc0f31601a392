/** `registry publish` as a process: of large files it holds little, and where it is killed it goes on when it is run again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type S3Server, startS3 } from './s3-server';

const ROOT = resolve(__dirname, '../..');
const MIB = 2 ** 20;
const FILES = ['a.bin', 'b.bin'] as const;

let folder: string;
let s3: S3Server;
const at = (name: string): string => join(folder, name);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'publish-'));
  s3 = await startS3();
  for (const name of FILES) {
    writeFileSync(at(name), name);
    writeFileSync(at(`${name}.sigstore.json`), '{}');
  }
});
afterEach(async () => {
  await s3.close();
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: string | null;
    readonly out: string;
    readonly err: string;
  }>;
}

/** Tells at its end how much memory it had at most. */
const MEASURE = "process.on('exit', () => process.stderr.write('rss ' + process.resourceUsage().maxRSS + '\\n'));";

function publish(...options: string[]): Run {
  writeFileSync(at('measure.cjs'), MEASURE);
  const release = ['--ecosystem', 'generic', '--project', 'demo', '--version', '1.0', '--bucket', 'staging', '--json'];
  const args = [
    '--require',
    at('measure.cjs'),
    join(ROOT, 'bin/registry.mjs'),
    'publish',
    ...FILES.map(at),
    ...release,
    ...options,
  ];
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
    AWS_ENDPOINT_URL: s3.endpoint,
  };
  const child = spawn(process.execPath, args, { cwd: ROOT, env });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended: Run['ended'] = new Promise((done) =>
    child.once('close', (code, signal) => {
      done({ code, signal, out, err });
    }),
  );
  return { child, ended };
}

const prefix = (): string => [...s3.objects.keys()][0]!.split('/').slice(0, 4).join('/');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** All that an upload must consist of in the end, whatever happened on the way. */
function expectWhole(): void {
  const names = [...FILES, ...FILES.map((name) => `${name}.sigstore.json`)];
  expect([...s3.objects.keys()].sort()).toEqual([...names, 'release.json'].map((name) => `${prefix()}/${name}`).sort());
  for (const name of names) {
    const expected = sha256(readFileSync(at(name)));
    expect([name, s3.objects.get(`${prefix()}/${name}`)?.sha256]).toEqual([name, expected]);
  }
}

test('killed while it uploads, it goes on when it is run again, also several times', async () => {
  truncateSync(at('b.bin'), 64 * MIB);
  for (const when of ['a.bin', 'b.bin', 'a.bin.sigstore.json', 'release.json']) {
    const { child, ended } = publish();
    s3.onBytes = (key, bytes) => {
      if (key.endsWith(`/${when}`) && (when !== 'b.bin' || bytes > 20 * MIB)) child.kill('SIGKILL');
    };
    expect([when, (await ended).signal]).toEqual([when, 'SIGKILL']);
  }
  s3.onBytes = () => undefined;
  const { code, out } = await publish().ended;
  expect([code, (JSON.parse(out) as { outcome: string }).outcome]).toEqual([0, 'accepted']);
  expectWhole();
  expect(s3.log.filter((line) => line.startsWith('PUT 200')).length).toBe(5);
});

test('a file of 512 MiB is never held in memory', async () => {
  truncateSync(at('b.bin'), 512 * MIB);
  const { code, err } = await publish().ended;
  const [, kib = ''] = /rss (\d+)/.exec(err) ?? [];
  expect(code).toBe(0);
  expectWhole();
  expect(Number(kib) / 1024).toBeLessThan(256);
});

test('standard output is one object, and progress is shown on terminals only', async () => {
  const { code, out, err } = await publish().ended;
  expect([code, JSON.parse(out)]).toMatchObject([
    0,
    { schema: 1, outcome: 'accepted', releases: [{ project: 'demo', version: '1.0' }] },
  ]);
  expect(err.split('\n').filter((line) => line && !line.startsWith('rss'))).toEqual([
    expect.stringMatching(/^uploading a\.bin, b\.bin as 1-0-[0-9a-f]{16}-1$/),
    'uploaded; waiting for the verdict',
  ]);
});
