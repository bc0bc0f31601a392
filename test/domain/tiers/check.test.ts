import fc from 'fast-check';
import { pathText } from '../../../domain/contracts/problem';
import { tierProblems } from '../../../domain/tiers/check';
import { DEFAULT_CEILING, DEFAULT_TIERS } from '../../../domain/tiers/defaults';
import type { TierProblemCode } from '../../../domain/tiers/limits';
import type { AccessTable, Customer, Limit, Tier } from '../../../domain/tiers/tier';

const tier = (changes: Partial<Tier> = {}): Tier => ({
  name: 'anonymous',
  audience: 'Everybody.',
  requests: 100,
  windowSeconds: 60,
  aggregation: 'address',
  mode: 'enforcement',
  ...changes,
});
const ceiling: Limit = { requests: 10_000, windowSeconds: 60 };

const table = (tiers: readonly Tier[], limit = ceiling, changes: Partial<AccessTable> = {}): AccessTable => ({
  tiers,
  ceiling: limit,
  customers: [],
  ipv6: false,
  ...changes,
});

const CASES: [string, Tier[], Limit, TierProblemCode, string, { got: string; allowed: string; change: string }][] = [
  [
    'a limit below the minimum of AWS WAF',
    [tier({ requests: 9 })],
    ceiling,
    'LIMIT_OUT_OF_RANGE',
    'tiers[0].requests',
    {
      got: '9',
      allowed: "a whole number from 10 to 2000000000 (AWS WAF's range)",
      change: 'raise it, or choose a longer window',
    },
  ],
  [
    'a limit above the maximum',
    [tier()],
    { requests: 2_000_000_001, windowSeconds: 60 },
    'LIMIT_OUT_OF_RANGE',
    'ceiling.requests',
    {
      got: '2000000001',
      allowed: "a whole number from 10 to 2000000000 (AWS WAF's range)",
      change: 'lower it to a whole number',
    },
  ],
  [
    'half a request',
    [tier({ requests: 10.5 })],
    ceiling,
    'LIMIT_OUT_OF_RANGE',
    'tiers[0].requests',
    {
      got: '10.5',
      allowed: "a whole number from 10 to 2000000000 (AWS WAF's range)",
      change: 'lower it to a whole number',
    },
  ],
  [
    'a window that AWS WAF does not have',
    [tier({ windowSeconds: 90 as 60 })],
    ceiling,
    'WINDOW_NOT_OFFERED',
    'tiers[0].windowSeconds',
    {
      got: '90',
      allowed: "60, 120, 300, 600 (AWS WAF's windows, in seconds)",
      change: 'choose one of them and scale the requests',
    },
  ],
  [
    'a name that cannot be in a path',
    [tier(), tier({ name: 'Free Tier' })],
    ceiling,
    'TIER_NAME_INVALID',
    'tiers[1].name',
    {
      got: "'Free Tier'",
      allowed: '1 to 20 lower case letters and digits, a letter first',
      change: 'rename the tier',
    },
  ],
  [
    'two tiers of one name',
    [tier(), tier({ name: 'member' }), tier({ name: 'member' })],
    ceiling,
    'TIER_NAME_DUPLICATE',
    'tiers[2].name',
    { got: "'member'", allowed: 'a name that no other tier has; tiers[1] has it', change: 'rename one' },
  ],
  [
    'no tier for those without a token',
    [tier({ name: 'member' })],
    ceiling,
    'TIER_ANONYMOUS_COUNT',
    'tiers',
    {
      got: "0 tiers named 'anonymous'",
      allowed: "exactly one tier named 'anonymous', for requests that claim no other",
      change: 'add it',
    },
  ],
  [
    'two tiers for those without a token',
    [tier(), tier()],
    ceiling,
    'TIER_ANONYMOUS_COUNT',
    'tiers',
    {
      got: "2 tiers named 'anonymous'",
      allowed: "exactly one tier named 'anonymous', for requests that claim no other",
      change: 'keep one of them',
    },
  ],
  [
    'more tiers than rate rules',
    [tier(), ...Array.from({ length: 9 }, (_, i) => tier({ name: `t${i}` }))],
    ceiling,
    'TIER_COUNT',
    'tiers',
    {
      got: '10 tiers, 0 customers',
      allowed: 'at most 9 together: a web ACL takes 10 rate-based rules and the ceiling is one',
      change: 'merge tiers',
    },
  ],
  [
    'a ceiling that a burst meets before the limit',
    [tier({ requests: 10_000, windowSeconds: 600 })],
    ceiling,
    'CEILING_TOO_LOW',
    'tiers[0]',
    {
      got: '10000 requests in 600 seconds',
      allowed: 'fewer requests, and fewer a second, than the ceiling of every address: 10000 in 60 seconds',
      change: 'raise the ceiling or lower the limit, or count by token',
    },
  ],
  [
    'a ceiling that a steady client meets before the limit',
    [tier({ requests: 9_999, windowSeconds: 60 })],
    { requests: 10_000, windowSeconds: 120 },
    'CEILING_TOO_LOW',
    'tiers[0]',
    {
      got: '9999 requests in 60 seconds',
      allowed: 'fewer requests, and fewer a second, than the ceiling of every address: 10000 in 120 seconds',
      change: 'raise the ceiling or lower the limit, or count by token',
    },
  ],
];

