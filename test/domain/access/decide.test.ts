import fc from 'fast-check';
import { type AccessRequest, decide } from '../../../domain/access/decide';
import { overview } from '../../../domain/access/overview';
import { expire, NO_RECORD, sameItems, settle, unlogged, wantedIn } from '../../../domain/access/record';
import { ACCESS_LISTS, type AccessLists, type AccessRecord } from '../../../domain/contracts/access';

const NOW = new Date('2026-03-01T12:00:00Z');
const LATER = new Date('2026-03-02T12:00:00Z');
const EMPTY: AccessLists = { allowIpv4: [], allowIpv6: [], blockIpv4: [], blockIpv6: [], killSwitches: [] };

let count = 0;
const request = (more: Partial<AccessRequest>): AccessRequest => ({
  id: `command-${++count}`,
  action: 'access-block',
  what: ['203.0.113.0/24'],
  reason: 'A flood.',
  by: 'ops',
  wide: false,
  reserved: false,
  ...more,
});

/** The record after these, each of which must be taken. */
function after(...requests: readonly Partial<AccessRequest>[]): AccessRecord {
  return requests.reduce<AccessRecord>((record, each) => {
    const next = decide(record, request(each), EMPTY, NOW);
    if (typeof next === 'string') throw new Error(next);
    return next;
  }, NO_RECORD);
}

/** The lists when all of the record is done. */
const listsOf = (record: AccessRecord, lists = EMPTY, now = NOW): AccessLists =>
  Object.fromEntries(ACCESS_LISTS.map((list) => [list, wantedIn(list, lists[list] ?? [], record, now)]));

test('a block is on record with who, why and when, and a move of it without the address', () => {
  const until = LATER.toISOString();
  const asked = request({ what: ['203.0.113.7', 'country:nz'], until, requester: '111122223333' });
  const record = decide(NO_RECORD, asked, EMPTY, NOW);
  const entry = { effect: 'block', reason: 'A flood.', by: 'ops', requester: '111122223333', since: NOW.toISOString(), until };
  expect(record).toEqual({
    schema: 1,
    entries: [
      { what: '203.0.113.7/32', ...entry },
      { what: 'country:NZ', ...entry },
    ],
    moves: [{ id: asked.id, at: NOW.toISOString(), change: { action: 'block', addresses: 1, countries: 1, until } }],
  });
  expect(listsOf(record as AccessRecord)).toEqual({ ...EMPTY, blockIpv4: ['203.0.113.7/32'], killSwitches: ['country:NZ'] });
});

test('a request that comes again changes nothing, whatever happened since', () => {
  const asked = request({});
  const once = decide(NO_RECORD, asked, EMPTY, NOW) as AccessRecord;
  const forgotten = decide(once, request({ action: 'access-forget' }), EMPTY, NOW) as AccessRecord;
  expect(decide(forgotten, asked, EMPTY, NOW)).toBe(forgotten);
});

test('blocked again: the newer reason and end count', () => {
  const record = after({}, { reason: 'Still.', until: LATER.toISOString() });
  expect(record.entries).toMatchObject([{ what: '203.0.113.0/24', reason: 'Still.', until: LATER.toISOString() }]);
});

test('forgotten: out of its list, and kept for a while as ended', () => {
  const record = after({}, { action: 'access-forget' });
  expect(record.entries).toMatchObject([{ ended: NOW.toISOString(), leaving: true }]);
  expect(listsOf(record, { ...EMPTY, blockIpv4: ['203.0.113.0/24', '198.51.100.7/32'] }).blockIpv4).toEqual(['198.51.100.7/32']);
  expect(record.moves.at(-1)!.change).toEqual({ action: 'forget', addresses: 1 });
});

test('what was put there by hand can be forgotten, and is left alone otherwise', () => {
  const lists = { ...EMPTY, allowIpv6: ['2001:0db8:0000:0000:0000:0000:0000:0000/48'] };
  expect(listsOf(after({}), lists).allowIpv6).toEqual(['2001:db8::/48']);
  const record = decide(NO_RECORD, request({ action: 'access-forget', what: ['2001:db8::/48'] }), lists, NOW) as AccessRecord;
  expect(record.entries).toMatchObject([{ what: '2001:db8::/48', effect: 'allow', reason: 'put there by hand', leaving: true }]);
  expect(listsOf(record, lists).allowIpv6).toEqual([]);
});

