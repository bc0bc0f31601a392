/** Bundles that lie: real ones of the test authority, each with one thing wrong. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundleJson } from '../../../local/authority';
import { bundleName } from '../../functions/intake/bench';
import { digestOf, HOUR, KEY_KINDS, OTHER_FILE, PUBLISHER, statement } from '../../helpers/signing-lab';
import {
  asChain,
  entryOf,
  logInNameOf,
  repeatEntry,
  repeatTimestamp,
  tamperLogBody,
  toBase64,
} from '../../helpers/spoiled-bundles';
import type { HostileCase } from '../case';
import { honest, manifestOf, signed, type Upload, type World } from '../world';

/** A bundle: JSON, or bytes that may be anything. */
type Made = object | Buffer;
type Make = (world: World, file: Buffer) => Promise<Made> | Made;
type Change = (bundle: BundleJson, world: World) => void;

async function withBundle(world: World, make: Make): Promise<Upload> {
  const parts = await honest('pypi');
  const [file] = parts.files;
  const upload = await signed(world, { ...parts, files: [file!] });
  const made = await make(world, file!.body);
  const bundle = Buffer.isBuffer(made) ? made : Buffer.from(JSON.stringify(made));
  return { ...upload, objects: { ...upload.objects, [bundleName(file!.name)]: bundle } };
}

const by =
  (code: HostileCase['code'], area: string) =>
  (name: string, says: HostileCase['says'], make: Make): HostileCase => ({
    name: `${area}: ${name}`,
    code,
    says,
    upload: (world) => withBundle(world, make),
  });

/** Signing costs more than verifying, and most cases spoil the same bundle, a copy of it each. */
const known = new WeakMap<World, Map<string, Promise<BundleJson>>>();
function once(world: World, key: string, make: () => Promise<BundleJson>): Promise<BundleJson> {
  const made = known.get(world) ?? new Map<string, Promise<BundleJson>>();
  known.set(world, made);
  const bundle = made.get(key) ?? make();
  made.set(key, bundle);
  return bundle;
}

type Options = Parameters<World['lab']['signMessage']>[2];
const message =
  (options: Options = {}) =>
  (world: World, file: Buffer): Promise<BundleJson> =>
    once(world, `message ${JSON.stringify(options)}`, () => world.lab.signMessage(file, PUBLISHER, options));
const attestation =
  (options: Options = {}) =>
  (world: World, file: Buffer): Promise<BundleJson> =>
    once(world, `attestation ${JSON.stringify(options)}`, () => world.lab.attest(statement(digestOf(file)), PUBLISHER, options));
const attest =
  (subject: (file: Buffer) => object): Make =>
  ({ lab }, file) =>
    lab.attest(subject(file), PUBLISHER);
const but =
  (make: Make, change: Change): Make =>
  async (world, file) => {
    const bundle = structuredClone(await make(world, file)) as BundleJson;
    change(bundle, world);
    return bundle;
  };
const as =
  (who: object): Make =>
  ({ lab }, file) =>
    lab.signMessage(file, { ...PUBLISHER, ...who });
const soon = (): Date => new Date(Date.now() + HOUR);
const proofOf = (bundle: BundleJson) => entryOf(bundle).inclusionProof!;
const flipped = (base64: string): string => {
  const bytes = Buffer.from(base64, 'base64');
  bytes[bytes.length - 1]! ^= 1;
  return bytes.toString('base64');
};
const fixture = (name: string): { rawBytes: string } => {
  const pem = readFileSync(join(__dirname, '../../fixtures/signing/certificates', `${name}.pem`));
  return { rawBytes: new X509Certificate(pem).raw.toString('base64') };
};
const withCertificate = (certificate: () => { rawBytes: string }): Make =>
  but(message(), ({ verificationMaterial }) => {
    verificationMaterial.certificate = certificate();
  });
const withCheckpoint = (change: (envelope: string) => string): Make =>
  but(message(), (bundle) => {
    proofOf(bundle).checkpoint = { envelope: change(proofOf(bundle).checkpoint.envelope) };
  });

