import { findMisfits, misfits } from '../../../domain/cost/plan-fit';
import { COUNTS, FEATURES, MATRIX_PLANS } from '../../../domain/cost/plan-matrix';
import { PLANS, type PlanName } from '../../../domain/cost/plans';
import type { Resource, Template } from '../../../domain/cost/template';
import { MISFITTING } from './misfitting';
import { sampleTemplate } from './sample-template';

const plan = (name: PlanName) => PLANS.find((one) => one.name === name)!;
const only = (resource: Resource): Template => ({ Resources: { It: resource } });
const many = (count: number, resource: Resource): Template => ({
  Resources: Object.fromEntries(Array.from({ length: count }, (_, i) => [`R${i}`, resource])),
});
const distribution = (behaviours: number): Template =>
  only({
    Type: 'AWS::CloudFront::Distribution',
    Properties: { DistributionConfig: { WebACLId: 'arn', CacheBehaviors: Array.from({ length: behaviours - 1 }, () => ({})) } },
  });
const rules = (count: number): Template =>
  only({ Type: 'AWS::WAFv2::WebACL', Properties: { Rules: Array.from({ length: count }, () => ({})) } });

test('what a registry has fits every plan that can be chosen', () => {
  for (const one of PLANS) expect(misfits(sampleTemplate(), one)).toEqual([]);
});

test('the table of examples has every feature of the matrix', () => {
  expect(new Set(MISFITTING.map(({ feature }) => feature))).toEqual(new Set(FEATURES.map(({ name }) => name)));
});

test.each(MISFITTING)(
  '$feature: fits from $from on, and the others say what to change',
  ({ feature, resource, from, change }) => {
    const found = { id: 'It', what: feature, from, change };
    const expected = MATRIX_PLANS.map((name) => {
      const fits = from !== 'none' && MATRIX_PLANS.indexOf(name) >= MATRIX_PLANS.indexOf(from);
      return [name, fits ? [] : [found]];
    });
    expect(MATRIX_PLANS.map((name) => [name, findMisfits(only(resource), name)])).toEqual(expected);
  },
);

const record: Resource = { Type: 'AWS::Route53::RecordSet' };
test.each([
  ['cache behaviours', distribution, [5, 10, 50, 100], 'It'],
  ['rules', rules, [5, 25, 50, 75], 'It'],
  ['DNS records', (count: number) => many(count, record), [50, 100, 1_000, 5_000], undefined],
] as const)('%s: as many as each plan takes fit, and not one more', (what, templateOf, most, id) => {
  MATRIX_PLANS.forEach((name, i) => {
    expect(findMisfits(templateOf(most[i]!), name)).toEqual([]);
    expect(findMisfits(templateOf(most[i]! + 1), name)).toEqual([
      {
        id: id ?? `R${most[i]!}`,
        what: `${most[i]! + 1} ${what}, at most ${most[i]!}`,
        from: MATRIX_PLANS[i + 1] ?? 'none',
        change: 'take some out',
      },
    ]);
  });
  expect(COUNTS.map((count) => count.what)).toContain(what);
});

test('a distribution without a web ACL fits no plan', () => {
  const bare = only({ Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: {} } });
  expect(misfits(bare, plan('premium'))).toEqual([
    'distribution without a web ACL (It): no plan takes it; give it one: a plan includes it',
  ]);
});

test('what two distributions share fits no plan, directly or through the function', () => {
  const { Cdn } = sampleTemplate().Resources;
  expect(misfits(sampleTemplate({ further: { Second: Cdn! } }), plan('premium'))).toEqual([
    'shared by distributions Cdn and Second (Gate): no plan takes it; give each distribution its own',
    'shared by distributions Cdn and Second (Acl): no plan takes it; give each distribution its own',
  ]);
  const store = { Ref: 'Store' };
  const Gate: Resource = { Type: 'AWS::CloudFront::Function', Properties: { Store: store } };
  const Other: Resource = {
    Type: 'AWS::CloudFront::Distribution',
    Properties: { DistributionConfig: { WebACLId: 'arn', Store: store } },
  };
  expect(misfits(sampleTemplate({ further: { Gate, Other } }), plan('pro'))).toEqual([
    'shared by distributions Cdn and Other (Store): no plan takes it; give each distribution its own',
  ]);
});

test('one plan for two distributions fits none', () => {
  const Other: Resource = { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { WebACLId: 'arn' } } };
  const arn = (id: string) => ({
    'Fn::Join': ['', ['arn:aws:cloudfront::', { Ref: 'AWS::AccountId' }, ':distribution/', { Ref: id }]],
  });
  const Plan = (...ids: string[]): Resource => ({
    Type: 'AWS::PricingPlanManager::Subscription',
    Properties: { PlanTier: 'PRO', ResourceArns: [...ids.map(arn), { 'Fn::GetAtt': ['Acl', 'Arn'] }] },
  });
  expect(misfits(sampleTemplate({ further: { Other, Plan: Plan('Cdn', 'Other') } }), plan('pro'))).toEqual([
    'one plan for distributions Cdn and Other (Plan): no plan takes it; subscribe each to a plan of its own',
  ]);
  expect(misfits(sampleTemplate({ further: { Other, Plan: Plan('Cdn') } }), plan('pro'))).toEqual([]);
});
