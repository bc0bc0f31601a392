/** Verifies a ledger entry by entry, wherever the bytes come from. */
import { type KeyObject, verify } from 'node:crypto';
import { entryHash, type LedgerEntry, NOTHING_BEFORE, OWN, splitEntry } from './ledger';
import { keyObject } from './signing-keys';

/** An entry is not what the registry has logged. */
export class LedgerFault extends Error {
  override readonly name = 'LedgerFault';

  constructor(
    /** Number of the entry. */
    readonly entry: number,
    message: string,
  ) {
    super(message);
  }
}

/** Finds a key by its id; undefined when it is not trusted. */
export type KeyLookup = (keyId: string) => KeyObject | undefined;

/** A point up to which a ledger is known. */
export interface LedgerPoint {
  /** How many entries there are, which is the number of the next. */
  readonly entries: number;
  /** SHA-256 of the last of them as stored; 64 zeros before the first. */
  readonly head: string;
}

export const BEGINNING: LedgerPoint = { entries: 0, head: NOTHING_BEFORE };

/**
 * Takes entries one after the other. A key that a trusted key introduces (`key.added`) is trusted from there on, one that is retired
 * (`key.retired`) is trusted no more. A missing end does not show in any chain: compare {@link point} with a head seen before.
 */
export class LedgerVerifier {
  private readonly added = new Map<string, KeyObject>();
  private readonly retired = new Map<string, number>();

  /**
   * @param trusted finds the keys that may sign from the start, by their ids
   * @param point up to which the ledger has been verified before
   */
  constructor(
    private readonly trusted: KeyLookup,
    private known: LedgerPoint = BEGINNING,
  ) {}

  get point(): LedgerPoint {
    return this.known;
  }

  /** @throws LedgerFault when this is not the next entry as the registry logged it */
  add(stored: Buffer): LedgerEntry {
    const { entries: seq, head } = this.known;
    const { entry, body, keyId, signature } = read(stored, seq);
    if (entry.seq !== seq) fault(seq, `is missing or out of its place: entry ${String(entry.seq)} stands there`);
    this.checkSignature(seq, keyId, body, signature);
    if (entry.prev !== head) fault(seq, `does not continue the one before: ${notContinued(seq, entry.prev, head)}`);
    this.changeKeys(entry);
    this.known = { entries: seq + 1, head: entryHash(stored) };
    return entry;
  }

  private checkSignature(seq: number, keyId: string, body: Buffer, signature: Buffer): void {
    const retired = this.retired.get(keyId);
    if (retired !== undefined) fault(seq, `is signed by the key '${keyId}', which entry ${retired} has retired`);
    const key = this.keyOf(keyId);
    if (!key) fault(seq, `is signed by the key '${keyId}', which is not trusted and which no entry before has introduced`);
    if (!verify('sha256', body, key, signature))
      fault(seq, 'has a signature that does not verify: it was changed, or somebody else has signed it');
  }

  private changeKeys({ seq, event: { ecosystem, kind, key } }: LedgerEntry): void {
    if (ecosystem !== OWN || !key) return;
    if (kind === 'key.added') this.addKey(seq, key.keyId, keyObject(key));
    if (kind === 'key.retired') this.retired.set(key.keyId, seq);
  }

  private addKey(seq: number, keyId: string, key: KeyObject): void {
    const known = this.keyOf(keyId);
    if (known && !known.equals(key)) fault(seq, `introduces the key '${keyId}' anew, with another public key`);
    this.added.set(keyId, key);
  }

  private keyOf(keyId: string): KeyObject | undefined {
    return this.trusted(keyId) ?? this.added.get(keyId);
  }
}

/** Names of the two cases, of which only the reader can know which it is. */
const notContinued = (seq: number, prev: string, head: string): string =>
  seq === 0
    ? `it is the first and names ${prev}; entries before it were taken away`
    : `it names ${prev}, entry ${seq - 1} is ${head}; entry ${seq - 1} was exchanged, or the ledger has been forked`;

function read(stored: Buffer, seq: number): { entry: LedgerEntry; body: Buffer; keyId: string; signature: Buffer } {
  try {
    const { body, seal } = splitEntry(stored);
    const entry = JSON.parse(body.toString()) as LedgerEntry;
    if (typeof entry.seq !== 'number' || typeof entry.prev !== 'string' || typeof entry.event.kind !== 'string')
      throw new Error();
    return { entry, body, keyId: seal.keyId, signature: Buffer.from(seal.signature, 'base64') };
  } catch {
    return fault(seq, 'cannot be read: it is not an entry and its signature, one line of JSON each');
  }
}

function fault(seq: number, what: string): never {
  throw new LedgerFault(seq, `Ledger entry ${seq} ${what}.`);
}

/** Verifies entries 0, 1, 2 and so on, all signed by trusted keys or by keys that these introduce. @throws LedgerFault */
export function verifyLedger(entries: readonly Buffer[], trusted: KeyLookup): LedgerPoint {
  const verifier = new LedgerVerifier(trusted);
  for (const stored of entries) verifier.add(stored);
  return verifier.point;
}
