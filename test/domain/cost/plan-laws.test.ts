/** Laws of a month under a flat-rate plan, for every traffic and every plan. */
import fc from 'fast-check';
import { sum, totalsBy } from '../../../domain/cost/bill';
import { billAsDeployed, deliveryOptions } from '../../../domain/cost/delivery';
import { idleCost } from '../../../domain/cost/idle';
import { overAllowance, PLANS, type Plan, planTitle } from '../../../domain/cost/plans';
import { NO_TRAFFIC, type Traffic, workloadOf } from '../../../domain/cost/workload';
import { sampleTemplate } from './sample-template';

const traffic: fc.Arbitrary<Traffic> = fc.record({
  terabytesPerMonth: fc.double({ min: 0, max: 1000, noNaN: true }),
  millionRequestsPerMonth: fc.double({ min: 0, max: 10_000, noNaN: true }),
  hitRatio: fc.double({ min: 0, max: 1, noNaN: true }),
  storedGb: fc.double({ min: 0, max: 100_000, noNaN: true }),
  publishesPerMonth: fc.nat(10_000),
});
const GROWING = ['terabytesPerMonth', 'millionRequestsPerMonth', 'storedGb', 'publishesPerMonth'] as const;
const plan = fc.constantFrom(...PLANS);
const LITTLE = 1e-6;
/** Of what takes milliseconds each. */
const FEW = { numRuns: 30 };

const on = ({ name, level }: Plan) =>
  sampleTemplate({
    further: {
      Plan: { Type: 'AWS::PricingPlanManager::Subscription', Properties: { PlanTier: name.toUpperCase(), UsageLevel: level } },
    },
  });
const bill = (under: Plan, of: Traffic) => billAsDeployed([on(under)], workloadOf(of));

test('more traffic never costs less', () => {
  fc.assert(
    fc.property(
      plan,
      traffic,
      fc.constantFrom(...GROWING),
      fc.double({ min: 1, max: 10, noNaN: true }),
      (under, of, field, factor) => {
        const more = { ...of, [field]: of[field] * factor };
        return bill(under, more).monthly >= bill(under, of).monthly - LITTLE;
      },
    ),
  );
});

test('bytes cost nothing, however many', () => {
  fc.assert(
    fc.property(plan, traffic, (under, of) => {
      const none = bill(under, { ...of, terabytesPerMonth: 0 }).monthly;
      return Math.abs(bill(under, of).monthly - none) < LITTLE;
    }),
  );
});

test('neither CloudFront nor the web ACL stands on the bill, and the fee once', () => {
  fc.assert(
    fc.property(plan, traffic, (under, of) => {
      const services = totalsBy(bill(under, of), (_, { service }) => service);
      expect(Object.keys(services)).not.toContain('CloudFront');
      expect(Object.keys(services)).not.toContain('WAF');
      expect(services.Plan).toBe(under.monthly);
    }),
  );
});

test('the month is the sum of its lines, and without traffic the idle month: the fee and the key', () => {
  fc.assert(
    fc.property(plan, traffic, (under, of) => {
      const { lines, monthly } = bill(under, of);
      expect(sum(lines.map((line) => line.monthly))).toBeCloseTo(monthly, 6);
      expect(bill(under, NO_TRAFFIC).monthly).toBe(idleCost(on(under)).monthly);
      expect(idleCost(on(under)).monthly).toBe(under.monthly + 1);
    }),
    FEW,
  );
});

test('what an option promises is what the template costs that chooses it', () => {
  fc.assert(
    fc.property(plan, traffic, (under, of) => {
      const work = workloadOf(of);
      const offered = deliveryOptions([sampleTemplate()], work).find(({ name }) => name === planTitle(under));
      if (offered) expect(bill(under, of).monthly).toBeCloseTo(offered.monthly, 6);
      fc.pre(offered !== undefined);
    }),
    FEW,
  );
});

test('the allowance of a larger plan holds whatever fits the smaller', () => {
  fc.assert(
    fc.property(fc.nat(PLANS.length - 2), traffic, (i, of) => {
      const work = workloadOf(of);
      fc.pre(overAllowance(PLANS[i]!, work).length === 0);
      expect(overAllowance(PLANS[i + 1]!, work)).toEqual([]);
    }),
  );
});