const malformed = by('BUNDLE_MALFORMED', 'format of a bundle');
const FORMAT = [
  malformed('nothing', 'it is not JSON', () => Buffer.alloc(0)),
  malformed('null', 'got mediaType: null', () => Buffer.from('null')),
  malformed('an empty object', 'got mediaType: null', () => ({})),
  malformed('a list', 'got mediaType: null', () => []),
  malformed('text', 'it is not JSON', () => Buffer.from('-----BEGIN PGP SIGNATURE-----')),
  malformed('truncated JSON', 'it is not JSON', async (world, file) =>
    Buffer.from(JSON.stringify(await message()(world, file)).slice(0, -9)),
  ),
  malformed('bytes that are not UTF-8', 'it is not JSON', () => Buffer.from([0x22, 0xff, 0x22])),
  malformed(
    'an unknown media type',
    'not a Sigstore bundle of version 0.1 to 0.3',
    but(message(), (bundle) => Object.assign(bundle, { mediaType: 'application/json' })),
  ),
  malformed(
    'a media type of the future',
    'not a Sigstore bundle of version 0.1 to 0.3',
    but(message(), (bundle) => Object.assign(bundle, { mediaType: 'application/vnd.dev.sigstore.bundle.v9.9+json' })),
  ),
  malformed(
    'no media type',
    'not a Sigstore bundle of version 0.1 to 0.3',
    but(message(), (bundle) => Object.assign(bundle, { mediaType: undefined })),
  ),
  malformed(
    'no content',
    'invalid bundle',
    but(message(), (bundle) => Object.assign(bundle, { messageSignature: undefined })),
  ),
  malformed(
    'no verification material',
    'MALFORMED',
    but(message(), (bundle) => Object.assign(bundle, { verificationMaterial: undefined })),
  ),
  malformed(
    'neither certificate nor key',
    'invalid bundle',
    but(message(), ({ verificationMaterial }) => delete verificationMaterial.certificate),
  ),
  malformed(
    'a certificate that is none',
    'MALFORMED',
    withCertificate(() => ({ rawBytes: toBase64('none') })),
  ),
  malformed(
    'nine log entries',
    'too many log entries',
    but(message(), (bundle) => {
      repeatEntry(bundle, 9);
    }),
  ),
  malformed(
    'nine timestamps',
    'too many timestamps',
    but(message({ tsa: true }), (bundle) => {
      repeatTimestamp(bundle, 9);
    }),
  ),
  malformed(
    'two signatures in an envelope',
    'MALFORMED',
    but(attestation(), ({ dsseEnvelope }) => dsseEnvelope!.signatures.push(dsseEnvelope!.signatures[0]!)),
  ),
  malformed(
    'no signature in an envelope',
    'MALFORMED',
    but(attestation(), ({ dsseEnvelope }) => dsseEnvelope!.signatures.splice(0)),
  ),
  malformed(
    'no inclusion proof',
    'invalid bundle',
    but(message(), (bundle) => delete entryOf(bundle).inclusionProof),
  ),
  malformed(
    'an empty signature',
    'invalid bundle',
    but(message(), ({ messageSignature }) => {
      messageSignature!.signature = '';
    }),
  ),
  malformed('nested deeper than a parser likes', 'MALFORMED', () => Buffer.from(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)),
];

const invalid = by('SIGNATURE_INVALID', 'signature');
/** By the project's own key, which needs no log: what the log would say first cannot hide what the signature says. */
const ownKey =
  (change: (bundle: BundleJson, file: Buffer) => void): Make =>
  async (world, file) => {
    const bundle = JSON.parse((await world.sign(file)).toString()) as BundleJson;
    change(bundle, file);
    return bundle;
  };
