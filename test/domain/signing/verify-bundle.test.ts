/** The verifier against bundles of every kind, and every way of spoiling one that is known to matter. */
import { Readable } from 'node:stream';
import { artifactFromStream, Rejected, type RejectionCode, type VerifyPolicy, verifyBundle } from '../../../domain/signing';
import type { BundleJson } from '../../../local/authority';
import { logV1 } from '../../../local/authority/log';
import {
  artifact,
  base64Json,
  createLab,
  digestOf,
  entryOf,
  FILE,
  HOUR,
  KEY_KINDS,
  type Lab,
  OTHER_FILE,
  PUBLISHER,
  pinned,
  statement,
  toBase64,
} from '../../helpers/signing-lab';

const KEYLESS: VerifyPolicy = { identities: [PUBLISHER] };
const soon = (): Date => new Date(Date.now() + HOUR);

let lab: Lab;
let other: Lab;
beforeAll(async () => {
  [lab, other] = await Promise.all([createLab(), createLab()]);
});

const message = (options = {}) => lab.signMessage(FILE, PUBLISHER, options);
const attestation = (options = {}) => lab.attest(statement(digestOf(FILE)), PUBLISHER, options);

type Result = 'accepted' | RejectionCode;
const verdictOn = (bundle: unknown, policy = KEYLESS, file = artifact(), trust = lab.trust): Result => {
  try {
    verifyBundle(bundle, file, trust, policy);
    return 'accepted';
  } catch (error) {
    if (error instanceof Rejected) return error.code;
    throw error; // nothing else may escape
  }
};

/** A bundle with one change. */
const changed = async (bundle: Promise<BundleJson>, change: (bundle: BundleJson) => unknown): Promise<BundleJson> => {
  const copy = structuredClone(await bundle);
  await change(copy);
  return copy;
};

type Case = readonly [name: string, result: Result, run: () => Promise<Result>];
const onBundle = (bundle: () => Promise<unknown>) => async () => verdictOn(await bundle());

