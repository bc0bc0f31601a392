/**
 * Figures that were worked out by others from the same price list, from the assumptions beside them. Mean responses of 60 KiB, 250 KiB and
 * 1 MiB; viewers of the first row all over the world, of the others in North America and Europe; 600 bytes a line of log.
 */
import { type Bill, billOf } from '../../../domain/cost/bill';
import { levelFor, type PlanName, underPlan } from '../../../domain/cost/plans';
import { priceOf } from '../../../domain/cost/prices';
import type { RegionShares } from '../../../domain/cost/regions';
import {
  bunny,
  codeArtifact,
  edgeUses,
  plainStack,
  r2,
  r2WithWorker,
  s3Direct,
  tunedStack,
  usesOfShape,
  wafUses,
  withSavingsBundle,
} from '../../../domain/cost/shapes';
import { type Workload, workloadOf } from '../../../domain/cost/workload';

const WORLD: RegionShares = { us_mx_ca: 0.4, eu_il_tr: 0.35, jp: 0.08, apac: 0.08, au_nz: 0.04, in: 0.03, sa: 0.02 };
const STORED_GB = { 1: 100, 10: 500, 100: 2048, 1024: 10240 };
const VOLUMES = [1, 10, 100, 1024] as const;
const BUNDLE = priceOf('cloudfront.savings_bundle').price;

/** They take 300,000 log files a month for granted. */
const month = (tb: (typeof VOLUMES)[number], kib: number, hitRatio: number, regions?: RegionShares): Workload => ({
  ...workloadOf({
    terabytesPerMonth: tb,
    millionRequestsPerMonth: (tb * 2 ** 40) / (kib * 1024) / 1e6,
    hitRatio,
    storedGb: STORED_GB[tb],
    publishesPerMonth: 0,
    ...(regions && { regions }),
  }),
  logFiles: 300_000,
});
const tuned = (tb: (typeof VOLUMES)[number], kib: number): Workload => month(tb, kib, 0.97);

/** Fees and storage alone. */
function planned(name: PlanName, hosts: number, work: Workload): number {
  const plan = levelFor(name, { requests: work.requests / hosts, gb: work.gb / hosts })!;
  return underPlan(usesOfShape([['s3.standard', work.storedGb, 'stored']]), plan, hosts).monthly;
}
function cheapestPlan(work: Workload): number {
  const fitting = (['pro', 'business', 'premium'] as const).filter((name) => levelFor(name, work));
  return Math.min(...fitting.map((name) => planned(name, 1, work)));
}
const hosts = (name: PlanName, work: Workload): number => {
  const most = levelFor(name, { requests: 0, gb: 0 })!;
  return Math.max(Math.ceil(work.requests / most.requests), Math.ceil(work.gb / most.gb));
};
const total = (bill: Bill): number => bill.monthly;

type Row = readonly [
  name: string,
  kib: number,
  figures: readonly (number | null)[],
  price: (tb: (typeof VOLUMES)[number], kib: number) => number,
];
const A = (tb: (typeof VOLUMES)[number], kib: number) => total(plainStack(month(tb, kib, 0.9, WORLD)));
const B = (tb: (typeof VOLUMES)[number], kib: number) => total(tunedStack(tuned(tb, kib), { index: 0.4 }));
const C = (tb: (typeof VOLUMES)[number], kib: number) => total(tunedStack(tuned(tb, kib), { index: 0.4, waf: false }));
const D = (tb: (typeof VOLUMES)[number], kib: number) => withSavingsBundle(tunedStack(tuned(tb, kib), { index: 0.4 }), BUNDLE);
const E = (tb: (typeof VOLUMES)[number], kib: number) => cheapestPlan(tuned(tb, kib));
const F = (tb: (typeof VOLUMES)[number], kib: number) => planned('pro', hosts('pro', tuned(tb, kib)), tuned(tb, kib));
const G = (tb: (typeof VOLUMES)[number], kib: number) => planned('business', hosts('business', tuned(tb, kib)), tuned(tb, kib));
const H = (tb: (typeof VOLUMES)[number], kib: number) => total(s3Direct(tuned(tb, kib)));
const I = (tb: (typeof VOLUMES)[number], kib: number) => total(codeArtifact(tuned(tb, kib)));
const J = (tb: (typeof VOLUMES)[number], kib: number) => total(r2(month(tb, kib, 0.9)));
const K = (tb: (typeof VOLUMES)[number], kib: number) => total(r2WithWorker(month(tb, kib, 0.9)));
const L = (tb: (typeof VOLUMES)[number], kib: number) => total(bunny(tuned(tb, kib)));

