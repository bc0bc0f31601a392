import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { entryBody, type LedgerEvent, readEntry, sealEntry, verifyLedger } from '../../../domain/records/ledger';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const EVENT: LedgerEvent = {
  id: 'pypi/demo/upload-0001',
  kind: 'release.refused',
  ecosystem: 'pypi',
  project: 'demo',
  upload: 'upload-0001',
  code: 'FILE_COUNT',
};

function chain(length: number): Buffer[] {
  const entries: Buffer[] = [];
  for (let seq = 0; seq < length; seq++) {
    const body = entryBody(seq, entries.at(-1), '2026-01-02T03:04:05.678Z', EVENT);
    entries.push(sealEntry(body, 'key-1', sign('sha256', body, privateKey)));
  }
  return entries;
}

const keyOf = (keyId: string) => {
  if (keyId !== 'key-1') throw new Error(`unknown key ${keyId}`);
  return publicKey;
};

test('an entry holds its number, the hash of the one before, the time and the event', () => {
  const entries = chain(2);
  expect(readEntry(entries[0]!)).toEqual({ seq: 0, prev: '0'.repeat(64), time: '2026-01-02T03:04:05.678Z', event: EVENT });
  expect(readEntry(entries[1]!).prev).toBe(createHash('sha256').update(entries[0]!).digest('hex'));
});

test('verifies a chain, and any beginning of it', () => {
  const entries = chain(4);
  for (let length = 0; length <= 4; length++) verifyLedger(entries.slice(0, length), keyOf);
});

const [first, second, third] = chain(3) as [Buffer, Buffer, Buffer];
const edit = (entry: Buffer, from: string, to: string): Buffer => Buffer.from(entry.toString().replace(from, to));

test.each([
  ['a missing entry', [first, third], 'Ledger entry 1 does not continue the one before.'],
  ['a missing beginning', [second, third], 'Ledger entry 0 does not continue the one before.'],
  ['entries in another order', [first, third, second], 'Ledger entry 1 does not continue the one before.'],
  [
    'a changed last entry',
    [first, edit(second, 'FILE_COUNT', 'FILE_COUN7')],
    'Ledger entry 1 has a signature that does not verify.',
  ],
  [
    'a changed earlier entry',
    [first, edit(second, 'FILE_COUNT', 'FILE_COUN7'), third],
    'Ledger entry 1 has a signature that does not verify.',
  ],
  [
    'a replaced signature',
    [edit(first, '"signature":"', '"signature":"AAAA'), second],
    'Ledger entry 0 has a signature that does not verify.',
  ],
  ['another key', [edit(first, 'key-1', 'key-2')], 'unknown key key-2'],
  ['a third line', [Buffer.concat([first, Buffer.from('more')])], 'a ledger entry has two lines'],
])('finds %s', (_, entries, message) => {
  expect(() => {
    verifyLedger(entries, keyOf);
  }).toThrow(message);
});