test.each(CASES)('refuses %s', (_, tiers, limit, code, path, sentences) => {
  const problems = tierProblems(table(tiers, limit));
  expect(problems.map((problem) => ({ ...problem, path: pathText(problem.path) }))).toEqual([{ code, path, ...sentences }]);
});

test('takes the limits of AWS WAF themselves', () => {
  const nine = [tier({ requests: 10 }), ...Array.from({ length: 8 }, (_, i) => tier({ name: `t${i}` }))];
  expect(tierProblems(table(nine, { requests: 2_000_000_000, windowSeconds: 600 }))).toEqual([]);
});

test('lists every problem of a table at once', () => {
  const problems = tierProblems(table([tier({ name: 'x', requests: 1 }), tier({ name: 'x', windowSeconds: 7 as 60 })]));
  expect(problems.map(({ code }) => code)).toEqual([
    'TIER_ANONYMOUS_COUNT',
    'TIER_NAME_DUPLICATE',
    'LIMIT_OUT_OF_RANGE',
    'WINDOW_NOT_OFFERED',
  ]);
});

test('the default table has no problem, and each tier allows more than the one before', () => {
  expect(tierProblems(table(DEFAULT_TIERS, DEFAULT_CEILING))).toEqual([]);
  expect(DEFAULT_TIERS.map(({ requests }) => requests)).toEqual([6_000, 12_000, 24_000, 60_000]);
});

test('by default the cold installs of an office of 400 pass, as the simulated day counts them', () => {
  expect(DEFAULT_TIERS[0]!.requests).toBeGreaterThan(3_564);
});

test('a table without problems names each tier once and stays below the ceiling, whatever it is', () => {
  const anyTier = fc.record({
    name: fc.constantFrom('anonymous', 'a', 'b', 'B', ''),
    audience: fc.constant('x'),
    requests: fc.integer({ min: 0, max: 200 }),
    windowSeconds: fc.constantFrom(60, 90, 120) as fc.Arbitrary<60>,
    aggregation: fc.constant('address' as const),
    mode: fc.constantFrom('evaluation' as const, 'enforcement' as const),
  });
  fc.assert(
    fc.property(fc.array(anyTier, { maxLength: 5 }), fc.integer({ min: 10, max: 200 }), (tiers, requests) => {
      fc.pre(tierProblems(table(tiers, { requests, windowSeconds: 60 })).length === 0);
      expect(new Set(tiers.map(({ name }) => name)).size).toBe(tiers.length);
      expect(tiers.filter(({ name }) => name === 'anonymous')).toHaveLength(1);
      for (const each of tiers) expect(each.requests).toBeLessThan(requests);
    }),
    { numRuns: 200 },
  );
});

const [anonymous, gold] = [tier(), tier({ name: 'gold', aggregation: 'token', requests: 1_000_000 })];

test('who is counted by token may have more than one address may', () => {
  expect(tierProblems(table([anonymous, gold]))).toEqual([]);
});

