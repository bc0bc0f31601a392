import fc from 'fast-check';
import { entryHash, readEntry } from '../../../domain/records/ledger';
import { type KeyLookup, LedgerFault, LedgerVerifier, verifyLedger } from '../../../domain/records/verify-ledger';
import { chain, keyEvent, newKey, refusal, refusals, seal, type TestKey } from './ledger-chain';

const KEY = newKey('key-1');
const NEXT = newKey('key-2');
const only =
  (...keys: TestKey[]): KeyLookup =>
  (keyId) =>
    keys.find((key) => key.keyId === keyId)?.publicKey;

const good = refusals(KEY, 8);

function faultOf(entries: readonly Buffer[], trusted = only(KEY)): string {
  try {
    verifyLedger(entries, trusted);
    return 'verified';
  } catch (error) {
    if (error instanceof LedgerFault) return error.message;
    throw error;
  }
}

test('verifies a chain, and any beginning of it, and says where it ends', () => {
  for (let entries = 0; entries <= good.length; entries++) {
    const head = entries === 0 ? '0'.repeat(64) : entryHash(good[entries - 1]!);
    expect(verifyLedger(good.slice(0, entries), only(KEY))).toEqual({ entries, head });
  }
});

test('goes on from a point that is known, and only from that one', () => {
  const rest = (head: string) => {
    const verifier = new LedgerVerifier(only(KEY), { entries: 5, head });
    for (const stored of good.slice(5)) verifier.add(stored);
    return verifier.point;
  };
  expect(rest(entryHash(good[4]!))).toEqual({ entries: 8, head: entryHash(good[7]!) });
  expect(() => rest('f'.repeat(64))).toThrow(
    new LedgerFault(
      5,
      `Ledger entry 5 does not continue the one before: it names ${entryHash(good[4]!)}, entry 4 is ${'f'.repeat(64)}; entry 4 was exchanged, or the ledger has been forked.`,
    ),
  );
});

const [first, second, third] = good as [Buffer, Buffer, Buffer];
const edit = (entry: Buffer, from: string, to: string): Buffer => Buffer.from(entry.toString().replace(from, to));
const CHANGED = 'has a signature that does not verify: it was changed, or somebody else has signed it.';
const UNREADABLE = 'cannot be read: it is not an entry and its signature, one line of JSON each.';
const forked = seal(KEY, 1, first, refusal('another-one'));

test.each<[string, Buffer[], string]>([
  ['a missing entry', [first, third], 'Ledger entry 1 is missing or out of its place: entry 2 stands there.'],
  ['a missing beginning', [second, third], 'Ledger entry 0 is missing or out of its place: entry 1 stands there.'],
  ['another order', [first, third, second], 'Ledger entry 1 is missing or out of its place: entry 2 stands there.'],
  ['an entry twice', [first, second, second], 'Ledger entry 2 is missing or out of its place: entry 1 stands there.'],
  ['a changed last entry', [first, edit(second, 'FILE_COUNT', 'FILE_COUN7')], `Ledger entry 1 ${CHANGED}`],
  ['a changed earlier entry', [first, edit(second, 'FILE_COUNT', 'FILE_COUN7'), third], `Ledger entry 1 ${CHANGED}`],
  ['another signature', [edit(first, '"signature":"', '"signature":"AAAA')], `Ledger entry 0 ${CHANGED}`],
  [
    'an entry of a fork',
    [first, forked, third],
    `Ledger entry 2 does not continue the one before: it names ${entryHash(second)}, entry 1 is ${entryHash(forked)}; entry 1 was exchanged, or the ledger has been forked.`,
  ],
  [
    'a renumbered end',
    [seal(KEY, 0, first, refusal('upload-0001'))],
    `Ledger entry 0 does not continue the one before: it is the first and names ${entryHash(first)}; entries before it were taken away.`,
  ],
  [
    'an unknown key',
    [first, edit(second, 'key-1', 'key-2')],
    "Ledger entry 1 is signed by the key 'key-2', which is not trusted and which no entry before has introduced.",
  ],
  ['a third line', [Buffer.concat([first, Buffer.from('more')])], `Ledger entry 0 ${UNREADABLE}`],
  ['half an entry', [first, second.subarray(0, 100)], `Ledger entry 1 ${UNREADABLE}`],
  ['JSON of something else', [Buffer.from('{}\n{}\n')], `Ledger entry 0 ${UNREADABLE}`],
])('finds %s', (_, entries, message) => {
  expect(faultOf(entries)).toBe(message);
});

