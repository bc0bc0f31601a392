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
  Action: { Block?: { CustomResponse?: { CustomResponseBodyKey: string } }; Count?: object };
  Statement: object;
  VisibilityConfig: object;
}

/** The web ACL's properties as they are in the template. */
function webAcl(props?: AccessTiersProps) {
  const [resource] = Object.values(make(props).template.findResources('AWS::WAFv2::WebACL'));
  return (resource as { Properties: { Rules: Rule[]; CustomResponseBodies: Record<string, { Content: string }> } }).Properties;
}

const rule = (name: string, props?: AccessTiersProps) => webAcl(props).Rules.find(({ Name }) => Name === name);

test('without props: a web ACL for CloudFront that lets everything pass which no rule stops, with four tiers in seven rules', () => {
  const { template } = make();
  template.hasResourceProperties('AWS::WAFv2::WebACL', {
    Scope: 'CLOUDFRONT',
    DefaultAction: { Allow: {} },
    VisibilityConfig: { CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true },
  });
  expect(webAcl().Rules.map(({ Name, Priority }) => [Priority, Name])).toEqual([
    [0, 'forged-headers'],
    [1, 'blocked-addresses'],
    [2, 'tier-anonymous'],
    [3, 'tier-community'],
    [4, 'tier-supporter'],
    [5, 'tier-commercial'],
    [6, 'ceiling'],
  ]);
});

test('each rule has a metric of its own name, and samples', () => {
  for (const { Name, VisibilityConfig } of webAcl().Rules) {
    expect(VisibilityConfig).toEqual({ MetricName: Name, CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true });
  }
});

test('a forged verdict of the web ACL is blocked first, however the header is spelt or hidden', () => {
  expect(rule('forged-headers')).toMatchObject({
    Priority: 0,
    Action: { Block: {} },
    Statement: {
      ByteMatchStatement: {
        FieldToMatch: { Headers: { MatchPattern: { All: {} }, MatchScope: 'KEY', OversizeHandling: 'MATCH' } },
        PositionalConstraint: 'STARTS_WITH',
        SearchString: 'x-amzn-waf-',
        TextTransformations: [{ Priority: 0, Type: 'LOWERCASE' }],
      },
    },
  });
});

test('an operator blocks addresses of both families through sets that begin empty', () => {
  const { stack, tiers, template } = make();
  for (const IPAddressVersion of ['IPV4', 'IPV6']) {
    template.hasResourceProperties('AWS::WAFv2::IPSet', { Scope: 'CLOUDFRONT', IPAddressVersion, Addresses: [] });
  }
  const Statements = [tiers.blockedIpv4, tiers.blockedIpv6].map((set) => ({
    IPSetReferenceStatement: { Arn: { 'Fn::GetAtt': [stack.getLogicalId(set), 'Arn'] } },
  }));
  expect(rule('blocked-addresses')).toMatchObject({ Action: { Block: {} }, Statement: { OrStatement: { Statements } } });
});

test('anonymous requests are those outside every tier, counted for each address', () => {
  expect(rule('tier-anonymous', { tiers: [tier()] })!.Statement).toEqual({
    RateBasedStatement: {
      AggregateKeyType: 'IP',
      Limit: 20,
      EvaluationWindowSec: 60,
      ScopeDownStatement: {
        NotStatement: {
          Statement: {
            ByteMatchStatement: {
              FieldToMatch: { UriPath: {} },
              PositionalConstraint: 'STARTS_WITH',
              SearchString: '/t/',
              TextTransformations: [{ Priority: 0, Type: 'NONE' }],
            },
          },
        },
      },
    },
  });
});

test('a tier with tokens is recognised by its path prefix', () => {
  expect(rule('tier-community')!.Statement).toMatchObject({
    RateBasedStatement: {
      AggregateKeyType: 'IP',
      ScopeDownStatement: { ByteMatchStatement: { PositionalConstraint: 'STARTS_WITH', SearchString: '/t/community/' } },
    },
  });
});

test('the ceiling counts everything of an address and is always enforced', () => {
  expect(rule('ceiling', { ceiling: { requests: 50_000, windowSeconds: 120 } })).toMatchObject({
    Action: { Block: { CustomResponse: { ResponseCode: 429, CustomResponseBodyKey: 'ceiling' } } },
    Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 50_000, EvaluationWindowSec: 120 } },
  });
  expect(rule('ceiling')!.Statement).not.toHaveProperty('RateBasedStatement.ScopeDownStatement');
});

test('enforcement answers 429 with Retry-After and a problem body that names rule, window and where to get a token', () => {
  const props = { tiers: [tier()], registryUrl: 'https://packages.example.org' };
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
    type: 'https://packages.example.org/#tier-anonymous',
    contact: 'https://packages.example.org/',
  });
});

test('evaluation only counts', () => {
  expect(rule('tier-anonymous', { tiers: [tier({ mode: 'evaluation' })] })!.Action).toEqual({ Count: {} });
});

test('without a domain refusals name the page by its path, since the name of the distribution is not known yet', () => {
  expect(JSON.parse(webAcl().CustomResponseBodies.ceiling!.Content)).toMatchObject({ type: '/#ceiling', contact: '/' });
});

test('every custom response names a body that the web ACL declares', () => {
  const { Rules, CustomResponseBodies } = webAcl();
  const keys = Rules.flatMap(({ Action }) => Action.Block?.CustomResponse?.CustomResponseBodyKey ?? []);
  expect(keys).toEqual(['tier-anonymous', 'ceiling']);
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
    got: 10 tiers
    allowed: at most 9: a web ACL takes 10 rate-based rules and the ceiling is one
    change: merge tiers`);
});

test('fails when a body would be larger than AWS WAF takes', () => {
  const registryUrl = `https://${'a'.repeat(800)}.example`;
  expect(refused({ tiers: [tier()], registryUrl }).message).toBe(`'Stack/Tiers' cannot become a web ACL:

  BODY_TOO_LARGE bodies.tier-anonymous
    got: 4641 bytes in one 429 body
    allowed: at most 4096
    change: shorten the registry URL

  BODY_TOO_LARGE bodies.ceiling
    got: 4760 bytes in one 429 body
    allowed: at most 4096
    change: shorten the registry URL`);
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
  const { template } = make();
  expect(
    Object.keys({ ...template.findResources('AWS::WAFv2::WebACL'), ...template.findResources('AWS::WAFv2::IPSet') }),
  ).toEqual(['Tiers26B72A96', 'TiersBlockedIpv4C4AF76B9', 'TiersBlockedIpv6EEA434DB']);
});