const SIGNATURES = [
  invalid(
    'a changed bit',
    'SIGNATURE_ERROR',
    ownKey(({ messageSignature }) => {
      messageSignature!.signature = flipped(messageSignature!.signature);
    }),
  ),
  invalid(
    'zeros',
    'SIGNATURE_ERROR',
    ownKey(({ messageSignature }) => {
      messageSignature!.signature = Buffer.from('3006020100020100', 'hex').toString('base64');
    }),
  ),
  invalid('a signature by another key under the hint of the pinned one', 'SIGNATURE_ERROR', async (world, file) => {
    const donor = await world.lab.signMessage(file, { key: KEY_KINDS['ECDSA P-256']() }, { log: 'none' });
    return ownKey(({ messageSignature }) => {
      messageSignature!.signature = donor.messageSignature!.signature;
    })(world, file);
  }),
  invalid('the signature of another file beside the digest of this one', 'SIGNATURE_ERROR', async (world, file) => {
    const donor = JSON.parse((await world.sign(OTHER_FILE)).toString()) as BundleJson;
    return ownKey(({ messageSignature }) => {
      messageSignature!.signature = donor.messageSignature!.signature;
    })(world, file);
  }),
  invalid(
    'a payload type that was changed after signing',
    'SIGNATURE_ERROR',
    but(attestation(), ({ dsseEnvelope }) => {
      dsseEnvelope!.payloadType = 'text/plain';
    }),
  ),
];

const other = by('SIGNATURE_OTHER_FILE', 'signature');
const OTHER = [
  other('of another file', 'the bundle is for another file', ({ lab }) => lab.signMessage(OTHER_FILE, PUBLISHER)),
  other(
    'of another file, attested',
    'the attestation is for another file',
    attest(() => statement(digestOf(OTHER_FILE))),
  ),
  other(
    'of another digest algorithm',
    'must be SHA-256',
    but(message(), ({ messageSignature }) => {
      messageSignature!.messageDigest.algorithm = 'SHA2_512';
    }),
  ),
  other(
    'with the digest of another file',
    'the bundle is for another file',
    but(message(), ({ messageSignature }) => {
      messageSignature!.messageDigest.digest = flipped(messageSignature!.messageDigest.digest);
    }),
  ),
  other(
    'attested with one digest of two wrong',
    'no subject of it',
    attest((file) => statement({ ...digestOf(file), sha512: '00' })),
  ),
  other(
    'attested with a digest that is too weak',
    'no subject of it',
    attest(() => statement({ md5: '00' })),
  ),
  other(
    'attested without subjects',
    'no subject of it',
    attest((file) => ({ ...statement(digestOf(file)), subject: [] })),
  ),
  other(
    'attested with subjects that are none',
    'no subject of it',
    attest((file) => ({ ...statement(digestOf(file)), subject: 'demo' })),
  ),
  other(
    'attested with a digest in capitals',
    'no subject of it',
    attest((file) => statement({ sha256: digestOf(file).sha256.toUpperCase() })),
  ),
  other(
    'attested with the file as a name only',
    'no subject of it',
    attest((file) => statement({ name: digestOf(file).sha256 })),
  ),
];

const attested = by('ATTESTATION_INVALID', 'attestation');
const ATTESTATIONS = [
  attested('of another payload type', 'the payload must be', attestation({ payloadType: 'text/plain' })),
  attested(
    'of an unknown kind of statement',
    'not an in-toto statement',
    attest((file) => ({ ...statement(digestOf(file)), _type: 'https://example.org/v1' })),
  ),
  attested(
    'without a kind of statement',
    'not an in-toto statement',
    attest((file) => ({ ...statement(digestOf(file)), _type: undefined })),
  ),
  attested(
    'that says that malware was found',
    'of another type',
    attest((file) => statement(digestOf(file), 'https://example.org/scan-found-malware/v1')),
  ),
  attested(
    'without a type',
    'of another type',
    attest((file) => ({ ...statement(digestOf(file)), predicateType: undefined })),
  ),
];

