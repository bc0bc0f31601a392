import { misfits } from '../../../domain/cost/plan-fit';
import { PLANS, type PlanName } from '../../../domain/cost/plans';
import type { Resource } from '../../../domain/cost/template';
import { sampleTemplate } from './sample-template';

const plan = (name: PlanName) => PLANS.find((one) => one.name === name)!;
const with1 = (resource: Resource) => sampleTemplate({ further: { It: resource } });
const acl = (rule: object): Resource => ({ Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [rule] } });
const cdn = (config: object): Resource => ({ Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: config } });

test('what a registry has fits every plan', () => {
  for (const one of PLANS) expect(misfits(sampleTemplate(), one)).toEqual([]);
});

test.each<[string, Resource, PlanName | 'none', string]>([
  ['a cache policy', { Type: 'AWS::CloudFront::CachePolicy' }, 'business', 'use a policy that AWS manages'],
  ['an origin request policy', { Type: 'AWS::CloudFront::OriginRequestPolicy' }, 'business', 'use a policy that AWS manages'],
  ['a response headers policy', { Type: 'AWS::CloudFront::ResponseHeadersPolicy' }, 'business', 'use a policy that AWS manages'],
  [
    'a regular expression',
    acl({ Statement: { RegexMatchStatement: {} } }),
    'business',
    'match the beginning or the end of the text',
  ],
  [
    'Bot Control',
    acl({ Statement: { ManagedRuleGroupStatement: { Name: 'AWSManagedRulesBotControlRuleSet' } } }),
    'business',
    'take the rule group out',
  ],
  ['a challenge', acl({ Action: { Challenge: {} } }), 'business', 'block or count instead'],
  ['a VPC origin', cdn({ Origins: [{ VpcOriginConfig: { VpcOriginId: 'vo' } }] }), 'business', 'serve from a bucket'],
  [
    'Origin Shield',
    cdn({ Origins: [{ OriginShield: { Enabled: true } }] }),
    'premium',
    'turn it off: before S3 it costs more than it saves',
  ],
  ['an origin group', cdn({ OriginGroups: { Quantity: 1 } }), 'premium', 'serve from one origin'],
  ['client certificates', cdn({ ViewerMtlsConfig: {} }), 'premium', 'use tokens'],
  ['ForwardedValues', cdn({ DefaultCacheBehavior: { ForwardedValues: {} } }), 'none', 'use a cache policy'],
  ['staging', cdn({ Staging: true }), 'none', 'take it out'],
  ['real-time logs', { Type: 'AWS::CloudFront::RealtimeLogConfig' }, 'none', 'use standard logs'],
  ['anycast addresses', cdn({ AnycastIpListId: 'a' }), 'none', 'take them out'],
  ['dedicated addresses', cdn({ ViewerCertificate: { SslSupportMethod: 'vip' } }), 'none', "set 'sni-only'"],
  ['field-level encryption', cdn({ DefaultCacheBehavior: { FieldLevelEncryptionId: 'f' } }), 'none', 'take it out'],
  ['a certificate of IAM', cdn({ ViewerCertificate: { IamCertificateId: 'c' } }), 'none', 'use a certificate of ACM'],
  [
    "a rule group of one's own",
    { Type: 'AWS::WAFv2::RuleGroup', Properties: { Rules: [] } },
    'none',
    'put its rules into the web ACL',
  ],
])('%s: fits from the right plan on, and the others say what to change', (_, resource, from, change) => {
  const template = with1(resource);
  const names: PlanName[] = ['pro', 'business', 'premium'];
  const fitting = names.filter((name) => !misfits(template, plan(name)).length);
  expect(fitting).toEqual(from === 'none' ? [] : names.slice(names.indexOf(from)));
  const where = from === 'none' ? 'no plan takes it' : `from ${from} on`;
  expect(misfits(template, plan('pro'))).toEqual([expect.stringMatching(new RegExp(`\\(It\\): ${where}; `))]);
  expect(misfits(template, plan('pro'))[0]!.endsWith(change)).toBe(true);
});

test.each([
  ['pro', 25, []],
  ['pro', 26, ['26 rules (Acl): at most 25; take some out']],
  ['business', 51, ['51 rules (Acl): at most 50; take some out']],
  ['premium', 76, ['76 rules (Acl): at most 75; take some out']],
] as const)('%s with %i rules', (name, rules, expected) => {
  expect(misfits(sampleTemplate({ rules }), plan(name))).toEqual(expected);
});

test('the default behaviour counts as one', () => {
  const template = with1(cdn({ CacheBehaviors: Array.from({ length: 10 }, () => ({})) }));
  expect(misfits(template, plan('pro'))).toEqual(['11 cache behaviours (It): at most 10; take some out']);
});
