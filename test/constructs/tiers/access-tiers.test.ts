import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { App, CfnParameter, Stack } from 'aws-cdk-lib/core';
import { AccessTiers, type AccessTiersProps } from '../../../constructs/tiers/access-tiers';
import { warnAboutCapacity } from '../../../constructs/tiers/capacity-warning';
import { TierTableError } from '../../../constructs/tiers/tier-table-error';
import type { Tier } from '../../../domain/tiers/tier';

const tier = (changes: Partial<Tier> = {}): Tier => ({
  name: 'anonymous',
  audience: 'Everybody.',
  requests: 20,
  windowSeconds: 60,
  aggregation: 'address',
  mode: 'enforcement',
  ...changes,
});

function make(props?: AccessTiersProps, region = 'us-east-1') {
  const stack = new Stack(new App(), 'Stack', { env: { region } });
  const tiers = new AccessTiers(stack, 'Tiers', props);
  return { stack, tiers, template: Template.fromStack(stack) };
}

interface Rule {
  Name: string;
  Priority: number;
  Action?: { Block?: { CustomResponse?: { CustomResponseBodyKey: string } }; Count?: object };
  Statement: object;
  VisibilityConfig: object;
}

/** The web ACL's properties as they are in the template. */
function webAcl(props?: AccessTiersProps) {
  const [resource] = Object.values(make(props).template.findResources('AWS::WAFv2::WebACL'));
  return (resource as { Properties: { Rules: Rule[]; CustomResponseBodies: Record<string, { Content: string }> } }).Properties;
}

const rule = (name: string, props?: AccessTiersProps) => webAcl(props).Rules.find(({ Name }) => Name === name);

test('without props: a web ACL for CloudFront that lets everything pass which no rule stops, with four tiers in six rules', () => {
  const { template } = make();
  template.hasResourceProperties('AWS::WAFv2::WebACL', {
    Scope: 'CLOUDFRONT',
    DefaultAction: { Allow: {} },
    VisibilityConfig: { CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true },
  });
  expect(webAcl().Rules.map(({ Name, Priority }) => [Priority, Name])).toEqual([
    [0, 'blocked'],
    [1, 'tier-anonymous'],
    [2, 'tier-community'],
    [3, 'tier-supporter'],
    [4, 'tier-commercial'],
    [5, 'ceiling'],
  ]);
});

test('each rule has a metric of its own name, and samples', () => {
  for (const { Name, VisibilityConfig } of webAcl().Rules) {
    expect(VisibilityConfig).toEqual({ MetricName: Name, CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true });
  }
});

/** A reference to one of the sets that the construct makes. */
const reference = (template: Template, id: string) => {
  const [logicalId] = Object.keys(template.findResources('AWS::WAFv2::IPSet')).filter((each) => each.startsWith(`Tiers${id}`));
  return { IPSetReferenceStatement: { Arn: { 'Fn::GetAtt': [logicalId, 'Arn'] } } };
};

const below = (SearchString: string) => ({
  ByteMatchStatement: {
    FieldToMatch: { UriPath: {} },
    PositionalConstraint: 'STARTS_WITH',
    SearchString,
    TextTransformations: [{ Priority: 0, Type: 'NONE' }],
  },
});
const COMPARED = [
  { Priority: 0, Type: 'COMPRESS_WHITE_SPACE' },
  { Priority: 1, Type: 'LOWERCASE' },
];
const presents = (SearchString: string) => ({
  ByteMatchStatement: {
    FieldToMatch: { SingleHeader: { Name: 'authorization' } },
    PositionalConstraint: 'STARTS_WITH',
    SearchString,
    TextTransformations: COMPARED,
  },
});
const not = (Statement: object) => ({ NotStatement: { Statement } });
const and = (...Statements: object[]) => ({ AndStatement: { Statements } });
const or = (...Statements: object[]) => ({ OrStatement: { Statements } });

/** A path that says why somebody is blocked. */
const explains = (path: string) => ({
  ByteMatchStatement: {
    FieldToMatch: { UriPath: {} },
    PositionalConstraint: 'STARTS_WITH',
    SearchString: path,
    TextTransformations: [{ Priority: 0, Type: 'NONE' }],
  },
});

