/** Crates through the whole intake: what only their ecosystem asks of a release. */
import { MANIFEST_NAME } from '../../../domain/contracts/keys';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { type Crate, crate } from '../../helpers/crates';
import type { Archive } from '../../helpers/pypi-archives';
import { manifestOf, newBench, POLICY, packageKeys, put, type UploadParts, uploadParts } from './bench';

const PROJECT = 'demo-lib';
const INTAKE = {
  policy: {
    ...POLICY,
    ecosystems: ['cargo'],
    projects: [{ ...POLICY.projects[0]!, ecosystem: 'cargo', project: PROJECT }],
  },
};
const demo = (version: string, more: Partial<Crate> = {}): Promise<Archive> => crate({ name: 'demo_lib', version, ...more });

function upload(version: string, files: readonly Archive[], name = 'upload-0001'): UploadParts {
  const manifest = { ...manifestOf(version, files, PROJECT), ecosystem: 'cargo' };
  const { id, objects } = uploadParts(version, name, files, PROJECT);
  return { id: { ...id, ecosystem: 'cargo' }, objects: { ...objects, [MANIFEST_NAME]: Buffer.from(JSON.stringify(manifest)) } };
}

test('publishes a crate under its author’s name, its line, and config.json', async () => {
  const bench = newBench(INTAKE);
  expect(await processUpload(bench.intake, await put(bench, upload('1.0.0', [await demo('1.0.0')])))).toMatchObject({
    outcome: 'accepted',
    project: PROJECT,
    indexPath: '/cargo/index/de/mo/demo-lib',
    files: [{ name: 'demo_lib-1.0.0.crate', path: '/cargo/crates/demo-lib/demo_lib-1.0.0.crate' }],
  });
  expect(packageKeys(bench).sort()).toEqual([
    'files/cargo/demo-lib/demo_lib-1.0.0.crate',
    'files/cargo/demo-lib/demo_lib-1.0.0.crate.sigstore.json',
    'index/cargo/config.json',
    'index/cargo/de/mo/demo-lib',
  ]);
  const lines = bench.packages.current('index/cargo/de/mo/demo-lib')!.body.toString();
  expect(JSON.parse(lines)).toMatchObject({ name: 'demo_lib', vers: '1.0.0', yanked: false });
});

test('a version that differs in build metadata only exists already', async () => {
  const bench = newBench(INTAKE);
  await processUpload(bench.intake, await put(bench, upload('1.0.0', [await demo('1.0.0')])));
  const again = upload('1.0.0+a', [await demo('1.0.0+a')], 'upload-0002');
  expect(await processUpload(bench.intake, await put(bench, again))).toMatchObject({
    outcome: 'refused',
    code: 'VERSION_EXISTS',
  });
});

test.each<[string, () => Promise<UploadParts>, object]>([
  [
    'two spellings of one crate',
    async () => upload('1.0.0', [await demo('1.0.0'), await demo('1.0.0', { name: 'demo-lib' })]),
    { code: 'FILE_COUNT' },
  ],
  [
    'a crate whose manifest is of another version',
    async () => upload('1.0.0', [{ ...(await demo('1.0.1')), name: 'demo_lib-1.0.0.crate' }]),
    { code: 'ARCHIVE_LAYOUT', file: 'demo_lib-1.0.0.crate' },
  ],
  [
    'a dependency without a version',
    async () => upload('1.0.0', [await demo('1.0.0', { manifest: ['[dependencies.a]', 'path = "../a"'] })]),
    { code: 'METADATA_INVALID', file: 'demo_lib-1.0.0.crate' },
  ],
])('refuses %s, and nothing becomes public', async (_, parts, refused) => {
  const bench = newBench(INTAKE);
  expect(await processUpload(bench.intake, await put(bench, await parts()))).toMatchObject({ outcome: 'refused', ...refused });
  expect(packageKeys(bench)).toEqual([]);
});
