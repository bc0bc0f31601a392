import { capacity } from '../../../domain/tiers/capacity';
import { rulesProblems } from '../../../domain/tiers/check-rules';
import { DEFAULT_CEILING, DEFAULT_TIERS } from '../../../domain/tiers/defaults';
import { type AccessRules, type AccessRulesInput, accessRules } from '../../../domain/tiers/rules';
import type { ByteMatch, Statement } from '../../../domain/tiers/statement';
import type { Tier } from '../../../domain/tiers/tier';

const input: AccessRulesInput = {
  tiers: DEFAULT_TIERS,
  ceiling: DEFAULT_CEILING,
  blockedSetArns: ['arn:four', 'arn:six'],
  homeUrl: '/',
  contact: 'tokens@x.example',
};

const match = (changes: Partial<ByteMatch['byteMatchStatement']> = {}): Statement => ({
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: 'STARTS_WITH',
    searchString: '/x/',
    textTransformations: [{ priority: 0, type: 'NONE' }],
    ...changes,
  },
});
const rate = (scopeDownStatement?: Statement): Statement => ({
  rateBasedStatement: {
    aggregateKeyType: 'IP',
    limit: 10,
    evaluationWindowSec: 60,
    ...(scopeDownStatement && { scopeDownStatement }),
  },
});

test.each<[string, Statement, number]>([
  ['a prefix', match(), 2],
  ['an exact text', match({ positionalConstraint: 'EXACTLY' }), 2],
  ['a text anywhere', match({ positionalConstraint: 'CONTAINS' }), 10],
  ['a prefix in lower case', match({ textTransformations: [{ priority: 0, type: 'LOWERCASE' }] }), 12],
  ['a set of addresses', { ipSetReferenceStatement: { arn: 'a' } }, 1],
  ['either of two', { orStatement: { statements: [match(), { ipSetReferenceStatement: { arn: 'a' } }] } }, 3],
  ['a negation', { notStatement: { statement: match() } }, 2],
  ['a rate', rate(), 2],
  ['a rate of some requests', rate({ notStatement: { statement: match() } }), 4],
])('%s needs the capacity units that AWS documents', (_, statement, units) => {
  expect(capacity(statement)).toBe(units);
});

test('four tiers make seven rules in the order of evaluation, far below the included capacity', () => {
  const { rules, capacity: units } = accessRules(input);
  expect(rules.map(({ priority, name, action }) => [priority, name, typeof action === 'object' ? 'refuse' : action])).toEqual([
    [0, 'forged-headers', 'block'],
    [1, 'blocked-addresses', 'block'],
    [2, 'tier-anonymous', 'refuse'],
    [3, 'tier-community', 'count'],
    [4, 'tier-supporter', 'count'],
    [5, 'tier-commercial', 'count'],
    [6, 'ceiling', 'refuse'],
  ]);
  expect(units).toBe(12 + 2 + 4 * 4 + 2);
});

test('every refusal names a body that exists, also for tiers in evaluation', () => {
  const { rules, bodies } = accessRules(input);
  expect(rules.flatMap(({ action }) => (typeof action === 'object' ? [action.bodyKey] : []))).toEqual([
    'tier-anonymous',
    'ceiling',
  ]);
  expect(Object.keys(bodies)).toEqual(['tier-anonymous', 'tier-community', 'tier-supporter', 'tier-commercial', 'ceiling']);
});

test('each body offers what its reader can do', () => {
  const { bodies } = accessRules(input);
  const remedy = (key: string) => (JSON.parse(bodies[key]!) as { detail: string }).detail.split(', or ')[1];
  expect(Object.fromEntries(Object.keys(bodies).map((key) => [key, remedy(key)]))).toEqual({
    'tier-anonymous': 'get a token from tokens@x.example',
    'tier-community': 'ask tokens@x.example for a token of a higher tier',
    'tier-supporter': 'ask tokens@x.example for a token of a higher tier',
    'tier-commercial': 'ask tokens@x.example for a higher limit',
    ceiling: 'spread the requests over more time; tokens@x.example can help',
  });
});

test('the rules of every table up to nine tiers pass their own check', () => {
  for (let more = 0; more < 9; more++) {
    const tiers = [DEFAULT_TIERS[0]!, ...Array.from({ length: more }, (_, i): Tier => ({ ...DEFAULT_TIERS[1]!, name: `t${i}` }))];
    expect(rulesProblems(accessRules({ ...input, tiers }))).toEqual([]);
  }
});

describe('what AWS WAF would refuse at deployment', () => {
  const rule = { name: 'a', priority: 0, statement: match(), action: 'block' as const };
  const made: AccessRules = { rules: [rule], bodies: {}, capacity: 2 };

  test.each<[string, Partial<AccessRules>, unknown]>([
    [
      'a body above 4 KB, in bytes and not characters',
      { bodies: { a: 'é'.repeat(2_049), b: 'e'.repeat(4_096) } },
      {
        code: 'BODY_TOO_LARGE',
        path: ['bodies', 'a'],
        got: '4098 bytes in one 429 body',
        allowed: 'at most 4096',
        change: 'shorten the registry URL',
      },
    ],
    [
      'bodies above 50 KB together',
      { bodies: Object.fromEntries(Array.from({ length: 13 }, (_, i) => [`b${i}`, 'x'.repeat(4_000)])) },
      {
        code: 'BODIES_TOO_LARGE',
        path: ['bodies'],
        got: '52000 bytes in all 429 bodies',
        allowed: 'at most 51200',
        change: 'shorten the registry URL',
      },
    ],
    [
      'too much capacity',
      { capacity: 5_001 },
      { code: 'CAPACITY_EXCEEDED', path: ['rules'], got: '5001 capacity units', allowed: 'at most 5000', change: 'merge tiers' },
    ],
    [
      'two rules of one name',
      { rules: [rule, { ...rule, priority: 1 }] },
      {
        code: 'RULE_NAME_DUPLICATE',
        path: ['rules'],
        got: "two rules of name 'a'",
        allowed: 'names and priorities that occur once',
        change: 'rename or renumber one of them',
      },
    ],
    [
      'two rules of one priority',
      { rules: [rule, { ...rule, name: 'b' }] },
      {
        code: 'RULE_PRIORITY_DUPLICATE',
        path: ['rules'],
        got: 'two rules of priority 0',
        allowed: 'names and priorities that occur once',
        change: 'rename or renumber one of them',
      },
    ],
  ])('%s', (_, changes, problem) => {
    expect(rulesProblems({ ...made, ...changes })).toEqual([problem]);
  });
});
