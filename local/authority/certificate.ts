import type { KeyObject } from 'node:crypto';
import { initializeCA, initializeCTLog } from '@sigstore/mock/dist/fulcio';
import { bytesOf, sha256, spki } from './encoding';
import type { AuthorityKeys } from './keys';

/** Who a certificate speaks for. */
export interface Identity {
  readonly identity: string;
  readonly issuer: string;
  /** Further Fulcio claims by number; default: what follows from a GitHub workflow's identity. */
  readonly claims?: Readonly<Record<number, string>>;
}

const FULCIO = '1.3.6.1.4.1.57264.1.';
const GITHUB_WORKFLOW = /^(?<repository>https:\/\/github\.com\/[^/]+\/[^/]+)\/\.github\/workflows\/[^@]+@(?<ref>.+)$/;

/** Issues a code-signing certificate (DER) for ten minutes. */
export async function issueCertificate(keys: AuthorityKeys, key: KeyObject, who: Identity, at: Date): Promise<Buffer> {
  const ca = await initializeCA(keys.ca, await initializeCTLog(keys.ct), at);
  const claims = Object.entries({ 8: who.issuer, ...(who.claims ?? githubClaims(who.identity)) });
  const certificate = await ca.issueCertificate({
    publicKey: new Uint8Array(spki(key)),
    subjectAltName: who.identity,
    // sigstore-python wants the old issuer claim (1, a raw string) besides the new one (8, DER).
    extensions: [
      { oid: `${FULCIO}1`, value: who.issuer, legacy: true },
      ...claims.map(([n, value]) => ({ oid: FULCIO + n, value })),
    ],
  });
  return bytesOf(certificate);
}

/** Repository, commit, ref and workflow, as Fulcio writes them for GitHub Actions; the commit is made up from the ref. */
function githubClaims(identity: string): Record<number, string> {
  const { repository, ref } = GITHUB_WORKFLOW.exec(identity)?.groups ?? {};
  if (!repository || !ref) return {};
  return {
    9: identity,
    12: repository,
    13: sha256(ref).toString('hex').slice(0, 40),
    14: ref,
    18: identity,
    20: 'push',
  };
}
