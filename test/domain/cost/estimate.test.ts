import { estimateOf } from '../../../domain/cost/estimate';
import { diffEstimates, diffText } from '../../../domain/cost/estimate-diff';
import { estimateHtml } from '../../../domain/cost/estimate-html';
import { estimateText } from '../../../domain/cost/estimate-text';
import { SAMPLE_TRAFFIC, sampleTemplate } from './sample-template';

const base = { templates: [sampleTemplate()], traffic: SAMPLE_TRAFFIC, budgetUsd: 50 };
const estimate = estimateOf(base);
const total = (totals: Readonly<Record<string, number>>): number =>
  Object.values(totals).reduce((sum, amount) => sum + amount, 0);

test('idle is $12 with six rules and a key, and $16 on Pro', () => {
  expect([estimate.idle, estimate.idleOnPro]).toEqual([12, 16]);
});

test('the month adds up by service, by component and by tier', () => {
  for (const totals of [estimate.byService, estimate.byComponent, estimate.byTier])
    expect(total(totals)).toBeCloseTo(estimate.month, 9);
});

test('what requests and bytes cost is divided by tier, the rest is for everybody', () => {
  const { byTier } = estimateOf({ ...base, traffic: { ...SAMPLE_TRAFFIC, tiers: { commercial: 0.25, supporter: 0.25 } } });
  expect(Object.keys(byTier).sort()).toEqual(['anonymous', 'commercial', 'everybody', 'supporter']);
  expect(byTier.anonymous).toBeCloseTo(2 * byTier.commercial!, 9);
  expect(byTier.everybody).toBeCloseTo(estimate.byTier.everybody!, 9);
});

test('a million installs is the month by files served: 40 % of 4 million requests', () => {
  expect(estimate.perMillionInstalls).toBeCloseTo(estimate.month / 1.6, 9);
});

test('one release more costs what the month grows by', () => {
  const traffic = { ...SAMPLE_TRAFFIC, publishesPerMonth: SAMPLE_TRAFFIC.publishesPerMonth + 1 };
  expect(estimateOf({ ...base, traffic }).month - estimate.month).toBeCloseTo(estimate.perRelease!, 9);
});

test('without installs and releases there is no cost of one', () => {
  const traffic = { ...SAMPLE_TRAFFIC, millionRequestsPerMonth: 0, publishesPerMonth: 0 };
  const { perMillionInstalls, perRelease } = estimateOf({ ...base, traffic });
  expect([perMillionInstalls, perRelease]).toEqual([undefined, undefined]);
});

test('growth of 5 % a month is 1.8 times the traffic in a year', () => {
  const grown = estimateOf({ ...base, traffic: { ...SAMPLE_TRAFFIC, growthPercent: 5 } });
  const factor = 1.05 ** 12;
  const then = { ...SAMPLE_TRAFFIC, terabytesPerMonth: factor, millionRequestsPerMonth: 4 * factor, storedGb: 20 * factor };
  expect(grown.inAYear).toBeCloseTo(estimateOf({ ...base, traffic: then }).month, 9);
});

test('above its requests a plan does not fit, and says by how much', () => {
  const traffic = { ...SAMPLE_TRAFFIC, terabytesPerMonth: 10, millionRequestsPerMonth: 42.95 };
  const { options, cheapest } = estimateOf({ ...base, traffic });
  expect(options.map(({ name, misfits }) => [name, ...misfits])).toEqual([
    ['pay-as-you-go'],
    ['pro', 'million requests: 43 a month, included 10'],
    ['business'],
    ['premium'],
    ['split: index pay-as-you-go, files 2 x pro', '2 host names for files, each with a plan: the profile allows 1'],
    ['split: index pay-as-you-go, files 1 x business'],
  ]);
  expect(cheapest.name).toBe('business');
});

test('the text names what the month costs, every way and every other provider', () => {
  expect(estimateText(estimate)).toMatchSnapshot();
});

