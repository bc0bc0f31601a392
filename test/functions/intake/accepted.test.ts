import { createHash, verify } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { countersignedText, type ReleaseRecord } from '../../../domain/contracts/release';
import { readEntry } from '../../../domain/records/ledger';
import { verifyLedger } from '../../../domain/records/verify-ledger';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { sdist, wheel } from '../../helpers/pypi-archives';
import { type Bench, jsonAt, NOW, newBench, packageKeys, put, putWheel, uploadParts } from './bench';
import { through } from './world';

const FILES = 'files/pypi/demo';

async function publishBoth(bench: Bench) {
  const project = { name: 'demo', version: '1.0' };
  const files = [wheel(project), await sdist(project)];
  return processUpload(bench.intake, await put(bench, uploadParts('1.0', 'upload-0001', files)));
}

test('answers with where everything is', async () => {
  const bench = newBench();
  const verdict = await publishBoth(bench);
  expect(verdict).toEqual({
    schema: 1,
    outcome: 'accepted',
    ecosystem: 'pypi',
    project: 'demo',
    version: '1.0',
    upload: 'upload-0001',
    at: NOW.toISOString(),
    indexPath: '/pypi/simple/demo/',
    files: [
      {
        name: 'demo-1.0-py3-none-any.whl',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        path: '/pypi/files/demo/demo-1.0-py3-none-any.whl',
      },
      {
        name: 'demo-1.0.tar.gz',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        path: '/pypi/files/demo/demo-1.0.tar.gz',
      },
    ],
  });
  expect(jsonAt(bench.staging, 'verdicts/pypi/demo/upload-0001.json')).toEqual(verdict);
});

test('makes files, side files, index and listing public, and nothing else', async () => {
  const bench = newBench();
  await publishBoth(bench);
  expect(packageKeys(bench)).toEqual([
    `${FILES}/demo-1.0-py3-none-any.whl`,
    `${FILES}/demo-1.0-py3-none-any.whl.metadata`,
    `${FILES}/demo-1.0-py3-none-any.whl.sigstore.json`,
    `${FILES}/demo-1.0.tar.gz`,
    `${FILES}/demo-1.0.tar.gz.sigstore.json`,
    'index/pypi/simple/demo/index.html',
    'index/pypi/simple/demo/index.v1.json',
    'index/pypi/simple/index.html',
    'index/pypi/simple/index.v1.json',
  ]);
  expect(bench.records.keys()).toEqual([
    'claims/pypi/demo/1.json',
    'ledger/000000000000.json',
    'projects/pypi/demo.json',
    'releases/pypi/demo/1.0.json',
    'state/blocks.json',
    'state/decisions/pypi/demo/upload-0001.json',
    'state/entries/pypi/demo.json',
    'state/introductions/pypi/demo.json',
    'state/ledger-head.json',
    'state/names/pypi.json',
  ]);
});

test('writes files locked, immutable and tagged, and the index short-lived with its revision', async () => {
  const bench = newBench();
  await publishBoth(bench);
  const { body, ...file } = bench.packages.current(`${FILES}/demo-1.0-py3-none-any.whl`)!;
  expect(body.equals(wheel({ name: 'demo', version: '1.0' }).body)).toBe(true);
  expect(file).toEqual({
    id: 'v1',
    contentType: 'application/octet-stream',
    cacheControl: 'public, max-age=31536000, immutable',
    metadata: { 'cache-tag': 'ecosystem:pypi,project:pypi:demo' },
    lockedUntil: new Date('2026-12-22T10:00:00.123Z'),
  });
  const { body: json, ...index } = bench.packages.current('index/pypi/simple/demo/index.v1.json')!;
  expect((JSON.parse(gunzipSync(json).toString()) as { versions: string[] }).versions).toEqual(['1.0']);
  expect(index).toEqual({
    id: 'v1',
    contentType: 'application/vnd.pypi.simple.v1+json',
    contentEncoding: 'gzip',
    cacheControl: 'public, max-age=60, s-maxage=3600, stale-while-revalidate=60, stale-if-error=86400',
    metadata: { 'cache-tag': 'ecosystem:pypi,project:pypi:demo,index:pypi:demo', revision: '1' },
  });
});

test('records what was released, countersigned so that anybody can check it', async () => {
  const bench = newBench();
  await publishBoth(bench);
  const record = jsonAt(bench.records, 'releases/pypi/demo/1.0.json') as ReleaseRecord;
  expect(record).toMatchObject({
    upload: 'upload-0001',
    publishedAt: NOW.toISOString(),
    files: [{ metadata: { requiresPython: '>=3.8' } }, {}],
  });
  for (const { name, digests, signer, countersignature } of record.files) {
    expect(signer).toEqual({ identity: 'release@example.org', issuer: 'https://issuer.example.org' });
    const text = countersignedText('pypi', 'demo', '1.0', name, digests.sha256);
    expect(countersignature.keyId).toBe('test-key');
    expect(verify('sha256', Buffer.from(text), bench.signer.verifier, Buffer.from(countersignature.signature, 'base64'))).toBe(
      true,
    );
  }
});

