/** Any number of runs at once, their calls in any order: one release of each version, one ledger entry of each upload. */
import fc from 'fast-check';
import type { ProjectSummary, ReleaseRecord, Verdict } from '../../../domain/contracts/release';
import { PYPI } from '../../../domain/packages/pypi';
import { readEntry } from '../../../domain/records/ledger';
import { verifyLedger } from '../../../domain/records/verify-ledger';
import type { Upload } from '../../../functions/lambda/intake/intake';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { type Bench, jsonAt, newBench, putWheel } from './bench';
import { Turns } from './turns';
import { through } from './world';

/** Which of the waiting runs goes on, each time; the numbers are taken modulo. */
const turns = fc.infiniteStream(fc.nat(5));

async function race(bench: Bench, order: Iterator<number>, uploads: readonly Upload[]): Promise<Verdict[]> {
  const taking = new Turns(uploads.length, (count) => (order.next().value as number) % count);
  const intake = through(bench.intake, taking.around);
  return Promise.all(
    uploads.map((upload) =>
      processUpload(intake, upload).finally(() => {
        taking.end();
      }),
    ),
  );
}

function checkLedger(bench: Bench, uploads: readonly string[]): void {
  const keys = bench.records.keys().filter((key) => key.startsWith('ledger/'));
  const entries = keys.map((key) => bench.records.current(key)!.body);
  verifyLedger(entries, () => bench.signer.verifier);
  expect(entries.map((entry) => readEntry(entry).event.upload).sort()).toEqual([...uploads].sort());
}

/** The index is what the summary says, and the summary what the records say. */
function checkIndex(bench: Bench, versions: readonly string[]): void {
  const records = bench.records.keys().filter((key) => key.startsWith('releases/'));
  const releases = records.map((key) => jsonAt(bench.records, key) as ReleaseRecord);
  const summary = jsonAt(bench.records, 'projects/pypi/demo.json') as ProjectSummary;
  expect(summary.releases.map(({ version }) => version)).toEqual(versions);
  expect(summary.revision).toBe(versions.length);
  expect([...releases].sort((a, b) => PYPI.compareVersions(a.version, b.version))).toEqual(summary.releases);
  for (const { key, body } of PYPI.renderProject(summary, bench.intake)) {
    const stored = bench.packages.current(key)!;
    expect(stored.metadata?.revision).toBe(String(versions.length));
    expect(stored.body.equals(body)).toBe(true);
  }
}

test('two uploads of one version: exactly one wins, the other leaves nothing public', async () => {
  await fc.assert(
    fc.asyncProperty(turns, async (order) => {
      const bench = newBench();
      const uploads = [
        await putWheel(bench, '1.0', 'upload-a-1', 'demo', 'a = 1\n'),
        await putWheel(bench, '1.0', 'upload-b-1', 'demo', 'b = 2\n'),
      ];
      const verdicts = await race(bench, order, uploads);
      expect(verdicts.map((verdict) => (verdict.outcome === 'refused' ? verdict.code : 'accepted')).sort()).toEqual([
        'VERSION_EXISTS',
        'accepted',
      ]);
      const winner = verdicts.find((verdict) => verdict.outcome === 'accepted')!;
      const file = 'demo-1.0-py3-none-any.whl';
      const uploaded = bench.staging.current(`uploads/pypi/demo/${winner.upload}/${file}`)!;
      expect(bench.packages.history(`files/pypi/demo/${file}`).map(({ body }) => body.equals(uploaded.body))).toEqual([true]);
      checkLedger(bench, ['upload-a-1', 'upload-b-1']);
      checkIndex(bench, ['1.0']);
    }),
    { numRuns: 25 },
  );
});

test('three versions at once are all in the index', async () => {
  await fc.assert(
    fc.asyncProperty(turns, async (order) => {
      const bench = newBench();
      const versions = ['1.10', '1.9', '1.9rc1'];
      const uploads = [];
      for (const [i, version] of versions.entries()) uploads.push(await putWheel(bench, version, `upload-${i}-x`));
      expect((await race(bench, order, uploads)).map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
      checkLedger(bench, ['upload-0-x', 'upload-1-x', 'upload-2-x']);
      checkIndex(bench, ['1.9rc1', '1.9', '1.10']);
    }),
    { numRuns: 15 },
  );
});

test('one message delivered three times at once is one release and one entry', async () => {
  await fc.assert(
    fc.asyncProperty(turns, async (order) => {
      const bench = newBench();
      const upload = await putWheel(bench, '1.0', 'upload-a-1');
      const verdicts = await race(bench, order, [upload, upload, upload]);
      expect(new Set(verdicts.map((verdict) => JSON.stringify(verdict))).size).toBe(1);
      checkLedger(bench, ['upload-a-1']);
      checkIndex(bench, ['1.0']);
    }),
    { numRuns: 25 },
  );
});

test('two new projects at once are both listed', async () => {
  await fc.assert(
    fc.asyncProperty(turns, async (order) => {
      const bench = newBench();
      const uploads = [await putWheel(bench, '1.0', 'upload-a-1', 'demo'), await putWheel(bench, '1.0', 'upload-b-1', 'other')];
      await race(bench, order, uploads);
      const listing = bench.packages.current('index/pypi/simple/index.html')!.body.toString();
      expect(listing.match(/^<a .*$/gm)).toEqual(['<a href="demo/">demo</a><br>', '<a href="other/">other</a><br>']);
    }),
    { numRuns: 25 },
  );
});
