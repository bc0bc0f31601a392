import fc from 'fast-check';
import { canonical, isWithin, listOf, overlap, readSubject, type Subject } from '../../../domain/access/subject';

const STRICT = { wide: false, reserved: false };
const ANY = { wide: true, reserved: true };

test.each([
  ['198.51.100.7', '198.51.100.7/32', 'IPv4'],
  ['198.51.100.0/24', '198.51.100.0/24', 'IPv4'],
  ['2001:DB8:0:0::/48', '2001:db8::/48', 'IPv6'],
  // A subscriber has at least so much.
  ['2001:db8::1', '2001:db8::/64', 'IPv6'],
  ['2001:db8::1/128', '2001:db8::1/128', 'IPv6'],
  ['country:nz', 'country:NZ', 'country'],
  ['ASN:64500', 'asn:64500', 'network'],
])('%s is %s', (text, what, kind) => {
  expect(readSubject(text, STRICT)).toMatchObject({ what, kind });
});

const SPELLING = (got: string) =>
  `An address is like 198.51.100.7 or 198.51.100.0/24, or 2001:db8::/48, got: ${JSON.stringify(got)}; check its spelling.`;

test.each([
  ['', SPELLING('')],
  ['198.51.100', SPELLING('198.51.100')],
  ['198.51.100.256', SPELLING('198.51.100.256')],
  // Some programs read it as octal.
  ['198.51.100.010', SPELLING('198.51.100.010')],
  ['0x7f.1', SPELLING('0x7f.1')],
  ['198.51.100.0/', SPELLING('198.51.100.0/')],
  ['198.51.100.7 ', SPELLING('198.51.100.7 ')],
  ['fe80::1%eth0', SPELLING('fe80::1%eth0')],
  ['198.51.100.0/33', 'An IPv4 range ends with /1 to /32, got: 198.51.100.0/33; check what follows the slash.'],
  ['2001:db8::/129', 'An IPv6 range ends with /1 to /128, got: 2001:db8::/129; check what follows the slash.'],
  ['0.0.0.0/0', '0.0.0.0/0 is every IPv4 address there is; AWS WAF takes no such range, name a smaller one.'],
  ['198.51.100.7/24', '198.51.100.7/24 is no range, because its address has bits after the first 24; write 198.51.100.0/24.'],
  ['10.1.2.3', '10.1.2.3 never comes from the internet (private); name the address that the access log shows.'],
  ['127.0.0.1', '127.0.0.1 never comes from the internet (loopback); name the address that the access log shows.'],
  ['100.64.0.0/16', '100.64.0.0/16 never comes from the internet (carrierGradeNat); name the address that the access log shows.'],
  ['fd00::/48', 'fd00::/48 never comes from the internet (uniqueLocal); name the address that the access log shows.'],
  [
    '::ffff:198.51.100.7',
    '::ffff:198.51.100.7 never comes from the internet (ipv4Mapped); name the address that the access log shows.',
  ],
  [
    '198.48.0.0/12',
    '198.48.0.0/12 is a range of 2^20 addresses, allowed: up to /16; name a smaller one, or add --wide if you mean it.',
  ],
  ['2a00::/24', '2a00::/24 is a range of 2^104 addresses, allowed: up to /32; name a smaller one, or add --wide if you mean it.'],
  ['country:UK', 'A country is its ISO 3166 code of two letters, such as NZ, got: "UK"; look it up.'],
  ['country:', 'A country is its ISO 3166 code of two letters, such as NZ, got: ""; look it up.'],
  ['asn:0', 'A network is its number (ASN) from 1 to 4294967295, such as 64500, got: "0"; look it up.'],
  ['asn:4294967296', 'A network is its number (ASN) from 1 to 4294967295, such as 64500, got: "4294967296"; look it up.'],
])('%j is refused', (text, problem) => {
  expect(readSubject(text, STRICT)).toBe(problem);
});

test('wide ranges, and addresses of local networks, can be meant', () => {
  expect(readSubject('198.48.0.0/12', ANY)).toMatchObject({ what: '198.48.0.0/12' });
  expect(readSubject('127.0.0.1', ANY)).toMatchObject({ what: '127.0.0.1/32' });
});

test('as AWS spells an address, or as nobody does', () => {
  expect(canonical('2001:0db8:0000:0000:0000:0000:0000:0000/48')).toBe('2001:db8::/48');
  expect(canonical('?')).toBe('?');
});

test.each([
  ['198.51.100.7/32', 'allow', 'allowIpv4'],
  ['198.51.100.7/32', 'block', 'blockIpv4'],
  ['2001:db8::/48', 'allow', 'allowIpv6'],
  ['2001:db8::/48', 'block', 'blockIpv6'],
  ['country:NZ', 'block', 'killSwitches'],
  ['asn:64500', 'block', 'killSwitches'],
] as const)('%s to %s: %s', (what, effect, list) => {
  expect(listOf({ what, effect })).toBe(list);
});

const range = fc
  .tuple(fc.constantFrom(8, 9, 16, 24, 31, 32), fc.nat(3), fc.nat(255), fc.nat(255))
  .map(([length, a, b, c]): Subject => {
    const number = ((198 + a) * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8) >>> 0;
    const start = Math.floor(number / 2 ** (32 - length)) * 2 ** (32 - length);
    const text = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join('.');
    return readSubject(`${text}/${length}`, ANY) as Subject;
  });

test('of two ranges, one is within the other or they have nothing in common', () => {
  const [start, end] = [
    ({ bits }: Subject) => Number.parseInt(bits.padEnd(32, '0'), 2),
    ({ bits }: Subject) => Number.parseInt(bits.padEnd(32, '1'), 2),
  ];
  fc.assert(
    fc.property(range, range, (one, other) => {
      expect(isWithin(one, other)).toBe(start(one) >= start(other) && end(one) <= end(other));
      expect(overlap(one, other)).toBe(start(one) <= end(other) && start(other) <= end(one));
    }),
  );
});

test('what is read is read again as itself', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const what = canonical(text);
      expect(canonical(what)).toBe(what);
    }),
  );
});