test('first a forged verdict of the web ACL is refused, however the header is spelt or hidden, and who is in a set of the operator', () => {
  const { template } = make();
  const forged = {
    ByteMatchStatement: {
      FieldToMatch: { Headers: { MatchPattern: { All: {} }, MatchScope: 'KEY', OversizeHandling: 'MATCH' } },
      PositionalConstraint: 'STARTS_WITH',
      SearchString: 'x-amzn-waf-',
      TextTransformations: [{ Priority: 0, Type: 'LOWERCASE' }],
    },
  };
  expect(rule('blocked')).toMatchObject({
    Priority: 0,
    Action: {
      Block: {
        CustomResponse: {
          ResponseCode: 403,
          CustomResponseBodyKey: 'blocked',
          ResponseHeaders: [{ Name: 'Cache-Control', Value: 'no-store' }],
        },
      },
    },
    Statement: or(
      forged,
      and(
        or(reference(template, 'BlockedIpv4'), reference(template, 'BlockedIpv6')),
        not(or(...['/-/limits', '/-/errors/'].map(explains))),
      ),
    ),
  });
});

test('the sets of operators begin empty, two for each family', () => {
  const sets = Object.entries(make().template.findResources('AWS::WAFv2::IPSet')) as [string, { Properties: object }][];
  expect(sets.map(([id, { Properties }]) => [id.slice(0, -8), Properties])).toMatchObject([
    ['TiersBlockedIpv4', { Scope: 'CLOUDFRONT', IPAddressVersion: 'IPV4', Addresses: [] }],
    ['TiersBlockedIpv6', { Scope: 'CLOUDFRONT', IPAddressVersion: 'IPV6', Addresses: [] }],
    ['TiersAllowedIpv4', { Scope: 'CLOUDFRONT', IPAddressVersion: 'IPV4', Addresses: [] }],
    ['TiersAllowedIpv6', { Scope: 'CLOUDFRONT', IPAddressVersion: 'IPV6', Addresses: [] }],
  ]);
});

const TWO = [tier(), tier({ name: 'gold', aggregation: 'token' })];

test('anonymous requests are those that claim no tier, counted for each address but allowed ones', () => {
  const { template } = make();
  expect(rule('tier-anonymous', { tiers: TWO })!.Statement).toEqual({
    RateBasedStatement: {
      AggregateKeyType: 'IP',
      Limit: 20,
      EvaluationWindowSec: 60,
      ScopeDownStatement: and(
        not(or(reference(template, 'AllowedIpv4'), reference(template, 'AllowedIpv6'))),
        not(or(below('/t/gold/'), and(not(below('/t/')), or(presents('bearer cr1.gold.'), presents('cr1.gold.'))))),
      ),
    },
  });
});

test('a tier with tokens is recognised by its path, or by a token on a path that claims nothing; here each token is counted', () => {
  const { template } = make();
  expect(rule('tier-gold', { tiers: TWO })!.Statement).toEqual({
    RateBasedStatement: {
      AggregateKeyType: 'CUSTOM_KEYS',
      CustomKeys: [{ Header: { Name: 'authorization', TextTransformations: COMPARED } }],
      Limit: 20,
      EvaluationWindowSec: 60,
      ScopeDownStatement: and(
        not(or(reference(template, 'AllowedIpv4'), reference(template, 'AllowedIpv6'))),
        or(below('/t/gold/'), and(not(below('/t/')), or(presents('bearer cr1.gold.'), presents('cr1.gold.')))),
      ),
    },
  });
});

test('a customer is counted by a rule of its own, and by it alone', () => {
  const { template } = make();
  const acme = [
    below('/t/gold/acme/'),
    and(not(below('/t/')), or(presents('bearer cr1.gold.acme.'), presents('cr1.gold.acme.'))),
  ];
  const allowed = [reference(template, 'AllowedIpv4'), reference(template, 'AllowedIpv6')];
  const props = { tiers: TWO, customers: [{ holder: 'acme', tier: 'gold', requests: 400 }] };
  expect(rule('customer-gold-acme', props)).toMatchObject({
    Statement: {
      RateBasedStatement: {
        AggregateKeyType: 'CUSTOM_KEYS',
        Limit: 400,
        ScopeDownStatement: and(not(or(...allowed)), or(...acme)),
      },
    },
  });
  expect(rule('tier-gold', props)).toMatchObject({
    Statement: {
      RateBasedStatement: { Limit: 20, ScopeDownStatement: { AndStatement: { Statements: [not(or(...allowed, ...acme)), {}] } } },
    },
  });
});

