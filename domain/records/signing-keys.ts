/** The keys with which the registry signs, now and before, and the public document that tells of them. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { keyFingerprint } from '../signing/fingerprint';

/** A key as the ledger introduces it. */
export interface SigningKey {
  /** Id in KMS, by which ledger entries and countersignatures name it. */
  readonly keyId: string;
  /** Counts up with each new key; the highest one signs. */
  readonly generation: number;
  /** As `ssh-keygen -l` prints it; npm's clients name it so. */
  readonly fingerprint: string;
  /** SubjectPublicKeyInfo in DER, base64. */
  readonly publicKey: string;
}

/** @param publicKey SubjectPublicKeyInfo in DER */
export const signingKey = (keyId: string, generation: number, publicKey: Buffer): SigningKey => ({
  keyId,
  generation,
  fingerprint: keyFingerprint(publicKey),
  publicKey: publicKey.toString('base64'),
});

export const keyObject = ({ publicKey }: Pick<SigningKey, 'publicKey'>): KeyObject =>
  createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });

/** A key and when it could sign. */
export interface DatedKey extends SigningKey {
  readonly from: string;
  /** When it was retired; null while it may sign. What it signed before stays valid. */
  readonly expires: string | null;
}

/** `/-/keys`: every key that the registry has ever had, oldest first. */
export interface KeysDocument {
  readonly schema: 1;
  /** Of all signatures. */
  readonly algorithm: 'ECDSA_P256_SHA256';
  readonly keys: readonly DatedKey[];
}

export const keysDocument = (keys: readonly DatedKey[]): KeysDocument => ({
  schema: 1,
  algorithm: 'ECDSA_P256_SHA256',
  keys: [...keys].sort((a, b) => a.generation - b.generation),
});
