/** Ledgers made in memory. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { entryBody, type LedgerEvent, OWN, sealEntry } from '../../../domain/records/ledger';
import { signingKey } from '../../../domain/records/signing-keys';

export interface TestKey {
  readonly keyId: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export const newKey = (keyId: string): TestKey => ({ keyId, ...generateKeyPairSync('ec', { namedCurve: 'prime256v1' }) });

export const TIME = '2026-01-02T03:04:05.678Z';

export const refusal = (upload: string): LedgerEvent => ({
  id: `pypi/demo/${upload}`,
  kind: 'release.refused',
  ecosystem: 'pypi',
  project: 'demo',
  upload,
  code: 'FILE_COUNT',
});

export function keyEvent(kind: 'key.added' | 'key.retired', { keyId, publicKey }: TestKey, generation = 1): LedgerEvent {
  const key = signingKey(keyId, generation, publicKey.export({ type: 'spki', format: 'der' }));
  return { id: `${kind}/${keyId}`, kind, ecosystem: OWN, project: 'keys', upload: keyId, key };
}

export function seal(key: TestKey, seq: number, previous: Buffer | undefined, event: LedgerEvent): Buffer {
  const body = entryBody(seq, previous, TIME, event);
  return sealEntry(body, key.keyId, sign('sha256', body, key.privateKey));
}

/** A ledger of these events, each signed by its key. */
export function chain(events: readonly (readonly [TestKey, LedgerEvent])[]): Buffer[] {
  const entries: Buffer[] = [];
  for (const [key, event] of events) entries.push(seal(key, entries.length, entries.at(-1), event));
  return entries;
}

/** A ledger of refusals by one key. @param salt tells one ledger from another */
export const refusals = (key: TestKey, length: number, salt = 'upload'): Buffer[] =>
  chain(Array.from({ length }, (_, i) => [key, refusal(`${salt}-${String(i).padStart(4, '0')}`)]));
