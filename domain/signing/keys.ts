import { createPublicKey, type KeyObject } from 'node:crypto';
import { sha256 } from './bytes';
import type { PinnedKey } from './policy';
import { reject } from './rejected';

/** A pinned key, ready for the verifier. */
export interface TrustedKey {
  /** Hints by which a bundle may choose this key; `*` stands for any. A hint is unauthenticated and proves nothing. */
  readonly hints: readonly string[];
  readonly key: KeyObject;
  readonly from?: Date;
  readonly to?: Date;
  /** @default true */
  readonly requireLog?: boolean;
}

/** The hint that cosign writes: base64 of the SHA-256 of the key's DER SPKI. */
export const hintOf = (key: KeyObject): string => sha256(key.export({ type: 'spki', format: 'der' })).toString('base64');

/** The key of these that a bundle with this hint may use. */
export const findKey = (keys: readonly TrustedKey[], hint: string): TrustedKey | undefined =>
  keys.find(({ hints }) => hints.includes('*') || hints.includes(hint));

/**
 * Reads a public key in PEM.
 * @throws Rejected KEY_TYPE unless it is an ECDSA P-256 or Ed25519 public key.
 */
export function readPublicKey(pem: string): KeyObject {
  if (!pem.includes('-----BEGIN PUBLIC KEY-----'))
    reject('KEY_TYPE', 'the key must be a public key in PEM (-----BEGIN PUBLIC KEY-----)');
  const key = parsePem(pem);
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType !== 'ed25519' && curve !== 'prime256v1') {
    reject('KEY_TYPE', `the key must be ECDSA P-256 or Ed25519, got: ${curve ?? key.asymmetricKeyType ?? 'unknown'}`);
  }
  return key;
}

function parsePem(pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch {
    return reject('KEY_TYPE', 'the public key cannot be read: its PEM is damaged');
  }
}

export function trustedKey(pinned: PinnedKey): TrustedKey {
  const key = readPublicKey(pinned.publicKeyPem);
  return {
    key,
    hints: pinned.hints ?? [hintOf(key)],
    from: pinned.from === undefined ? undefined : new Date(pinned.from),
    to: pinned.to === undefined ? undefined : new Date(pinned.to),
    requireLog: pinned.requireLog,
  };
}
