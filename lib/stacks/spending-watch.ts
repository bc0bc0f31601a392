/** What looks at how fast the money goes: alarms that tell people, and the brake that acts by itself. */
import { BrakeControl, type BrakeSets } from '../../constructs/cost/brake-control';
import { BurnAlarms } from '../../constructs/cost/burn-alarms';
import { tagComponent } from '../../constructs/cost/cost-tags';
import type { AccessTiers } from '../../constructs/tiers/access-tiers';
import { type BrakeFile, brakedTiers } from '../../domain/cost/brake-effects';
import type { RegistryConfig } from '../config';
import type { BilledByUse } from './billed-by-use';
import type { RegistryStack } from './registry-stack';

interface Brake {
  readonly sets: BrakeSets;
  readonly file: BrakeFile;
}

export function createBurnAlarms(
  stack: RegistryStack,
  { registry, budget, delivery }: RegistryConfig,
  { distributions, indexPlan, idleUsd }: BilledByUse,
): void {
  const burn = new BurnAlarms(stack, 'Burn', {
    registry,
    monthlyUsd: budget.monthlyUsd,
    idleUsd,
    priceClass: delivery.priceClass,
    // Until somebody approves it each byte is billed, and what the plan includes would be far too much.
    ...(indexPlan ? { plan: indexPlan, distributions: [stack.cdn.distribution] } : { distributions }),
    topic: stack.costs.alerts,
    brake: budget.brake.mode,
  });
  tagComponent(burn, 'cost');
}

/** Sets and settings of the brake; undefined where there is none. */
export function brakeOf(
  { budget, tiers, delivery }: RegistryConfig,
  { brakeIpv4, brakeIpv6 }: AccessTiers,
  { distributions, idleUsd }: BilledByUse,
): Brake | undefined {
  if (!brakeIpv4 || !brakeIpv6) return undefined;
  const { monthlyUsd } = budget;
  return {
    sets: { brakeIpv4: brakeIpv4.attrArn, brakeIpv6: brakeIpv6.attrArn },
    file: {
      settings: { ...budget.brake, braked: brakedTiers(tiers) },
      monthlyUsd,
      ...(distributions.length && { month: { monthlyUsd, idleUsd, priceClass: delivery.priceClass } }),
    },
  };
}

export function createBrake(stack: RegistryStack, registry: string, { sets, file }: Brake, { distributions }: BilledByUse): void {
  const { store, cdn, files, costs, intake } = stack;
  const brake = new BrakeControl(stack, 'Brake', {
    registry,
    store,
    distributions,
    edgeStore: cdn.keyValueStore,
    filesStores: files.map((each) => each.cdn.keyValueStore),
    sets,
    alerts: costs.alerts,
    intakeQueue: intake.intake.queue,
    file,
  });
  tagComponent(brake, 'cost');
}
