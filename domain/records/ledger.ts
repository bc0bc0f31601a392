/**
 * The ledger: numbered entries, each signed and holding the hash of the one before. An entry is two lines, what was decided and the
 * registry's signature over it. The stored bytes are what is hashed and signed; nothing is ever written anew to verify it.
 *
 * Everything in an entry is public, for ever: no network addresses, no tokens, no mail addresses.
 */
import { createHash } from 'node:crypto';
import type { AccessChange } from '../contracts/access';
import type { BrakeMove } from '../contracts/brake';
import type { SigningKey } from './signing-keys';

/** One decision of the registry. */
export interface LedgerEvent {
  /** Unique: the same decision is logged once, however often its message is delivered. */
  readonly id: string;
  readonly kind: 'release.accepted' | 'release.refused' | ReleaseEventKind | 'status.changed' | BlockEventKind | OwnKind;
  /** {@link OWN} for what is about the registry itself. */
  readonly ecosystem: string;
  readonly project: string;
  readonly upload: string;
  /** Unknown when the manifest could not be read. */
  readonly version?: string;
  /** Key and SHA-256 of the release or status record. */
  readonly record?: { readonly key: string; readonly sha256: string };
  /** Why it was refused. */
  readonly code?: string;
  /** Rules of docs/watch.md that found something. */
  readonly findings?: readonly string[];
  /** Why a person approved or rejected it. */
  readonly reason?: string;
  /** Of `key.added` and `key.retired`. */
  readonly key?: SigningKey;
  /** Of `policy.changed`. */
  readonly policy?: PolicyChange;
  /** Of `access.changed`. */
  readonly access?: AccessChange;
  /** Of `brake.moved`. */
  readonly brake?: Omit<BrakeMove, 'id'>;
}

/** What a person has to decide about, and what they decided. */
export type ReleaseEventKind = 'release.held' | 'release.approved' | 'release.rejected';

/** A version or a project is taken out or brought back; or, with {@link OWN} for the ecosystem, a file or publisher wherever it is. */
export type BlockEventKind = 'blocked' | 'unblocked';

/** Changes of the registry itself, none of them of a project. */
export type OwnKind = 'key.added' | 'key.retired' | 'policy.changed' | 'access.changed' | 'brake.moved';

/** Stands for the registry where an ecosystem is named otherwise. */
export const OWN = '-';

export interface PolicyChange {
  /** SHA-256 of the policy as the intake function holds it. */
  readonly sha256: string;
  /** The one before; absent the first time. */
  readonly previous?: string;
  /** A sentence for each difference. */
  readonly changes: readonly string[];
}

export interface LedgerEntry {
  readonly seq: number;
  /** SHA-256 of the entry before as stored, 64 zeros for the first one. */
  readonly prev: string;
  readonly time: string;
  readonly event: LedgerEvent;
}

/** Who signed an entry. */
export interface Seal {
  readonly keyId: string;
  /** ECDSA P-256 with SHA-256 in DER, base64. */
  readonly signature: string;
}

export const NOTHING_BEFORE = '0'.repeat(64);
/** What the next entry names as the one before. */
export const entryHash = (stored: Buffer): string => createHash('sha256').update(stored).digest('hex');

/** The bytes to sign. Beginning with `{`, they can never be taken for a package's countersigned line. */
export const entryBody = (seq: number, previous: Buffer | undefined, time: string, event: LedgerEvent): Buffer =>
  Buffer.from(JSON.stringify({ seq, prev: previous ? entryHash(previous) : NOTHING_BEFORE, time, event } satisfies LedgerEntry));

/** The bytes to store. */
export const sealEntry = (body: Buffer, keyId: string, signature: Buffer): Buffer =>
  Buffer.concat([body, Buffer.from(`\n${JSON.stringify({ keyId, signature: signature.toString('base64') } satisfies Seal)}\n`)]);

/** Reads a stored entry without verifying it. */
export const readEntry = (stored: Buffer): LedgerEntry => JSON.parse(splitEntry(stored).body.toString()) as LedgerEntry;

/** @throws Error unless there are two lines, the second of JSON */
export function splitEntry(stored: Buffer): { readonly body: Buffer; readonly seal: Seal } {
  const end = stored.indexOf('\n');
  const [seal = '', rest] = stored
    .subarray(end + 1)
    .toString()
    .split('\n');
  if (end < 0 || rest !== '') throw new Error('a ledger entry has two lines');
  return { body: stored.subarray(0, end), seal: JSON.parse(seal) as Seal };
}