const KEYLESS_CASES: readonly Case[] = [
  ['a signature over the file', 'accepted', onBundle(() => message())],
  ['an SLSA provenance', 'accepted', onBundle(() => attestation())],
  [
    'a PyPI publish attestation',
    'accepted',
    onBundle(() => lab.attest(statement(digestOf(FILE), 'https://docs.pypi.org/attestations/publish/v1'), PUBLISHER)),
  ],
  [
    'an npm provenance, whose subject has only sha512',
    'accepted',
    onBundle(() => lab.attest(statement({ sha512: artifact().sha512.toString('hex') }), PUBLISHER)),
  ],
  ['log v2 with timestamp, over the file', 'accepted', onBundle(() => message({ log: 'v2' }))],
  ['log v2 with timestamp, attestation', 'accepted', onBundle(() => attestation({ log: 'v2' }))],
  ['log v1 and timestamp', 'accepted', onBundle(() => message({ tsa: true }))],
  ['the bytes of a bundle instead of its JSON', 'accepted', onBundle(async () => Buffer.from(JSON.stringify(await message())))],
  [
    'a streamed file',
    'accepted',
    async () =>
      verdictOn(await message(), KEYLESS, await artifactFromStream(Readable.from([FILE.subarray(0, 5), FILE.subarray(5)]))),
  ],
  ['a bundle of version 0.2 with a chain', 'accepted', onBundle(() => changed(message(), asChain))],
  [
    'another identity',
    'UNTRUSTED_SIGNER_ERROR',
    async () => verdictOn(await message(), identity('https://github.com/example/else')),
  ],
  [
    'a prefix of the identity',
    'UNTRUSTED_SIGNER_ERROR',
    async () => verdictOn(await message(), identity('https://github.com/example/')),
  ],
  ['a pattern for the identity', 'UNTRUSTED_SIGNER_ERROR', async () => verdictOn(await message(), identity('.*'))],
  ['a longer identity', 'UNTRUSTED_SIGNER_ERROR', async () => verdictOn(await message(), identity(`${PUBLISHER.identity}0`))],
  [
    'another issuer',
    'UNTRUSTED_SIGNER_ERROR',
    async () => verdictOn(await message(), { identities: [{ ...PUBLISHER, issuer: 'https://accounts.google.com' }] }),
  ],
  ['no signer allowed', 'UNTRUSTED_SIGNER_ERROR', async () => verdictOn(await message(), {})],
  ['another file, signature over the file', 'DIGEST', async () => verdictOn(await message(), KEYLESS, artifact(OTHER_FILE))],
  ['another file, attestation', 'DIGEST', async () => verdictOn(await attestation(), KEYLESS, artifact(OTHER_FILE))],
  [
    'one of two digests of the subject wrong',
    'DIGEST',
    onBundle(() => lab.attest(statement({ ...digestOf(FILE), sha512: artifact(OTHER_FILE).sha512.toString('hex') }), PUBLISHER)),
  ],
  ['a subject without a known digest', 'DIGEST', onBundle(() => lab.attest(statement({ md5: '00' }), PUBLISHER))],
  ['another trusted root', 'CERTIFICATE_ERROR', async () => verdictOn(await message(), KEYLESS, artifact(), other.trust)],
  ['a certificate expired at log time', 'CERTIFICATE_ERROR', onBundle(() => message({ logTime: soon() }))],
  ['a timestamp after expiry', 'CERTIFICATE_ERROR', onBundle(() => message({ tsa: true, tsaTime: soon() }))],
  ['a timestamp before the certificate', 'CERTIFICATE_ERROR', onBundle(() => message({ certTime: soon() }))],
  ['a root certificate in the bundle', 'CERTIFICATE_ERROR', onBundle(() => changed(message(), withRoot))],
  ['a certificate for timestamps', 'CERTIFICATE_ERROR', onBundle(() => changed(message(), withTimestampCertificate))],
  [
    'an identity that is not ASCII',
    'CERTIFICATE_ERROR',
    onBundle(() => lab.signMessage(FILE, { ...PUBLISHER, issuer: 'https://é.example' })),
  ],
  ['log v2 without its timestamp', 'TIMESTAMP_ERROR', onBundle(() => message({ log: 'v2', tsa: false }))],
  ['the timestamp of another signature', 'TIMESTAMP_ERROR', onBundle(() => changed(message({ tsa: true }), withOtherTimestamp))],
  ['no log entry', 'TIMESTAMP_ERROR', onBundle(() => message({ log: 'none' }))],
  ['a timestamp but no log entry', 'TLOG_ERROR', onBundle(() => message({ log: 'none', tsa: true }))],
  ['the same log entry twice', 'TIMESTAMP_ERROR', onBundle(() => changed(message(), (bundle) => repeatEntry(bundle, 2)))],
  ['nine log entries', 'TOO_LARGE', onBundle(() => changed(message(), (bundle) => repeatEntry(bundle, 9)))],
  ['nine timestamps', 'TOO_LARGE', onBundle(() => changed(message({ tsa: true }), repeatTimestamp))],
  [
    'a bundle of more than a megabyte',
    'TOO_LARGE',
    onBundle(async () => Buffer.concat([Buffer.from(JSON.stringify(await message())), Buffer.alloc(1_000_000, ' ')])),
  ],
  ['a tampered log body', 'TLOG_INCLUSION_PROMISE_ERROR', onBundle(() => changed(message(), tamperLogBody))],
  [
    'a changed log time',
    'TLOG_INCLUSION_PROMISE_ERROR',
    onBundle(() =>
      changed(message(), (bundle) => {
        entryOf(bundle).integratedTime = String(Number(entryOf(bundle).integratedTime) + 1);
      }),
    ),
  ],
  [
    'the checkpoint of another entry',
    'TLOG_INCLUSION_PROOF_ERROR',
    onBundle(() =>
      changed(message(), async (bundle) => {
        entryOf(bundle).inclusionProof!.checkpoint = entryOf(await attestation()).inclusionProof!.checkpoint;
      }),
    ),
  ],
  [
    'another root hash than the checkpoint’s',
    'TLOG_INCLUSION_PROOF_ERROR',
    onBundle(() =>
      changed(message(), (bundle) => {
        entryOf(bundle).inclusionProof!.rootHash = toBase64('0'.repeat(32));
      }),
    ),
  ],
  [
    'no inclusion proof',
    'MALFORMED',
    onBundle(() =>
      changed(message(), (bundle) => {
        delete entryOf(bundle).inclusionProof;
      }),
    ),
  ],
  [
    'an unknown kind of log entry',
    'TLOG_BODY_ERROR',
    onBundle(() =>
      changed(message(), (bundle) => {
        entryOf(bundle).kindVersion = { kind: 'rekord', version: '0.0.1' };
      }),
    ),
  ],
  ['the signature of another bundle, over the file', 'TLOG_BODY_ERROR', onBundle(() => changed(message(), swapMessageSignature))],
  [
    'the signature of another bundle, attestation',
    'TLOG_BODY_ERROR',
    onBundle(() => changed(attestation(), swapEnvelopeSignature)),
  ],
  [
    'another payload',
    'TLOG_BODY_ERROR',
    onBundle(() =>
      changed(attestation(), (bundle) => {
        bundle.dsseEnvelope!.payload = toBase64(statement(digestOf(OTHER_FILE)));
      }),
    ),
  ],
  ['a log entry that names another signer', 'TLOG_BODY_ERROR', onBundle(() => changed(message(), logAnotherSigner))],
  [
    'a payload type changed after signing',
    'SIGNATURE_ERROR',
    onBundle(() =>
      changed(attestation(), (bundle) => {
        bundle.dsseEnvelope!.payloadType = 'text/plain';
      }),
    ),
  ],
  ['signed with another payload type', 'PAYLOAD_TYPE', onBundle(() => attestation({ payloadType: 'text/plain' }))],
  [
    'another kind of statement',
    'STATEMENT',
    onBundle(() => lab.attest({ ...statement(digestOf(FILE)), _type: 'https://example.org/Statement/v1' }, PUBLISHER)),
  ],
  [
    'an attestation of a type that is not asked for',
    'PREDICATE',
    async () => verdictOn(await attestation(), { ...KEYLESS, predicateTypes: ['https://example.org/other'] }),
  ],
  [
    'two signatures in an envelope',
    'MALFORMED',
    onBundle(() =>
      changed(attestation(), (bundle) => {
        bundle.dsseEnvelope!.signatures.push(bundle.dsseEnvelope!.signatures[0]!);
      }),
    ),
  ],
  [
    'a certificate where a key is pinned',
    'UNTRUSTED_SIGNER_ERROR',
    async () => verdictOn(await message(), { keys: [pinned(KEY_KINDS.Ed25519())] }),
  ],
  ['no bundle at all', 'MALFORMED', onBundle(() => Promise.resolve(null))],
  ['an empty object', 'MALFORMED', onBundle(() => Promise.resolve({}))],
  ['a list', 'MALFORMED', onBundle(() => Promise.resolve([]))],
  ['truncated JSON', 'MALFORMED', onBundle(async () => Buffer.from(JSON.stringify(await message()).slice(0, -10)))],
  ['bytes that are not UTF-8', 'MALFORMED', onBundle(() => Promise.resolve(Buffer.from([0x22, 0xff, 0x22])))],
  [
    'a damaged certificate',
    'MALFORMED',
    onBundle(() =>
      changed(message(), (bundle) => {
        bundle.verificationMaterial.certificate = { rawBytes: toBase64('certificate') };
      }),
    ),
  ],
];