describe('a change of keys', () => {
  const rotation = chain([
    [KEY, keyEvent('key.added', KEY)],
    [KEY, refusal('upload-a')],
    [KEY, keyEvent('key.added', NEXT, 2)],
    [NEXT, refusal('upload-b')],
    [KEY, refusal('upload-c')],
    [NEXT, keyEvent('key.retired', KEY)],
    [NEXT, refusal('upload-d')],
  ]);

  test('is followed from the first key alone: the old key introduces the new one', () => {
    expect(verifyLedger(rotation, only(KEY)).entries).toBe(7);
  });

  test('is found when nobody trusted has introduced the new key', () => {
    const entries = chain([[NEXT, keyEvent('key.added', NEXT, 2)]]);
    expect(faultOf(entries)).toBe(
      "Ledger entry 0 is signed by the key 'key-2', which is not trusted and which no entry before has introduced.",
    );
  });

  test('is found when the old key signs after it was retired', () => {
    const entries = [...rotation, seal(KEY, 7, rotation[6], refusal('upload-e'))];
    expect(faultOf(entries)).toBe("Ledger entry 7 is signed by the key 'key-1', which entry 5 has retired.");
  });

  test('is found when a known id gets another key', () => {
    const entries = chain([[KEY, keyEvent('key.added', { ...NEXT, keyId: 'key-1' })]]);
    expect(faultOf(entries)).toBe("Ledger entry 0 introduces the key 'key-1' anew, with another public key.");
  });

  test('is of no package: an upload cannot introduce a key', () => {
    const entries = chain([
      [KEY, { ...keyEvent('key.added', NEXT), ecosystem: 'pypi' }],
      [NEXT, refusal('upload-b')],
    ]);
    expect(faultOf(entries)).toMatch(/^Ledger entry 1 is signed by the key 'key-2', which is not trusted/);
  });
});

test('property: any byte changed is found, at the entry that holds it or at the one after', () => {
  const position = fc.tuple(fc.nat(good.length - 1), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(254));
  fc.assert(
    fc.property(position, ([at, where, by]) => {
      const entry = Buffer.from(good[at]!);
      const offset = Math.floor(where * entry.length);
      entry[offset] = (entry[offset]! + 1 + by) % 256;
      const entries = good.with(at, entry);
      // Some bytes of base64 and of white space can change without a change of what they mean: the next entry's hash tells.
      const head = verified(entries);
      expect(head).not.toBe(entryHash(good.at(-1)!));
    }),
  );
});

const verified = (entries: readonly Buffer[]): string | undefined => {
  try {
    return verifyLedger(entries, only(KEY)).head;
  } catch {
    return undefined;
  }
};

test('property: entries taken out, doubled or exchanged are found, by the number of the first that is wrong', () => {
  const arrangement = fc.array(fc.nat(good.length - 1), { minLength: 1, maxLength: good.length });
  fc.assert(
    fc.property(arrangement, (order) => {
      const wrong = order.findIndex((from, at) => from !== at);
      const fault = faultOf(order.map((from) => good[from]!));
      expect(fault).toBe(
        wrong < 0 ? 'verified' : `Ledger entry ${wrong} is missing or out of its place: entry ${order[wrong]!} stands there.`,
      );
    }),
  );
});

test('property: two ledgers of one key that part are never taken for one', () => {
  const other = (from: number) => {
    const entries = good.slice(0, from);
    while (entries.length < good.length)
      entries.push(seal(KEY, entries.length, entries.at(-1), refusal(`fork-${entries.length}`)));
    return entries;
  };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 7 }), (parted, back) => {
      fc.pre(parted < back);
      const mixed = [...other(parted).slice(0, back), ...good.slice(back)];
      expect(readEntry(mixed[parted]!).event.upload).toBe(`fork-${parted}`);
      expect(faultOf(mixed)).toMatch(new RegExp(`^Ledger entry ${back} does not continue the one before: `));
    }),
  );
});
