/** Keyless bundles of every kind, and every way of spoiling one that is known to matter. */
import { Readable } from 'node:stream';
import { artifactFromStream, Predicate, type VerifyPolicy, verifyBundle } from '../../../domain/signing';
import {
  artifact,
  createLab,
  digestOf,
  FILE,
  HOUR,
  KEY_KINDS,
  KEYLESS,
  type Lab,
  OTHER_FILE,
  PUBLISHER,
  pinned,
  type Result,
  statement,
  verdictOn,
} from '../../helpers/signing-lab';
import {
  asChain,
  changed,
  entryOf,
  logInNameOf,
  repeatEntry,
  repeatTimestamp,
  tamperLogBody,
  toBase64,
} from '../../helpers/spoiled-bundles';

const soon = (): Date => new Date(Date.now() + HOUR);

let lab: Lab;
let other: Lab;
beforeAll(async () => {
  [lab, other] = await Promise.all([createLab(), createLab()]);
});

const message = (options = {}) => lab.signMessage(FILE, PUBLISHER, options);
const attestation = (options = {}) => lab.attest(statement(digestOf(FILE)), PUBLISHER, options);
const attest = (subject: object) => lab.attest(subject, PUBLISHER);

type Case = readonly [name: string, result: Result, bundle: () => Promise<unknown>];

const ACCEPTED: readonly Case[] = [
  ['a signature over the file', 'accepted', message],
  ['an SLSA provenance', 'accepted', attestation],
  ['a PyPI publish attestation', 'accepted', () => attest(statement(digestOf(FILE), Predicate.PYPI_PUBLISH))],
  [
    'a subject with sha512 only, as npm has it',
    'accepted',
    () => attest(statement({ sha512: artifact().sha512.toString('hex') })),
  ],
  ['log v2 with timestamp, over the file', 'accepted', () => message({ log: 'v2' })],
  ['log v2 with timestamp, attestation', 'accepted', () => attestation({ log: 'v2' })],
  ['log v1 and timestamp', 'accepted', () => message({ tsa: true })],
  ['the bytes of a bundle instead of its JSON', 'accepted', async () => Buffer.from(JSON.stringify(await message()))],
  ['version 0.2, with a chain', 'accepted', () => changed(message(), asChain)],
];

const CONTENT: readonly Case[] = [
  [
    'another digest algorithm',
    'DIGEST',
    () =>
      changed(message(), ({ messageSignature }) => {
        messageSignature!.messageDigest.algorithm = 'SHA2_512';
      }),
  ],
  ['one of two digests of the subject wrong', 'DIGEST', () => attest(statement({ ...digestOf(FILE), sha512: '00' }))],
  ['a subject without a known digest', 'DIGEST', () => attest(statement({ md5: '00' }))],
  ['a statement without subjects', 'DIGEST', () => attest({ ...statement({}), subject: 'demo' })],
  ['signed with another payload type', 'PAYLOAD_TYPE', () => attestation({ payloadType: 'text/plain' })],
  ['another kind of statement', 'STATEMENT', () => attest({ ...statement(digestOf(FILE)), _type: 'https://example.org/v1' })],
  [
    'another payload',
    'TLOG_BODY_ERROR',
    () =>
      changed(attestation(), ({ dsseEnvelope }) => {
        dsseEnvelope!.payload = toBase64(statement(digestOf(OTHER_FILE)));
      }),
  ],
  [
    'a payload type changed after signing',
    'SIGNATURE_ERROR',
    () =>
      changed(attestation(), ({ dsseEnvelope }) => {
        dsseEnvelope!.payloadType = 'text/plain';
      }),
  ],
  [
    'the signature of another bundle, over the file',
    'TLOG_BODY_ERROR',
    async () => ({ ...(await message()), messageSignature: (await message()).messageSignature }),
  ],
  [
    'the signature of another bundle, attestation',
    'TLOG_BODY_ERROR',
    async () => ({ ...(await attestation()), dsseEnvelope: (await attestation()).dsseEnvelope }),
  ],
  [
    'two signatures in an envelope',
    'MALFORMED',
    () =>
      changed(attestation(), ({ dsseEnvelope }) => {
        dsseEnvelope!.signatures.push(dsseEnvelope!.signatures[0]!);
      }),
  ],
];

