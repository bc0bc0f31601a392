/** Rule groups of AWS WAF that are subscribed to: they cost a fee every month, whatever comes, and one for each request. */
import type { MeterName } from './meters';

interface Subscription {
  /** Monthly fee and fee for each request; absent where AWS counts something that no traffic profile tells, such as logins. */
  readonly meters?: readonly [fee: MeterName, requests: MeterName];
}

/** https://aws.amazon.com/waf/pricing/ (2026-10); requests that are free at first are counted, as an upper bound. */
const SUBSCRIPTIONS: Readonly<Record<string, Subscription>> = {
  AWSManagedRulesBotControlRuleSet: { meters: ['waf.bots', 'waf.bots.request'] },
  AWSManagedRulesAntiDDoSRuleSet: { meters: ['waf.ddos', 'waf.ddos.request'] },
  AWSManagedRulesATPRuleSet: {},
  AWSManagedRulesACFPRuleSet: {},
};

interface ManagedGroup {
  readonly Name?: unknown;
  readonly VendorName?: unknown;
  readonly ManagedRuleGroupConfigs?: unknown;
}

/** The managed rule groups that a web ACL or rule group refers to, at any depth of its rules. */
export function managedGroups(rules: unknown): ManagedGroup[] {
  if (typeof rules !== 'object' || rules === null) return [];
  return Object.entries(rules).flatMap(([key, value]: [string, unknown]) =>
    key === 'ManagedRuleGroupStatement' ? [value as ManagedGroup] : managedGroups(value),
  );
}

/** Name of the group when it has a fee of its own: those of AWS in the table, and everybody else's, which the Marketplace sells. */
export function subscribed({ Name, VendorName }: ManagedGroup): string | undefined {
  const name = String(Name);
  return VendorName !== 'AWS' || name in SUBSCRIPTIONS ? name : undefined;
}

/** What a group is billed by; undefined when the table cannot price it. Targeted Bot Control has another price for each request. */
export function metersOf(group: ManagedGroup): readonly [MeterName, MeterName] | undefined {
  if (group.VendorName !== 'AWS' || JSON.stringify(group.ManagedRuleGroupConfigs ?? '').includes('TARGETED')) return undefined;
  return SUBSCRIPTIONS[String(group.Name)]?.meters;
}
