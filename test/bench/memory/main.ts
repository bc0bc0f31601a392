/**
 * How much memory and time the intake function takes for a file of 1 GB: `npm run bench:memory`. It runs as Lambda runs it, bundled and
 * under V8's limits for its size, against S3 and KMS on the loopback. Fails above 256 MB, and when what was stored is not what came.
 */
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle, lambdaEntry } from '../../../constructs/shared/bundle-lambda';
import { INTAKE_MEMORY } from '../../../constructs/signing/signed-intake';
import { INTAKE_POLICY_FILE } from '../../../domain/contracts/env';
import { MANIFEST_NAME, uploadKey } from '../../../domain/contracts/keys';
import type { SigningPolicy } from '../../../domain/signing';
import { createLab, KEY_KINDS } from '../../helpers/signing-lab';
import { FakeAws } from './fake-aws';
import { largeSdist, largeWheel } from './files';

const MOST_MEGABYTES = 256;
/** With a little room for the rest of the archive below a gigabyte, the most that the configuration allows. Bytes. */
const CONTENT = 999_000_000;

const KINDS = [
  { name: 'demo-1.0-py3-none-any.whl', make: largeWheel },
  { name: 'demo-1.0.tar.gz', make: largeSdist },
] as const;
const ID = { ecosystem: 'pypi', project: 'demo', upload: 'upload-0001' };

interface Took {
  readonly answer: { readonly batchItemFailures: readonly unknown[] };
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

/** As Lambda's Node.js runtime sets them: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
const flagsFor = (memory: number): string[] => {
  const young = Math.floor(memory / 10);
  return [`--max-semi-space-size=${Math.floor(young / 2)}`, `--max-old-space-size=${memory - young}`];
};

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

const environment = (endpoint: string): NodeJS.ProcessEnv => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  REGISTRY: 'bench',
  STAGING_BUCKET: 'staging',
  PACKAGES_BUCKET: 'packages',
  RECORDS_BUCKET: 'records',
  INTAKE_QUEUE_URL: `${endpoint}/1/intake`,
  INVALIDATION_QUEUE_URL: `${endpoint}/1/invalidation`,
  EDGE_STORE_ARN: 'arn:aws:cloudfront::111122223333:key-value-store/bench',
  SIGNING_KEY_ARN: 'arn:aws:kms:us-east-1:111122223333:key/bench',
  SIGNING_KEY_GENERATION: '1',
  PUBLIC_URL: 'https://packages.example.org',
  LOCK_DAYS: '1',
});

async function measure(folder: string, name: string, path: string, memory: number): Promise<Took> {
  const aws = new FakeAws();
  const endpoint = await aws.listen();
  try {
    const sha256 = await sha256Of(path);
    await uploadTo(aws, folder, name, path, sha256);
    const object = { key: uploadKey(ID, MANIFEST_NAME) };
    const event = JSON.stringify({ detail: { bucket: { name: 'staging' }, object }, time: new Date().toISOString() });
    const child = fork(join(folder, 'run.js'), [folder, event], {
      execArgv: flagsFor(memory),
      env: environment(endpoint),
      silent: true,
    });
    const took = await new Promise<Took>((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => {
        reject(new Error(`The function ended with ${code}.`));
      });
    });
    child.disconnect();
    check(aws, took, name, sha256);
    return took;
  } finally {
    aws.close();
  }
}

/** Signed by a key that the policy pins. */
async function uploadTo(aws: FakeAws, folder: string, name: string, path: string, sha256: string): Promise<void> {
  const lab = await createLab();
  const key = KEY_KINDS['ECDSA P-256']();
  const bundled = JSON.stringify(await lab.signMessage(readFileSync(path), { key }, { log: 'none' }));
  const publicKeyPem = key.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const policy: SigningPolicy = {
    schema: 1,
    trustedRoot: lab.trustedRoot,
    ecosystems: ['pypi'],
    limits: { maxFileBytes: 1e9, maxFiles: 9, maxArchiveEntries: 99, maxUnpackedBytes: 1e10, maxRatio: 99 },
    projects: [
      {
        ecosystem: 'pypi',
        project: 'demo',
        identities: [],
        keys: [{ name: 'bench', publicKeyPem, requireLog: false }],
      },
    ],
  };
  writeFileSync(join(folder, INTAKE_POLICY_FILE), JSON.stringify(policy));
  const { size } = statSync(path);
  const files = [{ name, size, sha256, bundles: [`${name}.sigstore.json`] }];
  const manifest = { schema: 1, ecosystem: 'pypi', project: 'demo', version: '1.0', files };
  const put = (file: string, text: string) =>
    aws.objects.put(`staging/${uploadKey(ID, file)}`, { body: Buffer.from(text), contentType: 'application/json' });
  await put(`${name}.sigstore.json`, bundled);
  await put(MANIFEST_NAME, JSON.stringify(manifest));
  aws.files.set(`staging/${uploadKey(ID, name)}`, { path, sha256 });
}

function check(aws: FakeAws, { answer }: Took, name: string, sha256: string): void {
  const stored = aws.written.get(`packages/files/pypi/demo/${name}`);
  const isPublic = aws.objects.keys().includes('records/releases/pypi/demo/1.0.json');
  if (answer.batchItemFailures.length > 0 || stored !== sha256 || !isPublic)
    throw new Error(`${name} was not published as it is: ${JSON.stringify(answer)}, stored: ${stored ?? 'nothing'}.`);
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'intake-memory-'));
  let most = 0;
  try {
    writeFileSync(join(folder, 'index.js'), bundle(lambdaEntry('intake')));
    writeFileSync(join(folder, 'run.js'), bundle(join(__dirname, 'run.ts')));
    console.log('                            function    peak RSS        time    CPU time');
    for (const { name, make } of KINDS) {
      const path = join(folder, name);
      await make(path, CONTENT);
      for (const memory of [MOST_MEGABYTES, INTAKE_MEMORY]) {
        const { megabytes, seconds, cpuSeconds } = await measure(folder, name, path, memory);
        const cells = [`${memory} MB`, `${megabytes.toFixed(0)} MB`, `${seconds.toFixed(1)} s`, `${cpuSeconds.toFixed(1)} s`];
        console.log(name.padEnd(26) + cells.map((cell) => cell.padStart(12)).join(''));
        most = Math.max(most, megabytes);
      }
      rmSync(path);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  if (most <= MOST_MEGABYTES) return;
  console.error(`The function took ${most.toFixed(0)} MB for a file of 1 GB, at most ${MOST_MEGABYTES} MB are allowed.`);
  process.exitCode = 1;
}

void main();
