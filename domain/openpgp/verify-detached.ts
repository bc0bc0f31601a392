import { type ByteSource, chunksOf } from '../contracts/byte-source';
import { dearmor } from './armor';
import type { Certificate, SigningKey } from './certificate';
import { malformed } from './malformed';
import { readPackets, Tag } from './packets';
import { isSignedBy, readSignature, type Signature, SignatureType } from './signature';

/** Clocks differ; a signature from further ahead than this was not made at the time it says. */
const AHEAD_MS = 24 * 60 * 60 * 1000;
const MAX_SIGNATURES = 8;

/**
 * Finds the pinned key that made a detached signature over a file.
 * @param armored the `.asc` file; of several signatures in it, one good one is enough
 * @param now when the file was uploaded
 * @returns fingerprint of the primary key
 * @throws Malformed, in half a sentence, when none of the keys has signed this file
 */
export function verifyDetached(file: ByteSource, armored: Buffer, pinned: readonly Certificate[], now: Date): string {
  const packets = readPackets(dearmor('SIGNATURE', armored));
  if (!packets.length || packets.length > MAX_SIGNATURES || packets.some(({ tag }) => tag !== Tag.SIGNATURE))
    malformed(`it must hold 1 to ${MAX_SIGNATURES} signatures and nothing else`);
  const failures: string[] = [];
  for (const { body } of packets) {
    const found = signerOf(readSignature(body), file, pinned, now);
    if ('fingerprint' in found) return found.fingerprint;
    failures.push(found.failure);
  }
  return malformed(failures[0]!);
}

function signerOf(
  signature: Signature,
  file: ByteSource,
  pinned: readonly Certificate[],
  now: Date,
): { fingerprint: string } | { failure: string } {
  const { type, created, expires, issuer } = signature;
  if (type !== SignatureType.BINARY) return { failure: 'it is not a signature over a file as it is' };
  if (created.getTime() > now.getTime() + AHEAD_MS)
    return { failure: `it says it was made at ${created.toISOString()}, in the future` };
  if (expires && expires < now) return { failure: `it expired at ${expires.toISOString()}` };
  const claimed = pinned.flatMap(({ fingerprint, signingKeys }) =>
    signingKeys.filter(({ key }) => !issuer || key.fingerprint.endsWith(issuer)).map((key) => ({ fingerprint, ...key })),
  );
  if (!claimed.length) return { failure: `it is by the key ${issuer ?? 'it does not name'}, which is not pinned` };
  const signer = claimed.find(({ key }) => isSignedBy(key, signature, chunksOf(file)));
  if (!signer) return { failure: 'it is not over this file, or not by the key that it names' };
  return isGood(signer, created, now)
    ? { fingerprint: signer.fingerprint }
    : { failure: 'its key was not valid, or has expired' };
}

/** A key that has expired must not sign any more, whatever time its signatures claim. */
const isGood = ({ key, expires }: SigningKey, at: Date, now: Date): boolean => key.created <= at && (!expires || now < expires);