const stranger = by('SIGNER_NOT_ALLOWED', 'identity');
const IDENTITIES = [
  stranger('another person', 'which is not allowed', as({ identity: 'mallory@example.org' })),
  stranger(
    'another repository',
    'which is not allowed',
    as({ identity: PUBLISHER.identity.replace('example/demo', 'mallory/demo') }),
  ),
  stranger('another workflow', 'which is not allowed', as({ identity: PUBLISHER.identity.replace('release.yml', 'test.yml') })),
  stranger(
    'another ref',
    'which is not allowed',
    as({ identity: PUBLISHER.identity.replace('refs/tags/v1.0', 'refs/heads/main') }),
  ),
  stranger('a longer name', 'which is not allowed', as({ identity: `${PUBLISHER.identity}0` })),
  stranger('a shorter name', 'which is not allowed', as({ identity: PUBLISHER.identity.slice(0, -1) })),
  stranger('a name in capitals', 'which is not allowed', as({ identity: PUBLISHER.identity.toUpperCase() })),
  stranger('a pattern', 'which is not allowed', as({ identity: '.*' })),
  stranger('another issuer', 'which is not allowed', as({ issuer: 'https://accounts.google.com' })),
  stranger('an issuer with a slash at its end', 'which is not allowed', as({ issuer: `${PUBLISHER.issuer}/` })),
  stranger(
    'an organisation with a longer name',
    'which is not allowed',
    as({ identity: PUBLISHER.identity.replace('/example/', '/example-evil/') }),
  ),
  stranger('a key that is not pinned', 'not pinned', ({ lab }, file) =>
    lab.signMessage(file, { key: KEY_KINDS['ECDSA P-256']() }, { log: 'none' }),
  ),
  stranger('an Ed25519 key that is not pinned', 'not pinned', ({ lab }, file) =>
    lab.signMessage(file, { key: KEY_KINDS.Ed25519() }, { log: 'none' }),
  ),
];

const certificate = by('CERTIFICATE_INVALID', 'certificate');
const CERTIFICATES = [
  certificate('of an authority that is not trusted', 'CERTIFICATE_ERROR', (world, file) =>
    world.stranger.signMessage(file, PUBLISHER),
  ),
  certificate('that had expired when it was logged', 'CERTIFICATE_ERROR', message({ logTime: soon() })),
  certificate('that had expired when it was stamped', 'CERTIFICATE_ERROR', message({ tsa: true, tsaTime: soon() })),
  certificate('that was not valid yet', 'CERTIFICATE_ERROR', message({ certTime: soon() })),
  certificate('for time stamps', 'CERTIFICATE_ERROR', (world, file) =>
    but(message(), ({ verificationMaterial }) => {
      verificationMaterial.certificate = world.lab.trustedRoot.timestampAuthorities[0]!.certChain.certificates[0]!;
    })(world, file),
  ),
  certificate(
    'with the root in the bundle',
    'carries a root certificate',
    but(message(), (bundle, { lab }) => {
      asChain(bundle, lab.trustedRoot.certificateAuthorities[0]!.certChain.certificates[0]!);
    }),
  ),
  certificate(
    'that is a root itself',
    'carries a root certificate',
    withCertificate(() => fixture('root')),
  ),
  certificate(
    'of an authority',
    'is one of an authority',
    withCertificate(() => fixture('authority')),
  ),
  certificate(
    'for another purpose',
    'is not for code signing',
    withCertificate(() => fixture('other-purpose')),
  ),
  certificate(
    'for no purpose',
    'is not for code signing',
    withCertificate(() => fixture('no-purpose')),
  ),
  certificate(
    'with two names',
    'must name one identity, got: 2',
    withCertificate(() => fixture('two-names')),
  ),
  certificate(
    'with no name',
    'must name one identity, got: 0',
    withCertificate(() => fixture('no-name')),
  ),
  certificate(
    'with a name that is not ASCII',
    'must be printable ASCII',
    withCertificate(() => fixture('name-not-ascii')),
  ),
  certificate('with an issuer that is not ASCII', 'must be printable ASCII', as({ issuer: 'https://é.example' })),
  certificate('with an issuer of two lines', 'must be printable ASCII', as({ issuer: 'https://line\nbreak.example' })),
  certificate(
    'made elsewhere, without a promise of its log',
    'CERTIFICATE_ERROR',
    withCertificate(() => fixture('good')),
  ),
];

const logged = by('LOG_INVALID', 'log');
const entryBut = (change: (entry: ReturnType<typeof entryOf>) => void): Make =>
  but(message(), (bundle) => {
    change(entryOf(bundle));
  });
