/** Gems through the whole intake: the documents that all projects share, and that every release changes. */
import fc from 'fast-check';
import type { ProjectSummary } from '../../../domain/contracts/release';
import { RUBYGEMS } from '../../../domain/packages/rubygems';
import { parseVersions } from '../../../domain/packages/rubygems/compact';
import { readSpecs } from '../../../domain/packages/rubygems/specs';
import type { Intake } from '../../../functions/lambda/intake/intake';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { listProject } from '../../../functions/lambda/intake/shared-documents';
import { type Bench, jsonAt, newBench, packageKeys } from './bench';
import { benchOf, derived, give, type Of, putRelease, release, withoutDerived } from './histories';
import { Turns } from './turns';
import { through } from './world';

const PROJECTS: readonly Of[] = ['demo', 'demo-other'].map((project) => ({ ecosystem: 'rubygems', project }));
const [DEMO, OTHER] = PROJECTS as [Of, Of];
const VERSIONS = 'index/rubygems/versions';
const SOURCE = 'listings/rubygems/versions';

const text = (bench: Bench, key: string): string => bench.packages.current(key)!.body.toString();

test('publishes a gem, its metadata as Ruby objects, and every document', async () => {
  const bench = benchOf(PROJECTS);
  expect(await processUpload(bench.intake, await putRelease(bench, DEMO, '1.0'))).toMatchObject({
    outcome: 'accepted',
    indexPath: '/gems/info/demo',
    files: [{ name: 'demo-1.0.gem', path: '/gems/gems/demo-1.0.gem' }],
  });
  expect(packageKeys(bench).sort()).toEqual([
    'files/rubygems/gems/demo-1.0.gem',
    'files/rubygems/gems/demo-1.0.gem.sigstore.json',
    'files/rubygems/quick/Marshal.4.8/demo-1.0.gemspec.rz',
    'index/rubygems/info/demo',
    'index/rubygems/latest_specs.4.8.gz',
    'index/rubygems/names',
    'index/rubygems/prerelease_specs.4.8.gz',
    'index/rubygems/specs.4.8.gz',
    VERSIONS,
  ]);
});

test('a later release changes the shared documents too, and they are cleared from the cache', async () => {
  const bench = benchOf(PROJECTS);
  for (const version of ['1.0', '1.1']) await release(bench, DEMO, version);
  expect(
    text(bench, VERSIONS)
      .split('\n')
      .map((line) => line.split(' ').slice(0, 2).join(' ')),
  ).toEqual(['created_at: 2026-11-22T10:00:00.123Z', '---', 'demo 1.0', 'demo 1.1', '']);
  expect(bench.invalidations.messages.map(({ tags }) => tags)).toEqual([
    ['index:rubygems:demo', 'listing:rubygems'],
    ['index:rubygems:demo', 'listing:rubygems'],
  ]);
});

test('property: of releases at once all are listed, and versions has only grown', async () => {
  const releases = [
    [DEMO, '1.0'],
    [OTHER, '1.0'],
    [DEMO, '1.1.rc1'],
  ] as const;
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(5)), async (order) => {
      const bench = benchOf(PROJECTS);
      const uploads = [];
      for (const [project, version] of releases) uploads.push(await putRelease(bench, project, version));
      const taking = new Turns(uploads.length, (count) => order.next().value! % count);
      const intake = through(bench.intake, taking.around);
      await Promise.all(
        uploads.map((each) =>
          processUpload(intake, each).finally(() => {
            taking.end();
          }),
        ),
      );

      const states = bench.packages.history(VERSIONS).map(({ body }) => body);
      states.slice(1).forEach((state, i) => {
        expect(state.subarray(0, states[i]!.length).equals(states[i]!)).toBe(true);
      });
      const { numbers } = parseVersions(text(bench, VERSIONS).split('\n').slice(2, -1));
      expect([...numbers].map(([name, all]) => [name, [...all].sort()]).sort()).toEqual([
        ['demo', ['1.0', '1.1.rc1']],
        ['demo-other', ['1.0']],
      ]);
      expect(text(bench, 'index/rubygems/names')).toBe('---\ndemo\ndemo-other\n');
      const specs = ['specs', 'prerelease_specs'].flatMap((name) =>
        readSpecs(bench.packages.current(`index/rubygems/${name}.4.8.gz`)!.body),
      );
      expect(specs.map(({ spec: [name, version] }) => `${name} ${version}`)).toEqual([
        'demo 1.0',
        'demo-other 1.0',
        'demo 1.1.rc1',
      ]);

      const lost = await withoutDerived(bench);
      for (const project of [OTHER, DEMO]) await give(lost, project);
      expect(derived(lost)).toEqual(derived(bench));
    }),
    { numRuns: 10 },
  );
});

