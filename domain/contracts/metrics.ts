/** Names of rules and metrics: what the web ACL emits and alarms, dashboards and the admin page read. */

/** Metrics in `AWS/WAFV2`, with the dimensions `WebACL` and `Rule` (each a metric name from below). */
export const WafMetric = {
  /** Requests with a forged `x-amzn-waf-` header, and those from addresses that an operator has blocked. */
  BLOCKED: 'blocked',
  /** Requests that a rule of the kill switches stops: countries and networks. */
  KILL_SWITCHES: 'kill-switches',
  /** Requests of addresses above the ceiling for everybody. */
  CEILING: 'ceiling',
  /** Requests by IPv6 of networks above the ceiling for networks. */
  NETWORK_CEILING: 'network-ceiling',
} as const;

/** Rule and metric of the brake: anonymous requests above its limit, and those that the edge function refuses for it. */
export const BRAKE_RULE = 'brake';

/** Rule and metric of a tier: requests above the tier's limit. */
export const tierMetric = (tier: string): string => `tier-${tier}`;

/** Rule and metric of a customer: requests above the limit of one holder. */
export const customerMetric = (tier: string, holder: string): string => `customer-${tier}-${holder}`;

/** Metric of the whole web ACL of a registry. */
export const webAclMetric = (registry: string): string => `${registry}-registry`;

/** The intake's own metrics, written as embedded metric format lines. Few, because CloudWatch bills each ($0.30 a month
 * past ten), and only for the hours in which something was written: rules that find nothing cost nothing. */
export const METRICS_NAMESPACE = 'CommonsRegistry';
/** Dimension of the intake's metrics: two registries of one account count apart. */
export const REGISTRY_DIMENSION = 'Registry';
/** Dimension of findings: the name of the rule. */
export const RULE_DIMENSION = 'Rule';
export const IntakeMetric = {
  RELEASES_ACCEPTED: 'ReleasesAccepted',
  RELEASES_REFUSED: 'ReleasesRefused',
  /** Signs found on releases; once for the registry, and once more with the dimension `Rule`. */
  FINDINGS: 'ReleaseFindings',
} as const;
