import { CfnSubscription } from 'aws-cdk-lib/aws-pricingplanmanager';
import { type App, CfnResource, Stack, Validations } from 'aws-cdk-lib/core';
import { PLAN_NAMES, type PlanName } from '../../../domain/cost/plans';
import type { RegistryConfig } from '../../../lib/config';
import { PlanFit } from '../../../lib/policy/plan-fit';
import { MISFITTING } from '../../domain/cost/misfitting';
import { exampleConfig, findingsOf, findingsWith, newApp, synthesise } from '../synthesis';

const small = exampleConfig('small');
const PREMIUM = { ...small.delivery, plan: 'premium' } as const;

const configOf = (plan: PlanName, more: Partial<RegistryConfig> = {}): RegistryConfig => ({
  ...small,
  budget: { ...small.budget, monthlyUsd: 20_000 },
  ...more,
  delivery: { ...small.delivery, plan },
});

const refusalOf = (config: RegistryConfig): string => findingsWith(config, () => undefined).text;

/** A stack that subscribes to a plan, with every example of what does not fit. */
function misfits(plan: PlanName): App {
  const app = newApp();
  const stack = new Stack(app, 'Odd');
  new CfnSubscription(stack, 'Plan', { planFamily: 'CloudFront', planTier: plan.toUpperCase(), resourceArns: [] });
  MISFITTING.forEach(({ resource }, i) => {
    new CfnResource(stack, `Misfit${i}`, { type: resource.Type, properties: { ...resource.Properties } });
  });
  Validations.of(app).addPlugins(new PlanFit(small.traffic));
  return app;
}

test.each(PLAN_NAMES)('a small registry synthesises on %s, subscribed to it', (plan) => {
  const { resources, outputs } = synthesise(configOf(plan));
  const [subscription] = Object.values(resources).filter(({ Type }) => Type === 'AWS::PricingPlanManager::Subscription');
  expect(subscription?.Properties).toMatchObject({ PlanFamily: 'CloudFront', PlanTier: plan.toUpperCase() });
  expect(JSON.stringify(subscription?.Properties.ResourceArns)).toMatch(/Cdn.*Tiers.*CdnKeyValueStore/);
  expect(outputs).toMatchObject({ PlanSubscriptionArn: {}, PlanStatus: {}, PlanApproved: {} });
});

describe.each(PLAN_NAMES)('on %s', (plan) => {
  const { text } = findingsOf(misfits(plan));

  test.each(MISFITTING.map((example, i) => ({ ...example, i })))(
    '$feature, from $from on, is refused with path and remedy, or taken',
    ({ feature, from, change, i }) => {
      const at = `Odd/Misfit${i}: ${feature}: `;
      if (from === 'none')
        expect(text).toContain(`${at}no flat-rate plan takes it; ${change}, or set delivery.plan to 'pay-as-you-go'.`);
      else if (PLAN_NAMES.indexOf(plan) < PLAN_NAMES.indexOf(from as PlanName))
        expect(text).toContain(
          `${at}the plan '${plan}' does not take it, '${from}' does; ${change}, or set delivery.plan to '${from}' or 'pay-as-you-go'.`,
        );
      else expect(text).not.toContain(at);
    },
  );
});

test('on pay-as-you-go nothing of it is refused', () => {
  const text = refusalOf({ ...small, killSwitches: true });
  expect(text).toBe('');
});

test('kill switches, a rule group, fit no plan', () => {
  expect(refusalOf(configOf('premium', { killSwitches: true }))).toContain(
    "example-registry/Tiers/KillSwitches: rule group of one's own: no flat-rate plan takes it; " +
      "set killSwitches to false if it is theirs, else put its rules into the web ACL, or set delivery.plan to 'pay-as-you-go'.",
  );
});

test.each([
  ['pro', 12, "Set delivery.plan to 'business', $185.00 a month more, or correct the traffic profile."],
  [
    'business',
    700,
    "Set delivery.plan to 'premium' with usageLevel 'CF_PREMIUM_L2', $1,250.00 a month more, or correct the traffic profile.",
  ],
  ['premium', 7_000, "No plan includes it: set delivery.plan to 'pay-as-you-go', or ask AWS for a contract."],
] as const)('%s does not include %i million requests', (plan, millionRequestsPerMonth, remedy) => {
  const text = refusalOf(configOf(plan, { traffic: { ...small.traffic, millionRequestsPerMonth } }));
  expect(text).toContain(
    `The traffic that is expected is more than the plan ${plan} includes: million requests: ${millionRequestsPerMonth.toLocaleString('en')} a month`,
  );
  expect(text).toContain(remedy);
});

test('a usage level is bought by name', () => {
  const config = { ...configOf('premium'), delivery: { ...PREMIUM, usageLevel: 'CF_PREMIUM_L3' as const } };
  const traffic = { ...small.traffic, terabytesPerMonth: 100, millionRequestsPerMonth: 1_000 };
  const { template } = synthesise({ ...config, traffic });
  template.hasResourceProperties('AWS::PricingPlanManager::Subscription', { PlanTier: 'PREMIUM', UsageLevel: 'CF_PREMIUM_L3' });
});

test.each([
  [1, 17, 'Set delivery.split.files.hosts to 2, $15.00 a month more'],
  [2, 21, 'Set delivery.split.files.hosts to 3, $15.00 a month more'],
  [2, 60, "Set delivery.split.files.plan to 'business', $370.00 a month more"],
])('%i files hosts on Pro for %i million requests: more hosts, while five are enough', (hosts, millions, remedy) => {
  const config: RegistryConfig = {
    ...small,
    budget: { ...small.budget, monthlyUsd: 20_000 },
    delivery: { ...small.delivery, split: { files: { plan: 'pro', hosts, approved: true }, stage: 'serve' } },
    traffic: { ...small.traffic, millionRequestsPerMonth: 2 * millions, index: { share: 0.5, kib: 20 } },
  };
  const text = refusalOf(config);
  expect(text).toContain(`million requests: ${millions / hosts} a month, included 10.`);
  expect(text).toContain(`${remedy}, or correct the traffic profile.`);
});
