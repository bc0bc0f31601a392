import { createHash } from 'node:crypto';
import { readEntry, splitEntry } from '../../../domain/records/ledger';
import { newKey, refusal, refusals, TIME } from './ledger-chain';

const entries = refusals(newKey('key-1'), 2);

test('an entry holds its number, the hash of the one before, the time and the event', () => {
  expect(readEntry(entries[0]!)).toEqual({ seq: 0, prev: '0'.repeat(64), time: TIME, event: refusal('upload-0000') });
  expect(readEntry(entries[1]!).prev).toBe(createHash('sha256').update(entries[0]!).digest('hex'));
});

test.each([
  ['one line', Buffer.from('{}')],
  ['a third line', Buffer.concat([entries[0]!, Buffer.from('more')])],
  ['nothing', Buffer.alloc(0)],
])('%s is no entry', (_, stored) => {
  expect(() => splitEntry(stored)).toThrow(new Error('a ledger entry has two lines'));
});
