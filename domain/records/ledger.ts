/**
 * The ledger: numbered entries, each signed and holding the hash of the one before. An entry is two lines, what was decided and the
 * registry's signature over it. The stored bytes are what is hashed and signed; nothing is ever written anew to verify it.
 */
import { createHash, type KeyObject, verify } from 'node:crypto';

/** One decision of the registry. */
export interface LedgerEvent {
  /** Unique: the same decision is logged once, however often its message is delivered. */
  readonly id: string;
  readonly kind: 'release.accepted' | 'release.refused' | 'status.changed';
  readonly ecosystem: string;
  readonly project: string;
  readonly upload: string;
  /** Unknown when the manifest could not be read. */
  readonly version?: string;
  /** Key and SHA-256 of the release or status record. */
  readonly record?: { readonly key: string; readonly sha256: string };
  /** Why it was refused. */
  readonly code?: string;
}

export interface LedgerEntry {
  readonly seq: number;
  /** SHA-256 of the entry before as stored, 64 zeros for the first one. */
  readonly prev: string;
  readonly time: string;
  readonly event: LedgerEvent;
}

const NOTHING_BEFORE = '0'.repeat(64);
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The bytes to sign. Beginning with `{`, they can never be taken for a package's countersigned line. */
export const entryBody = (seq: number, previous: Buffer | undefined, time: string, event: LedgerEvent): Buffer =>
  Buffer.from(JSON.stringify({ seq, prev: previous ? sha256(previous) : NOTHING_BEFORE, time, event } satisfies LedgerEntry));

/** The bytes to store. */
export const sealEntry = (body: Buffer, keyId: string, signature: Buffer): Buffer =>
  Buffer.concat([body, Buffer.from(`\n${JSON.stringify({ keyId, signature: signature.toString('base64') })}\n`)]);

/** Reads a stored entry without verifying it. */
export const readEntry = (stored: Buffer): LedgerEntry => JSON.parse(splitEntry(stored).body) as LedgerEntry;

function splitEntry(stored: Buffer): { body: string; seal: { keyId: string; signature: string } } {
  const [body = '', seal = '', rest] = stored.toString().split('\n');
  if (rest !== '') throw new Error('a ledger entry has two lines');
  return { body, seal: JSON.parse(seal) as { keyId: string; signature: string } };
}

/**
 * Verifies entries 0, 1, 2 and so on, all of them or a beginning. A missing end does not show in any chain: compare the last entry
 * with one that was seen before.
 * @param publicKey finds the key of a key id
 * @throws Error naming the first entry that is not what was logged
 */
export function verifyLedger(entries: readonly Buffer[], publicKey: (keyId: string) => KeyObject): void {
  entries.forEach((stored, seq) => {
    const { body, seal } = splitEntry(stored);
    const entry = readEntry(stored);
    const previous = entries[seq - 1];
    if (entry.seq !== seq || entry.prev !== (previous ? sha256(previous) : NOTHING_BEFORE)) {
      throw new Error(`Ledger entry ${seq} does not continue the one before.`);
    }
    if (!verify('sha256', Buffer.from(body), publicKey(seal.keyId), Buffer.from(seal.signature, 'base64'))) {
      throw new Error(`Ledger entry ${seq} has a signature that does not verify.`);
    }
  });
}