const ROWS: readonly Row[] = [
  ['plain stack', 250, [28.65, 979, 10226, 76410], A],
  ['tuned', 250, [13.92, 855, 8865, 56404], B],
  ['tuned without a web ACL', 250, [3.88, 835, 8753, 55340], C],
  ['tuned, with the savings bundle', 250, [13.92, 589, 6144, 38835], D],
  ['cheapest single plan', 250, [16.15, 200, 2250, null], E],
  ['as many Pro as it needs', 250, [16.15, 80.75, 645, 6600], F],
  ['as many Business as it needs', 250, [200, 200, 800, 7200], G],
  ['a bucket alone', 250, [87.18, 941, 8199, 58310], H],
  ['CodeArtifact', 250, [109, 1152, 10229, 78817], I],
  ['R2', 250, [1.35, 7.35, 42.43, 308], J],
  ['R2 with a Worker', 250, [6.35, 22.23, 173, 1630], K],
  ['Bunny and B2', 250, [5.82, 54.68, 526, 4753], L],
  ['plain stack', 60, [54.75, 1318, 13617, 111143], A],
  ['tuned', 60, [26.8, 1047, 10785, 76066], B],
  ['tuned without a web ACL', 60, [13.51, 995, 10347, 71659], C],
  ['tuned, with the savings bundle', 60, [23.34, 701, 7268, 50340], D],
  ['cheapest single plan', 60, [200, 1000, 3500, null], E],
  ['as many Pro as it needs', 60, [30, 270, 2685, 27495], F],
  ['as many Business as it needs', 60, [200, 400, 3000, 29400], G],
  ['a bucket alone', 60, [92.62, 996, 8743, 63881], H],
  ['CodeArtifact', 60, [177, 1832, 17030, 148452], I],
  ['R2', 60, [1.35, 10.19, 91.39, 810], J],
  ['R2 with a Worker', 60, [8.72, 65.88, 630, 6309], K],
  ['Bunny and B2', 60, [5.82, 54.68, 526, 4753], L],
  ['plain stack', 1024, [25.29, 898, 9416, 68119], A],
  ['tuned', 1024, [13.07, 809, 8407, 51712], B],
  ['tuned without a web ACL', 1024, [3.82, 797, 8373, 51445], C],
  ['tuned, with the savings bundle', 1024, [13.07, 562, 5876, 36089], D],
  ['cheapest single plan', 1024, [16.15, 200, 2250, null], E],
  // Published as 1620, which leaves out $111 for the 4,840 GB above the credits of 108 plans.
  ['as many Pro as it needs', 1024, [16.15, 39.2, 199, 1731], F],
  ['as many Business as it needs', 1024, [200, 200, 400, 4200], G],
  ['a bucket alone', 1024, [85.88, 928, 8069, 56980], H],
  ['CodeArtifact', 1024, [92.8, 989, 8606, 62195], I],
  ['R2', 1024, [1.35, 7.35, 30.74, 189], J],
  ['R2 with a Worker', 1024, [6.35, 12.5, 64.2, 513], K],
  ['Bunny and B2', 1024, [5.82, 54.68, 526, 4753], L],
];
const FIGURES = ROWS.flatMap(([name, kib, figures, price]) =>
  figures.flatMap((figure, i) => (figure === null ? [] : [{ name, kib, tb: VOLUMES[i]!, figure, price }])),
);

test.each(FIGURES)('$name, $tb TB in responses of $kib KiB: $$figure within 2 %', ({ tb, kib, figure, price }) => {
  const got = price(tb, kib);
  expect(Math.abs(got - figure)).toBeLessThanOrEqual(Math.max(0.02 * figure, 0.01));
});

test('no plan includes 1 PB in responses of 250 KiB', () => {
  expect(levelFor('premium', tuned(1024, 250))).toBeUndefined();
});

const PARTS: Readonly<Record<string, RegExp>> = {
  bytes: /^edge\.gb/,
  requests: /^edge\.request/,
  WAF: /^waf/,
  function: /^edge\.(function|read)/,
  'S3 reads': /^s3\.get/,
  KMS: /^kms/,
  'dashboards and alarms': /^(dashboard|alarm)/,
};
const partOf = ({ lines }: Bill, name: string): number =>
  lines.filter(({ meter }) => PARTS[name]!.test(meter)).reduce((sum, { monthly }) => sum + monthly, 0);

