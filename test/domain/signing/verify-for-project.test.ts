import { Refusal } from '../../../domain/contracts/refusals';
import { type ProjectPolicy, SBOM_TYPES, toPep740, verifyForProject } from '../../../domain/signing';
import { pypiPublish } from '../../../local/authority';
import {
  artifact,
  createLab,
  digestOf,
  FILE,
  KEY_KINDS,
  type Lab,
  OTHER_FILE,
  PUBLISHER,
  statement,
} from '../../helpers/signing-lab';

const own = KEY_KINDS['ECDSA P-256']();
const pem = own.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const KEYLESS: ProjectPolicy = { ecosystem: 'pypi', project: 'demo', identities: [PUBLISHER], keys: [] };
const BY_KEY: ProjectPolicy = { ...KEYLESS, identities: [], keys: [{ name: 'build-machine', publicKeyPem: pem }] };
const BOTH: ProjectPolicy = { ...KEYLESS, keys: BY_KEY.keys };

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});

const refusalOf = (bundle: unknown, project: ProjectPolicy, file = artifact()): Refusal => {
  try {
    verifyForProject(bundle, file, { default: lab.trust }, project);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('the bundle was accepted');
};

test.each([
  ['keyless', KEYLESS, PUBLISHER, PUBLISHER],
  ['by a pinned key', BY_KEY, { key: own }, { key: 'build-machine' }],
  ['keyless where keys are pinned too', BOTH, PUBLISHER, PUBLISHER],
  ['by a pinned key where identities are allowed too', BOTH, { key: own }, { key: 'build-machine' }],
])('accepts a bundle %s', async (_, project, who, signer) => {
  expect(verifyForProject(await lab.signMessage(FILE, who), artifact(), { default: lab.trust }, project)).toEqual(signer);
});

test('another signer: who signed, who may, what to change', async () => {
  const identity = 'https://github.com/mallory/demo/.github/workflows/release.yml@refs/heads/main';
  const refusal = refusalOf(await lab.signMessage(FILE, { ...PUBLISHER, identity }), BOTH);
  expect(refusal.code).toBe('SIGNER_NOT_ALLOWED');
  expect(refusal.message).toBe(
    `signed by "${identity}" (issuer "${PUBLISHER.issuer}"), which is not allowed; allowed for pypi project "demo": "${PUBLISHER.identity}" (issuer "${PUBLISHER.issuer}"), the key "build-machine"; sign as one of them, or add the signer to 'publishers' in registry.config.ts`,
  );
});

test('another key: its hint, and who may', async () => {
  const refusal = refusalOf(await lab.signMessage(FILE, { key: KEY_KINDS.Ed25519() }), BY_KEY);
  expect(refusal.code).toBe('SIGNER_NOT_ALLOWED');
  expect(refusal.message).toMatch(
    /^signed by a key that is not pinned, got hint: "[A-Za-z0-9+/]{43}="; allowed for pypi project "demo": the key "build-machine"; sign as one of them, or add the signer to 'publishers' in registry.config.ts$/,
  );
});

test('nobody is allowed yet', async () => {
  expect(refusalOf(await lab.signMessage(FILE, PUBLISHER), { ...KEYLESS, identities: [] }).message).toBe(
    `signed with a certificate, but only pinned keys are allowed; allowed for pypi project "demo": nobody yet; sign as one of them, or add the signer to 'publishers' in registry.config.ts`,
  );
});

test('a bundle for another file', async () => {
  const refusal = refusalOf(await lab.signMessage(FILE, PUBLISHER), KEYLESS, artifact(OTHER_FILE));
  expect(refusal.code).toBe('SIGNATURE_OTHER_FILE');
  expect(refusal.message).toBe(
    `the bundle is for another file: it signs sha256 ${digestOf(FILE).sha256}, the file has ${digestOf(OTHER_FILE).sha256}; sign the file that you upload, after its last change`,
  );
});

test.each([
  [
    'BUNDLE_MALFORMED',
    'not a bundle',
    () => Promise.resolve({}),
    'not a Sigstore bundle of version 0.1 to 0.3, got mediaType: null (MALFORMED); sign the file again',
  ],
  [
    'TIMESTAMP_INVALID',
    'no transparency log',
    () => lab.signMessage(FILE, PUBLISHER, { log: 'none' }),
    'expected 1 timestamps, got 0 (TIMESTAMP_ERROR); sign the file again',
  ],
  [
    'ATTESTATION_INVALID',
    'an attestation that does not vouch for the file',
    () => lab.attest(statement(digestOf(FILE), 'https://example.org/scan-found-malware/v1'), PUBLISHER),
    `the attestation is of another type, got: "https://example.org/scan-found-malware/v1", allowed: https://docs.pypi.org/attestations/publish/v1, https://slsa.dev/provenance/v1, ${SBOM_TYPES.join(', ')} (PREDICATE); sign the file again`,
  ],
])('%s: %s', async (code, _, bundle, message) => {
  const refusal = refusalOf(await bundle(), KEYLESS);
  expect([refusal.code, refusal.message]).toEqual([code, message]);
});

test('an unreadable pinned key is the operator’s mistake, not the publisher’s', async () => {
  const bundle = await lab.signMessage(FILE, PUBLISHER);
  const project = {
    ...KEYLESS,
    keys: [{ name: 'broken', publicKeyPem: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----' }],
  };
  expect(() => verifyForProject(bundle, artifact(), { default: lab.trust }, project)).toThrow(
    'the public key cannot be read: its PEM is damaged',
  );
});

const twoSubjects = (): object => {
  const subject = { name: 'demo-1.0.tar.gz', digest: digestOf(FILE) };
  return { ...statement({}), subject: [subject, { ...subject, name: 'demo-1.0-py3-none-any.whl' }] };
};

test.each([
  ['a signature over the file', () => lab.signMessage(FILE, PUBLISHER)],
  ['a pinned key', () => lab.attest(pypiPublish('demo-1.0.tar.gz', FILE), { key: own })],
  ['Rekor v2', () => lab.attest(pypiPublish('demo-1.0.tar.gz', FILE), PUBLISHER, { log: 'v2' })],
  ['two subjects', () => lab.attest(twoSubjects(), PUBLISHER)],
  ['another file name', () => lab.attest(pypiPublish('demo-1.1.tar.gz', FILE), PUBLISHER)],
])('PEP 740 has no place for %s', async (_, bundle) => {
  expect(toPep740(await bundle(), 'demo-1.0.tar.gz')).toBeUndefined();
});

test('PEP 740 has every field of a log entry, also those that are zero or empty', async () => {
  const bundle = await lab.attest(pypiPublish('demo-1.0.tar.gz', FILE), PUBLISHER);
  const [entry] = toPep740(bundle, 'demo-1.0.tar.gz')!.verification_material.transparency_entries;
  expect(entry).toEqual(bundle.verificationMaterial.tlogEntries[0]);
  expect([entry?.inclusionProof?.logIndex, entry?.inclusionProof?.hashes]).toEqual(['0', []]);
});