const identity = (name: string): VerifyPolicy => ({ identities: [{ ...PUBLISHER, identity: name }] });

/** Rewrites a bundle to the older form, whose certificates are a chain. */
function asChain(bundle: BundleJson, ...further: { rawBytes: string }[]): void {
  const { certificate, ...material } = bundle.verificationMaterial;
  const chain = { x509CertificateChain: { certificates: [certificate!, ...further] } };
  Object.assign(bundle, {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.2',
    verificationMaterial: { ...material, ...chain },
  });
}

const withRoot = (bundle: BundleJson): void => {
  asChain(bundle, lab.trustedRoot.certificateAuthorities[0]!.certChain.certificates[0]!);
};

function withTimestampCertificate(bundle: BundleJson): void {
  bundle.verificationMaterial.certificate = lab.trustedRoot.timestampAuthorities[0]!.certChain.certificates[0]!;
}

async function withOtherTimestamp(bundle: BundleJson): Promise<void> {
  bundle.verificationMaterial.timestampVerificationData = (
    await message({ tsa: true })
  ).verificationMaterial.timestampVerificationData;
}

function repeatEntry(bundle: BundleJson, times: number): void {
  bundle.verificationMaterial.tlogEntries = Array.from({ length: times }, () => entryOf(bundle));
}

function repeatTimestamp({ verificationMaterial: { timestampVerificationData: data } }: BundleJson): void {
  data!.rfc3161Timestamps = Array.from({ length: 9 }, () => data!.rfc3161Timestamps[0]!);
}

function tamperLogBody(bundle: BundleJson): void {
  const entry = entryOf(bundle);
  entry.canonicalizedBody = toBase64({ ...base64Json(entry.canonicalizedBody), apiVersion: '0.0.2' });
}

async function swapMessageSignature(bundle: BundleJson): Promise<void> {
  bundle.messageSignature!.signature = (await message()).messageSignature!.signature;
}

