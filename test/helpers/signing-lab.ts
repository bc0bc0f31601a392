/** A test authority, a file and a publisher: what the tests of signatures work with. */
import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';
import {
  type Artifact,
  artifactFromBuffer,
  hintOf,
  loadTrust,
  Predicate,
  Rejected,
  type RejectionCode,
  type TrustedKey,
  type TrustMaterial,
  type VerifyPolicy,
  verifyBundle,
} from '../../domain/signing';
import { sha256 } from '../../domain/signing/bytes';
import { type Authority, createAuthority, type Identity, newKey, newKeys, newTrustedRoot } from '../../local/authority';
import type { AuthorityKeys } from '../../local/authority/keys';

export const FILE = Buffer.from('the bytes of a package');
export const OTHER_FILE = Buffer.from('the bytes of another package');
export const HOUR = 3_600_000;

export const PUBLISHER: Identity = {
  identity: 'https://github.com/example/demo/.github/workflows/release.yml@refs/tags/v1.0',
  issuer: 'https://token.actions.githubusercontent.com',
};

export interface Lab extends Authority {
  readonly keys: AuthorityKeys;
  readonly trust: TrustMaterial;
}

export async function createLab(): Promise<Lab> {
  const keys = newKeys();
  const trustedRoot = await newTrustedRoot(keys);
  return { ...createAuthority(keys, trustedRoot), keys, trust: loadTrust(trustedRoot) };
}

export const artifact = (bytes = FILE): Artifact => artifactFromBuffer(bytes);

export const statement = (digest: object, predicateType: string = Predicate.SLSA_PROVENANCE): object => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: [{ name: 'demo-1.0.tar.gz', digest }],
  predicateType,
  predicate: {},
});

export const digestOf = (bytes: Buffer): { sha256: string } => ({ sha256: sha256(bytes).toString('hex') });

export const KEY_KINDS = {
  'ECDSA P-256': newKey,
  Ed25519: (): KeyPairKeyObjectResult => generateKeyPairSync('ed25519'),
} as const;

export const pinned = ({ publicKey }: KeyPairKeyObjectResult, rest: Partial<TrustedKey> = {}): TrustedKey => ({
  hints: [hintOf(publicKey)],
  key: publicKey,
  ...rest,
});

export const KEYLESS: VerifyPolicy = { identities: [PUBLISHER] };

export type Result = 'accepted' | RejectionCode;

/** What the verifier says of a bundle; lets through whatever else than Rejected it throws. */
export function verdictOn(trust: TrustMaterial, bundle: unknown, policy = KEYLESS, file = artifact()): Result {
  try {
    verifyBundle(bundle, file, trust, policy);
    return 'accepted';
  } catch (error) {
    if (error instanceof Rejected) return error.code;
    throw error;
  }
}
