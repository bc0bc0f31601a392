import { capacity, KILL_SWITCH_CAPACITY } from '../../../domain/tiers/capacity';
import { rulesProblems } from '../../../domain/tiers/check-rules';
import { DEFAULT_CEILING, DEFAULT_TIERS } from '../../../domain/tiers/defaults';
import type { AccessRulesInput } from '../../../domain/tiers/row';
import { type AccessRules, accessRules } from '../../../domain/tiers/rules';
import type { ByteMatch, CustomKey, Statement } from '../../../domain/tiers/statement';
import type { AccessTable, Tier } from '../../../domain/tiers/tier';

const table: AccessTable = { tiers: DEFAULT_TIERS, customers: [], ceiling: DEFAULT_CEILING, ipv6: false };
const input: AccessRulesInput = {
  table,
  blocked: ['arn:four', 'arn:six'],
  allowed: ['arn:yes-four', 'arn:yes-six'],
  registryUrl: '',
  contact: 'tokens@x.example',
};
const madeOf = (changes: Partial<AccessTable>, rest: Partial<AccessRulesInput> = {}): AccessRules =>
  accessRules({ ...input, ...rest, table: { ...table, ...changes } });

const match = (changes: Partial<ByteMatch['byteMatchStatement']> = {}): Statement => ({
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: 'STARTS_WITH',
    searchString: '/x/',
    textTransformations: [{ priority: 0, type: 'NONE' }],
    ...changes,
  },
});
const rate = (scopeDownStatement?: Statement, customKeys?: CustomKey[]): Statement => ({
  rateBasedStatement: {
    aggregateKeyType: customKeys ? 'CUSTOM_KEYS' : 'IP',
    ...(customKeys && { customKeys }),
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
  ['both of two', { andStatement: { statements: [match(), match()] } }, 4],
  ['a rate by network', rate(undefined, [{ asn: {} }]), 32],
  ['a rule group', { ruleGroupReferenceStatement: { arn: 'a' } }, KILL_SWITCH_CAPACITY],
])('%s needs the capacity units that AWS documents', (_, statement, units) => {
  expect(capacity(statement)).toBe(units);
});

const actions = ({ rules }: AccessRules) =>
  rules.map(({ priority, name, action }) => [
    priority,
    name,
    action.kind === 'signal' ? action.value.split(' ')[0] : action.kind,
  ]);

test('four tiers make six rules in the order of evaluation, far below the included capacity', () => {
  const made = accessRules(input);
  expect(actions(made)).toEqual([
    [0, 'blocked', 'refuse'],
    [1, 'tier-anonymous', '75'],
    [2, 'tier-community', '0'],
    [3, 'tier-supporter', '0'],
    [4, 'tier-commercial', '0'],
    [5, 'ceiling', 'refuse'],
  ]);
  const token = 2 + 2 * 22;
  const [anonymous, claim] = [2 + 2 + 3 * 2 + 2 + 3 * 44, 2 + 2 + 2 + token];
  expect(made.capacity).toBe(12 + 2 + 4 + anonymous + claim + 2 * (30 + claim) + 2);
});

test('what is optional has its place: kill switches before every count, customers after the tiers, networks last', () => {
  const made = madeOf(
    { customers: [{ holder: 'acme', tier: 'commercial', mode: 'enforcement' }], ipv6: true },
    { killSwitches: 'arn:group', allIpv6: 'arn:all' },
  );
  expect(actions(made)).toEqual([
    [0, 'blocked', 'refuse'],
    [1, 'kill-switches', 'group'],
    [2, 'tier-anonymous', '75'],
    [3, 'tier-community', '0'],
    [4, 'tier-supporter', '0'],
    [5, 'tier-commercial', '0'],
    [6, 'customer-commercial-acme', '75'],
    [7, 'ceiling', 'refuse'],
    [8, 'network-ceiling', 'refuse'],
  ]);
});

test('the edge function is told how long to wait, which limit it is, and what to say', () => {
  const [gold, silver] = ['gold', 'silver'].map((name): Tier => ({ ...DEFAULT_TIERS[2]!, name, message: 'Use a proxy.' }));
  const { rules } = madeOf({
    tiers: [DEFAULT_TIERS[0]!, { ...gold!, mode: 'enforcement' }, silver!],
    customers: [
      { holder: 'acme', tier: 'gold', requests: 90_000, windowSeconds: 600 },
      { holder: 'acme', tier: 'silver', message: 'Call us.', mode: 'evaluation' },
    ],
  });
  expect(rules.flatMap(({ action }) => (action.kind === 'signal' ? [action.value] : []))).toEqual([
    `75 "tier-anonymous";q=6000;w=300 This address has sent more than 6000 requests in 300 seconds, the limit of the tier 'anonymous'.`,
    `75 "tier-gold";q=24000;w=300 This token has sent more than 24000 requests in 300 seconds, the limit of the tier 'gold'. Use a proxy.`,
    `0 "tier-silver";q=24000;w=300 This token has sent more than 24000 requests in 300 seconds, the limit of the tier 'silver'. Use a proxy.`,
    `150 "customer-gold-acme";q=90000;w=600 This token has sent more than 90000 requests in 600 seconds, the limit of 'acme'. Use a proxy.`,
    `0 "customer-silver-acme";q=24000;w=300 This token has sent more than 24000 requests in 300 seconds, the limit of 'acme'. Call us.`,
  ]);
});

const byWebAcl = DEFAULT_TIERS.map((tier): Tier => ({ ...tier, refuseBy: 'web-acl' }));

test('a tier that chooses so is refused by the web ACL, but in evaluation only counted', () => {
  expect(actions(madeOf({ tiers: byWebAcl })).slice(1, 3)).toEqual([
    [1, 'tier-anonymous', 'refuse'],
    [2, 'tier-community', '0'],
  ]);
});

test('every refusal names a body that exists, and every body is of a refusal', () => {
  const { rules, bodies } = madeOf({ tiers: byWebAcl, ipv6: true }, { allIpv6: 'arn:all' });
  const named = rules.flatMap(({ action }) => (action.kind === 'refuse' ? [action.bodyKey] : []));
  expect(named).toEqual(['blocked', 'tier-anonymous', 'ceiling', 'network-ceiling']);
  expect(Object.keys(bodies)).toEqual(named);
});

test('each body offers what its reader can do', () => {
  const tiers = byWebAcl.map((tier): Tier => ({ ...tier, mode: 'enforcement' }));
  const { bodies } = madeOf({ tiers, ipv6: true }, { allIpv6: 'arn:all' });
  const details = Object.values(bodies).map((body) => (JSON.parse(body) as { detail: string }).detail);
  expect(details).toEqual([
    'This address is blocked, or the request has a header whose name begins with x-amzn-waf-. If that is wrong, tell tokens@x.example your address. Why addresses are blocked: /-/limits',
    "This address has sent more than 6000 requests in 300 seconds, the limit of the tier 'anonymous'. Wait 75 seconds, or get a token from tokens@x.example.",
    "This address has sent more than 12000 requests in 300 seconds, the limit of the tier 'community'. Wait 75 seconds, or ask tokens@x.example for a token of a higher tier.",
    "This token has sent more than 24000 requests in 300 seconds, the limit of the tier 'supporter'. Wait 75 seconds, or ask tokens@x.example for a token of a higher tier.",
    "This token has sent more than 60000 requests in 300 seconds, the limit of the tier 'commercial'. Wait 75 seconds, or ask tokens@x.example for a higher limit.",
    'This address has sent more than 30000 requests in 300 seconds, the limit of every address whatever its tier. Wait 75 seconds, or spread the requests over more time; tokens@x.example can help.',
    'This network has sent more than 300000 requests by IPv6 in 300 seconds. Wait 75 seconds, or use IPv4; tokens@x.example can help.',
  ]);
});

test('the rules of every table up to nine tiers pass their own check, within the capacity that the price includes', () => {
  for (let more = 0; more < 9; more++) {
    const tiers = [DEFAULT_TIERS[0]!, ...Array.from({ length: more }, (_, i): Tier => ({ ...DEFAULT_TIERS[3]!, name: `t${i}` }))];
    const made = madeOf({ tiers });
    expect(rulesProblems(made)).toEqual([]);
    expect(made.capacity).toBeLessThan(1_500);
  }
});

describe('what AWS WAF would refuse at deployment', () => {
  const rule = { name: 'a', priority: 0, statement: match(), action: { kind: 'signal', value: '' } as const };
  const made: AccessRules = { rules: [rule], bodies: {}, capacity: 2 };

  test.each<[string, Partial<AccessRules>, unknown]>([
    [
      'a body above 4 KB, in bytes and not characters',
      { bodies: { a: 'é'.repeat(2_049), b: 'e'.repeat(4_096) } },
      {
        code: 'BODY_TOO_LARGE',
        path: ['bodies', 'a'],
        got: '4098 bytes in one body',
        allowed: 'at most 4096',
        change: 'shorten the registry URL or the contact',
      },
    ],
    [
      'bodies above 50 KB together',
      { bodies: Object.fromEntries(Array.from({ length: 13 }, (_, i) => [`b${i}`, 'x'.repeat(4_000)])) },
      {
        code: 'BODIES_TOO_LARGE',
        path: ['bodies'],
        got: '52000 bytes in all bodies',
        allowed: 'at most 51200',
        change: 'shorten the registry URL or the contact',
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

describe('the brake', () => {
  const made = madeOf({ brake: true }, { brake: { sets: ['arn:brake-four', 'arn:brake-six'], message: 'Ask us.' } });

  test('has a rule before those of tiers, for addresses of its sets that show no token and are not allowed more', () => {
    const rule = made.rules[1]!;
    expect(rule.name).toBe('brake');
    expect(rule.statement).toEqual({
      rateBasedStatement: {
        aggregateKeyType: 'IP',
        limit: 1000,
        evaluationWindowSec: 300,
        scopeDownStatement: {
          andStatement: {
            statements: [
              {
                orStatement: {
                  statements: [
                    { ipSetReferenceStatement: { arn: 'arn:brake-four' } },
                    { ipSetReferenceStatement: { arn: 'arn:brake-six' } },
                  ],
                },
              },
              {
                notStatement: {
                  statement: {
                    orStatement: {
                      statements: [
                        { ipSetReferenceStatement: { arn: 'arn:yes-four' } },
                        { ipSetReferenceStatement: { arn: 'arn:yes-six' } },
                      ],
                    },
                  },
                },
              },
              { notStatement: { statement: match({ searchString: '/t/' }) } },
              {
                notStatement: {
                  statement: match({
                    fieldToMatch: { headers: { matchPattern: { all: {} }, matchScope: 'KEY', oversizeHandling: 'CONTINUE' } },
                    positionalConstraint: 'EXACTLY',
                    searchString: 'authorization',
                    textTransformations: [{ priority: 0, type: 'LOWERCASE' }],
                  }),
                },
              },
            ],
          },
        },
      },
    });
  });

  test('refuses in the words of the foundation', () => {
    expect(JSON.parse(made.bodies.brake ?? '')).toMatchObject({
      status: 429,
      rule: 'brake',
      detail:
        'The registry saves money: for now an address without a token may send 1000 requests in 300 seconds. Ask us. Wait 75 seconds, or get a token from tokens@x.example.',
    });
    expect(made.rules[1]!.action).toMatchObject({ kind: 'refuse', status: 429, headers: { 'Retry-After': '75' } });
  });

  test('is no rule where there is no brake', () => {
    expect(madeOf({}).rules.map(({ name }) => name)).not.toContain('brake');
  });
});