test('appends one verifiable ledger entry for each decision', async () => {
  const bench = newBench();
  for (const version of ['1.0', '1.1', '1.2'])
    await processUpload(bench.intake, await putWheel(bench, version, `upload-${version.replace('.', '-')}-x`));
  const entries = [0, 1, 2].map((seq) => bench.records.current(`ledger/${String(seq).padStart(12, '0')}.json`)!.body);
  verifyLedger(entries, () => bench.signer.verifier);
  expect(entries.map((entry) => readEntry(entry).event.version)).toEqual(['1.0', '1.1', '1.2']);
  expect(jsonAt(bench.records, 'state/ledger-head.json')).toEqual({ sequence: 2 });
  const key = 'releases/pypi/demo/1.0.json';
  const sha256 = createHash('sha256').update(bench.records.current(key)!.body).digest('hex');
  expect(readEntry(entries[0]!).event.record).toEqual({ key, sha256 });
  const changed = Buffer.from(entries[1]!.toString().replace('"1.1"', '"6.6"'));
  expect(() => {
    verifyLedger([entries[0]!, changed, entries[2]!], () => bench.signer.verifier);
  }).toThrow('Ledger entry 1 has a signature that does not verify: it was changed, or somebody else has signed it.');
  expect(() => {
    verifyLedger([entries[0]!, entries[2]!], () => bench.signer.verifier);
  }).toThrow('Ledger entry 1 is missing or out of its place: entry 2 stands there.');
});

test('clears the index of the project, and the listing for a new project only', async () => {
  const bench = newBench();
  await processUpload(bench.intake, await putWheel(bench, '1.0', 'upload-0001'));
  await processUpload(bench.intake, await putWheel(bench, '1.1', 'upload-0002'));
  expect(bench.invalidations.messages).toEqual([{ tags: ['index:pypi:demo', 'listing:pypi'] }, { tags: ['index:pypi:demo'] }]);
});

test('logs one line, which is also the metric', async () => {
  const bench = newBench();
  await processUpload(bench.intake, await putWheel(bench, '1.0', 'upload-0001'));
  expect(bench.lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      level: 'info',
      outcome: 'accepted',
      ecosystem: 'pypi',
      project: 'demo',
      upload: 'upload-0001',
      at: NOW.toISOString(),
      version: '1.0',
      files: 1,
      Registry: 'example',
      ReleasesAccepted: 1,
      _aws: {
        Timestamp: NOW.getTime(),
        CloudWatchMetrics: [
          { Namespace: 'CommonsRegistry', Dimensions: [['Registry']], Metrics: [{ Name: 'ReleasesAccepted', Unit: 'Count' }] },
        ],
      },
    },
  ]);
});

test('makes as many calls with 40 projects and 40 versions as with one', async () => {
  const names = [...Array(40).keys()].map((i) => `project-${i}`);
  const projects = names.map((project) => ({
    ecosystem: 'pypi',
    project,
    identities: [{ identity: 'release@example.org', issuer: 'https://issuer.example.org' }],
    keys: [],
  }));
  const bench = newBench();
  const policy = { ...bench.intake.policy, projects: [...bench.intake.policy.projects, ...projects] };
  const intake = { ...bench.intake, policy };
  const callsOf = async (version: string, upload: string, name: string): Promise<string[]> => {
    const calls: string[] = [];
    const counted = through(intake, (call, run) => {
      calls.push(call);
      return run();
    });
    await processUpload(counted, await putWheel(bench, version, upload, name));
    return calls;
  };
  await callsOf('0.1', 'upload-first', 'other');
  const few = { fresh: await callsOf('1.0', 'upload-0001', 'demo'), next: await callsOf('1.1', 'upload-0002', 'demo') };
  for (const name of names.slice(1)) await callsOf('1.0', 'upload-0001', name);
  for (let i = 2; i < 40; i++) await callsOf(`1.${i}`, `upload-1-${i}-x`, 'demo');
  expect(await callsOf('2.0', 'upload-0003', 'demo')).toEqual(few.next);
  expect(await callsOf('1.0', 'upload-0001', names[0]!)).toEqual(few.fresh);
  expect([few.fresh.length, few.next.length]).toEqual([63, 48]);
});

test('treats an upload that was decided as decided', async () => {
  const bench = newBench();
  const upload = await putWheel(bench, '1.0', 'upload-0001');
  const first = await processUpload(bench.intake, upload);
  const objects = bench.packages.keys().map((key) => bench.packages.history(key).length);
  const later = {
    ...bench.intake,
    clock: () => new Date('2027-03-01T00:00:00Z'),
    policy: { ...bench.intake.policy, projects: [] },
  };
  expect(await processUpload(later, upload)).toEqual(first);
  expect(bench.packages.keys().map((key) => bench.packages.history(key).length)).toEqual(objects);
  expect(bench.records.keys().filter((key) => key.startsWith('ledger/'))).toEqual(['ledger/000000000000.json']);
});
