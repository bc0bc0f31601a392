/**
 * Offline verification of a Sigstore bundle: @sigstore/verify, and the checks it leaves to the caller (its identity policy is an
 * unanchored regular expression, it never compares an attestation with the file, without a policy any signer passes).
 */
import type { X509Certificate } from 'node:crypto';
import { HashAlgorithm } from '@sigstore/protobuf-specs';
import { type SignedEntity, type TrustMaterial, toSignedEntity, Verifier } from '@sigstore/verify';
import type { Signer } from '../contracts/release';
import type { Artifact } from './artifact';
import { type Bundle, readBundle } from './bundle';
import { sameBytes } from './bytes';
import { certificatesOf, checkCertificates } from './certificate';
import { findKey, type TrustedKey } from './keys';
import { checkLogEntry, checkLoggedSigner } from './log-entry';
import type { AllowedIdentity } from './policy';
import { asRejected, quote, Rejected, reject } from './rejected';
import { checkStatement, readStatement, type Statement } from './statement';

/** Who may sign. A keyless bundle needs one of `identities`, a bundle by a key one of `keys`. */
export interface VerifyPolicy {
  readonly identities?: readonly AllowedIdentity[];
  readonly keys?: readonly TrustedKey[];
  /** Allowed types of attestations; default: any. */
  readonly predicateTypes?: readonly string[];
}

/** What a bundle proved. */
export interface Verified {
  readonly kind: 'message' | 'attestation';
  readonly identity?: string;
  readonly issuer?: string;
  /** The pinned key that signed, when no certificate was used. */
  readonly key?: TrustedKey;
  readonly statement?: Statement;
  readonly logIndexes: readonly string[];
}

/**
 * @param bundle bytes of the bundle's file, or its parsed JSON
 * @throws Rejected, and nothing else, unless the bundle is for this file and by a signer of the policy.
 */
export function verifyBundle(bundle: unknown, artifact: Artifact, trust: TrustMaterial, policy: VerifyPolicy): Verified {
  try {
    return verify(readBundle(bundle), artifact, trust, policy);
  } catch (error) {
    throw asRejected(error);
  }
}

function verify(bundle: Bundle, artifact: Artifact, trust: TrustMaterial, policy: VerifyPolicy): Verified {
  const { tlogEntries } = bundle.verificationMaterial;
  const { leaf, key } = signingMaterial(bundle, policy);
  tlogEntries.forEach(checkLogEntry);
  const entity = signedEntity(bundle, artifact);
  if (key && (key.from ?? key.to) && entity.timestamps.length === 0) {
    reject('TIMESTAMP_ERROR', 'the pinned key has a validity period, so the bundle needs a timestamp');
  }
  const needsLog = key?.requireLog ?? true;
  const thresholds = needsLog ? {} : { tlogThreshold: 0, timestampThreshold: 0 };
  const signer = new Verifier(withKey(trust, key), thresholds).verify(entity);
  for (const entry of tlogEntries) checkLoggedSigner(entry, leaf, signer.key);
  const logIndexes = tlogEntries.map(({ logIndex }) => logIndex);
  const identity = leaf && { identity: signer.identity?.subjectAlternativeName, issuer: signer.identity?.extensions?.issuer };
  if (identity) checkIdentity(identity, timesOf(entity), policy);
  const who = identity ?? { key };
  if (bundle.content.$case === 'messageSignature') return { kind: 'message', ...who, logIndexes };
  const statement = readStatement(bundle.content.dsseEnvelope);
  checkStatement(statement, artifact, policy.predicateTypes);
  return { kind: 'attestation', ...who, statement, logIndexes };
}