test('kill switches are a rule group that begins empty, evaluated before anything is counted', () => {
  const { stack, tiers, template } = make({ killSwitches: true });
  template.hasResourceProperties('AWS::WAFv2::RuleGroup', { Scope: 'CLOUDFRONT', Capacity: 50, Rules: Match.absent() });
  const group = rule('kill-switches', { killSwitches: true })!;
  expect(group).toMatchObject({
    Priority: 1,
    OverrideAction: { None: {} },
    Statement: {
      RuleGroupReferenceStatement: { Arn: { 'Fn::GetAtt': [stack.getLogicalId(tiers.killSwitches!), 'Arn'] } },
    },
  });
  expect(group).not.toHaveProperty('Action');
});

test('with IPv6 each network has a ceiling, ten times that of an address, and synthesis says what that means', () => {
  const { stack, template } = make({ ipv6: true });
  expect(rule('network-ceiling', { ipv6: true })).toMatchObject({
    Priority: 6,
    Action: { Block: { CustomResponse: { ResponseCode: 429, CustomResponseBodyKey: 'network-ceiling' } } },
    Statement: {
      RateBasedStatement: {
        AggregateKeyType: 'CUSTOM_KEYS',
        CustomKeys: [{ ASN: {} }],
        Limit: 300_000,
        ScopeDownStatement: reference(template, 'AllIpv6'),
      },
    },
  });
  template.hasResourceProperties('AWS::WAFv2::IPSet', { IPAddressVersion: 'IPV6', Addresses: ['::/1', '8000::/1'] });
  Annotations.fromStack(stack).hasInfo(
    '/Stack/Tiers',
    'IPv6 is on: AWS WAF counts whole addresses, so who has a prefix of them gets past the limits of anonymous and community; only the ceiling of the whole network holds. See docs/adr/0008-ipv4-only.md. [ack: registry:ipv6]',
  );
});

test('the ceiling counts everything of an address and is always enforced', () => {
  expect(rule('ceiling', { ceiling: { requests: 50_000, windowSeconds: 120 } })).toMatchObject({
    Action: { Block: { CustomResponse: { ResponseCode: 429, CustomResponseBodyKey: 'ceiling' } } },
    Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 50_000, EvaluationWindowSec: 120 } },
  });
  expect(rule('ceiling')!.Statement).not.toHaveProperty('RateBasedStatement.ScopeDownStatement');
});

test('a tier that is refused by the web ACL answers 429 with Retry-After and a problem body that names rule, window and who helps', () => {
  const props = { tiers: [tier({ refuseBy: 'web-acl' })], registryUrl: 'https://packages.example.org' };
  expect(rule('tier-anonymous', props)!.Action).toEqual({
    Block: {
      CustomResponse: {
        ResponseCode: 429,
        CustomResponseBodyKey: 'tier-anonymous',
        ResponseHeaders: [
          { Name: 'Retry-After', Value: '30' },
          { Name: 'RateLimit-Policy', Value: '"tier-anonymous";q=20;w=60' },
          { Name: 'RateLimit', Value: '"tier-anonymous";r=0' },
          { Name: 'Cache-Control', Value: 'no-store' },
        ],
      },
    },
  });
  const body = webAcl(props).CustomResponseBodies['tier-anonymous']!;
  expect(body).toMatchObject({ ContentType: 'APPLICATION_JSON' });
  expect(JSON.parse(body.Content)).toMatchObject({
    status: 429,
    rule: 'tier-anonymous',
    limit: 20,
    window: 60,
    type: 'https://packages.example.org/-/errors/RATE_LIMITED',
    contact: 'https://packages.example.org/-/limits',
  });
});

test.each([
  ['enforcement', '30'],
  ['evaluation', '0'],
] as const)('in %s the limit is counted, and the edge function is told to let clients wait %s seconds', (mode, seconds) => {
  const text = "This address has sent more than 20 requests in 60 seconds, the limit of the tier 'anonymous'.";
  expect(rule('tier-anonymous', { tiers: [tier({ mode })] })!.Action).toEqual({
    Count: {
      CustomRequestHandling: {
        InsertHeaders: [{ Name: 'limit', Value: `${seconds} "tier-anonymous";q=20;w=60 ${text}` }],
      },
    },
  });
});

test('without a domain refusals name the page by its path, since the name of the distribution is not known yet', () => {
  expect(JSON.parse(webAcl().CustomResponseBodies.ceiling!.Content)).toMatchObject({
    type: '/-/errors/ADDRESS_CEILING',
    contact: '/-/limits',
  });
});