const CERTIFICATES: readonly Case[] = [
  ['expired at log time', 'CERTIFICATE_ERROR', () => message({ logTime: soon() })],
  ['expired at the timestamp', 'CERTIFICATE_ERROR', () => message({ tsa: true, tsaTime: soon() })],
  ['not valid yet', 'CERTIFICATE_ERROR', () => message({ certTime: soon() })],
  [
    'with the root in the bundle',
    'CERTIFICATE_ERROR',
    () =>
      changed(message(), (copy) => {
        asChain(copy, lab.trustedRoot.certificateAuthorities[0]!.certChain.certificates[0]!);
      }),
  ],
  [
    'for timestamps only',
    'CERTIFICATE_ERROR',
    () =>
      changed(message(), ({ verificationMaterial }) => {
        verificationMaterial.certificate = lab.trustedRoot.timestampAuthorities[0]!.certChain.certificates[0]!;
      }),
  ],
  [
    'that is none',
    'MALFORMED',
    () =>
      changed(message(), ({ verificationMaterial }) => {
        verificationMaterial.certificate = { rawBytes: toBase64('none') };
      }),
  ],
];

const LOG: readonly Case[] = [
  ['v2 without its timestamp', 'TIMESTAMP_ERROR', () => message({ log: 'v2', tsa: false })],
  ['no entry', 'TIMESTAMP_ERROR', () => message({ log: 'none' })],
  ['a timestamp but no entry', 'TLOG_ERROR', () => message({ log: 'none', tsa: true })],
  [
    'the same entry twice',
    'TIMESTAMP_ERROR',
    () =>
      changed(message(), (copy) => {
        repeatEntry(copy, 2);
      }),
  ],
  [
    'the same timeless entry twice',
    'TLOG_ERROR',
    () =>
      changed(message({ log: 'v2' }), (copy) => {
        repeatEntry(copy, 2);
      }),
  ],
  [
    'the timestamp of another signature',
    'TIMESTAMP_ERROR',
    async () => {
      const { timestampVerificationData } = (await message({ tsa: true })).verificationMaterial;
      return changed(message(), ({ verificationMaterial }) => {
        Object.assign(verificationMaterial, { timestampVerificationData });
      });
    },
  ],
  ['a tampered body', 'TLOG_INCLUSION_PROMISE_ERROR', () => changed(message(), tamperLogBody)],
  [
    'a changed time',
    'TLOG_INCLUSION_PROMISE_ERROR',
    () =>
      changed(message(), (copy) => {
        entryOf(copy).integratedTime = String(Number(entryOf(copy).integratedTime) + 1);
      }),
  ],
  [
    'the checkpoint of another entry',
    'TLOG_INCLUSION_PROOF_ERROR',
    async () => {
      const { checkpoint } = entryOf(await attestation()).inclusionProof!;
      return changed(message(), (copy) => {
        entryOf(copy).inclusionProof!.checkpoint = checkpoint;
      });
    },
  ],
  [
    'another root hash than the checkpoint’s',
    'TLOG_INCLUSION_PROOF_ERROR',
    () =>
      changed(message(), (copy) => {
        entryOf(copy).inclusionProof!.rootHash = toBase64('0'.repeat(32));
      }),
  ],
  [
    'no inclusion proof',
    'MALFORMED',
    () =>
      changed(message(), (copy) => {
        delete entryOf(copy).inclusionProof;
      }),
  ],
  [
    'an unknown kind of entry',
    'TLOG_BODY_ERROR',
    () =>
      changed(message(), (copy) => {
        entryOf(copy).kindVersion = { kind: 'rekord', version: '0.0.1' };
      }),
  ],
  ['an entry that names another signer', 'TLOG_BODY_ERROR', async () => logInNameOf(await message(), await message(), lab.keys)],
];