/** The kind of signing material must be the policy's: else a keyless bundle would pass where a pinned key was meant. */
function signingMaterial(bundle: Bundle, policy: VerifyPolicy): { leaf?: X509Certificate; key?: TrustedKey } {
  const { content } = bundle.verificationMaterial;
  if (content.$case === 'publicKey') {
    const { hint } = content.publicKey;
    if (!policy.keys?.length) reject('PUBLIC_KEY_ERROR', `signed by a key (hint ${quote(hint)}), but no key is pinned`);
    return {
      key:
        findKey(policy.keys, hint) ?? reject('PUBLIC_KEY_ERROR', `signed by a key that is not pinned, got hint: ${quote(hint)}`),
    };
  }
  if (!policy.identities?.length) reject('UNTRUSTED_SIGNER_ERROR', 'signed with a certificate, but only pinned keys are allowed');
  return { leaf: checkCertificates(certificatesOf(bundle)) };
}

const withKey = (trust: TrustMaterial, key: TrustedKey | undefined): TrustMaterial => ({
  ...trust,
  publicKey: () =>
    key
      ? { publicKey: key.key, validFor: (date) => (!key.from || key.from <= date) && (!key.to || date <= key.to) }
      : reject('PUBLIC_KEY_ERROR', 'no key is pinned'),
});

/** For signatures over the file itself: digests are ours, and Ed25519 gets the bytes (the library hands it a digest). */
function signedEntity(bundle: Bundle, artifact: Artifact): SignedEntity {
  const entity = toSignedEntity(bundle, Buffer.alloc(0));
  if (bundle.content.$case !== 'messageSignature') return entity;
  const { messageDigest, signature } = bundle.content.messageSignature;
  if (messageDigest.algorithm !== HashAlgorithm.SHA2_256) reject('DIGEST', 'the signed digest must be SHA-256');
  if (!sameBytes(messageDigest.digest, artifact.sha256)) {
    const got = Buffer.from(messageDigest.digest).toString('hex');
    reject('DIGEST', `the bundle is for another file: it signs sha256 ${got}, the file has ${artifact.sha256.toString('hex')}`);
  }
  const isOurs = (digest: Buffer): boolean => sameBytes(digest, artifact.sha256);
  const library = entity.signature;
  return {
    ...entity,
    signature: {
      signature: library.signature,
      compareSignature: (other) => library.compareSignature(other),
      compareDigest: isOurs,
      compareSignedDigest: isOurs,
      verifySignature: (key) => artifact.check(key, Buffer.from(signature)),
    },
  };
}

function checkIdentity(signer: Signer, times: readonly Date[], policy: VerifyPolicy): void {
  const allowed = policy.identities?.filter((each) => isNamed(each, signer)) ?? [];
  const by = `signed by ${quote(signer.identity)} (issuer ${quote(signer.issuer)})`;
  if (!allowed.length) throw new Rejected('UNTRUSTED_SIGNER_ERROR', `${by}, which is not allowed`, signer);
  if (allowed.some((each) => times.every((time) => isWithin(each, time)))) return;
  const when = times.map((time) => time.toISOString()).join(' and ');
  throw new Rejected('UNTRUSTED_SIGNER_ERROR', `${by} at ${when}, which is not allowed at that time`, signer);
}

/** A workflow's identity is its path, `@` and the ref that it ran for; which tags there will be nobody knows. */
function isNamed({ identity, issuer, refs }: AllowedIdentity, signer: Signer): boolean {
  if (issuer !== signer.issuer) return false;
  if (!refs) return identity === signer.identity;
  return signer.identity?.startsWith(`${identity}@refs/${refs === 'tags' ? 'tags/' : ''}`) ?? false;
}

const isWithin = ({ from, to }: AllowedIdentity, time: Date): boolean =>
  (from === undefined || new Date(from) <= time) && (to === undefined || time < new Date(to));

/** Those that the library has verified: it counts a log's time only where the log has promised it. */
const timesOf = ({ timestamps }: SignedEntity): Date[] =>
  timestamps.flatMap((each) => {
    if (each.$case === 'timestamp-authority') return [each.timestamp.signingTime];
    return each.tlogEntry.inclusionPromise ? [new Date(Number(each.tlogEntry.integratedTime) * 1000)] : [];
  });