test('every custom response names a body that the web ACL declares', () => {
  const { Rules, CustomResponseBodies } = webAcl();
  const keys = Rules.flatMap(({ Action }) => Action?.Block?.CustomResponse?.CustomResponseBodyKey ?? []);
  expect(keys).toEqual(['blocked', 'ceiling']);
  for (const key of keys) expect(Object.keys(CustomResponseBodies)).toContain(key);
});

test('warns above the included capacity and not at it', () => {
  const { stack } = make();
  warnAboutCapacity(stack, 1_500);
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  warnAboutCapacity(stack, 1_501);
  Annotations.fromStack(stack).hasWarning(
    '/Stack',
    'The web ACL needs more capacity units than the price of a request includes, got: 1501, included: 1500. Each further 500 cost $0.20 per million requests; merge tiers to save them. [ack: registry:web-acl-capacity]',
  );
});

const refused = (props: AccessTiersProps) => {
  try {
    make(props);
  } catch (error) {
    return error as TierTableError;
  }
  throw new Error('the table was taken');
};

test('fails with every problem of the table, each with code, what was got, what is allowed, what to change', () => {
  const error = refused({ tiers: [tier({ requests: 5 }), tier({ name: 'member', windowSeconds: 90 as 60 })] });
  expect(error).toBeInstanceOf(TierTableError);
  expect(error.message).toBe(`'Stack/Tiers' cannot become a web ACL:

  LIMIT_OUT_OF_RANGE tiers[0].requests
    got: 5
    allowed: a whole number from 10 to 2000000000 (AWS WAF's range)
    change: raise it, or choose a longer window

  WINDOW_NOT_OFFERED tiers[1].windowSeconds
    got: 90
    allowed: 60, 120, 300, 600 (AWS WAF's windows, in seconds)
    change: choose one of them and scale the requests`);
});

test('fails when there are more tiers than rate rules', () => {
  const tiers = [tier(), ...Array.from({ length: 9 }, (_, i) => tier({ name: `t${i}` }))];
  expect(refused({ tiers }).message).toBe(`'Stack/Tiers' cannot become a web ACL:

  TIER_COUNT tiers
    got: 10 tiers, 0 customers
    allowed: at most 9 together: a web ACL takes 10 rate-based rules and the ceiling is one
    change: merge tiers`);
});

test('fails when a body would be larger than AWS WAF takes', () => {
  const contact = `https://${'a'.repeat(1_100)}.example`;
  expect(refused({ tiers: [tier()], contact }).message).toBe(`'Stack/Tiers' cannot become a web ACL:

  BODY_TOO_LARGE bodies.blocked
    got: 5085 bytes in one body
    allowed: at most 4096
    change: shorten the registry URL or the contact

  BODY_TOO_LARGE bodies.ceiling
    got: 5176 bytes in one body
    allowed: at most 4096
    change: shorten the registry URL or the contact`);
});

test.each([
  ['http://packages.example.org', "'http://packages.example.org'"],
  ['https://packages.example.org/', "'https://packages.example.org/'"],
])('fails when the registry URL is %s', (registryUrl, got) => {
  expect(refused({ registryUrl }).message).toBe(`'Stack/Tiers' cannot become a web ACL:

  URL_INVALID registryUrl
    got: ${got}
    allowed: an https:// address without a path, as text
    change: give the registry's own domain, or leave it out so that refusals name a path`);
});

test('fails when the registry URL is only known at deployment', () => {
  const stack = new Stack(new App(), 'Stack');
  const registryUrl = new CfnParameter(stack, 'Url').valueAsString;
  expect(() => new AccessTiers(stack, 'Tiers', { registryUrl })).toThrow('got: a value that is only known at deployment');
});

test('fails outside us-east-1', () => {
  expect(() => make({}, 'eu-west-1')).toThrow(
    "'Stack/Tiers' must be in a stack in us-east-1, got: eu-west-1. CloudFront takes web ACLs from there only; set env.region of the stack.",
  );
});

test('the logical ids of what is referred to from outside stay as they are', () => {
  const { template } = make({ killSwitches: true });
  const types = ['WebACL', 'IPSet', 'RuleGroup'].map((type) => Object.keys(template.findResources(`AWS::WAFv2::${type}`)));
  expect(types.flat()).toEqual([
    'Tiers26B72A96',
    'TiersBlockedIpv4C4AF76B9',
    'TiersBlockedIpv6EEA434DB',
    'TiersAllowedIpv4F3445D3D',
    'TiersAllowedIpv62F8E5878',
    'TiersKillSwitches39FBF79E',
  ]);
});