test.each<[string, Partial<AccessRequest>, readonly Partial<AccessRequest>[], AccessLists, string]>([
  [
    'an end that is over',
    { until: NOW.toISOString() },
    [],
    EMPTY,
    'The end is over already, got: 2026-03-01T12:00:00.000Z, now: 2026-03-01T12:00:00.000Z; give a later one, or none.',
  ],
  ['a thing twice', { what: ['203.0.113.7', '203.0.113.7/32'] }, [], EMPTY, '203.0.113.7/32 is named twice; name it once.'],
  [
    'things that overlap',
    { what: ['203.0.113.7', '203.0.113.0/24'] },
    [],
    EMPTY,
    '203.0.113.0/24 and 203.0.113.7/32 overlap; name the wider one only.',
  ],
  [
    'a country to allow',
    { action: 'access-allow', what: ['country:NZ'] },
    [],
    EMPTY,
    'A country can only be blocked, got: allow country:NZ; allow address ranges instead.',
  ],
  [
    'a network without switches',
    { what: ['asn:64500'] },
    [],
    { ...EMPTY, killSwitches: undefined },
    'This registry has no switches for countries and networks, got: asn:64500; set killSwitches in the configuration and deploy, or block address ranges.',
  ],
  ['both', { action: 'access-allow' }, [{}], EMPTY, '203.0.113.0/24 is blocked already, and cannot be both; forget that first.'],
  [
    'an address of a blocked range to allow',
    { action: 'access-allow', what: ['203.0.113.7'] },
    [{}],
    EMPTY,
    '203.0.113.7/32 overlaps 203.0.113.0/24, which is blocked; what is blocked stays blocked, so forget that first.',
  ],
  [
    'an address that was allowed by hand',
    {},
    [],
    { ...EMPTY, allowIpv4: ['203.0.113.7/32'] },
    '203.0.113.0/24 overlaps 203.0.113.7/32, which is allowed; what is blocked stays blocked, so forget that first.',
  ],
  [
    'an address of a range that is blocked for longer',
    { what: ['203.0.113.7'], until: LATER.toISOString() },
    [{}],
    EMPTY,
    '203.0.113.7/32 is within 203.0.113.0/24, which is blocked without end; leave it out.',
  ],
  [
    'to forget what is not there',
    { action: 'access-forget', what: ['198.51.100.7'] },
    [{}],
    EMPTY,
    "198.51.100.7/32 is neither allowed nor blocked; see what is with 'npx registry access list'.",
  ],
  [
    'to forget a part',
    { action: 'access-forget', what: ['203.0.113.7'] },
    [{}],
    EMPTY,
    '203.0.113.7/32 is not in the lists by itself, but within 203.0.113.0/24, which is blocked; forget that one.',
  ],
  [
    'more countries than a rule takes',
    { what: ['country:NZ'] },
    [],
    { ...EMPTY, killSwitches: Array.from({ length: 50 }, (_, i) => `country:${i}`) },
    "The list 'killSwitches' would have 51 countries, allowed: 50; forget some, or block wider ranges.",
  ],
  [
    'more addresses than a set takes',
    {},
    [],
    { ...EMPTY, blockIpv4: Array.from({ length: 10_000 }, (_, i) => `198.51.${Math.floor(i / 256)}.${i % 256}/32`) },
    "The list 'blockIpv4' would have 10001 addresses, allowed: 10000; forget some, or block wider ranges.",
  ],
  [
    'several at once',
    { what: ['x', '0.0.0.0/0'] },
    [],
    EMPTY,
    'An address is like 198.51.100.7 or 198.51.100.0/24, or 2001:db8::/48, got: "x"; check its spelling.\n0.0.0.0/0 is every IPv4 address there is; AWS WAF takes no such range, name a smaller one.',
  ],
])('refused: %s', (_, asked, before, lists, problem) => {
  expect(decide(after(...before), request(asked), lists, NOW)).toBe(problem);
});

test('a narrower block may last longer, and a wider one take in a narrower', () => {
  const until = LATER.toISOString();
  expect(after({ until }, { what: ['203.0.113.7'] }).entries).toHaveLength(2);
  expect(after({ what: ['203.0.113.7'] }, {}).entries).toHaveLength(2);
});

