import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NPM } from '../../../../domain/packages/npm';
import { Predicate } from '../../../../domain/signing';
import { keyFingerprint } from '../../../../domain/signing/fingerprint';
import { type Authority, createAuthority, newKeys, newTrustedRoot } from '../../../../local/authority';
import { PUBLISHER, statement } from '../../../helpers/signing-lab';

/** The key with which npm's own registry signs, and the name that npm gives it. */
const NPM_KEY =
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEY6Ya7W++7aUPzvMTrezH6Ycx3c+HOKYCcNGybJZSCJq/fd7Qa8uuAKtdIkUQtQiEKERhAmE5lMMJhP8OkDOa2g==';
const NPM_KEY_ID = 'SHA256:DhQ8wR5APBvFHLF/+Tc+AYvPOdTpcIDqOhxsBHRwC7U';
const publicKey = Buffer.from(NPM_KEY, 'base64');

test('names a key as npm does', () => {
  expect(keyFingerprint(publicKey)).toBe(NPM_KEY_ID);
});

test('serves the key, and an answer to a ping', () => {
  const objects = NPM.constants!({ publicUrl: 'https://packages.example.org', signingKey: { keyId: 'kms-1', publicKey } });
  expect(objects.map(({ body, ...rest }) => ({ ...rest, json: JSON.parse(body.toString()) as unknown }))).toEqual(
    [
      [
        'npm/v1/keys',
        {
          keys: [
            { expires: null, keyid: NPM_KEY_ID, keytype: 'ecdsa-sha2-nistp256', scheme: 'ecdsa-sha2-nistp256', key: NPM_KEY },
          ],
        },
      ] as const,
      ['ping', {}] as const,
    ].map(([path, json]) => ({
      key: `index/npm/-/${path}`,
      contentType: 'application/json',
      cacheControl: 'public, max-age=60, s-maxage=3600, stale-while-revalidate=60, stale-if-error=86400',
      tags: ['ecosystem:npm', 'listing:npm'],
      json,
    })),
  );
});

test('has the registry sign name, version and integrity', () => {
  const file = { name: '', size: 1, digests: { md5: '', sha256: '', sha512: '00ff' }, signer: {}, bundles: [], metadata: {} };
  expect(NPM.signedTexts!({ project: '@demo/lib', version: '1.0.0' }, file)).toEqual(['@demo/lib@1.0.0:sha512-AP8=']);
});

const fixture = (name: string): Buffer => readFileSync(join(__dirname, '../../../fixtures/signing', name));
const PROVENANCE = fixture('sigstore-2.0.0.npm-provenance.sigstore.json');
const PUBLISH = fixture('sigstore-1.3.0.npm-publish.sigstore.json');
const keysOf = (objects: readonly { key: string }[]): string[] => objects.map(({ key }) => key);
const read = (project: string, bundles: readonly Buffer[], version: string) =>
  NPM.readBundles(project, { name: 'ignored' }, bundles, version);

describe('attestations', () => {
  let authority: Authority;
  beforeAll(async () => {
    const keys = newKeys();
    authority = createAuthority(keys, await newTrustedRoot(keys));
  });

  test('are what npm’s own provenance is, unchanged in what is signed', () => {
    const { metadata, sideFiles } = read('sigstore', [PROVENANCE], '2.0.0');
    expect(metadata).toEqual({ provenance: Predicate.SLSA_PROVENANCE });
    expect(keysOf(sideFiles)).toEqual([
      'files/npm/sigstore/-/sigstore-2.0.0.tgz.sigstore.json',
      'files/npm/-/npm/v1/attestations/sigstore@2.0.0',
    ]);
    expect(sideFiles[0]!.body).toEqual(PROVENANCE);
    const { dsseEnvelope } = JSON.parse(PROVENANCE.toString()) as {
      dsseEnvelope: { payload: string; signatures: [{ sig: string }] };
    };
    const signed = { payload: dsseEnvelope.payload, signatures: [{ sig: dsseEnvelope.signatures[0].sig }] };
    expect(JSON.parse(sideFiles[1]!.body.toString())).toMatchObject({
      attestations: [{ predicateType: Predicate.SLSA_PROVENANCE, bundle: { dsseEnvelope: signed } }],
    });
  });

  test.each<[string, string, string, Buffer]>([
    ['of another version', 'sigstore', '2.0.1', PROVENANCE],
    ['of another package', 'sigstore2', '2.0.0', PROVENANCE],
    ['by a key', 'sigstore', '1.3.0', PUBLISH],
    ['that name a key', 'sigstore', '2.0.0', Buffer.from(PROVENANCE.toString().replace('"keyid": ""', '"keyid": "SHA256:x"'))],
    [
      'that were changed',
      'sigstore',
      '2.0.0',
      Buffer.from(PROVENANCE.toString().replace('"integratedTime": "1', '"integratedTime": "2')),
    ],
  ])('%s are kept and not listed', (_, project, version, bundle) => {
    const { metadata, sideFiles } = read(project, [bundle], version);
    expect([metadata, keysOf(sideFiles)]).toEqual([{}, [`files/npm/${project}/-/${project}-${version}.tgz.sigstore.json`]]);
  });

  test('of another instance than the public one are kept and not listed', async () => {
    const subject = {
      ...statement({ sha512: '00' }),
      subject: [{ name: 'pkg:npm/%40demo/lib@1.0.0', digest: { sha512: '00' } }],
    };
    const attested = Buffer.from(JSON.stringify(await authority.attest(subject, PUBLISHER)));
    const signed = Buffer.from(JSON.stringify(await authority.signMessage(Buffer.from('x'), PUBLISHER)));
    const { metadata, sideFiles } = read('@demo/lib', [signed, attested], '1.0.0');
    expect([metadata, keysOf(sideFiles)]).toEqual([
      {},
      ['files/npm/@demo/lib/-/lib-1.0.0.tgz.sigstore.json', 'files/npm/@demo/lib/-/lib-1.0.0.tgz.2.sigstore.json'],
    ]);
  });
});
