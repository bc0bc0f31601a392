/**
 * What of a template a flat-rate plan does not take.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/flat-rate-pricing-plan.html (2026)
 */
import { PLAN_NAMES, type Plan, type PlanName } from './plans';
import type { Resource, Template } from './template';

interface Feature {
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

const FEATURES: readonly Feature[] = [
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
    found: /AWSManagedRulesBotControlRuleSet/,
    from: 'business',
    change: 'take the rule group out',
  },
  { name: 'challenge', types: RULES, found: /"Challenge":\{/, from: 'business', change: 'block or count instead' },
  { name: 'VPC origin', types: DISTRIBUTION, found: /"VpcOriginConfig":/, from: 'business', change: 'serve from a bucket' },
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
    types: DISTRIBUTION,
    found: /"Staging":true|"ContinuousDeploymentPolicyId":/,
    from: 'none',
    change: 'take it out',
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
  { name: "rule group of one's own", types: /^AWS::WAFv2::RuleGroup$/, from: 'none', change: 'put its rules into the web ACL' },
];

/** What does not fit, with the resource and what to change; empty when everything does. */
export function misfits(template: Template, plan: Plan): string[] {
  const resources = Object.entries(template.Resources);
  const features = resources.flatMap(([id, resource]) =>
    FEATURES.filter((feature) => has(resource, feature) && !takes(plan.name, feature)).map(
      ({ name, from, change }) => `${name} (${id}): ${from === 'none' ? 'no plan takes it' : `from ${from} on`}; ${change}`,
    ),
  );
  return [...features, ...resources.flatMap(([id, resource]) => tooMany(id, resource, plan))];
}

const has = ({ Type, Properties = {} }: Resource, { types, found }: Feature): boolean =>
  types.test(Type) && (found?.test(JSON.stringify(Properties)) ?? true);

const takes = (plan: PlanName, { from }: Feature): boolean =>
  from !== 'none' && PLAN_NAMES.indexOf(plan) >= PLAN_NAMES.indexOf(from);

function tooMany(id: string, { Type, Properties = {} }: Resource, plan: Plan): string[] {
  const over = (what: string, count: number, most: number): string[] =>
    count > most ? [`${count} ${what} (${id}): at most ${most}; take some out`] : [];
  if (RULES.test(Type)) return over('rules', ((Properties.Rules as unknown[] | undefined) ?? []).length, plan.rules);
  if (!DISTRIBUTION.test(Type)) return [];
  const { CacheBehaviors = [] } = (Properties.DistributionConfig ?? {}) as { CacheBehaviors?: readonly unknown[] };
  return over('cache behaviours', CacheBehaviors.length + 1, plan.behaviours);
}
