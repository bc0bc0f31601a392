/** That the cost rules run in every synthesis of the shipped configuration, and fail it. */
import { resolve } from 'node:path';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { CfnAlarm, CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnNatGateway } from 'aws-cdk-lib/aws-ec2';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { CfnResource, type Stack } from 'aws-cdk-lib/core';
import { COST_RULES, type CostRuleId } from '../../../domain/cost/cost-rules';
import { loadConfig, type RegistryConfig } from '../../../lib/config';
import { findingsWith } from '../synthesis';

const shipped = loadConfig(resolve(__dirname, '../../../registry.config.ts'));

const visibility = { cloudWatchMetricsEnabled: true, metricName: 'bots', sampledRequestsEnabled: true };
const bots = { name: 'AWSManagedRulesBotControlRuleSet', vendorName: 'AWS' };

/** A resource that each rule refuses. */
const VIOLATIONS: Readonly<Record<CostRuleId, (stack: Stack) => void>> = {
  'REGISTRY-COST-HOURLY': (stack) => {
    new CfnNatGateway(stack, 'Nat', { subnetId: 'subnet-1' });
  },
  'REGISTRY-COST-SUBSCRIPTION': (stack) => {
    new CfnWebACL(stack, 'Bots', {
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visibility,
      rules: [{ name: 'bots', priority: 0, statement: { managedRuleGroupStatement: bots }, visibilityConfig: visibility }],
    });
  },
  'REGISTRY-COST-LOGS': (stack) => {
    new CfnLogGroup(stack, 'Group');
  },
  'REGISTRY-COST-VERSIONS': (stack) => {
    new CfnBucket(stack, 'Versions', { versioningConfiguration: { status: 'Enabled' } });
  },
  'REGISTRY-COST-ATHENA': (stack) => {
    new CfnWorkGroup(stack, 'Queries', { name: 'queries' });
  },
  'REGISTRY-COST-ALARMS': (stack) => {
    for (let i = 0; i < 11; i++)
      new CfnAlarm(stack, `Alarm${i}`, { comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 1 });
  },
  'REGISTRY-COST-DASHBOARDS': (stack) => {
    for (let i = 0; i < 4; i++) new CfnDashboard(stack, `Board${i}`, { dashboardBody: '{}' });
  },
  'REGISTRY-COST-BUDGET': (stack) => {
    for (const budget of budgets(stack)) budget.addPropertyDeletionOverride('NotificationsWithSubscribers');
  },
  'REGISTRY-COST-CREDITS': (stack) => {
    budgets(stack)[0]!.addPropertyOverride('Budget.CostTypes.IncludeCredit', true);
  },
};

const budgets = (stack: Stack): CfnResource[] =>
  stack.node.findAll().filter((node): node is CfnBudget => CfnResource.isCfnResource(node) && node instanceof CfnBudget);

/** The rules that the synthesis prints, and whether it failed. */
function synthesise(config: RegistryConfig, spoil: (stack: Stack) => void): { failed: boolean; rules: string[] } {
  const { failed, text } = findingsWith(config, spoil);
  const rules = COST_RULES.map(({ id }) => id).filter((id) => text.includes(id));
  return { failed, rules };
}

test('the shipped registry keeps every rule', () => {
  expect(synthesise(shipped, () => undefined)).toEqual({ failed: false, rules: [] });
});

test('synthesis fails on what each rule refuses', () => {
  const { failed, rules } = synthesise(shipped, (stack) => {
    for (const violate of Object.values(VIOLATIONS)) violate(stack);
  });
  expect({ failed, rules }).toEqual({ failed: true, rules: COST_RULES.map(({ id }) => id) });
});

test('what the configuration pays for is allowed', () => {
  const allowPaid = { alarms: 11, dashboards: 1, ruleGroups: [] };
  const config = { ...shipped, budget: { ...shipped.budget, allowPaid } };
  const { rules } = synthesise(config, (stack) => {
    VIOLATIONS['REGISTRY-COST-ALARMS'](stack);
    VIOLATIONS['REGISTRY-COST-DASHBOARDS'](stack);
  });
  expect(rules).toEqual([]);
});
