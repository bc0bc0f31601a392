/** Go modules through the whole intake: a document of each release beside those of the project, and capitals in names. */
import { commandKey, MANIFEST_NAME, projectSegment } from '../../../domain/contracts/keys';
import type { Command } from '../../../domain/contracts/release';
import { processCommand } from '../../../functions/lambda/intake/process-command';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { moduleZip } from '../../helpers/go-modules';
import { type Bench, manifestOf, NOW, newBench, POLICY, packageKeys, put, uploadParts } from './bench';

const PROJECT = 'example.org/Demo/lib';
const FOLDER = 'example.org/!demo/lib';
const INTAKE = {
  policy: { ...POLICY, ecosystems: ['go'], projects: [{ ...POLICY.projects[0]!, ecosystem: 'go', project: PROJECT }] },
};

async function publish(bench: Bench, version: string, upload: string) {
  const files = [{ name: `${version}.zip`, body: moduleZip({ path: PROJECT, version }) }];
  const { id, objects } = uploadParts(version, upload, files, PROJECT);
  const manifest = Buffer.from(JSON.stringify({ ...manifestOf(version, files, PROJECT), ecosystem: 'go' }));
  return processUpload(
    bench.intake,
    await put(bench, {
      id: { ...id, ecosystem: 'go', project: projectSegment(PROJECT) },
      objects: { ...objects, [MANIFEST_NAME]: manifest },
    }),
  );
}

async function give(bench: Bench, upload: string, asked: Partial<Command>) {
  const command = { ecosystem: 'go', project: projectSegment(PROJECT), upload };
  const body: Command = { schema: 1, action: 'reindex', ecosystem: 'go', project: PROJECT, by: 'ops', ...asked };
  await bench.staging.put(commandKey(command), { body: Buffer.from(JSON.stringify(body)), contentType: 'application/json' });
  return processCommand(bench.intake, { command });
}

const text = (bench: Bench, name: string) => bench.packages.current(`index/go/${FOLDER}/${name}`)?.body.toString();

async function withTwo(): Promise<Bench> {
  const bench = newBench(INTAKE);
  await publish(bench, 'v1.0.0', 'upload-0001');
  await publish(bench, 'v1.1.0', 'upload-0002');
  return bench;
}

test('publishes zip, go.mod, the time of the release and the list', async () => {
  const bench = newBench(INTAKE);
  expect(await publish(bench, 'v1.0.0', 'upload-0001')).toMatchObject({
    outcome: 'accepted',
    project: PROJECT,
    indexPath: `/go/${FOLDER}/@v/list`,
    files: [{ path: `/go/${FOLDER}/@v/v1.0.0.zip` }],
  });
  expect(packageKeys(bench).sort()).toEqual(
    [
      ...['mod', 'zip', 'zip.sigstore.json'].map((extension) => `files/go/${FOLDER}/@v/v1.0.0.${extension}`),
      ...['@latest', '@v/list', '@v/v1.0.0.info'].map((name) => `index/go/${FOLDER}/${name}`),
    ].sort(),
  );
  expect(text(bench, '@v/v1.0.0.info')).toBe(`{"Version":"v1.0.0","Time":"${NOW.toISOString()}"}`);
});

test('a yanked version leaves the list and stays for those who name it', async () => {
  const bench = await withTwo();
  expect(text(bench, '@v/list')).toBe('v1.0.0\nv1.1.0\n');
  expect(await give(bench, 'command-0001', { action: 'yank', version: 'v1.1.0', reason: 'broken' })).toMatchObject({
    outcome: 'applied',
  });
  expect([text(bench, '@v/list'), text(bench, '@latest')]).toEqual([
    'v1.0.0\n',
    `{"Version":"v1.0.0","Time":"${NOW.toISOString()}"}`,
  ]);
  expect(bench.packages.keys()).toContain(`files/go/${FOLDER}/@v/v1.1.0.zip`);
});

test('reindexing gives the same bytes', async () => {
  const bench = await withTwo();
  const documents = () =>
    bench.packages
      .keys()
      .filter((key) => key.startsWith('index/'))
      .map((key) => [key, bench.packages.current(key)!.body.toString()]);
  const before = documents();
  expect(await give(bench, 'command-0001', {})).toMatchObject({ outcome: 'applied' });
  expect(documents()).toEqual(before);
});

test('refuses a version of another path, and nothing becomes public', async () => {
  const bench = newBench(INTAKE);
  expect(await publish(bench, 'v2.0.0', 'upload-0001')).toMatchObject({
    outcome: 'refused',
    code: 'VERSION_INVALID',
    reason:
      "The version is not one of this module path, got: v2.0.0 of example.org/Demo/lib; from v2 on a path ends in '/v2' (gopkg.in: '.v2'), or, without go.mod only, the version in '+incompatible'.",
  });
  expect(packageKeys(bench)).toEqual([]);
});
