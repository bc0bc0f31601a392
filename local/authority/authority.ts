/**
 * A signing authority of our own for tests and demos: certificate authority, logs and timestamps without a network. What it
 * signs verifies against its own trusted root by the same code and policy as any other bundle.
 */
import { type KeyPairKeyObjectResult, sign } from 'node:crypto';
import { BUNDLE_V03, type BundleJson, type EnvelopeJson, type MaterialJson } from './bundle-json';
import { type Identity, issueCertificate } from './certificate';
import { base64, pem, preAuthEncoding, sha256, spki } from './encoding';
import { type AuthorityKeys, newKey } from './keys';
import { type LogBody, logV1, logV2 } from './log';
import { timestamp } from './timestamp';
import type { TrustedRootJson } from './trusted-root';

/** Keyless (a certificate for an identity, and a key used once) or with a key of one's own. */
export type SignWith = Identity | { readonly key: KeyPairKeyObjectResult };

export interface SignOptions {
  /** Which generation of transparency log records the signature. @default 'v1' */
  readonly log?: 'v1' | 'v2' | 'none';
  /** Whether to add an RFC 3161 timestamp. @default only with log v2, which needs one */
  readonly tsa?: boolean;
  /** Times of certificate, log entry and timestamp. @default now */
  readonly certTime?: Date;
  readonly logTime?: Date;
  readonly tsaTime?: Date;
  /** @default 'application/vnd.in-toto+json' */
  readonly payloadType?: string;
}

export interface Authority {
  readonly trustedRoot: TrustedRootJson;
  /** Signs the bytes of a file. */
  signMessage(artifact: Buffer, who: SignWith, options?: SignOptions): Promise<BundleJson>;
  /** Signs an in-toto statement. */
  attest(statement: object, who: SignWith, options?: SignOptions): Promise<BundleJson>;
}

interface Signed {
  readonly signature: Buffer;
  /** The signer in PEM (Rekor v1) and as Rekor v2's `verifier`. */
  readonly pem: string;
  readonly verifier: object;
}

export function createAuthority(keys: AuthorityKeys, trustedRoot: TrustedRootJson): Authority {
  async function signBytes(
    bytes: Buffer,
    who: SignWith,
    options: SignOptions,
    logBody: (signed: Signed) => LogBody,
  ): Promise<{ signature: Buffer; material: MaterialJson }> {
    const now = new Date();
    const { log = 'v1', tsa = log === 'v2' } = options;
    const key = 'key' in who ? who.key : newKey();
    const isEd25519 = key.privateKey.asymmetricKeyType === 'ed25519';
    const signature = sign(isEd25519 ? null : 'sha256', bytes, key.privateKey);
    const signer = 'key' in who ? ownKey(key) : await certified(keys, key, who, options.certTime ?? now);
    const body = logBody({ signature, ...signer });
    const logTime = options.logTime ?? now;
    const tlogEntries = log === 'none' ? [] : [await (log === 'v1' ? logV1 : logV2)(keys, body, logTime)];
    const stamp = tsa ? await timestamp(keys, trustedRoot, signature, options.tsaTime ?? now) : undefined;
    const timestamps =
      stamp === undefined ? {} : { timestampVerificationData: { rfc3161Timestamps: [{ signedTimestamp: stamp }] } };
    return { signature, material: { ...signer.material, tlogEntries, ...timestamps } };
  }

  return {
    trustedRoot,
    async signMessage(artifact, who, options = {}) {
      const digest = sha256(artifact);
      const { signature, material } = await signBytes(artifact, who, options, (signed) => messageEntry(digest, signed));
      const messageDigest = { algorithm: 'SHA2_256', digest: base64(digest) };
      return {
        mediaType: BUNDLE_V03,
        verificationMaterial: material,
        messageSignature: { messageDigest, signature: base64(signature) },
      };
    },
    async attest(statement, who, options = {}) {
      const payload = Buffer.from(JSON.stringify(statement));
      const type = options.payloadType ?? 'application/vnd.in-toto+json';
      const encoded = preAuthEncoding(type, payload);
      const envelope = (signature: Buffer): EnvelopeJson => ({
        payloadType: type,
        payload: base64(payload),
        signatures: [{ sig: base64(signature), keyid: '' }],
      });
      const { signature, material } = await signBytes(encoded, who, options, (signed) =>
        attestationEntry(envelope(signed.signature), payload, encoded, signed),
      );
      return { mediaType: BUNDLE_V03, verificationMaterial: material, dsseEnvelope: envelope(signature) };
    },
  };
}

type SignerParts = Omit<Signed, 'signature'> & { readonly material: Pick<MaterialJson, 'certificate' | 'publicKey'> };

function ownKey({ publicKey }: KeyPairKeyObjectResult): SignerParts {
  const der = spki(publicKey);
  const keyDetails = publicKey.asymmetricKeyType === 'ed25519' ? 'PKIX_ED25519' : 'PKIX_ECDSA_P256_SHA_256';
  return {
    pem: pem(der, 'PUBLIC KEY'),
    verifier: { publicKey: { rawBytes: base64(der) }, keyDetails },
    material: { publicKey: { hint: base64(sha256(der)) } },
  };
}

async function certified(keys: AuthorityKeys, key: KeyPairKeyObjectResult, who: Identity, at: Date): Promise<SignerParts> {
  const certificate = await issueCertificate(keys, key.publicKey, who, at);
  const rawBytes = base64(certificate);
  return {
    pem: pem(certificate, 'CERTIFICATE'),
    verifier: { x509Certificate: { rawBytes }, keyDetails: 'PKIX_ECDSA_P256_SHA_256' },
    material: { certificate: { rawBytes } },
  };
}

const messageEntry = (digest: Buffer, signed: Signed): LogBody => ({
  kind: 'hashedrekord',
  v2: hashedRekordV2(digest, signed),
  v1: {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: {
      data: { hash: { algorithm: 'sha256', value: digest.toString('hex') } },
      signature: { content: base64(signed.signature), publicKey: { content: base64(signed.pem) } },
    },
  },
});

const attestationEntry = (envelope: EnvelopeJson, payload: Buffer, encoded: Buffer, signed: Signed): LogBody => ({
  kind: 'dsse',
  v2: hashedRekordV2(sha256(encoded), signed),
  v1: {
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: {
      envelopeHash: { algorithm: 'sha256', value: sha256(JSON.stringify(envelope)).toString('hex') },
      payloadHash: { algorithm: 'sha256', value: sha256(payload).toString('hex') },
      signatures: [{ signature: base64(signed.signature), verifier: base64(signed.pem) }],
    },
  },
});

const hashedRekordV2 = (digest: Buffer, { signature, verifier }: Signed): object => ({
  apiVersion: '0.0.2',
  kind: 'hashedrekord',
  spec: {
    hashedRekordV002: {
      data: { algorithm: 'SHA2_256', digest: base64(digest) },
      signature: { content: base64(signature), verifier },
    },
  },
});
