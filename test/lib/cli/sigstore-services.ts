/** Sigstore's services as a `fetch` that needs no network: Sigstore's own mock, answering as the services do. */

import { fulcioHandler } from '@sigstore/mock/dist/fulcio/handler';
import { initializeCA, initializeCTLog } from '@sigstore/mock/dist/fulcio/index';
import { initializeTLog, type TLog as Tlog } from '@sigstore/mock/dist/rekor/index';
import type { Handler } from '@sigstore/mock/dist/shared.types';
import { tsaHandler } from '@sigstore/mock/dist/timestamp/handler';
import { initializeTSA } from '@sigstore/mock/dist/timestamp/index';
import { loadTrust, type TrustMaterial } from '../../../domain/signing';
import { sha256 } from '../../../domain/signing/bytes';
import { newKeys, newTrustedRoot } from '../../../local/authority';
import type { AuthorityKeys } from '../../../local/authority/keys';
import { logV2 } from '../../../local/authority/log';

export interface Asked {
  readonly url: string;
  readonly authorization: string | null;
}

export interface Services {
  readonly fetch: typeof fetch;
  readonly trust: TrustMaterial;
  readonly asked: Asked[];
}

const TOKEN_PATH = '/token';
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** @param token what GitHub's token service gives */
export async function sigstoreServices(token: string, at: Date): Promise<Services> {
  const keys = newKeys();
  const ca = await initializeCA(keys.ca, await initializeCTLog(keys.ct), at);
  const log = await initializeTLog('https://rekor.local.test', keys.log, at);
  const tsa = await initializeTSA(keys.tsa, at);
  const root = await newTrustedRoot(keys);
  const [authority] = root.timestampAuthorities;
  const certificates = [tsa.intCertificate, tsa.rootCertificate].map((one) => ({ rawBytes: base64(new Uint8Array(one.buffer)) }));
  const trust = loadTrust({ ...root, timestampAuthorities: [{ ...authority, certChain: { certificates } }] });
  const handlers = [fulcioHandler(ca), logFirst(log), logSecond(keys, at), tsaHandler(tsa)];
  const asked: Asked[] = [];
  return {
    trust,
    asked,
    fetch: async (input, init) => {
      const url = new URL(input);
      asked.push({ url: url.href, authorization: new Headers(init?.headers).get('authorization') });
      if (url.pathname === TOKEN_PATH) return Response.json({ value: token });
      const handler = handlers.find(({ path }) => path === url.pathname);
      const { statusCode, response } = await handler!.fn(init!.body as string);
      return new Response(typeof response === 'string' ? response : Buffer.from(response.buffer), { status: statusCode });
    },
  };
}

interface RequestV1 {
  readonly kind: string;
  readonly spec: { readonly proposedContent?: { readonly envelope: string; readonly verifiers: readonly string[] } };
}

/** The mock logs what it is asked to; Rekor logs digests of an attestation instead of the attestation. */
const logFirst = (log: Tlog): Handler => ({
  path: '/api/v1/log/entries',
  fn: async (request) => {
    const asked = JSON.parse(request) as RequestV1;
    const { envelope = '', verifiers = [] } = asked.spec.proposedContent ?? {};
    const { payload, signatures } = JSON.parse(envelope || '{}') as Partial<Envelope>;
    const spec = {
      envelopeHash: { algorithm: 'sha256', value: sha256(Buffer.from(envelope)).toString('hex') },
      payloadHash: { algorithm: 'sha256', value: sha256(Buffer.from(payload ?? '', 'base64')).toString('hex') },
      signatures: [{ signature: signatures?.[0]?.sig, verifier: verifiers[0] }],
    };
    const entry = asked.kind === 'dsse' ? { apiVersion: '0.0.1', kind: 'dsse', spec } : asked;
    return { statusCode: 201, response: JSON.stringify(await log.log(entry)) };
  },
});

interface Envelope {
  readonly payload: string;
  readonly signatures: readonly { readonly sig: string }[];
}

interface RequestV2 {
  readonly hashedRekordRequestV002?: { readonly digest: string; readonly signature: object };
  readonly dsseRequestV002?: { readonly envelope: Envelope; readonly verifiers: readonly object[] };
}

/** https://github.com/sigstore/rekor-tiles: a request becomes an entry whose body names digests. */
const logSecond = (keys: AuthorityKeys, at: Date): Handler => ({
  path: '/api/v2/log/entries',
  fn: async (request) => {
    const { hashedRekordRequestV002: file, dsseRequestV002: attestation } = JSON.parse(request) as RequestV2;
    const algorithm = 'SHA2_256';
    const kind = file ? 'hashedrekord' : 'dsse';
    const spec = file
      ? { hashedRekordV002: { data: { algorithm, digest: file.digest }, signature: file.signature } }
      : { dsseV002: dsseBody(attestation!, algorithm) };
    const v2 = { apiVersion: '0.0.2', kind, spec };
    const entry = await logV2(keys, { kind, v1: {}, v2 }, at);
    return { statusCode: 201, response: JSON.stringify({ ...entry, kindVersion: { kind, version: '0.0.2' } }) };
  },
});

const dsseBody = ({ envelope, verifiers }: NonNullable<RequestV2['dsseRequestV002']>, algorithm: string): object => ({
  payloadHash: { algorithm, digest: base64(sha256(Buffer.from(envelope.payload, 'base64'))) },
  signatures: [{ content: envelope.signatures[0]!.sig, verifier: verifiers[0] }],
});
