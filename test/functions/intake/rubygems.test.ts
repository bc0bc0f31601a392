/** Gems through the whole intake: the documents that all projects share, and that every release changes. */
import fc from 'fast-check';
import { MANIFEST_NAME } from '../../../domain/contracts/keys';
import { gzip } from '../../../domain/packages/gzip';
import { RUBYGEMS } from '../../../domain/packages/rubygems';
import { parseVersions } from '../../../domain/packages/rubygems/compact';
import { array, dump, string } from '../../../domain/packages/rubygems/marshal';
import { gemVersion } from '../../../domain/packages/rubygems/quick';
import { readSpecs } from '../../../domain/packages/rubygems/specs';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { gem } from '../../helpers/gems';
import { type Bench, manifestOf, newBench, POLICY, put, uploadParts } from './bench';
import { Turns } from './turns';
import { through } from './world';

const PROJECTS = ['demo', 'demo-other'];
const INTAKE = {
  policy: {
    ...POLICY,
    ecosystems: ['rubygems'],
    projects: PROJECTS.map((project) => ({ ...POLICY.projects[0]!, ecosystem: 'rubygems', project })),
  },
};
const VERSIONS = 'index/rubygems/versions';

async function upload(bench: Bench, project: string, version: string) {
  const files = [await gem({ name: project, version })];
  const manifest = { ...manifestOf(version, files, project), ecosystem: 'rubygems' };
  const { id, objects } = uploadParts(version, `upload-${version.replaceAll('.', '-')}`, files, project);
  const parts = {
    id: { ...id, ecosystem: 'rubygems' },
    objects: { ...objects, [MANIFEST_NAME]: Buffer.from(JSON.stringify(manifest)) },
  };
  return put(bench, parts);
}

const text = (bench: Bench, key: string): string => bench.packages.current(key)!.body.toString();

test('publishes a gem, its metadata as Ruby objects, and every document', async () => {
  const bench = newBench(INTAKE);
  expect(await processUpload(bench.intake, await upload(bench, 'demo', '1.0'))).toMatchObject({
    outcome: 'accepted',
    indexPath: '/gems/info/demo',
    files: [{ name: 'demo-1.0.gem', path: '/gems/gems/demo-1.0.gem' }],
  });
  expect([...bench.packages.keys()].sort()).toEqual([
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
  const bench = newBench(INTAKE);
  for (const version of ['1.0', '1.1']) await processUpload(bench.intake, await upload(bench, 'demo', version));
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
    ['demo', '1.0'],
    ['demo-other', '1.0'],
    ['demo', '1.1.rc1'],
  ] as const;
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(5)), async (order) => {
      const bench = newBench(INTAKE);
      const uploads = [];
      for (const [project, version] of releases) uploads.push(await upload(bench, project, version));
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
      expect(specs.map(([name, version]) => `${name} ${version}`)).toEqual(['demo 1.0', 'demo-other 1.0', 'demo 1.1.rc1']);
    }),
    { numRuns: 15 },
  );
});

/** Calls that the second release of a project takes among others. */
async function callsAmong(others: number): Promise<Record<string, number>> {
  const bench = newBench(INTAKE);
  const names = Array.from({ length: others }, (_, i) => `other-${String(i).padStart(6, '0')}`);
  const specs = gzip(dump(array(names.map((name) => array([string(name), gemVersion('1.0'), string('ruby')])))));
  const md5 = 'd41d8cd98f00b204e9800998ecf8427e';
  const documents: Record<string, Buffer> = {
    names: Buffer.from(['---', ...names, ''].join('\n')),
    versions: Buffer.from(
      ['created_at: 2026-01-02T03:04:05.000Z', '---', ...names.map((name) => `${name} 1.0 ${md5}`), ''].join('\n'),
    ),
    'specs.4.8.gz': specs,
    'latest_specs.4.8.gz': specs,
  };
  for (const [name, body] of Object.entries(documents))
    await bench.packages.put(`index/rubygems/${name}`, { body, contentType: 'application/octet-stream' });
  await processUpload(bench.intake, await upload(bench, 'demo', '1.0'));
  const second = await upload(bench, 'demo', '1.1');
  const calls: Record<string, number> = {};
  const intake = through(bench.intake, (name, call) => {
    calls[name] = (calls[name] ?? 0) + 1;
    return call();
  });
  expect(await processUpload(intake, second)).toMatchObject({ outcome: 'accepted' });
  expect(text(bench, VERSIONS).trim().split('\n')).toHaveLength(2 + others + 2);
  return calls;
}

test('a release takes as many calls among 10 other projects as among 20,000', async () => {
  const calls = await callsAmong(10);
  expect(await callsAmong(20_000)).toEqual(calls);
  expect(calls['packages.put']).toBeLessThanOrEqual(3 + 1 + RUBYGEMS.listingKeys.length);
});
