/** The handlers as they are shipped: bundled into one file, with their policy beside them, in a process of their own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { BRAKE_FILE, Env, INTAKE_POLICY_FILE, SITE_FILE } from '../../domain/contracts/env';
import type { BrakeFile } from '../../domain/cost/brake-effects';
import { brakeMail } from '../../domain/cost/brake-mail';
import { newKeys, newTrustedRoot } from '../../local/authority';
import { LIMITS } from '../domain/site/sample';
import { POLICY } from './intake/bench';

const NUMBERS: readonly string[] = [Env.LOCK_DAYS, Env.SIGNING_KEY_GENERATION];
const ENVIRONMENT = Object.fromEntries(
  Object.values(Env).map((name) => [name, NUMBERS.includes(name) ? '30' : `value-of-${name}`]),
);
const BODY = '{"detail":{"bucket":{"name":"other"},"object":{"key":"x"}}}';
const POISON = {
  Records: [{ messageId: 'poison', body: BODY, receiptHandle: 'handle', attributes: { ApproximateReceiveCount: '1' } }],
};
const run = (event: unknown): string =>
  `require('./index.js').handler(${JSON.stringify(event)}).then((answer) => console.log(JSON.stringify(answer)))`;

const BRAKE: BrakeFile = { settings: { mode: 'on', message: 'Words.', braked: ['anonymous'] }, monthlyUsd: 50 };

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'handlers-'));
  for (const name of ['intake', 'invalidate', 'site', 'brake']) {
    const entryPoint = resolve(__dirname, '../../functions/lambda', name, 'handler.ts');
    const outfile = join(root, name, 'index.js');
    buildSync({
      entryPoints: [entryPoint],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      logLevel: 'silent',
    });
  }
  const trustedRoot = await newTrustedRoot(newKeys());
  writeFileSync(join(root, 'intake', INTAKE_POLICY_FILE), JSON.stringify({ ...POLICY, trustedRoot }));
  for (const name of ['intake', 'brake']) writeFileSync(join(root, name, BRAKE_FILE), JSON.stringify(BRAKE));
  writeFileSync(join(root, 'site', SITE_FILE), JSON.stringify(LIMITS));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

function start(name: string, env: Record<string, string>, event: unknown = POISON): { answer: string; errors: string } {
  const { stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', '-e', run(event)], {
    cwd: join(root, name),
    env,
    encoding: 'utf8',
  });
  return { answer: stdout.trim(), errors: stderr };
}

test.each([
  ['intake', "The event is of another bucket, got: 'other', not 'value-of-STAGING_BUCKET'."],
  ['invalidate', 'Invalid input: expected array, received undefined'],
])('%s starts, and puts a poison message back', (name, why) => {
  const { answer, errors } = start(name, ENVIRONMENT);
  expect(answer).toBe('{"batchItemFailures":[{"itemIdentifier":"poison"}]}');
  // Without AWS the intake cannot bring the message back early either, which is a second line.
  const { message, ...line } = JSON.parse(errors.split('\n')[0]!) as { message: string };
  expect(message).toContain(why);
  expect(line).toMatchObject({ level: 'error', messageId: 'poison' });
});

test('brake starts, and says what is none of its business', () => {
  const { answer } = start('brake', ENVIRONMENT, { Records: [{ Sns: { Message: 'hello', Timestamp: '2026-11-23T10:00:00Z' } }] });
  expect(answer).toBe('{"ignored":"no alarm, and no message of AWS Budgets"}\nundefined');
});

test('brake starts, and knows its own mail', () => {
  const { text } = brakeMail(
    'demo',
    { id: 'x', sequence: 1, at: '2026-11-23T10:00:00.000Z', from: 0, to: 1, cause: 'month' },
    { signals: {} },
    BRAKE,
  );
  const { answer } = start('brake', ENVIRONMENT, { Records: [{ Sns: { Message: text, Timestamp: '2026-11-23T10:00:00Z' } }] });
  expect(answer).toBe('{"ignored":"a mail of its own"}\nundefined');
});

test('site starts, and fails when it cannot tell CloudFormation that it is done', () => {
  // A port that `fetch` asks nobody at.
  const { answer, errors } = start('site', ENVIRONMENT, { RequestType: 'Delete', ResponseURL: 'http://127.0.0.1:9/' });
  expect(answer).toBe('');
  expect(errors).toContain('bad port');
});

test.each(['intake', 'invalidate'])('%s starts where delivery is not split', (name) => {
  const { FILES_URL, FILES_KEY_VALUE_STORE_ARN, FILES_DISTRIBUTION_ID, ...plain } = ENVIRONMENT;
  expect([FILES_URL, FILES_KEY_VALUE_STORE_ARN, FILES_DISTRIBUTION_ID]).not.toContain(undefined);
  expect(start(name, plain).answer).toBe('{"batchItemFailures":[{"itemIdentifier":"poison"}]}');
});

test.each(['intake', 'invalidate', 'site'])('%s does not start without its environment', (name) => {
  const { answer, errors } = start(name, {});
  expect(answer).toBe('');
  expect(errors).toMatch(/Error: Environment variable '[A-Z_]+' is not set, got: undefined; the template sets it\./);
});

test('the intake does not start without its policy', () => {
  rmSync(join(root, 'intake', INTAKE_POLICY_FILE));
  expect(start('intake', ENVIRONMENT).errors).toContain(
    `ENOENT: no such file or directory, open '${join(root, 'intake', INTAKE_POLICY_FILE)}'`,
  );
});
