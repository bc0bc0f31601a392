import { CfnOutput } from 'aws-cdk-lib/core';
import { PlanSubscription } from '../../constructs/cost/plan-subscription';
import { PlanOutput } from '../../domain/contracts/outputs';
import type { RegistryConfig } from '../config';
import type { RegistryStack } from './registry-stack';

/** Subscribes the index host to the flat-rate plan, where the configuration chooses one. */
export function subscribe(stack: RegistryStack, { delivery, domain }: RegistryConfig): void {
  const { plan, usageLevel, approved = false } = delivery;
  if (plan === 'pay-as-you-go') return;
  const { subscription } = new PlanSubscription(stack, 'Plan', {
    plan,
    ...(usageLevel && { usageLevel }),
    distribution: stack.cdn.distribution,
    webAclArn: stack.tiers.webAclArn,
    keyValueStore: stack.cdn.keyValueStore,
    ...(domain && 'hostedZoneId' in domain && { hostedZoneId: domain.hostedZoneId }),
  });
  new CfnOutput(stack, PlanOutput.SUBSCRIPTION_ARN, { value: subscription.attrArn });
  new CfnOutput(stack, PlanOutput.STATUS, {
    value: subscription.attrStatus,
    description: 'At the last deployment. PENDING_APPROVAL: billed by use until somebody approves it, see: npx registry doctor',
  });
  new CfnOutput(stack, PlanOutput.APPROVED, {
    value: String(approved),
    description: 'false: alarms and brake watch what the budget pays for by use',
  });
}