const LOG = [
  logged('a timestamp but no entry', 'TLOG_ERROR', message({ log: 'none', tsa: true })),
  logged(
    'the same timeless entry twice',
    'TLOG_ERROR',
    but(message({ log: 'v2' }), (bundle) => {
      repeatEntry(bundle, 2);
    }),
  ),
  logged('a tampered body', 'TLOG_INCLUSION_PROMISE_ERROR', but(message(), tamperLogBody)),
  logged(
    'a changed time',
    'TLOG_INCLUSION_PROMISE_ERROR',
    entryBut((entry) => {
      entry.integratedTime = String(Number(entry.integratedTime) + 1);
    }),
  ),
  logged(
    'a changed number',
    'TLOG_INCLUSION_PROMISE_ERROR',
    entryBut((entry) => {
      entry.logIndex = String(Number(entry.logIndex) + 1);
    }),
  ),
  logged(
    'a changed promise',
    'TLOG_INCLUSION_PROMISE_ERROR',
    entryBut((entry) => {
      entry.inclusionPromise = { signedEntryTimestamp: flipped(entry.inclusionPromise!.signedEntryTimestamp) };
    }),
  ),
  logged(
    'another root hash than the checkpoint’s',
    'differs from the checkpoint',
    but(message(), (bundle) => {
      proofOf(bundle).rootHash = toBase64('0'.repeat(32));
    }),
  ),
  logged(
    'another size of the tree',
    'TLOG_INCLUSION_PROOF_ERROR',
    but(message(), (bundle) => {
      proofOf(bundle).treeSize = '99';
    }),
  ),
  logged(
    'further hashes in the proof',
    'TLOG_INCLUSION_PROOF_ERROR',
    but(message(), (bundle) => proofOf(bundle).hashes.push(toBase64('0'.repeat(32)))),
  ),
  logged('the checkpoint of another entry', 'differs from the checkpoint', async (world, file) => {
    const donor = await attestation()(world, file);
    return but(message(), (bundle) => Object.assign(proofOf(bundle), { checkpoint: proofOf(donor).checkpoint }))(world, file);
  }),
  logged(
    'a checkpoint without a signature',
    'TLOG_INCLUSION_PROOF_ERROR',
    withCheckpoint((envelope) => envelope.split('\n\n')[0]!),
  ),
  logged(
    'a checkpoint of another log',
    'TLOG_INCLUSION_PROOF_ERROR',
    withCheckpoint((envelope) => envelope.replace(/^[^\n]*/, 'evil.example')),
  ),
  logged(
    'a checkpoint whose signature was changed',
    'TLOG_INCLUSION_PROOF_ERROR',
    withCheckpoint((envelope) =>
      envelope.replace(/(.)(.{40}\n*)$/, (_, middle: string, end: string) => (middle === 'A' ? 'B' : 'A') + end),
    ),
  ),
  logged(
    'an unknown kind of entry',
    'unsupported log entry',
    entryBut((entry) => {
      entry.kindVersion = { kind: 'rekord', version: '0.0.1' };
    }),
  ),
  logged(
    'a version of the future',
    'unsupported log entry',
    entryBut((entry) => {
      entry.kindVersion = { kind: 'hashedrekord', version: '9.9.9' };
    }),
  ),
  logged('the entry of another signature over the file', 'TLOG_BODY_ERROR', async (world, file) => {
    const donor = await world.lab.signMessage(file, PUBLISHER);
    return but(message(), ({ verificationMaterial }) => {
      verificationMaterial.tlogEntries = donor.verificationMaterial.tlogEntries;
    })(world, file);
  }),
  logged('the entry of another file', 'TLOG_BODY_ERROR', async (world, file) => {
    const donor = await world.lab.signMessage(OTHER_FILE, PUBLISHER);
    return but(message(), ({ verificationMaterial }) => {
      verificationMaterial.tlogEntries = donor.verificationMaterial.tlogEntries;
    })(world, file);
  }),
  logged(
    'a changed signature, which the log knows otherwise',
    'TLOG_BODY_ERROR',
    but(message(), ({ messageSignature }) => {
      messageSignature!.signature = flipped(messageSignature!.signature);
    }),
  ),
  logged(
    'another payload than was logged',
    'TLOG_BODY_ERROR',
    but(attestation(), ({ dsseEnvelope }) => {
      dsseEnvelope!.payload = toBase64(statement(digestOf(OTHER_FILE)));
    }),
  ),
  logged('an entry that names another signer', 'names another signer', async (world, file) => {
    const [donor, own] = [await world.lab.signMessage(file, PUBLISHER), await world.lab.signMessage(file, PUBLISHER)];
    return logInNameOf(donor, own, world.lab.keys);
  }),
  logged('of a log that is not trusted', 'TLOG', async (world, file) => {
    const donor = await world.stranger.signMessage(file, PUBLISHER);
    return but(message(), ({ verificationMaterial }) => {
      const [entry] = donor.verificationMaterial.tlogEntries;
      verificationMaterial.tlogEntries = [{ ...entryOf({ verificationMaterial } as BundleJson), logId: entry!.logId }];
    })(world, file);
  }),
];