test('an end comes by itself, is in the ledger once, and is then settled', () => {
  const record = after({ until: LATER.toISOString() }, { what: ['198.51.100.7'] });
  expect(expire(record, 'expiry-1', NOW)).toBeUndefined();
  const ended = expire(record, 'expiry-1', LATER)!;
  expect(unlogged(ended)).toEqual([{ id: 'expiry-1', at: LATER.toISOString(), change: { action: 'expire', addresses: 1 } }]);
  expect(wantedIn('blockIpv4', ['203.0.113.0/24', '198.51.100.7/32'], ended, LATER)).toEqual(['198.51.100.7/32']);
  expect(expire(ended, 'expiry-2', LATER)).toBeUndefined();
  const settled = settle(ended, ended, unlogged(ended))!;
  expect(unlogged(settled)).toEqual([]);
  expect(settle(settled, settled, unlogged(ended))).toBeUndefined();
  // From here on it is nobody's, if somebody puts it there by hand.
  expect(wantedIn('blockIpv4', ['203.0.113.0/24'], settled, LATER)).toEqual(['198.51.100.7/32', '203.0.113.0/24']);
});

test('what ended after the lists were read is not taken for settled', () => {
  const seen = after({}, { what: ['198.51.100.7'] }, { action: 'access-forget' });
  const since = decide(seen, request({ action: 'access-forget', what: ['198.51.100.7'] }), EMPTY, NOW) as AccessRecord;
  expect(settle(since, seen, [])!.entries.map(({ what, leaving }) => [what, leaving])).toEqual([
    ['203.0.113.0/24', undefined],
    ['198.51.100.7/32', true],
  ]);
});

test('after a month nothing of it is kept', () => {
  const old = after({}, { action: 'access-forget' });
  const next = decide(old, request({ what: ['198.51.100.7'] }), EMPTY, new Date('2026-03-31T12:00:01Z')) as AccessRecord;
  expect(next.entries.map(({ what }) => what)).toEqual(['198.51.100.7/32']);
  expect(next.moves).toHaveLength(1);
});

test('record and lists side by side', () => {
  const until = LATER.toISOString();
  const record = after(
    { until },
    { what: ['198.51.100.0/24'] },
    { what: ['198.51.200.7'] },
    { action: 'access-forget', what: ['198.51.200.7'] },
  );
  const lists = { ...EMPTY, blockIpv4: ['203.0.113.0/24', '198.51.200.7/32', '192.0.2.1/32'] };
  const states = (now: Date, held: AccessLists = lists) =>
    overview(record, held, now).map(({ what, effect, state }) => [what, effect, state]);
  expect(states(NOW)).toEqual([
    ['203.0.113.0/24', 'block', 'in effect'],
    ['198.51.100.0/24', 'block', 'missing'],
    ['198.51.200.7/32', 'block', 'lingering'],
    ['192.0.2.1/32', 'block', 'by hand'],
  ]);
  expect(states(LATER)[0]).toEqual(['203.0.113.0/24', 'block', 'lingering']);
  expect(states(LATER, EMPTY)[0]).toEqual(['203.0.113.0/24', 'block', 'ended']);
});

test('whatever is asked in whatever order, nothing is both allowed and blocked, and lists follow the record at once', () => {
  const what = fc.constantFrom(
    '203.0.113.7',
    '203.0.113.0/24',
    '198.51.100.7',
    '2001:db8::/48',
    '2001:db8:0:1::/64',
    'country:NZ',
  );
  const action = fc.constantFrom('access-allow', 'access-block', 'access-forget', 'access-restore');
  fc.assert(
    fc.property(fc.array(fc.record({ what: fc.array(what, { minLength: 1, maxLength: 2 }), action })), (asked) => {
      let [record, lists] = [NO_RECORD, EMPTY];
      for (const each of asked) {
        const next = decide(record, request(each), lists, NOW);
        if (typeof next !== 'string') record = next;
        lists = listsOf(record, lists);
        const rows = overview(record, lists, NOW).filter(({ state }) => state !== 'ended');
        expect(rows.every(({ state }) => state === 'in effect')).toBe(true);
        expect(
          sameItems([...lists.allowIpv4!, ...lists.blockIpv4!], [...new Set([...lists.allowIpv4!, ...lists.blockIpv4!])]),
        ).toBe(true);
        expect(lists.allowIpv4!.filter((one) => lists.blockIpv4!.includes(one))).toEqual([]);
      }
    }),
  );
});
