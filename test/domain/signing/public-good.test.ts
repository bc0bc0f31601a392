/** Bundles of Sigstore's public instance, verified offline with the shipped trusted root. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Artifact, loadTrust, newestStart, provenance, publisherOf, toPep740, verifyBundle } from '../../../domain/signing';
import publicGood from '../../../domain/signing/trusted-root.public-good.json';

const FIXTURES = join(__dirname, '../../fixtures/signing');
const read = (name: string): Buffer => readFileSync(join(FIXTURES, name));

interface Attestation {
  readonly verification_material: { readonly certificate: string; readonly transparency_entries: unknown };
  readonly envelope: { readonly statement: string; readonly signature: string };
}
interface Provenance {
  readonly attestation_bundles: readonly { readonly publisher: object; readonly attestations: readonly [Attestation] }[];
}

/** PEP 740's object as the Sigstore bundle that it was made from. */
const bundleOf = ({ verification_material: material, envelope }: Attestation): object => ({
  mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  verificationMaterial: { certificate: { rawBytes: material.certificate }, tlogEntries: material.transparency_entries },
  dsseEnvelope: {
    payloadType: 'application/vnd.in-toto+json',
    payload: envelope.statement,
    signatures: [{ sig: envelope.signature }],
  },
});

const attestation = (name: string) => JSON.parse(read(name).toString()) as Attestation;
const provenanceFile = (name: string) => JSON.parse(read(name).toString()) as Provenance;
const ofProvenance = (name: string) => provenanceFile(name).attestation_bundles[0]!.attestations[0];

const GITHUB = 'https://token.actions.githubusercontent.com';
const REAL = [
  {
    file: 'pypi_attestation_models-0.0.4a2.tar.gz',
    bundle: JSON.parse(read('pypi_attestation_models-0.0.4a2.tar.gz.sigstore').toString()) as object,
    sha256: 'c9709ce6fd5b67b59b4a28758cf14d3f411803c4b89b6068b1f1a8e4ee94c8ef',
    identity: 'https://github.com/trailofbits/pypi-attestation-models/.github/workflows/release.yml@refs/tags/v0.0.4a2',
    issuer: GITHUB,
    publisher: { kind: 'GitHub', repository: 'trailofbits/pypi-attestation-models', workflow: 'release.yml' },
  },
  {
    file: 'pypi_attestations-0.0.19.tar.gz',
    bundle: bundleOf(ofProvenance('pypi_attestations-0.0.19.tar.gz.provenance')),
    sha256: '9bb1add04b1b4e182be6b0b80931593f7a291eb49d69b4fd728a5d4cbcdc4bd3',
    identity: 'https://github.com/trailofbits/pypi-attestations/.github/workflows/release.yml@refs/tags/v0.0.19',
    issuer: GITHUB,
    publisher: { kind: 'GitHub', repository: 'trailofbits/pypi-attestations', workflow: 'release.yml' },
  },
  {
    file: 'gitlab_oidc_project-0.0.3.tar.gz',
    bundle: bundleOf(attestation('gitlab_oidc_project-0.0.3.tar.gz.publish.attestation')),
    sha256: 'c1ca9b0d85df1606451098233018534497bf584362e10e4a8c21dfaea92c02a8',
    identity: 'https://gitlab.com/facutuesca/gitlab-oidc-project//.gitlab-ci.yml@refs/heads/main',
    issuer: 'https://gitlab.com',
    publisher: { kind: 'GitLab', repository: 'facutuesca/gitlab-oidc-project', workflow_filepath: '.gitlab-ci.yml' },
  },
  {
    file: 'gcb_attestation_test-0.0.0.tar.gz',
    bundle: bundleOf(ofProvenance('gcb_attestation_test-0.0.0.tar.gz.provenance')),
    sha256: '461317362419124b6012e855423a9078d6de8aed3e74fa78cc74d669b23dc6cf',
    identity: '919436158236-compute@developer.gserviceaccount.com',
    issuer: 'https://accounts.google.com',
    publisher: { kind: 'Google', email: '919436158236-compute@developer.gserviceaccount.com' },
  },
];

/** Attestations sign a digest, so that the file itself is not needed. */
const known = (sha256: string): Artifact => ({
  sha256: Buffer.from(sha256, 'hex'),
  sha512: Buffer.alloc(64),
  check: () => {
    throw new Error('an attestation needs no check of the bytes');
  },
});
const trust = loadTrust(publicGood);

test.each(REAL)('$file is by $identity', ({ bundle, sha256, identity, issuer }) => {
  const { statement, logIndexes, ...who } = verifyBundle(bundle, known(sha256), trust, { identities: [{ identity, issuer }] });
  expect(who).toEqual({ kind: 'attestation', identity, issuer });
  expect(statement?.predicateType).toBe('https://docs.pypi.org/attestations/publish/v1');
  expect(logIndexes).toEqual([expect.stringMatching(/^\d{8,}$/)]);
});

test.each(REAL)('$file is by nobody else, and no other file', ({ bundle, sha256, identity, issuer }) => {
  const verify = (file: string, name: string) => () =>
    verifyBundle(bundle, known(file), trust, { identities: [{ identity: name, issuer }] });
  expect(verify(sha256, identity.slice(0, -1))).toThrow(expect.objectContaining({ code: 'UNTRUSTED_SIGNER_ERROR' }) as Error);
  expect(verify('00'.repeat(32), identity)).toThrow(expect.objectContaining({ code: 'DIGEST' }) as Error);
});

test.each(REAL)('$file: the publisher is read off the certificate', ({ bundle, publisher }) => {
  expect(publisherOf(bundle)).toEqual(publisher);
});

test('PEP 740 objects come back as PyPI made them', () => {
  const name = 'gitlab_oidc_project-0.0.3.tar.gz';
  const original = attestation(`${name}.publish.attestation`);
  expect(toPep740(bundleOf(original), name)).toEqual(original);
  const { attestation_bundles: bundles } = provenanceFile('gcb_attestation_test-0.0.0.tar.gz.provenance');
  expect(provenance([bundleOf(bundles[0]!.attestations[0])], 'gcb_attestation_test-0.0.0.tar.gz')).toEqual({
    version: 1,
    attestation_bundles: bundles,
  });
});

test('the newest part of the shipped root is known', () => {
  expect(newestStart(publicGood)).toBe('2025-09-23T00:00:00Z');
});
