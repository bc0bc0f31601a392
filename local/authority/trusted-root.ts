import type { KeyObject } from 'node:crypto';
import { initializeCA, initializeCTLog } from '@sigstore/mock/dist/fulcio';
import { initializeTSA } from '@sigstore/mock/dist/timestamp';
import { base64, bytesOf, sha256, spki } from './encoding';
import type { AuthorityKeys } from './keys';

/** A Sigstore trusted root as JSON, as far as the authority reads its own again. */
export interface TrustedRootJson {
  readonly mediaType: string;
  readonly tlogs: readonly object[];
  readonly ctlogs: readonly object[];
  readonly certificateAuthorities: readonly AuthorityJson[];
  readonly timestampAuthorities: readonly AuthorityJson[];
}

interface AuthorityJson {
  readonly certChain: { readonly certificates: readonly { readonly rawBytes: string }[] };
}

/** Early enough for every test; the certificates themselves begin when they are made. */
const START = '2020-01-01T00:00:00Z';

export const LOG_HOST = 'rekor.local.test';

/** Makes the authority's certificates (valid for a year) and the root by which its bundles are verified. */
export async function newTrustedRoot(keys: AuthorityKeys): Promise<TrustedRootJson> {
  const ca = await initializeCA(keys.ca, await initializeCTLog(keys.ct));
  const tsa = await initializeTSA(keys.tsa);
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [log(`https://${LOG_HOST}`, keys.log.publicKey)],
    ctlogs: [log('https://ct.local.test', keys.ct.publicKey)],
    certificateAuthorities: [authority('https://fulcio.local.test', ca.rootCertificate)],
    timestampAuthorities: [authority('https://tsa.local.test', tsa.intCertificate, tsa.rootCertificate)],
  };
}

const log = (baseUrl: string, key: KeyObject): object => ({
  baseUrl,
  hashAlgorithm: 'SHA2_256',
  publicKey: { rawBytes: base64(spki(key)), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor: { start: START } },
  logId: { keyId: base64(sha256(spki(key))) },
});

const authority = (
  uri: string,
  ...certificates: ArrayBufferView[]
): AuthorityJson & { readonly uri: string; readonly subject: object; readonly validFor: object } => ({
  subject: { organization: 'local', commonName: 'local' },
  uri,
  certChain: { certificates: certificates.map((certificate) => ({ rawBytes: base64(bytesOf(certificate)) })) },
  validFor: { start: START },
});
