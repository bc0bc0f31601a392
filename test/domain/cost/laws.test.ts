/** Laws that hold for every traffic, not only for the examples. */
import fc from 'fast-check';
import { billOf, sum, totalsBy } from '../../../domain/cost/bill';
import { cheapest, deliveryOptions } from '../../../domain/cost/delivery';
import { idleCost } from '../../../domain/cost/idle';
import { usesOf } from '../../../domain/cost/kinds';
import { codeArtifact, plainStack, r2, r2WithWorker, s3Direct } from '../../../domain/cost/shapes';
import { NO_TRAFFIC, type Traffic, workloadOf } from '../../../domain/cost/workload';
import { sampleTemplate } from './sample-template';

const TEMPLATE = sampleTemplate({ further: { Scan: { Type: 'AWS::GuardDuty::MalwareProtectionPlan' } } });
const traffic: fc.Arbitrary<Traffic> = fc.record({
  terabytesPerMonth: fc.double({ min: 0, max: 5000, noNaN: true }),
  millionRequestsPerMonth: fc.double({ min: 0, max: 20_000, noNaN: true }),
  hitRatio: fc.double({ min: 0, max: 1, noNaN: true }),
  storedGb: fc.double({ min: 0, max: 1_000_000, noNaN: true }),
  publishesPerMonth: fc.nat(100_000),
});
const GROWING = ['terabytesPerMonth', 'millionRequestsPerMonth', 'storedGb', 'publishesPerMonth'] as const;
const month = (of: Traffic): number => billOf(usesOf(TEMPLATE, workloadOf(of))).monthly;
/** Dollars are added in another order. */
const LITTLE = 1e-6;

test('more traffic never costs less, whatever of it grows', () => {
  fc.assert(
    fc.property(traffic, fc.constantFrom(...GROWING), fc.double({ min: 1, max: 10, noNaN: true }), (of, field, factor) => {
      const more = { ...of, [field]: of[field] * factor };
      return month(more) >= month(of) - LITTLE;
    }),
  );
});

test('a better hit ratio never costs more', () => {
  fc.assert(
    fc.property(traffic, fc.double({ min: 0, max: 1, noNaN: true }), (of, hitRatio) => {
      const [low, high] = [Math.min(of.hitRatio, hitRatio), Math.max(of.hitRatio, hitRatio)];
      return month({ ...of, hitRatio: high }) <= month({ ...of, hitRatio: low }) + LITTLE;
    }),
  );
});

test.each(['service', 'component', 'resource', 'driver'] as const)('the month is the sum of its parts by %s', (part) => {
  fc.assert(
    fc.property(traffic, (of) => {
      const bill = billOf(usesOf(TEMPLATE, workloadOf(of)));
      const keys = { service: 0, component: 1, resource: 2, driver: 3 } as const;
      const totals = totalsBy(bill, (share, line) => [line.service, share.component, share.resource, share.by][keys[part]]!);
      return Math.abs(sum(Object.values(totals)) - bill.monthly) < LITTLE * Math.max(1, bill.monthly);
    }),
  );
});

test('without traffic the month is the idle month', () => {
  expect(month(NO_TRAFFIC)).toBe(idleCost(TEMPLATE).monthly);
  expect(month(NO_TRAFFIC)).toBe(12);
});

test('and no traffic costs less than none', () => {
  fc.assert(fc.property(traffic, (of) => month(of) >= month(NO_TRAFFIC) - LITTLE));
});

test.each([
  ['plain stack', plainStack],
  ['bucket alone', s3Direct],
  ["CodeArtifact's prices", codeArtifact],
  ['R2', r2],
  ['R2 with a Worker', r2WithWorker],
])('%s: more traffic never costs less there either', (_, shape) => {
  fc.assert(
    fc.property(traffic, fc.constantFrom(...GROWING), fc.double({ min: 1, max: 10, noNaN: true }), (of, field, factor) => {
      const more = { ...of, [field]: of[field] * factor };
      return shape(workloadOf(more)).monthly >= shape(workloadOf(of)).monthly - LITTLE;
    }),
  );
});

test('the cheapest way fits, and no way that fits is cheaper', () => {
  fc.assert(
    fc.property(traffic, fc.integer({ min: 1, max: 20 }), (of, fileHosts) => {
      const options = deliveryOptions([TEMPLATE], workloadOf({ ...of, fileHosts }));
      const best = cheapest(options);
      return best.misfits.length === 0 && options.every(({ misfits, monthly }) => misfits.length > 0 || monthly >= best.monthly);
    }),
    { numRuns: 50 },
  );
});

test('a free allowance is shared: two resources pay together what one would', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(5000), (a, b) => {
      const use = (quantity: number, resource: string) =>
        ({ meter: 'edge.gb.us_mx_ca', quantity, by: 'bytes', resource, component: 'delivery' }) as const;
      return Math.abs(billOf([use(a, 'A'), use(b, 'B')]).monthly - billOf([use(a + b, 'A')]).monthly) < LITTLE;
    }),
  );
});
