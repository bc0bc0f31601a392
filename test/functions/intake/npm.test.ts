/** npm packages through the whole intake: what only their ecosystem asks of a release. */
import { createPublicKey, verify } from 'node:crypto';
import { MANIFEST_NAME, projectSegment } from '../../../domain/contracts/keys';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { npmPackage, packedName } from '../../helpers/npm-packages';
import type { Archive } from '../../helpers/pypi-archives';
import { jsonAt, manifestOf, newBench, POLICY, packageKeys, put, type UploadParts, uploadParts } from './bench';

const PROJECT = '@demo/lib';
const INTAKE = {
  policy: {
    ...POLICY,
    ecosystems: ['npm'],
    projects: [{ ...POLICY.projects[0]!, ecosystem: 'npm', project: PROJECT }],
  },
};

async function demo(version: string, more: object = {}): Promise<Archive> {
  const manifest = { name: PROJECT, version, ...more };
  return { name: packedName({ name: PROJECT, version }), body: await npmPackage(manifest) };
}

function upload(version: string, files: readonly Archive[]): UploadParts {
  const manifest = { ...manifestOf(version, files, PROJECT), ecosystem: 'npm' };
  const { id, objects } = uploadParts(version, `upload-${version}`.replace(/[^a-z0-9]/g, '-'), files, PROJECT);
  return {
    id: { ...id, ecosystem: 'npm', project: projectSegment(PROJECT) },
    objects: { ...objects, [MANIFEST_NAME]: Buffer.from(JSON.stringify(manifest)) },
  };
}

interface Packument {
  readonly 'dist-tags': object;
  readonly versions: Record<string, { readonly dist: { integrity: string; signatures: [{ keyid: string; sig: string }] } }>;
}
interface Keys {
  readonly keys: [{ readonly keyid: string; readonly key: string }];
}

test('publishes a scoped package with its documents', async () => {
  const bench = newBench(INTAKE);
  expect(await processUpload(bench.intake, await put(bench, upload('1.0.0', [await demo('1.0.0')])))).toMatchObject({
    outcome: 'accepted',
    project: PROJECT,
    indexPath: '/npm/@demo/lib',
    files: [{ name: 'demo-lib-1.0.0.tgz', path: '/npm/@demo/lib/-/lib-1.0.0.tgz' }],
  });
  expect(packageKeys(bench).sort()).toEqual([
    'files/npm/@demo/lib/-/lib-1.0.0.tgz',
    'files/npm/@demo/lib/-/lib-1.0.0.tgz.sigstore.json',
    'index/npm/-/npm/v1/keys',
    'index/npm/-/ping',
    'index/npm/@demo/lib/abbr.json',
    'index/npm/@demo/lib/full.json',
  ]);
  expect(bench.records.keys()).toContain('releases/npm/@demo:lib/1.0.0.json');
});

test('signs each version with the key that it serves', async () => {
  const bench = newBench(INTAKE);
  for (const version of ['1.0.0', '1.1.0'])
    await processUpload(bench.intake, await put(bench, upload(version, [await demo(version)])));
  const { keys } = jsonAt(bench.packages, 'index/npm/-/npm/v1/keys') as Keys;
  const key = createPublicKey({ key: Buffer.from(keys[0].key, 'base64'), format: 'der', type: 'spki' });
  const packument = jsonAt(bench.packages, 'index/npm/@demo/lib/abbr.json') as Packument;
  expect(packument['dist-tags']).toEqual({ latest: '1.1.0' });
  const checked = Object.entries(packument.versions).map(([version, { dist }]) => {
    const [{ keyid, sig }] = dist.signatures;
    const text = Buffer.from(`${PROJECT}@${version}:${dist.integrity}`);
    return [version, keyid === keys[0].keyid, verify('sha256', text, key, Buffer.from(sig, 'base64'))];
  });
  expect(checked).toEqual([
    ['1.0.0', true, true],
    ['1.1.0', true, true],
  ]);
});

test.each<[string, () => Promise<UploadParts>, object]>([
  [
    'a second file',
    async () => upload('1.0.0', [await demo('1.0.0'), { ...(await demo('1.0.0')), name: 'lib-1.0.0.tgz' }]),
    { code: 'FILE_NAME_MISMATCH', file: 'lib-1.0.0.tgz' },
  ],
  [
    'a package of another name',
    async () => upload('1.0.0', [await demo('1.0.0', { name: '@demo/1ib' })]),
    { code: 'METADATA_MISMATCH', file: 'demo-lib-1.0.0.tgz' },
  ],
  [
    'a version with build metadata',
    async () => upload('1.0.0+a', [{ ...(await demo('1.0.0')), name: 'demo-lib-1.0.0+a.tgz' }]),
    { code: 'VERSION_INVALID' },
  ],
  [
    'a private package',
    async () => upload('1.0.0', [await demo('1.0.0', { private: true })]),
    { code: 'METADATA_INVALID', file: 'demo-lib-1.0.0.tgz' },
  ],
])('refuses %s, and nothing becomes public', async (_, parts, refused) => {
  const bench = newBench(INTAKE);
  expect(await processUpload(bench.intake, await put(bench, await parts()))).toMatchObject({ outcome: 'refused', ...refused });
  expect(packageKeys(bench)).toEqual([]);
});
