import { idleCost, isKnownType, UnpricedError } from '../../../domain/cost/idle';
import { priceOf } from '../../../domain/cost/prices';
import type { Resource } from '../../../domain/cost/template';

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
    resources: ['R0'],
    quantity: 1,
    monthly: 1,
    price: { id: 'kms.key', date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string },
  });
});

test('what is free while idle is listed with a reason', () => {
  expect(idleCost(template({ Type: 'AWS::S3::Bucket' }, { Type: 'AWS::S3::Bucket' }))).toEqual({
    lines: [],
    free: [{ type: 'AWS::S3::Bucket', count: 2, reason: 'billed by stored bytes and requests only' }],
    monthly: 0,
  });
});

test.each([
  ['a NAT gateway', { Type: 'AWS::EC2::NatGateway' }],
  ['an unknown type', { Type: 'AWS::Made::Up' }],
  [
    'a managed rule group',
    { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{ Statement: { ManagedRuleGroupStatement: {} } }] } },
  ],
  ['a high-resolution alarm', alarm({ Period: 10 })],
])('%s is an error that names it, never a zero', (_, resource) => {
  expect(() => idleCost(template({ Type: 'AWS::S3::Bucket' }, resource))).toThrow(new UnpricedError([`R1 (${resource.Type})`]));
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
