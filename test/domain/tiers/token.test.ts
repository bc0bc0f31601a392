import fc from 'fast-check';
import { makeToken, parseToken, revocationKey, secretKey, tokenText } from '../../../domain/tiers/token';

const MAC = 'm'.repeat(43);
const claims = fc.record({
  tier: fc.stringMatching(/^[a-z0-9]{1,32}$/),
  holder: fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,62}$/),
  expires: fc.integer({ min: 1, max: 999_999_999_999 }),
  keyId: fc.stringMatching(/^[a-z0-9]{1,16}$/),
});

test('a token reads cr1.<tier>.<holder>.<expires>.<keyId>.<mac>, its MAC made of the text before it', () => {
  const made = makeToken({ tier: 'gold', holder: 'acme-inc', expires: 1_800_000_000, keyId: 'k1' }, (text) => {
    expect(text).toBe('cr1.gold.acme-inc.1800000000.k1');
    return MAC;
  });
  expect(made).toBe(`cr1.gold.acme-inc.1800000000.k1.${MAC}`);
});

test('property: what is made is read back', () => {
  fc.assert(
    fc.property(claims, (original) => {
      expect(parseToken(makeToken(original, () => MAC))).toEqual({ ...original, mac: MAC });
    }),
  );
});

test('property: different claims never share a text', () => {
  fc.assert(
    fc.property(claims, claims, (one, other) => {
      expect(tokenText(one) === tokenText(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});

test.each([
  { tier: 'Gold' },
  { tier: '' },
  { tier: 'gold.x' },
  { holder: '-acme' },
  { holder: 'a'.repeat(64) },
  { holder: 'acme.inc' },
  { expires: 0 },
  { expires: 1.5 },
  { expires: -1 },
  { expires: Number.NaN },
  { expires: 1e21 },
  { keyId: 'K1' },
  { keyId: 'a'.repeat(17) },
])('fails when a claim is %j', (wrong) => {
  const bad = { tier: 'gold', holder: 'acme', expires: 1, keyId: 'k1', ...wrong };
  expect(() => makeToken(bad, () => MAC)).toThrow(
    new Error(
      `A token cannot hold these claims, got: ${JSON.stringify(bad)}; tier: a-z 0-9, at most 32; holder: a-z 0-9 and hyphens, at most 63; expires: whole seconds since 1970; keyId: a-z 0-9, at most 16.`,
    ),
  );
});

test.each([
  '',
  'cr1',
  `cr2.gold.acme.1.k1.${MAC}`,
  `cr1.gold.acme.01.k1.${MAC}`,
  `cr1.gold.acme.1.k1.${MAC}m`,
  ` cr1.gold.acme.1.k1.${MAC}`,
])('%j is no token', (text) => {
  expect(parseToken(text)).toBeUndefined();
});

test('the KeyValueStore holds secrets and revocations under these keys', () => {
  expect([secretKey('k1'), revocationKey('acme')]).toEqual(['key:k1', 'revoked:acme']);
});
