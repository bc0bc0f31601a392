import { overBudget, overBudgetText } from '../../../domain/cost/over-budget';
import { SAMPLE_TRAFFIC, sampleTemplate } from './sample-template';

const TEN = { ...SAMPLE_TRAFFIC, terabytesPerMonth: 10, millionRequestsPerMonth: 42.95 };
const said = (input: Parameters<typeof overBudget>[0]): string => overBudgetText(overBudget(input)!);

test('a month within the budget is nothing to say', () => {
  expect(overBudget({ templates: [sampleTemplate()], traffic: SAMPLE_TRAFFIC, budgetUsd: 50 })).toBeUndefined();
});

test('a month that costs just the budget is within it', () => {
  const input = { templates: [sampleTemplate()], traffic: SAMPLE_TRAFFIC, budgetUsd: 1 };
  const { month } = overBudget(input)!;
  expect(overBudget({ ...input, budgetUsd: month })).toBeUndefined();
  expect(overBudget({ ...input, budgetUsd: month - 0.01 })!.by).toBeCloseTo(0.01, 9);
});

test('says by how much, why, and the three cheapest ways out', () => {
  expect(said({ templates: [sampleTemplate()], traffic: TEN, budgetUsd: 250 })).toBe(
    [
      'The expected month costs $866.58, $616.58 more than budget.monthlyUsd ($250.00).',
      'Most of it:',
      '  $391.68 CloudFront data transfer out to internet, United States, Mexico, Canada',
      '  $391.68 CloudFront data transfer out to internet, Europe, Israel, Turkiye',
      '  $25.77 WAF requests inspected',
      'The cheapest ways out:',
      "  1. set delivery.plan to 'business': $203.28 a month",
      '  2. lower the limit of the anonymous tier, and enforce it, until it draws 65 % less (3.5 TB a month in all): $247.57 a month',
      '  3. raise budget.monthlyUsd to 867: $866.58 a month',
    ].join('\n'),
  );
});

test('a price class is a way out where it is enough', () => {
  const templates = [sampleTemplate({ priceClass: 'PriceClass_All' })];
  const traffic = { ...TEN, regions: { jp: 0.5, us_mx_ca: 0.5 }, hitRatio: 0.2, tiers: { commercial: 1 } };
  expect(said({ templates, traffic, budgetUsd: 885 })).toBe(
    [
      'The expected month costs $1,015.33, $130.33 more than budget.monthlyUsd ($885.00).',
      'Most of it:',
      '  $525.31 CloudFront data transfer out to internet, Japan',
      '  $391.68 CloudFront data transfer out to internet, United States, Mexico, Canada',
      '  $25.77 WAF requests inspected',
      'The cheapest ways out:',
      "  1. set delivery.plan to 'business': $215.31 a month",
      "  2. set delivery.priceClass to 'PriceClass_100': $880.05 a month",
      '  3. raise budget.monthlyUsd to 1016: $1,015.33 a month',
    ].join('\n'),
  );
});

test('what supporters draw is not taken from them: without anonymous traffic only the others are offered', () => {
  const texts = overBudget({
    templates: [sampleTemplate()],
    traffic: { ...TEN, tiers: { commercial: 1 } },
    budgetUsd: 150,
  })!.waysOut;
  expect(texts.map(({ text }) => text)).toEqual(['raise budget.monthlyUsd to 870']);
});

test('the smallest rise of the hit ratio that is enough is a way out', () => {
  const traffic = { ...TEN, hitRatio: 0.5, tiers: { commercial: 1 } };
  const { month, waysOut } = overBudget({ templates: [sampleTemplate()], traffic, budgetUsd: 875 })!;
  expect(month).toBeCloseTo(876.33, 2);
  expect(waysOut.map(({ text }) => text)).toEqual([
    "set delivery.plan to 'business'",
    "raise the cache's hit ratio from 50 % to 90 %",
    'raise budget.monthlyUsd to 877',
  ]);
});

test('each way out keeps to the budget, save for raising it', () => {
  for (const budgetUsd of [30, 100, 250, 500, 800]) {
    const { waysOut } = overBudget({ templates: [sampleTemplate()], traffic: TEN, budgetUsd })!;
    const kept = waysOut.filter(({ text }) => !text.startsWith('raise'));
    expect(kept.every(({ monthly }) => monthly <= budgetUsd)).toBe(true);
  }
});

test('a plan that is dearer than use names pay-as-you-go, and a level by its name', () => {
  const Plan = (PlanTier: string) => ({ Type: 'AWS::PricingPlanManager::Subscription', Properties: { PlanTier } });
  const onBusiness = sampleTemplate({ further: { Plan: Plan('BUSINESS') } });
  expect(overBudget({ templates: [onBusiness], traffic: SAMPLE_TRAFFIC, budgetUsd: 50 })!.waysOut[0]!.text).toBe(
    "set delivery.plan to 'pay-as-you-go'",
  );
  const huge = { ...TEN, terabytesPerMonth: 100, millionRequestsPerMonth: 1_000, tiers: { commercial: 1 } };
  expect(overBudget({ templates: [sampleTemplate()], traffic: huge, budgetUsd: 3_000 })!.waysOut[0]!.text).toBe(
    "set delivery.plan to 'premium' with usageLevel 'CF_PREMIUM_L3'",
  );
});