async function swapEnvelopeSignature(bundle: BundleJson): Promise<void> {
  bundle.dsseEnvelope!.signatures = (await attestation()).dsseEnvelope!.signatures;
}

/** A true log entry for this very signature, but in another one's name. */
async function logAnotherSigner(bundle: BundleJson): Promise<void> {
  const body = base64Json(entryOf(bundle).canonicalizedBody);
  const others = base64Json(entryOf(await message()).canonicalizedBody);
  const content = (value: Record<string, unknown>) =>
    value.spec as { data: object; signature: { content: string; publicKey: object } };
  const v1 = {
    ...body,
    spec: { ...content(body), signature: { ...content(body).signature, publicKey: content(others).signature.publicKey } },
  };
  bundle.verificationMaterial.tlogEntries = [await logV1(lab.keys, { kind: 'hashedrekord', v1, v2: {} }, new Date())];
}

/** For each kind of key and content. */
const keyCases = (kind: keyof typeof KEY_KINDS, content: 'message' | 'attestation'): Case[] => {
  const key = KEY_KINDS[kind]();
  const sign = (options = {}) =>
    content === 'message' ? lab.signMessage(FILE, { key }, options) : lab.attest(statement(digestOf(FILE)), { key }, options);
  const on = (options: object, policy: VerifyPolicy) => async () => verdictOn(await sign(options), policy);
  const past = new Date(Date.now() - HOUR);
  const unlogged = { log: 'none' } as const;
  return [
    ['with log entry', 'accepted', on({}, { keys: [pinned(key)] })],
    ['within its period', 'accepted', on({}, { keys: [pinned(key, { from: past, to: soon() })] })],
    ['any hint', 'accepted', on({}, { keys: [pinned(key, { hints: ['*'] })] })],
    ['no log demanded', 'accepted', on(unlogged, { keys: [pinned(key, { requireLog: false })] })],
    [
      'timestamp only, no log demanded',
      'accepted',
      on({ ...unlogged, tsa: true }, { keys: [pinned(key, { requireLog: false })] }),
    ],
    ['log demanded, none there', 'TIMESTAMP_ERROR', on(unlogged, { keys: [pinned(key)] })],
    ['another hint', 'PUBLIC_KEY_ERROR', on({}, { keys: [pinned(key, { hints: ['another'] })] })],
    ['period ended before signing', 'PUBLIC_KEY_ERROR', on({}, { keys: [pinned(key, { to: past })] })],
    ['period begins after signing', 'PUBLIC_KEY_ERROR', on({}, { keys: [pinned(key, { from: soon() })] })],
    ['a period, and no timestamp', 'TIMESTAMP_ERROR', on(unlogged, { keys: [pinned(key, { to: soon(), requireLog: false })] })],
    [
      'right hint, another key',
      'SIGNATURE_ERROR',
      on(unlogged, { keys: [pinned(KEY_KINDS[kind](), { hints: ['*'], requireLog: false })] }),
    ],
    ['where an identity is meant', 'PUBLIC_KEY_ERROR', on({}, KEYLESS)],
  ];
};

describe('a keyless bundle', () => {
  test.each(KEYLESS_CASES)('%s: %s', async (_, expected, run) => {
    expect(await run()).toBe(expected);
  });
});

describe.each(Object.keys(KEY_KINDS) as (keyof typeof KEY_KINDS)[])('a bundle by a pinned key, %s', (kind) => {
  describe.each(['message', 'attestation'] as const)('%s', (content) => {
    test.each(keyCases(kind, content))('%s: %s', async (_, expected, run) => {
      expect(await run()).toBe(expected);
    });
  });
});

test('a streamed file cannot be checked with Ed25519: it says what is needed', async () => {
  const key = KEY_KINDS.Ed25519();
  const bundle = await lab.signMessage(FILE, { key });
  const streamed = await artifactFromStream(Readable.from([FILE]));
  expect(() => verifyBundle(bundle, streamed, lab.trust, { keys: [pinned(key)] })).toThrow(
    new Rejected('KEY_TYPE', 'a signature over the file by an ed25519 key needs the whole file in memory'),
  );
});

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

test('says who signed when only the policy objects, with control characters escaped', async () => {
  const bundle = await message();
  expect(() => verifyBundle(bundle, artifact(), lab.trust, identity('x'))).toThrow(
    expect.objectContaining({
      message: `signed by "${PUBLISHER.identity}" (issuer "${PUBLISHER.issuer}"), which is not allowed`,
      signer: PUBLISHER,
    }) as Error,
  );
});
