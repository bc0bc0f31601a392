/**
 * The matrix of CloudFront's flat-rate plans: which takes what, in one table of features and one of counts.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/flat-rate-pricing-plan.html (2026)
 */
import { PLAN_NAMES, type PlanName } from './plans';
import { type Price, priceOf } from './prices';
import type { Resource, Template } from './template';

/** The free plan cannot be chosen: no registry fits it, and the matrix says why. */
export const MATRIX_PLANS = ['free', ...PLAN_NAMES] as const;
export type MatrixPlan = (typeof MATRIX_PLANS)[number];

export interface Feature {
  readonly name: string;
  /** Types that may have it. */
  readonly types: RegExp;
  /** Found in the resource's properties as JSON; the type alone is enough when absent. */
  readonly found?: RegExp;
  /** The cheapest plan that takes it; `none` takes it. */
  readonly from: PlanName | 'none';
  readonly change: string;
}

const DISTRIBUTION = /^AWS::CloudFront::Distribution$/;
const RULES = /^AWS::WAFv2::(WebACL|RuleGroup)$/;

export const FEATURES: readonly Feature[] = [
  { name: 'key-value store', types: /^AWS::CloudFront::KeyValueStore$/, from: 'pro', change: 'take it out' },
  {
    name: 'access logs',
    types: /^AWS::Logs::DeliverySource$/,
    found: /"LogType":"ACCESS_LOGS"/,
    from: 'pro',
    change: 'log nothing',
  },
  { name: 'logs of the web ACL', types: /^AWS::WAFv2::LoggingConfiguration$/, from: 'pro', change: 'take it out' },
  { name: "answers of the web ACL's own", types: RULES, found: /"CustomResponse":/, from: 'pro', change: 'block without a body' },
  {
    name: 'rules about headers',
    types: RULES,
    found: /"(SingleHeader|Headers|HeaderOrder)":\{|"CustomKeys":\[[^\]]*"Header":/,
    from: 'pro',
    change: 'match addresses, paths or countries',
  },
  { name: 'CAPTCHA', types: RULES, found: /"Captcha":\{/, from: 'pro', change: 'block or count instead' },
  {
    name: 'invalidation by cache tag',
    types: DISTRIBUTION,
    found: /"CacheTagConfig":/,
    from: 'pro',
    change: 'invalidate by path',
  },
  {
    name: 'custom cache, origin request or response headers policy',
    types: /^AWS::CloudFront::(CachePolicy|OriginRequestPolicy|ResponseHeadersPolicy)$/,
    from: 'business',
    change: 'use a policy that AWS manages',
  },
  {
    name: 'regular expressions in the web ACL',
    types: RULES,
    found: /"Regex(Match|PatternSetReference)Statement":/,
    from: 'business',
    change: 'match the beginning or the end of the text',
  },
  {
    name: 'Bot Control',
    types: RULES,
    found: /"AWSManagedRulesBotControlRuleSet"(?!.*"InspectionLevel":"TARGETED")/,
    from: 'business',
    change: 'take the rule group out',
  },
  {
    name: 'protection against floods (Anti-DDoS rule group)',
    types: RULES,
    found: /"AWSManagedRulesAntiDDoSRuleSet"/,
    from: 'business',
    change: 'take the rule group out',
  },
  { name: 'challenge', types: RULES, found: /"Challenge":\{/, from: 'business', change: 'block or count instead' },
  {
    name: 'inspection of bodies above 16 KB',
    types: /^AWS::WAFv2::WebACL$/,
    found: /"DefaultSizeInspectionLimit":"KB_(32|48|64)"/,
    from: 'business',
    change: "set 'KB_16'",
  },
  { name: 'VPC origin', types: DISTRIBUTION, found: /"VpcOriginConfig":/, from: 'business', change: 'serve from a bucket' },
  {
    name: 'client certificate towards the origin',
    types: DISTRIBUTION,
    found: /"OriginMtlsConfig":/,
    from: 'business',
    change: 'serve from a bucket',
  },
  {
    name: 'Origin Shield',
    types: DISTRIBUTION,
    found: /"OriginShield":\{"Enabled":true/,
    from: 'premium',
    change: 'turn it off: before S3 it costs more than it saves',
  },
  { name: 'origin group', types: DISTRIBUTION, found: /"OriginGroups":/, from: 'premium', change: 'serve from one origin' },
  { name: 'client certificates', types: DISTRIBUTION, found: /"ViewerMtlsConfig":/, from: 'premium', change: 'use tokens' },
  { name: 'ForwardedValues', types: DISTRIBUTION, found: /"ForwardedValues":/, from: 'none', change: 'use a cache policy' },
  {
    name: 'staging or continuous deployment',
    types: /^AWS::CloudFront::(Distribution|ContinuousDeploymentPolicy)$/,
    found: /"Staging":true|"ContinuousDeploymentPolicy(Id|Config)":/,
    from: 'none',
    change: 'take it out',
  },
  {
    name: 'several tenants of a distribution',
    types: /^AWS::CloudFront::(Distribution|DistributionTenant)$/,
    found: /"ConnectionMode":"tenant-only"|"TenantConfig":|"DistributionId":/,
    from: 'none',
    change: 'make a distribution of its own',
  },
  { name: 'real-time logs', types: /^AWS::CloudFront::RealtimeLogConfig$/, from: 'none', change: 'use standard logs' },
  { name: 'anycast addresses', types: DISTRIBUTION, found: /"AnycastIpListId":/, from: 'none', change: 'take them out' },
  {
    name: 'dedicated addresses for TLS',
    types: DISTRIBUTION,
    found: /"SslSupportMethod":"(vip|static-ip)"/,
    from: 'none',
    change: "set 'sni-only'",
  },
  {
    name: 'field-level encryption',
    types: DISTRIBUTION,
    found: /"FieldLevelEncryptionId":/,
    from: 'none',
    change: 'take it out',
  },
  {
    name: 'certificate of IAM',
    types: DISTRIBUTION,
    found: /"IAMCertificateId":|"IamCertificateId":/,
    from: 'none',
    change: 'use a certificate of ACM',
  },
  {
    name: 'origin access identity',
    types: /^AWS::CloudFront::CloudFrontOriginAccessIdentity$/,
    from: 'none',
    change: 'use origin access control',
  },
  {
    name: "rule group of one's own",
    types: /^AWS::WAFv2::RuleGroup$/,
    from: 'none',
    change: 'set killSwitches to false if it is theirs, else put its rules into the web ACL',
  },
  {
    name: 'targeted Bot Control, or rules against stolen accounts',
    types: RULES,
    found: /"InspectionLevel":"TARGETED"|"AWSManagedRules(ATP|ACFP)RuleSet"/,
    from: 'none',
    change: 'take the rule group out',
  },
  {
    name: 'rule group of the AWS Marketplace',
    types: RULES,
    found: /"VendorName":"(?!AWS")/,
    from: 'none',
    change: 'take the rule group out',
  },
  { name: 'Shield Advanced', types: /^AWS::Shield::Protection(Group)?$/, from: 'none', change: 'take it out' },
  { name: 'Firewall Manager', types: /^AWS::FMS::Policy$/, from: 'none', change: 'take it out' },
];

export interface Count {
  readonly what: string;
  readonly most: (plan: MatrixPlan) => number;
  /** How many there are, by the logical id of what has them. */
  readonly of: (template: Template) => readonly (readonly [id: string, count: number])[];
}

const priced = (plan: MatrixPlan): Price => priceOf(`cloudfront.flat.${plan}`);
const DNS_RECORDS = { free: 50, pro: 100, business: 1_000, premium: 5_000 } as const;
const length = (list: unknown): number => (Array.isArray(list) ? list.length : 0);
const ofType = ({ Resources }: Template, types: RegExp): [id: string, resource: Resource][] =>
  Object.entries(Resources).filter(([, { Type }]) => types.test(Type));

export const COUNTS: readonly Count[] = [
  {
    what: 'cache behaviours',
    most: (plan) => priced(plan).maxCacheBehaviors!,
    // The default one counts.
    of: (template) =>
      ofType(template, DISTRIBUTION).map(([id, { Properties = {} }]) => {
        const { CacheBehaviors } = (Properties.DistributionConfig ?? {}) as { CacheBehaviors?: unknown };
        return [id, length(CacheBehaviors) + 1];
      }),
  },
  {
    what: 'rules',
    most: (plan) => priced(plan).maxWafRules!,
    of: (template) => ofType(template, RULES).map(([id, { Properties = {} }]) => [id, length(Properties.Rules)]),
  },
  {
    what: 'DNS records',
    most: (plan) => DNS_RECORDS[plan],
    // Of the template; the zone may hold more.
    of: (template) => {
      const records = ofType(template, /^AWS::Route53::RecordSet$/);
      return records.slice(-1).map(([id]) => [id, records.length]);
    },
  },
];
