/** A ledger that grows without uploads, and readers of what is published of it. */
import { ownKey, type UploadId } from '../../../domain/contracts/keys';
import { eventId } from '../../../domain/records/decision';
import { readEntry } from '../../../domain/records/ledger';
import { HEAD_KEY, type LedgerHead, pageKey, splitPage } from '../../../domain/records/ledger-documents';
import { type KeysDocument, keyObject } from '../../../domain/records/signing-keys';
import { type KeyLookup, verifyLedger } from '../../../domain/records/verify-ledger';
import { appendLedger } from '../../../functions/lambda/intake/append-ledger';
import type { Intake } from '../../../functions/lambda/intake/intake';
import type { MemoryObjectStore } from '../../../functions/shared/memory/object-store';
import { jsonAt } from './bench';

/** Decides about an upload, as far as the ledger sees it. */
export function decideAbout(intake: Intake, upload: string): Promise<unknown> {
  const id: UploadId = { ecosystem: 'pypi', project: 'demo', upload };
  const event = { id: eventId(id), kind: 'release.refused', ...id, code: 'FILE_COUNT' } as const;
  return appendLedger(intake, id, { schema: 1, verdict: { at: intake.clock().toISOString() }, event, tags: [] });
}

/** Entries as they are on record. */
export const recorded = (records: MemoryObjectStore): Buffer[] =>
  records
    .keys()
    .filter((key) => key.startsWith('ledger/'))
    .map((key) => records.current(key)!.body);

/** Entries as readers get them, page after page. */
export function published(packages: MemoryObjectStore): Buffer[] {
  const entries: Buffer[] = [];
  for (let page = 0; ; page++) {
    const stored = packages.current(pageKey(page));
    if (!stored) return entries;
    entries.push(...splitPage(stored.body));
  }
}

export const headOf = (packages: MemoryObjectStore): LedgerHead => jsonAt(packages, HEAD_KEY) as LedgerHead;

export const keysOf = (packages: MemoryObjectStore): KeysDocument => jsonAt(packages, ownKey('keys')) as KeysDocument;

/** Trusts the first key alone. */
export function firstKey(packages: MemoryObjectStore): KeyLookup {
  const [first] = keysOf(packages).keys;
  return (keyId) => (keyId === first!.keyId ? keyObject(first!) : undefined);
}

/** Verifies what is published, and compares it with what is on record. */
export function checkPublished(packages: MemoryObjectStore, records: MemoryObjectStore, trusted: KeyLookup): string[] {
  const entries = published(packages);
  const point = verifyLedger(entries, trusted);
  expect(Buffer.concat(entries).equals(Buffer.concat(recorded(records)))).toBe(true);
  expect(headOf(packages)).toEqual({ schema: 1, ...point, time: readEntry(entries.at(-1)!).time, pageEntries: 1000 });
  return entries.map((entry) => readEntry(entry).event.upload);
}

/** For runs in which a call fails on purpose; whatever else goes wrong fails the test. */
export function ignoreFault(error: unknown): void {
  if (!(error instanceof Error && error.message === 'fault')) throw error;
}
