import { Annotations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { WAF_LIMITS } from '../../domain/tiers/limits';

/** Warns when a web ACL costs more per request than the base price. https://aws.amazon.com/waf/pricing/ */
export function warnAboutCapacity(at: IConstruct, capacity: number): void {
  if (capacity <= WAF_LIMITS.includedCapacity) return;
  Annotations.of(at).addWarningV2(
    'registry:web-acl-capacity',
    `The web ACL needs more capacity units than the price of a request includes, got: ${capacity}, included: ${WAF_LIMITS.includedCapacity}. Each further 500 cost $0.20 per million requests; merge tiers to save them.`,
  );
}
