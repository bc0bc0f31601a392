import { idleCost } from '../../../domain/cost/idle';
import { isKnownType } from '../../../domain/cost/kinds';
import { priceOf } from '../../../domain/cost/prices';
import type { Resource } from '../../../domain/cost/template';
import { UnpricedError } from '../../../domain/cost/unpriced';

const template = (...resources: Resource[]) => ({
  Resources: Object.fromEntries(resources.map((resource, i) => [`R${i}`, resource])),
});
const rules = (count: number) => Array.from({ length: count }, (_, i) => ({ Name: `rule${i}` }));
const alarm = (properties: Record<string, unknown> = {}): Resource => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: { Period: 300, ...properties },
});

test('a web ACL costs $5 and each of its rules $1', () => {
  const cost = idleCost(template({ Type: 'AWS::WAFv2::WebACL', Properties: { Rules: rules(7) } }));
  expect(cost.monthly).toBe(12);
  expect(cost.lines.map((line) => [line.price.id, line.quantity, line.monthly])).toEqual([
    ['waf.web_acl', 1, 5],
    ['waf.rule', 7, 7],
  ]);
});

test.each([
  [10, 0],
  [11, 0.1],
  [30, 2],
])('%i alarms cost $%f, because ten are free', (count, monthly) => {
  expect(idleCost(template(...Array.from({ length: count }, () => alarm()))).monthly).toBeCloseTo(monthly, 10);
});

test('an alarm over metric math is billed once for each metric it reads', () => {
  const math = alarm({ Metrics: [{ MetricStat: {} }, { MetricStat: {} }, { Expression: 'm1*m2' }] });
  expect(idleCost(template(math)).lines[0]!.quantity).toBe(2);
});

test('every line names its resources, its price and the date of that price', () => {
  const [line] = idleCost(template({ Type: 'AWS::KMS::Key' })).lines;
  expect(line).toMatchObject({
    shares: [{ resource: 'R0', monthly: 1 }],
    quantity: 1,
    monthly: 1,
    price: { id: 'kms.key', date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string },
  });
});

test('what is free while idle is listed with a reason', () => {
  expect(idleCost(template({ Type: 'AWS::SQS::Queue' }, { Type: 'AWS::SQS::Queue' }))).toEqual({
    lines: [],
    free: [{ type: 'AWS::SQS::Queue', count: 2, reason: 'billed by use only' }],
    monthly: 0,
  });
});

test.each([
  ['an unknown type', { Type: 'AWS::Made::Up' }, 'R1 (AWS::Made::Up)'],
  [
    'a managed rule group',
    { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{ Statement: { ManagedRuleGroupStatement: {} } }] } },
    'ManagedRuleGroupStatement of R1 (AWS::WAFv2::WebACL)',
  ],
  ['a high-resolution alarm', alarm({ Period: 10 }), 'Period below 60 of R1 (AWS::CloudWatch::Alarm)'],
  [
    'Origin Shield',
    {
      Type: 'AWS::CloudFront::Distribution',
      Properties: { DistributionConfig: { Origins: [{ OriginShield: { Enabled: true } }] } },
    },
    'OriginShield of R1 (AWS::CloudFront::Distribution)',
  ],
  [
    'a function at the regional edge',
    {
      Type: 'AWS::CloudFront::Distribution',
      Properties: { DistributionConfig: { DefaultCacheBehavior: { LambdaFunctionAssociations: [{}] } } },
    },
    'Lambda@Edge of R1 (AWS::CloudFront::Distribution)',
  ],
  [
    'a key of KMS on a bucket',
    { Type: 'AWS::S3::Bucket', Properties: { BucketEncryption: [{ SSEAlgorithm: 'aws:kms' }] } },
    'SSEAlgorithm aws:kms of R1 (AWS::S3::Bucket)',
  ],
  [
    'a property that nobody knows',
    { Type: 'AWS::SNS::Topic', Properties: { Tags: [], CarrierPigeons: 12 } },
    'CarrierPigeons of R1 (AWS::SNS::Topic)',
  ],
  [
    'one of a distribution that nobody knows',
    { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { Enabled: true, ViewerMtlsConfig: {} } } },
    'DistributionConfig.ViewerMtlsConfig of R1 (AWS::CloudFront::Distribution)',
  ],
  [
    'transfer acceleration',
    { Type: 'AWS::S3::Bucket', Properties: { AccelerateConfiguration: {} } },
    'AccelerateConfiguration of R1 (AWS::S3::Bucket)',
  ],
  ['SnapStart', { Type: 'AWS::Lambda::Function', Properties: { SnapStart: {} } }, 'SnapStart of R1 (AWS::Lambda::Function)'],
  ['a bucket of unknown use', { Type: 'AWS::S3::Bucket' }, 'R1 (AWS::S3::Bucket), because nothing tells what it holds'],
  [
    'a function that nothing wakes',
    { Type: 'AWS::Lambda::Function' },
    'R1 (AWS::Lambda::Function), because nothing tells what wakes it',
  ],
])('%s is an error that names it, never a zero', (_, resource: Resource, name) => {
  expect(() => idleCost(template({ Type: 'AWS::SQS::Queue' }, resource))).toThrow(new UnpricedError([name]));
});

test('two distributions are an error: nothing tells how the traffic divides', () => {
  const two = template({ Type: 'AWS::CloudFront::Distribution' }, { Type: 'AWS::CloudFront::Distribution' });
  expect(() => idleCost(two)).toThrow('Cannot price the traffic of each of R0, R1 (AWS::CloudFront::Distribution): add it to');
});

test("an operator's rule group costs $1 for each of its rules, and $1 for the rule that refers to it", () => {
  const reference = { Name: 'switches', Statement: { RuleGroupReferenceStatement: { ARN: 'arn' } } };
  const cost = idleCost(
    template(
      { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [...rules(6), reference] } },
      { Type: 'AWS::WAFv2::RuleGroup', Properties: { Rules: rules(2) } },
    ),
  );
  expect(cost.monthly).toBe(14);
});

test.each([
  'AWS::EC2::NatGateway',
  'AWS::EC2::Instance',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::RDS::DBInstance',
  'AWS::EC2::VPCEndpoint',
])('%s, billed by the hour, is in no list', (type) => {
  expect(isKnownType(type)).toBe(false);
});

test('a missing price is an error that names it', () => {
  expect(() => priceOf('s3.unheard_of')).toThrow(
    "No price 's3.unheard_of' in domain/cost/prices.json; add it with source and date.",
  );
});
