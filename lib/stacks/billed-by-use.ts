import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import type { FilesHost } from '../../constructs/cdn/files-host';
import type { RegistryCdn } from '../../constructs/cdn/registry-cdn';
import type { AccessTiers } from '../../constructs/tiers/access-tiers';
import { idleUsd } from '../../domain/cost/burn';
import { type Plan, planOf } from '../../domain/cost/plans';
import type { RegistryConfig } from '../config';

interface Host {
  readonly cdn: RegistryCdn;
  readonly tiers: AccessTiers;
}

/** What of the delivery is paid for by the byte, so that alarms and the brake's count have to watch it. */
export interface BilledByUse {
  /** Of those without a plan, and of those whose plan nobody has approved. */
  readonly distributions: readonly IDistribution[];
  /** What a month costs that nobody draws anything in, the fees of approved plans included. US dollars. */
  readonly idleUsd: number;
  /** The index host's plan, approved. */
  readonly indexPlan?: Plan;
}

export function billedByUse(
  { plan, usageLevel, approved, split }: RegistryConfig['delivery'],
  index: Host,
  files: readonly FilesHost[],
): BilledByUse {
  const indexPlan = plan !== 'pay-as-you-go' && approved ? planOf(plan, usageLevel) : undefined;
  const filesPlan = split?.files.approved ? planOf(split.files.plan, split.files.usageLevel) : undefined;
  const hosts = [{ ...index, paidBy: indexPlan }, ...files.map(({ cdn, tiers }) => ({ cdn, tiers, paidBy: filesPlan }))];
  const byUse = hosts.filter(({ paidBy }) => !paidBy);
  return {
    distributions: byUse.map(({ cdn }) => cdn.distribution),
    idleUsd: idleUsd(
      byUse.map(({ tiers }) => tiers.ruleCount),
      hosts.flatMap(({ paidBy }) => paidBy ?? []),
    ),
    ...(indexPlan && { indexPlan }),
  };
}