test('the difference names what changed, the largest first', () => {
  const now = estimateOf({ ...base, templates: [sampleTemplate({ rules: 8 })], traffic: { ...SAMPLE_TRAFFIC, storedGb: 120 } });
  expect(diffText(diffEstimates(estimate, now))).toBe(
    [
      'What changes against the last synthesis:',
      '  idle month: $14.00, $2.00 more than $12.00',
      '  expected month: $19.92, $4.40 more than $15.52',
      '  month in a year: $19.92, $4.40 more than $15.52',
      '  cheapest way to deliver: pro instead of pay-as-you-go',
      'Because other traffic is expected:',
      '  storedGb: 20 before, 120 now',
      'Line by line:',
      '  WAF rule or rule group in an ACL: $8.00, $2.00 more than $6.00',
      '  S3 Intelligent-Tiering Frequent Access: $2.21, $1.84 more than $0.37',
      '  S3 Standard storage: $0.57, $0.46 more than $0.11',
      '  S3 Intelligent-Tiering monitoring (objects >=128 KB only): $0.12, $0.10 more than $0.02',
    ].join('\n'),
  );
});

test('the difference of an estimate to itself is none', () => {
  expect(diffText(diffEstimates(estimate, estimate))).toBe(
    [
      'What changes against the last synthesis:',
      '  idle month: $12.00, as before',
      '  expected month: $15.52, as before',
      '  month in a year: $15.52, as before',
      '  cheapest way to deliver: still pay-as-you-go',
      'No line of the expected month changes.',
    ].join('\n'),
  );
});

test('the page needs nothing from elsewhere, and plots each way at each volume', () => {
  const html = estimateHtml(estimate, 'What <we> pay');
  expect(html).toContain('<h1>What &lt;we&gt; pay</h1>');
  expect(html).not.toMatch(/<script|<link|<img|src=|href=|url\(|@import/);
  expect(html.match(/<circle /g)).toHaveLength(estimate.volumes.reduce((sum, { totals }) => sum + Object.keys(totals).length, 0));
});

test('the page has every line of the month', () => {
  const html = estimateHtml(estimate, 'Cost');
  for (const { item } of estimate.lines) expect(html).toContain(item.replaceAll('&', '&amp;').replaceAll('>', '&gt;'));
});

describe('on a plan', () => {
  const on = (PlanTier: string, UsageLevel?: string) =>
    sampleTemplate({
      further: {
        Plan: {
          Type: 'AWS::PricingPlanManager::Subscription',
          Properties: { PlanFamily: 'CloudFront', PlanTier, ...(UsageLevel && { UsageLevel }) },
        },
      },
    });

  test('the fee takes the place of CloudFront and web ACL: idle is Pro and the key, $16', () => {
    const onPro = estimateOf({ ...base, templates: [on('PRO')] });
    expect([onPro.plan, onPro.idle, onPro.idleOnPro]).toEqual(['pro', 16, 16]);
    expect(onPro.month).toBeCloseTo(onPro.options.find(({ name }) => name === 'pro')!.monthly, 9);
    expect(Object.keys(onPro.byService)).not.toContain('WAF');
  });

  test('the ways to pay are the same, whichever is chosen', () => {
    expect(estimateOf({ ...base, templates: [on('BUSINESS')] }).options).toEqual(estimate.options);
  });

  test('a usage level costs what it costs', () => {
    expect(estimateOf({ ...base, templates: [on('PREMIUM', 'CF_PREMIUM_L2')] }).idle).toBe(1_451);
  });

  test('more than the plan includes is said, and costs nothing', () => {
    const traffic = { ...SAMPLE_TRAFFIC, terabytesPerMonth: 60, millionRequestsPerMonth: 12 };
    const over = estimateOf({ templates: [on('PRO')], traffic, budgetUsd: 50 });
    expect(over.overPlan).toEqual(['million requests: 12 a month, included 10', 'TB: 60 a month, included 50']);
    expect(estimateText(over)).toContain('Expected month (pro; budget $50.00)\n');
    expect(estimateText(over)).toContain('more than the plan includes, million requests: 12 a month, included 10\n');
    expect(over.month).toBeLessThan(20);
  });

  test('fails when the plan has no public price', () => {
    expect(() => estimateOf({ ...base, templates: [on('PREMIUM', 'CF_PREMIUM_L7')] })).toThrow(
      "Plan 'PREMIUM' with usage level 'CF_PREMIUM_L7' of Plan has no price in domain/cost/prices.json; choose another, or add its price",
    );
  });
});