const timed = by('TIMESTAMP_INVALID', 'time');
const TIME = [
  timed('nothing tells it', 'expected 1 timestamps, got 0', message({ log: 'none' })),
  timed('a timeless entry without a timestamp', 'TIMESTAMP_ERROR', message({ log: 'v2', tsa: false })),
  timed(
    'the same entry twice',
    'TIMESTAMP_ERROR',
    but(message(), (bundle) => {
      repeatEntry(bundle, 2);
    }),
  ),
  timed(
    'the same timestamp twice',
    'TIMESTAMP_ERROR',
    but(message({ tsa: true }), (bundle) => {
      repeatTimestamp(bundle, 2);
    }),
  ),
  timed('the timestamp of another signature', 'TIMESTAMP_ERROR', async (world, file) => {
    const donor = await world.lab.signMessage(file, PUBLISHER, { tsa: true });
    const { timestampVerificationData } = donor.verificationMaterial;
    return but(message(), ({ verificationMaterial }) => Object.assign(verificationMaterial, { timestampVerificationData }))(
      world,
      file,
    );
  }),
  timed('the timestamp of an authority that is not trusted', 'TIMESTAMP_ERROR', async (world, file) => {
    const donor = await world.stranger.signMessage(file, PUBLISHER, { tsa: true });
    const { timestampVerificationData } = donor.verificationMaterial;
    return but(message(), ({ verificationMaterial }) => Object.assign(verificationMaterial, { timestampVerificationData }))(
      world,
      file,
    );
  }),
  timed(
    'a changed timestamp',
    'TIMESTAMP_ERROR',
    but(message({ tsa: true }), ({ verificationMaterial }) => {
      const [stamp] = verificationMaterial.timestampVerificationData!.rfc3161Timestamps;
      stamp!.signedTimestamp = flipped(stamp!.signedTimestamp);
    }),
  ),
];

/** A second bundle that is as hostile as if it were alone. */
const SECOND: HostileCase = {
  name: 'signature: a second bundle that is of another file',
  code: 'SIGNATURE_OTHER_FILE',
  says: 'the bundle is for another file',
  upload: async (world) => {
    const parts = await honest('pypi');
    const [file] = parts.files;
    const { files, ...manifest } = manifestOf({ ...parts, files: [file!] });
    const both = { ...manifest, files: files.map((each) => ({ ...each, bundles: [...each.bundles, 'second.sigstore.json'] })) };
    const upload = await signed(world, { ...parts, files: [file!] }, both);
    return { ...upload, objects: { ...upload.objects, 'second.sigstore.json': await world.sign(OTHER_FILE) } };
  },
};

export const SIGNATURE_CASES: readonly HostileCase[] = [
  ...FORMAT,
  ...SIGNATURES,
  ...OTHER,
  ...ATTESTATIONS,
  ...IDENTITIES,
  ...CERTIFICATES,
  ...LOG,
  ...TIME,
  SECOND,
];
