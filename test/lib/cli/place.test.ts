import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliError } from '../../../lib/cli/failure';
import { findPlace, localPlace, readLocalRun } from '../../../lib/cli/place';

const RUN = {
  schema: 1,
  pid: 1,
  endpoint: 'http://127.0.0.1:4566',
  region: 'us-east-1',
  account: '000000000000',
  stack: 'example-registry',
  outputs: { StagingBucketName: 'staging', RegistryUrl: 'https://d111.cloudfront.net' },
  edgeUrl: 'http://127.0.0.1:8080',
  adminUrl: 'http://127.0.0.1:8081',
  authorityDir: '/somewhere/authority',
} as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a local registry is found by what it left, and its edge is its address', () => {
  const file = join(folder, 'run.json');
  writeFileSync(file, JSON.stringify(RUN));
  expect(localPlace(readLocalRun(file))).toEqual({
    region: 'us-east-1',
    stack: 'example-registry',
    endpoint: 'http://127.0.0.1:4566',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    outputs: { StagingBucketName: 'staging', RegistryUrl: 'http://127.0.0.1:8080' },
  });
});

test('no local registry', () => {
  expect(() => readLocalRun(join(folder, 'run.json'))).toThrow(
    new CliError("No local registry is running (there is no .local/run.json); start it with 'npm start' and leave it open"),
  );
});

test.each(['', '{}', '{"schema":2}', 'null'])('an unreadable run file: %j', (text) => {
  const file = join(folder, 'run.json');
  writeFileSync(file, text);
  expect(() => readLocalRun(file)).toThrow(
    new CliError(".local/run.json cannot be read; stop the local registry and start it again with 'npm start'"),
  );
});

test('on AWS: the stack that is named, or the bucket, both where CloudFront’s parts live', () => {
  expect(findPlace({ config: 'none.ts', stack: 'example-registry' })).toEqual({
    region: 'us-east-1',
    stack: 'example-registry',
    outputs: { stack: 'example-registry' },
  });
  expect(findPlace({ config: 'none.ts', bucket: 'staging' })).toEqual({
    region: 'us-east-1',
    outputs: { StagingBucketName: 'staging' },
  });
});