const SHAPE: readonly Case[] = [
  ['nothing', 'MALFORMED', () => Promise.resolve(null)],
  ['an empty object', 'MALFORMED', () => Promise.resolve({})],
  ['a list', 'MALFORMED', () => Promise.resolve([])],
  ['truncated JSON', 'MALFORMED', async () => Buffer.from(JSON.stringify(await message()).slice(0, -10))],
  ['bytes that are not UTF-8', 'MALFORMED', () => Promise.resolve(Buffer.from([0x22, 0xff, 0x22]))],
  [
    'nine log entries',
    'TOO_LARGE',
    () =>
      changed(message(), (copy) => {
        repeatEntry(copy, 9);
      }),
  ],
  [
    'nine timestamps',
    'TOO_LARGE',
    () =>
      changed(message({ tsa: true }), (copy) => {
        repeatTimestamp(copy, 9);
      }),
  ],
  [
    'over a megabyte',
    'TOO_LARGE',
    async () => Buffer.concat([Buffer.from(JSON.stringify(await message())), Buffer.alloc(1_000_000, ' ')]),
  ],
];

describe.each(Object.entries({ ACCEPTED, CONTENT, CERTIFICATES, LOG, SHAPE }))('%s', (_, cases) => {
  test.each(cases)('%s: %s', async (_name, expected, bundle) => {
    expect(verdictOn(lab.trust, await bundle())).toBe(expected);
  });
});

const identity = (name: string): VerifyPolicy => ({ identities: [{ ...PUBLISHER, identity: name }] });

test.each<[string, VerifyPolicy]>([
  ['another identity', identity('https://github.com/example/else')],
  ['a prefix of the identity', identity(PUBLISHER.identity.slice(0, -1))],
  ['a pattern', identity('.*')],
  ['a longer identity', identity(`${PUBLISHER.identity}0`)],
  ['another issuer', { identities: [{ ...PUBLISHER, issuer: 'https://accounts.google.com' }] }],
  [
    'an identity and an issuer, each allowed with another',
    {
      identities: [
        { ...PUBLISHER, issuer: 'x' },
        { ...PUBLISHER, identity: 'x' },
      ],
    },
  ],
  ['nobody', {}],
  ['a pinned key', { keys: [pinned(KEY_KINDS.Ed25519())] }],
])('where the policy allows %s, the signer is not trusted', async (_, policy) => {
  expect(verdictOn(lab.trust, await message(), policy)).toBe('UNTRUSTED_SIGNER_ERROR');
});

test.each([
  ['a signature over the file', message],
  ['an attestation', attestation],
])('%s of another file', async (_, bundle) => {
  expect(verdictOn(lab.trust, await bundle(), KEYLESS, artifact(OTHER_FILE))).toBe('DIGEST');
});

test('another authority is not believed', async () => {
  expect(verdictOn(other.trust, await message())).toBe('CERTIFICATE_ERROR');
});

test('an attestation of a type that is not asked for', async () => {
  expect(verdictOn(lab.trust, await attestation(), { ...KEYLESS, predicateTypes: ['x'] })).toBe('PREDICATE');
});

test('a file can be streamed', async () => {
  const streamed = await artifactFromStream(Readable.from([FILE.subarray(0, 5), FILE.subarray(5)]));
  expect(verdictOn(lab.trust, await message(), KEYLESS, streamed)).toBe('accepted');
});

test.each(['https://é.example', 'https://line\nbreak.example'])(
  'names that do not read the same to everyone: %j',
  async (issuer) => {
    const bundle = await lab.signMessage(FILE, { ...PUBLISHER, issuer });
    expect(() => verifyBundle(bundle, artifact(), lab.trust, KEYLESS)).toThrow(
      'identity and issuer of the signing certificate must be printable ASCII',
    );
  },
);

test('says what was proven', async () => {
  expect(verifyBundle(await attestation(), artifact(), lab.trust, KEYLESS)).toEqual({
    kind: 'attestation',
    ...PUBLISHER,
    statement: {
      predicateType: 'https://slsa.dev/provenance/v1',
      subjects: [{ name: 'demo-1.0.tar.gz', digest: digestOf(FILE) }],
    },
    logIndexes: [expect.stringMatching(/^\d+$/)],
  });
});

test('says who signed when only the policy objects', async () => {
  const bundle = await message();
  expect(() => verifyBundle(bundle, artifact(), lab.trust, identity('x'))).toThrow(
    expect.objectContaining({
      message: `signed by "${PUBLISHER.identity}" (issuer "${PUBLISHER.issuer}"), which is not allowed`,
      signer: PUBLISHER,
    }) as Error,
  );
});