class Fault extends Error {}

/** Runs with the k-th call failing, after it took effect or before. Returns whether there was such a call. */
async function withFault(intake: Intake, k: number, after: boolean, run: (intake: Intake) => Promise<unknown>): Promise<boolean> {
  let calls = 0;
  const faulty = through(intake, async (name, call) => {
    const fails = ++calls === k;
    if (fails && !after) throw new Fault(name);
    const result = await call();
    if (fails) throw new Fault(name);
    return result;
  });
  await run(faulty).catch((error: unknown) => {
    if (!(error instanceof Fault)) throw error;
  });
  return calls >= k;
}

test.each([false, true])(
  'whichever call fails, before or after its effect (%p), versions gets one line a release',
  async (after) => {
    const undisturbed = benchOf(PROJECTS);
    for (const project of PROJECTS) await release(undisturbed, project, '1.0');
    const summary = jsonAt(undisturbed.records, 'projects/rubygems/demo-other.json') as ProjectSummary;
    const list = (intake: Intake) =>
      listProject(intake, { ecosystem: RUBYGEMS, project: 'demo-other' }, () => Promise.resolve(summary));
    for (let k = 1; ; k++) {
      const bench = benchOf(PROJECTS);
      await release(bench, DEMO, '1.0');
      if (!(await withFault(bench.intake, k, after, list))) break;
      await list(bench.intake);
      expect([k, text(bench, VERSIONS)]).toEqual([k, text(undisturbed, VERSIONS)]);
      expect([k, bench.records.current(SOURCE)!.body.toString()]).toEqual([k, text(undisturbed, VERSIONS)]);
    }
  },
);

test.each([
  ['the text', [SOURCE]],
  ['the public document', [VERSIONS]],
])('when %s is lost, the next release brings it back as it was and adds a line', async (_, gone) => {
  const bench = benchOf(PROJECTS);
  for (const version of ['1.0', '1.1', '1.2']) await release(bench, DEMO, version);
  const before = text(bench, VERSIONS);
  const { packages, records } = newBench();
  for (const key of bench.packages.keys().filter((name) => !gone.includes(name)))
    await packages.put(key, bench.packages.current(key)!);
  for (const key of bench.records.keys().filter((name) => !gone.includes(name)))
    await records.put(key, bench.records.current(key)!);
  const lost = { ...bench, packages, records, intake: { ...bench.intake, packages, records } };
  await release(lost, OTHER, '1.0');
  expect(text(lost, VERSIONS)).toMatch(new RegExp(`^${before}demo-other 1\\.0 [0-9a-f]{32}\n$`));
  expect(records.current(SOURCE)!.body.toString()).toBe(text(lost, VERSIONS));
});

test('when both are lost, a reindex writes a document of the same meaning', async () => {
  const bench = benchOf(PROJECTS);
  for (const version of ['1.0', '1.1']) await release(bench, DEMO, version);
  const parsed = (of: Bench) => parseVersions(text(of, VERSIONS).split('\n').slice(2, -1));
  const lost = await withoutDerived(bench);
  const records = newBench().records;
  for (const key of lost.records.keys().filter((name) => name !== SOURCE)) await records.put(key, lost.records.current(key)!);
  await give({ ...lost, records, intake: { ...lost.intake, records } }, DEMO);
  expect(parsed(lost)).toEqual(parsed(bench));
});
