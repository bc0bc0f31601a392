/** A project with very many versions. */
import { projectKey } from '../../../domain/contracts/keys';
import type { ProjectSummary, ReleaseRecord } from '../../../domain/contracts/release';
import { PYPI } from '../../../domain/packages/pypi';
import { summarise } from '../../../domain/records/summary';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { jsonAt, newBench, putWheel } from './bench';

const VERSIONS = 5000;

test('publishes the next version of 5,000 with less than two seconds of computing', async () => {
  const bench = newBench();
  await processUpload(bench.intake, await putWheel(bench, '0.1', 'upload-first'));
  const { releases } = jsonAt(bench.records, projectKey('pypi', 'demo')) as ProjectSummary;
  const many = [...Array(VERSIONS).keys()].map(
    (i): ReleaseRecord => ({ ...releases[0]!, version: `1.${i}`, upload: `upload-of-${i}` }),
  );
  const summary = summarise({ releases: many, statuses: [] }, (a, b) => PYPI.compareVersions(a, b));
  await bench.records.put(projectKey('pypi', 'demo'), {
    body: Buffer.from(JSON.stringify(summary)),
    contentType: 'application/json',
  });
  const upload = await putWheel(bench, `1.${VERSIONS}`, 'upload-the-next');
  const before = process.cpuUsage(); // what other processes do meanwhile does not count
  const verdict = await processUpload(bench.intake, upload);
  const { user, system } = process.cpuUsage(before);
  expect(verdict.outcome).toBe('accepted');
  expect((jsonAt(bench.records, projectKey('pypi', 'demo')) as ProjectSummary).revision).toBe(VERSIONS + 1);
  expect((user + system) / 1e6).toBeLessThan(2);
});
