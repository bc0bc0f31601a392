import { Template } from 'aws-cdk-lib/assertions';
import { Distribution, KeyValueStore } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { App, Stack } from 'aws-cdk-lib/core';
import { PlanSubscription, type PlanSubscriptionProps } from '../../../constructs/cost/plan-subscription';

const WEB_ACL = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/registry/1';

function subscriptionOf(props: Pick<PlanSubscriptionProps, 'plan' | 'usageLevel' | 'hostedZoneId'>): unknown {
  const stack = new Stack(new App(), 'Test', { env: { region: 'us-east-1', account: '111122223333' } });
  new PlanSubscription(stack, 'Plan', {
    ...props,
    distribution: Distribution.fromDistributionAttributes(stack, 'Distribution', {
      distributionId: 'E1',
      domainName: 'd1.example',
    }),
    webAclArn: WEB_ACL,
    keyValueStore: KeyValueStore.fromKeyValueStoreArn(stack, 'Store', 'arn:aws:cloudfront::111122223333:key-value-store/k1'),
  });
  const [subscription] = Object.values(Template.fromStack(stack).findResources('AWS::PricingPlanManager::Subscription'));
  return subscription?.Properties;
}

const COVERED = [arn('cloudfront::111122223333:distribution/E1'), WEB_ACL, 'arn:aws:cloudfront::111122223333:key-value-store/k1'];

function arn(rest: string): unknown {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:${rest}`]] };
}

test.each([
  ['pro', undefined, { PlanTier: 'PRO' }],
  ['business', undefined, { PlanTier: 'BUSINESS' }],
  ['premium', undefined, { PlanTier: 'PREMIUM' }],
  ['premium', 'CF_PREMIUM_L3', { PlanTier: 'PREMIUM', UsageLevel: 'CF_PREMIUM_L3' }],
] as const)('plan %s, usage level %s', (plan, usageLevel, expected) => {
  expect(subscriptionOf({ plan, ...(usageLevel && { usageLevel }) })).toEqual({
    PlanFamily: 'CloudFront',
    ...expected,
    ResourceArns: COVERED,
  });
});

test('the zone of the name is covered too', () => {
  expect(subscriptionOf({ plan: 'pro', hostedZoneId: 'Z1' })).toMatchObject({
    ResourceArns: [...COVERED, arn('route53:::hostedzone/Z1')],
  });
});

test('fails when a plan without levels is given one', () => {
  expect(() => subscriptionOf({ plan: 'pro', usageLevel: 'CF_PREMIUM_L2' })).toThrow(
    "'usageLevel' of 'Test/Plan' must be left out for the plan 'pro', got: CF_PREMIUM_L2. Only 'premium' has levels.",
  );
});

test('takes a distribution of the same stack, after which it is made', () => {
  const stack = new Stack(new App(), 'Test', { env: { region: 'us-east-1' } });
  new PlanSubscription(stack, 'Plan', {
    plan: 'pro',
    distribution: new Distribution(stack, 'Cdn', {
      defaultBehavior: { origin: new HttpOrigin('files.example') },
      webAclId: WEB_ACL,
    }),
    webAclArn: WEB_ACL,
    keyValueStore: new KeyValueStore(stack, 'Store'),
  });
  const text = JSON.stringify(Template.fromStack(stack).findResources('AWS::PricingPlanManager::Subscription'));
  expect(text).toContain('{"Ref":"Cdn9963B1AD"}');
  expect(text).toContain('{"Fn::GetAtt":["Store1D2A845B","Arn"]}');
});
