/** Files of no ecosystem through the whole intake. */
import { MANIFEST_NAME } from '../../../domain/contracts/keys';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import type { Archive } from '../../helpers/pypi-archives';
import { manifestOf, newBench, POLICY, packageKeys, put, type UploadParts, uploadParts } from './bench';

const PROJECT = 'demo-tool';
const INTAKE = {
  policy: {
    ...POLICY,
    ecosystems: ['generic'],
    projects: [{ ...POLICY.projects[0]!, ecosystem: 'generic', project: PROJECT }],
  },
};
const TOOL: Archive = { name: 'tool', body: Buffer.from('a tool') };
const GUIDE: Archive = { name: 'guide.html', body: Buffer.from('<script>') };

function upload(version: string, files: readonly Archive[], name = 'upload-0001'): UploadParts {
  const manifest = { ...manifestOf(version, files, PROJECT), ecosystem: 'generic' };
  const { id, objects } = uploadParts(version, name, files, PROJECT);
  return { id: { ...id, ecosystem: 'generic' }, objects: { ...objects, [MANIFEST_NAME]: Buffer.from(JSON.stringify(manifest)) } };
}

test('publishes files with SHA256SUMS and an index, and writes as much for the next version', async () => {
  const bench = newBench(INTAKE);
  expect(await processUpload(bench.intake, await put(bench, upload('1.0', [TOOL, GUIDE])))).toMatchObject({
    outcome: 'accepted',
    indexPath: '/generic/demo-tool/',
    files: ['tool', 'guide.html'].map((name) => ({ path: `/generic/demo-tool/1.0/${name}` })),
  });
  const ofVersion = (version: string) => [
    ...['guide.html', 'tool'].flatMap((name) =>
      ['', '.sigstore.json'].map((side) => `files/generic/demo-tool/${version}/${name}${side}`),
    ),
    `index/generic/demo-tool/${version}/SHA256SUMS`,
  ];
  const listed = ['index/generic/demo-tool/index.html', 'index/generic/demo-tool/index.json'];
  expect(packageKeys(bench).sort()).toEqual([...ofVersion('1.0'), ...listed].sort());
  expect(bench.packages.current('files/generic/demo-tool/1.0/guide.html')).toMatchObject({
    body: GUIDE.body,
    contentType: 'application/octet-stream',
  });

  await processUpload(bench.intake, await put(bench, upload('1.1', [TOOL, GUIDE], 'upload-0002')));
  expect(packageKeys(bench).sort()).toEqual([...ofVersion('1.0'), ...ofVersion('1.1'), ...listed].sort());
});

test('refuses a file under a name that the registry writes itself, and nothing becomes public', async () => {
  const bench = newBench(INTAKE);
  const forged = upload('1.0', [TOOL, { name: 'SHA256SUMS', body: Buffer.from('') }]);
  expect(await processUpload(bench.intake, await put(bench, forged))).toMatchObject({
    outcome: 'refused',
    code: 'FILE_NAME_INVALID',
    file: 'SHA256SUMS',
  });
  expect(packageKeys(bench)).toEqual([]);
});
