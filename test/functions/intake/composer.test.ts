/** Composer packages through the whole intake: the shared root, absolute URLs, and versions of many spellings. */
import { MANIFEST_NAME, projectSegment } from '../../../domain/contracts/keys';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { dist } from '../../helpers/composer-packages';
import { type Bench, manifestOf, newBench, POLICY, packageKeys, put, uploadParts } from './bench';

const policyOf = (project: string) => ({ ...POLICY.projects[0]!, ecosystem: 'composer', project });
const INTAKE = { policy: { ...POLICY, ecosystems: ['composer'], projects: [policyOf('demo/lib'), policyOf('demo/app')] } };

async function publish(bench: Bench, name: string, version: string, upload: string) {
  const files = [dist({ name, version })];
  const { id, objects } = uploadParts(version, upload, files, name);
  const manifest = Buffer.from(JSON.stringify({ ...manifestOf(version, files, name), ecosystem: 'composer' }));
  return processUpload(
    bench.intake,
    await put(bench, {
      id: { ...id, ecosystem: 'composer', project: projectSegment(name) },
      objects: { ...objects, [MANIFEST_NAME]: manifest },
    }),
  );
}

test('publishes the archive under its version, its metadata, and the root with the vendor', async () => {
  const bench = newBench(INTAKE);
  expect(await publish(bench, 'demo/lib', 'v1.0.0', 'upload-0001')).toMatchObject({
    outcome: 'accepted',
    indexPath: '/composer/p2/demo/lib.json',
    files: [{ name: 'demo-lib-v1.0.0.zip', path: '/composer/files/demo/lib/v1.0.0.zip' }],
  });
  expect(await publish(bench, 'demo/app', '1.0.0', 'upload-0001')).toMatchObject({ outcome: 'accepted' });
  expect(packageKeys(bench).sort()).toEqual([
    'files/composer/demo/app/1.0.0.zip',
    'files/composer/demo/app/1.0.0.zip.sigstore.json',
    'files/composer/demo/lib/v1.0.0.zip',
    'files/composer/demo/lib/v1.0.0.zip.sigstore.json',
    'index/composer/p2/demo/app.json',
    'index/composer/p2/demo/app~dev.json',
    'index/composer/p2/demo/lib.json',
    'index/composer/p2/demo/lib~dev.json',
    'index/composer/packages.json',
  ]);
  expect(bench.packages.current('index/composer/p2/demo/lib.json')!.body.toString()).toContain(
    '"url":"https://packages.example.org/composer/files/demo/lib/v1.0.0.zip"',
  );
});

test('a version that Composer takes for one that exists is refused', async () => {
  const bench = newBench(INTAKE);
  await publish(bench, 'demo/lib', 'v1.0.0', 'upload-0001');
  expect(await publish(bench, 'demo/lib', '1.0', 'upload-0002')).toMatchObject({ outcome: 'refused', code: 'VERSION_EXISTS' });
});