test.each<[string, AccessTable, TierProblemCode, string, { got: string; allowed: string; change: string }]>([
  [
    'those counted by token who have none',
    table([tier({ aggregation: 'token' })]),
    'TIER_ANONYMOUS_TOKEN',
    'tiers[0].aggregation',
    { got: "'token'", allowed: "'address': who has no token cannot be counted by it", change: "write 'address'" },
  ],
  [
    'a customer of no tier',
    table([anonymous, gold], ceiling, { customers: [{ holder: 'acme', tier: 'silver' }] }),
    'CUSTOMER_TIER_UNKNOWN',
    'customers[0].tier',
    { got: "'silver'", allowed: "'gold'", change: 'name the tier that the tokens are of' },
  ],
  [
    'a customer without tokens',
    table([anonymous], ceiling, { customers: [{ holder: 'acme', tier: 'anonymous' }] }),
    'CUSTOMER_TIER_UNKNOWN',
    'customers[0].tier',
    { got: "'anonymous'", allowed: 'nothing: no tier has tokens', change: 'name the tier that the tokens are of' },
  ],
  [
    'a holder that no token can name',
    table([anonymous, gold], ceiling, { customers: [{ holder: 'Acme/x', tier: 'gold' }] }),
    'CUSTOMER_HOLDER_INVALID',
    'customers[0].holder',
    {
      got: "'Acme/x'",
      allowed: '1 to 63 lower case letters, digits and hyphens, no hyphen first: the holder that the tokens name',
      change: "see 'npx registry token list'",
    },
  ],
  [
    'a customer twice',
    table([anonymous, gold], ceiling, {
      customers: [
        { holder: 'acme', tier: 'gold' },
        { holder: 'acme', tier: 'gold', requests: 20 },
      ],
    }),
    'CUSTOMER_DUPLICATE',
    'customers[1].holder',
    { got: "'acme'", allowed: 'one entry for a holder in a tier; customers[0] is one', change: 'keep one of them' },
  ],
  [
    'a limit of a customer that AWS WAF does not take',
    table([anonymous, gold], ceiling, { customers: [{ holder: 'acme', tier: 'gold', requests: 9 }] }),
    'LIMIT_OUT_OF_RANGE',
    'customers[0].requests',
    {
      got: '9',
      allowed: "a whole number from 10 to 2000000000 (AWS WAF's range)",
      change: 'raise it, or choose a longer window',
    },
  ],
  [
    'a customer whose address would meet the ceiling first',
    table([anonymous, tier({ name: 'gold' })], ceiling, { customers: [{ holder: 'acme', tier: 'gold', requests: 10_000 }] }),
    'CEILING_TOO_LOW',
    'customers[0]',
    {
      got: '10000 requests in 60 seconds',
      allowed: 'fewer requests, and fewer a second, than the ceiling of every address: 10000 in 60 seconds',
      change: 'raise the ceiling or lower the limit, or count by token',
    },
  ],
  [
    'tiers and customers that are too many together, with two ceilings',
    table([anonymous, gold], ceiling, {
      customers: Array.from({ length: 7 }, (_, i): Customer => ({ holder: `h${i}`, tier: 'gold' })),
      ipv6: true,
    }),
    'TIER_COUNT',
    'tiers',
    {
      got: '2 tiers, 7 customers',
      allowed: 'at most 8 together: a web ACL takes 10 rate-based rules and the ceilings of addresses and of networks are two',
      change: 'give customers of one limit a tier of their own',
    },
  ],
  [
    'a message that does not fit into the header',
    table([tier({ message: 'x'.repeat(130) })]),
    'MESSAGE_TOO_LONG',
    'tiers[0].message',
    {
      got: '130 characters',
      allowed: 'at most 129: the header that tells the edge function takes 255, and 125 say what happened',
      change: 'shorten it',
    },
  ],
])('refuses %s', (_, bad, code, path, sentences) => {
  expect(tierProblems(bad).map((problem) => ({ ...problem, path: pathText(problem.path) }))).toEqual([
    { code, path, ...sentences },
  ]);
});

test('a message that just fits is taken', () => {
  expect(tierProblems(table([tier({ message: 'x'.repeat(129) })]))).toEqual([]);
});
