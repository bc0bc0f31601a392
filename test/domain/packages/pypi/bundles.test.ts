import { PYPI } from '../../../../domain/packages/pypi';
import { type Authority, createAuthority, newKey, newKeys, newTrustedRoot, pypiPublish } from '../../../../local/authority';

const FILE = { name: 'demo-1.0-py3-none-any.whl' };
const BODY = Buffer.from('the wheel');
const KEY = `files/pypi/demo/${FILE.name}`;
const GITHUB = {
  identity: 'https://github.com/example/demo/.github/workflows/release.yml@refs/tags/1.0',
  issuer: 'https://token.actions.githubusercontent.com',
};

let authority: Authority;
beforeAll(async () => {
  const keys = newKeys();
  authority = createAuthority(keys, await newTrustedRoot(keys));
});

const bytes = (bundle: object): Buffer => Buffer.from(JSON.stringify(bundle, null, 2));
const signature = async () => bytes(await authority.signMessage(BODY, GITHUB));
const attestation = async (name = FILE.name) => bytes(await authority.attest(pypiPublish(name, BODY), GITHUB));

test('stores every bundle as it came, numbered from the second on', async () => {
  const bundles = [await signature(), bytes(await authority.signMessage(BODY, { key: newKey() }))];
  const { metadata, sideFiles } = PYPI.readBundles('demo', FILE, bundles, '1.0');
  expect(metadata).toEqual({});
  expect(sideFiles.map(({ key, body }) => [key, body])).toEqual([
    [`${KEY}.sigstore.json`, bundles[0]],
    [`${KEY}.2.sigstore.json`, bundles[1]],
  ]);
  expect(sideFiles[0]).toMatchObject({
    contentType: 'application/json',
    cacheControl: 'public, max-age=31536000, immutable',
    tags: ['ecosystem:pypi', 'project:pypi:demo'],
  });
});

test('derives PEP 740 provenance from an attestation', async () => {
  const { metadata, sideFiles } = PYPI.readBundles('demo', FILE, [await signature(), await attestation()], '1.0');
  expect(metadata).toEqual({ provenance: true });
  const object = sideFiles.find(({ key }) => key === `${KEY}.provenance`)!;
  expect(object.contentType).toBe('application/vnd.pypi.integrity.v1+json');
  expect(JSON.parse(object.body.toString())).toMatchObject({
    version: 1,
    attestation_bundles: [
      { publisher: { kind: 'GitHub', repository: 'example/demo', workflow: 'release.yml' }, attestations: [{ version: 1 }] },
    ],
  });
});

test.each([
  ['of another file name', () => attestation('other-1.0.tar.gz')],
  [
    'of the newer log, whose timestamps PEP 740 cannot hold',
    async () => bytes(await authority.attest(pypiPublish(FILE.name, BODY), GITHUB, { log: 'v2' })),
  ],
])('leaves out an attestation %s', async (_, bundle) => {
  const { metadata, sideFiles } = PYPI.readBundles('demo', FILE, [await bundle()], '1.0');
  expect([metadata, sideFiles.map(({ key }) => key)]).toEqual([{}, [`${KEY}.sigstore.json`]]);
});
