/** Sigstore bundles (v0.3) of what somebody signs. */
import {
  type BundleWithDsseEnvelope,
  type BundleWithMessageSignature,
  bundleToJSON,
  envelopeToJSON,
  type SerializedBundle,
  toDSSEBundle,
  toMessageSignatureBundle,
} from '@sigstore/bundle';
import { parseFileName } from '../../../domain/packages/pypi/filenames';
import { IN_TOTO, Predicate } from '../../../domain/signing';
import { contentOfBytes, type NamedContent } from '../content';
import type { ReleaseName } from '../release';
import type { Http } from './http';
import { type Logged, logEntry, timestamp } from './log';
import type { Services } from './services';
import type { Signer } from './signer';

export interface Signing {
  readonly signer: Signer;
  /** Undefined: nothing is logged, which only pinned keys may allow. */
  readonly services: Services | undefined;
  readonly http: Http;
}

/**
 * Signs a file as its ecosystem's own tools do: PyPI's clients want an attestation (PEP 740), which needs a certificate; everybody
 * else a signature over the file.
 */
export function signFile(file: NamedContent, { ecosystem }: ReleaseName, signing: Signing): Promise<SerializedBundle> {
  const attests = ecosystem === 'pypi' && signing.signer.certificate !== undefined && parseFileName(file.name) !== undefined;
  return attests ? attest(pypiPublish(file), signing) : signMessage(file, signing);
}

/** https://docs.pypi.org/attestations/publish/v1/ */
const pypiPublish = ({ name, content: { sha256 } }: NamedContent): object => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name, digest: { sha256 } }],
  predicateType: Predicate.PYPI_PUBLISH,
  predicate: null,
});

async function signMessage({ content }: NamedContent, signing: Signing): Promise<SerializedBundle> {
  const { signer } = signing;
  const signature = await signer.sign(content);
  const digest = Buffer.from(content.sha256, 'hex');
  const bundle = toMessageSignatureBundle({ digest, signature, ...materialOf(signer) });
  return witnessed(bundle, { sha256: content.sha256, signature }, signature, signing);
}

async function attest(statement: object, signing: Signing): Promise<SerializedBundle> {
  const { signer } = signing;
  const artifact = Buffer.from(JSON.stringify(statement));
  const signature = await signer.sign(contentOfBytes(preAuthEncoding(IN_TOTO, artifact)));
  const bundle = toDSSEBundle({ artifact, artifactType: IN_TOTO, signature, ...materialOf(signer) });
  return witnessed(bundle, { envelope: envelopeToJSON(bundle.content.dsseEnvelope) }, signature, signing);
}

/** https://github.com/secure-systems-lab/dsse/blob/master/protocol.md */
const preAuthEncoding = (type: string, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${body.length} `), body]);

const materialOf = ({ certificate, keyHint }: Signer) => ({
  ...(certificate && { certificate }),
  ...(keyHint !== undefined && { keyHint }),
  certificateChain: false,
});

async function witnessed(
  bundle: BundleWithMessageSignature | BundleWithDsseEnvelope,
  logged: Logged,
  signature: Buffer,
  { signer, services, http }: Signing,
): Promise<SerializedBundle> {
  const material = bundle.verificationMaterial;
  if (services) {
    material.tlogEntries.push(await logEntry(logged, signer, services, http));
    if (services.log.version === 2 && services.timestamps !== undefined) {
      const signedTimestamp = await timestamp(signature, services.timestamps, http);
      material.timestampVerificationData = { rfc3161Timestamps: [{ signedTimestamp }] };
    }
  }
  return bundleToJSON(bundle);
}

/** Whether a bundle says itself that it is for another file. */
export function isForOther(bundle: Buffer, { sha256 }: { readonly sha256: string }): boolean {
  try {
    const signed = digestsIn(JSON.parse(bundle.toString()) as SerializedBundle);
    return signed.length > 0 && !signed.includes(sha256);
  } catch {
    return true; // cut short, or no bundle at all
  }
}

/** SHA-256 digests that a bundle is about. */
function digestsIn({ messageSignature, dsseEnvelope }: SerializedBundle): string[] {
  if (messageSignature) return [Buffer.from(messageSignature.messageDigest!.digest, 'base64').toString('hex')];
  const { subject = [] } = JSON.parse(Buffer.from(dsseEnvelope.payload, 'base64').toString()) as {
    subject?: { digest?: { sha256?: string } }[];
  };
  return subject.flatMap(({ digest }) => digest?.sha256 ?? []);
}
