/** For each feature of the plan matrix a resource that has it, with the cheapest plan that takes it and what to change else. */
import type { MatrixPlan } from '../../../domain/cost/plan-matrix';
import type { Resource } from '../../../domain/cost/template';

const acl = (properties: object): Resource => ({ Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [], ...properties } });
const rule = (part: object): Resource => acl({ Rules: [part] });
const group = (name: string, more: object = {}): Resource =>
  rule({ Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: name, ...more } } });
const cdn = (config: object): Resource => ({
  Type: 'AWS::CloudFront::Distribution',
  Properties: { DistributionConfig: { WebACLId: 'arn', ...config } },
});
const records = (inspection: string) =>
  acl({ AssociationConfig: { RequestBody: { CLOUDFRONT: { DefaultSizeInspectionLimit: inspection } } } });

export interface Misfitting {
  /** As the matrix names it. */
  readonly feature: string;
  readonly resource: Resource;
  readonly from: MatrixPlan | 'none';
  readonly change: string;
}

const row = (feature: string, from: MatrixPlan | 'none', change: string, resource: Resource): Misfitting => ({
  feature,
  from,
  change,
  resource,
});
const POLICY = 'custom cache, origin request or response headers policy';

export const MISFITTING: readonly Misfitting[] = [
  row('key-value store', 'pro', 'take it out', { Type: 'AWS::CloudFront::KeyValueStore' }),
  row('access logs', 'pro', 'log nothing', { Type: 'AWS::Logs::DeliverySource', Properties: { LogType: 'ACCESS_LOGS' } }),
  row('logs of the web ACL', 'pro', 'take it out', { Type: 'AWS::WAFv2::LoggingConfiguration' }),
  row(
    "answers of the web ACL's own",
    'pro',
    'block without a body',
    rule({ Action: { Block: { CustomResponse: { ResponseCode: 429 } } } }),
  ),
  row(
    'rules about headers',
    'pro',
    'match addresses, paths or countries',
    rule({ Statement: { ByteMatchStatement: { FieldToMatch: { SingleHeader: { Name: 'authorization' } } } } }),
  ),
  row(
    'rules about headers',
    'pro',
    'match addresses, paths or countries',
    rule({ Statement: { RateBasedStatement: { CustomKeys: [{ Header: { Name: 'authorization' } }] } } }),
  ),
  row('CAPTCHA', 'pro', 'block or count instead', rule({ Action: { Captcha: {} } })),
  row('invalidation by cache tag', 'pro', 'invalidate by path', cdn({ CacheTagConfig: { HeaderName: 'x' } })),
  row(POLICY, 'business', 'use a policy that AWS manages', { Type: 'AWS::CloudFront::CachePolicy' }),
  row(POLICY, 'business', 'use a policy that AWS manages', { Type: 'AWS::CloudFront::OriginRequestPolicy' }),
  row(POLICY, 'business', 'use a policy that AWS manages', { Type: 'AWS::CloudFront::ResponseHeadersPolicy' }),
  row(
    'regular expressions in the web ACL',
    'business',
    'match the beginning or the end of the text',
    rule({ Statement: { RegexMatchStatement: {} } }),
  ),
  row('Bot Control', 'business', 'take the rule group out', group('AWSManagedRulesBotControlRuleSet')),
  row(
    'protection against floods (Anti-DDoS rule group)',
    'business',
    'take the rule group out',
    group('AWSManagedRulesAntiDDoSRuleSet'),
  ),
  row('challenge', 'business', 'block or count instead', rule({ Action: { Challenge: {} } })),
  row('inspection of bodies above 16 KB', 'business', "set 'KB_16'", records('KB_48')),
  row('VPC origin', 'business', 'serve from a bucket', cdn({ Origins: [{ VpcOriginConfig: { VpcOriginId: 'vo' } }] })),
  row(
    'client certificate towards the origin',
    'business',
    'serve from a bucket',
    cdn({ Origins: [{ CustomOriginConfig: { OriginMtlsConfig: { ClientCertificateArn: 'arn' } } }] }),
  ),
  row(
    'Origin Shield',
    'premium',
    'turn it off: before S3 it costs more than it saves',
    cdn({ Origins: [{ OriginShield: { Enabled: true, OriginShieldRegion: 'us-east-1' } }] }),
  ),
  row('origin group', 'premium', 'serve from one origin', cdn({ OriginGroups: { Quantity: 1 } })),
  row('client certificates', 'premium', 'use tokens', cdn({ ViewerMtlsConfig: {} })),
  row('ForwardedValues', 'none', 'use a cache policy', cdn({ DefaultCacheBehavior: { ForwardedValues: { QueryString: true } } })),
  row('staging or continuous deployment', 'none', 'take it out', cdn({ Staging: true })),
  row('staging or continuous deployment', 'none', 'take it out', {
    Type: 'AWS::CloudFront::ContinuousDeploymentPolicy',
    Properties: { ContinuousDeploymentPolicyConfig: {} },
  }),
  row(
    'several tenants of a distribution',
    'none',
    'make a distribution of its own',
    cdn({ ConnectionMode: 'tenant-only', TenantConfig: {} }),
  ),
  row('several tenants of a distribution', 'none', 'make a distribution of its own', {
    Type: 'AWS::CloudFront::DistributionTenant',
    Properties: { DistributionId: 'E1' },
  }),
  row('real-time logs', 'none', 'use standard logs', { Type: 'AWS::CloudFront::RealtimeLogConfig' }),
  row('anycast addresses', 'none', 'take them out', cdn({ AnycastIpListId: 'a' })),
  row('dedicated addresses for TLS', 'none', "set 'sni-only'", cdn({ ViewerCertificate: { SslSupportMethod: 'vip' } })),
  row('field-level encryption', 'none', 'take it out', cdn({ DefaultCacheBehavior: { FieldLevelEncryptionId: 'f' } })),
  row('certificate of IAM', 'none', 'use a certificate of ACM', cdn({ ViewerCertificate: { IamCertificateId: 'c' } })),
  row('origin access identity', 'none', 'use origin access control', {
    Type: 'AWS::CloudFront::CloudFrontOriginAccessIdentity',
  }),
  row("rule group of one's own", 'none', 'set killSwitches to false if it is theirs, else put its rules into the web ACL', {
    Type: 'AWS::WAFv2::RuleGroup',
    Properties: { Rules: [] },
  }),
  row(
    'targeted Bot Control, or rules against stolen accounts',
    'none',
    'take the rule group out',
    group('AWSManagedRulesBotControlRuleSet', {
      ManagedRuleGroupConfigs: [{ AWSManagedRulesBotControlRuleSet: { InspectionLevel: 'TARGETED' } }],
    }),
  ),
  row(
    'targeted Bot Control, or rules against stolen accounts',
    'none',
    'take the rule group out',
    group('AWSManagedRulesATPRuleSet'),
  ),
  row('rule group of the AWS Marketplace', 'none', 'take the rule group out', group('Rules', { VendorName: 'Somebody' })),
  row('Shield Advanced', 'none', 'take it out', { Type: 'AWS::Shield::Protection' }),
  row('Firewall Manager', 'none', 'take it out', { Type: 'AWS::FMS::Policy' }),
];
