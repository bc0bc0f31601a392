/** Entries of Rekor, the transparency log, and timestamps. */
import { createHash } from 'node:crypto';
import type { SerializedEnvelope, TransparencyLogEntry } from '@sigstore/bundle';
import { TransparencyLogEntry as Entry } from '@sigstore/protobuf-specs';
import { CliError } from '../failure';
import { ask, askJson, type Http } from './http';
import type { Services } from './services';
import type { Signer } from './signer';

/** What is logged: a signature over a file, or an attestation. */
export type Logged = { readonly sha256: string; readonly signature: Buffer } | { readonly envelope: SerializedEnvelope };

/** Has the signature logged. @throws CliError */
export async function logEntry(what: Logged, signer: Signer, { log }: Services, http: Http): Promise<TransparencyLogEntry> {
  const who = 'The transparency log';
  if (log.version === 1) {
    const answer = await askJson({ who, url: `${log.url}/api/v1/log/entries`, body: entryV1(what, signer) }, http);
    return readV1(answer);
  }
  const answer = await askJson({ who, url: `${log.url}/api/v2/log/entries`, body: entryV2(what, signer) }, http);
  const { logId, kindVersion, ...entry } = Entry.fromJSON(answer);
  if (logId && kindVersion) return { ...entry, logId, kindVersion };
  throw new CliError('The transparency log answered without saying which log it is; try again later');
}

/** An RFC 3161 timestamp of a signature. @throws CliError */
export const timestamp = (signature: Buffer, url: string, http: Http): Promise<Buffer> =>
  ask(
    {
      who: 'The timestamp authority',
      url,
      body: { artifactHash: createHash('sha256').update(signature).digest('base64'), hashAlgorithm: 'sha256' },
    },
    http,
  );

/** https://github.com/sigstore/rekor/tree/main/pkg/types */
function entryV1(what: Logged, { pem }: Signer): object {
  const key = Buffer.from(pem).toString('base64');
  if ('envelope' in what) {
    const proposedContent = { envelope: JSON.stringify(what.envelope), verifiers: [key] };
    return { apiVersion: '0.0.1', kind: 'dsse', spec: { proposedContent } };
  }
  const data = { hash: { algorithm: 'sha256', value: what.sha256 } };
  const signature = { content: what.signature.toString('base64'), publicKey: { content: key } };
  return { apiVersion: '0.0.1', kind: 'hashedrekord', spec: { data, signature } };
}

/** https://github.com/sigstore/rekor-tiles/blob/main/CLIENTS.md */
function entryV2(what: Logged, { pem, certificate }: Signer): object {
  const verifier = {
    keyDetails: 'PKIX_ECDSA_P256_SHA_256',
    ...(certificate
      ? { x509Certificate: { rawBytes: certificate.toString('base64') } }
      : { publicKey: { rawBytes: pem.replace(/-----[^-]+-----|\s/g, '') } }),
  };
  if ('envelope' in what) return { dsseRequestV002: { envelope: what.envelope, verifiers: [verifier] } };
  const digest = Buffer.from(what.sha256, 'hex').toString('base64');
  return { hashedRekordRequestV002: { digest, signature: { content: what.signature.toString('base64'), verifier } } };
}

interface EntryV1 {
  readonly body: string;
  readonly integratedTime: number;
  readonly logID: string;
  readonly logIndex: number;
  readonly verification?: {
    readonly signedEntryTimestamp?: string;
    readonly inclusionProof?: {
      readonly checkpoint: string;
      readonly hashes: readonly string[];
      readonly logIndex: number;
      readonly rootHash: string;
      readonly treeSize: number;
    };
  };
}

function readV1(answer: unknown): TransparencyLogEntry {
  const [entry] = Object.values(answer as Record<string, EntryV1>);
  const { signedEntryTimestamp, inclusionProof: proof } = entry?.verification ?? {};
  if (!entry || signedEntryTimestamp === undefined || !proof)
    throw new CliError('The transparency log answered without a promise and a proof; try again later');
  const { kind, apiVersion } = JSON.parse(Buffer.from(entry.body, 'base64').toString()) as { kind: string; apiVersion: string };
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: Buffer.from(entry.logID, 'hex') },
    kindVersion: { kind, version: apiVersion },
    integratedTime: String(entry.integratedTime),
    inclusionPromise: { signedEntryTimestamp: Buffer.from(signedEntryTimestamp, 'base64') },
    inclusionProof: {
      logIndex: String(proof.logIndex),
      rootHash: Buffer.from(proof.rootHash, 'hex'),
      treeSize: String(proof.treeSize),
      hashes: proof.hashes.map((hash) => Buffer.from(hash, 'hex')),
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: Buffer.from(entry.body, 'base64'),
  };
}
