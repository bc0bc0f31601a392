import fc from 'fast-check';
import { pathText } from '../../../domain/contracts/problem';
import { tierProblems } from '../../../domain/tiers/check';
import { DEFAULT_CEILING, DEFAULT_TIERS } from '../../../domain/tiers/defaults';
import type { TierProblemCode } from '../../../domain/tiers/limits';
import type { Limit, Tier } from '../../../domain/tiers/tier';

const tier = (changes: Partial<Tier> = {}): Tier => ({
  name: 'anonymous',
  audience: 'Everybody.',
  requests: 100,
  windowSeconds: 60,
  mode: 'enforcement',
  ...changes,
});
const ceiling: Limit = { requests: 10_000, windowSeconds: 60 };

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
      got: '10 tiers',
      allowed: 'at most 9: a web ACL takes 10 rate-based rules and the ceiling is one',
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
      change: 'raise the ceiling or lower the tier',
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
      change: 'raise the ceiling or lower the tier',
    },
  ],
];

test.each(CASES)('refuses %s', (_, tiers, limit, code, path, sentences) => {
  const problems = tierProblems(tiers, limit);
  expect(problems.map((problem) => ({ ...problem, path: pathText(problem.path) }))).toEqual([{ code, path, ...sentences }]);
});

test('takes the limits of AWS WAF themselves', () => {
  const nine = [tier({ requests: 10 }), ...Array.from({ length: 8 }, (_, i) => tier({ name: `t${i}` }))];
  expect(tierProblems(nine, { requests: 2_000_000_000, windowSeconds: 600 })).toEqual([]);
});

test('lists every problem of a table at once', () => {
  const problems = tierProblems([tier({ name: 'x', requests: 1 }), tier({ name: 'x', windowSeconds: 7 as 60 })], ceiling);
  expect(problems.map(({ code }) => code)).toEqual([
    'TIER_ANONYMOUS_COUNT',
    'LIMIT_OUT_OF_RANGE',
    'TIER_NAME_DUPLICATE',
    'WINDOW_NOT_OFFERED',
  ]);
});

test('the default table has no problem, and each tier allows more than the one before', () => {
  expect(tierProblems(DEFAULT_TIERS, DEFAULT_CEILING)).toEqual([]);
  expect(DEFAULT_TIERS.map(({ requests }) => requests)).toEqual([3_000, 6_000, 12_000, 24_000]);
});

test('by default two cold installs of 500 packages pass within one window', () => {
  // An index page, its metadata and a file for each package.
  expect(DEFAULT_TIERS[0]!.requests).toBeGreaterThanOrEqual(2 * 500 * 3);
});

test('a table without problems names each tier once and stays below the ceiling, whatever it is', () => {
  const anyTier = fc.record({
    name: fc.constantFrom('anonymous', 'a', 'b', 'B', ''),
    audience: fc.constant('x'),
    requests: fc.integer({ min: 0, max: 200 }),
    windowSeconds: fc.constantFrom(60, 90, 120) as fc.Arbitrary<60>,
    mode: fc.constantFrom('evaluation' as const, 'enforcement' as const),
  });
  fc.assert(
    fc.property(fc.array(anyTier, { maxLength: 5 }), fc.integer({ min: 10, max: 200 }), (tiers, requests) => {
      fc.pre(tierProblems(tiers, { requests, windowSeconds: 60 }).length === 0);
      expect(new Set(tiers.map(({ name }) => name)).size).toBe(tiers.length);
      expect(tiers.filter(({ name }) => name === 'anonymous')).toHaveLength(1);
      for (const each of tiers) expect(each.requests).toBeLessThan(requests);
    }),
    { numRuns: 200 },
  );
});