test.each([
  ['bytes', [0, 852, 9100, 65198], [0, 783, 8212, 49961]],
  ['requests', [0, 37.63, 479, 5011], [0, 36.24, 461, 4827]],
  ['WAF', [15.58, 38.77, 271, 2652], [10.03, 19.31, 112, 1065]],
  ['function', [0.3, 5.32, 55.57, 571], [0, 1.97, 22.07, 228]],
  ['S3 reads', [0.17, 1.72, 17.18, 176], [0.05, 0.52, 5.15, 52.78]],
  ['KMS', [2.29, 13.88, 130, 1320], [0, 0, 0, 0]],
  ['dashboards and alarms', [8, 8, 8, 8], [0, 0, 0, 0]],
])('where the money goes: %s', (name, plain, better) => {
  for (const [i, tb] of VOLUMES.entries()) {
    expect(close(partOf(plainStack(month(tb, 250, 0.9, WORLD)), name), plain[i]!)).toBe(true);
    expect(close(partOf(tunedStack(tuned(tb, 250), { index: 0.4 }), name), better[i]!)).toBe(true);
  }
});
/** Within 2 %, or half a cent of rounding. */
const close = (got: number, figure: number): boolean => Math.abs(got - figure) <= Math.max(0.02 * figure, 0.006);

/** The volume from which a fee is less than bytes and requests on pay-as-you-go. */
function crossing(fee: number, kib: number, waf: boolean): number {
  const payAsYouGo = (tb: number): number => {
    const requests = (tb * 2 ** 40) / (kib * 1024);
    return billOf(
      usesOfShape([
        ...edgeUses(tb * 1024, requests, { us_mx_ca: 0.5, eu_il_tr: 0.5 }, 'PriceClass_100'),
        ...(waf ? wafUses(4, requests) : []),
      ]),
    ).monthly;
  };
  let [low, high] = [0, 1000];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    [low, high] = payAsYouGo(middle) < fee ? [middle, high] : [low, middle];
  }
  return high;
}

test.each([
  ['Pro', 15, 250, false, 1.17],
  ['Pro', 15, 250, true, 1.04],
  ['Business', 200, 60, false, 2.8],
  ['Business', 200, 250, false, 3.25],
  ['Business', 200, 1024, false, 3.3],
  ['Business', 200, 60, true, 2.5],
  ['Business', 200, 250, true, 3.1],
  ['Business', 200, 1024, true, 3.2],
])('%s ($%f) at %f KiB, web ACL %s: cheaper than pay-as-you-go from %f TB on', (_, fee, kib, waf, tb) => {
  expect(Math.abs(crossing(fee, kib, waf) - tb)).toBeLessThanOrEqual(0.02 * tb);
});

test.each([
  [60, 0.56],
  [250, 2.3],
  [700, 6.5],
  [1024, 9.5],
  [5120, 47.7],
])("Pro's requests at %f KiB are used up at %f TB", (kib, tb) => {
  expect(Math.abs((levelFor('pro', { requests: 0, gb: 0 })!.requests * kib * 1024) / 2 ** 40 - tb)).toBeLessThanOrEqual(0.04);
});

test.each([
  [1, 0, 10.5, 15],
  [10, 17.3, 24.5, 30],
  [100, 603, 164, 400],
])('split at %f TB: index $%f, web ACL $%f, files $%f', (tb, index, waf, files) => {
  const work = tuned(tb as 1 | 10 | 100, 250);
  const rest = { requests: work.requests - work.indexRequests, gb: work.gb - work.indexGb };
  const name = tb === 100 ? 'business' : 'pro';
  const count = Math.ceil(rest.requests / levelFor(name, { requests: 0, gb: 0 })!.requests);
  const shape = (uses: Parameters<typeof usesOfShape>[0]): number => billOf(usesOfShape(uses)).monthly;
  expect(close(shape(edgeUses(work.indexGb, work.indexRequests, work.regions, 'PriceClass_100')), index)).toBe(true);
  expect(close(shape(wafUses(4, work.indexRequests)), waf)).toBe(true);
  expect(count * levelFor(name, { requests: 0, gb: 0 })!.monthly).toBe(files);
});
