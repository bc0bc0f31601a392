/** The comparison that the README shows: 10 TB a month in responses of 250 KiB, for the registry as it is deployed. */
import { billAsDeployed, cheapest, deliveryOptions, wayDeployed } from './delivery';
import { filesDistributions } from './hosts';
import { codeArtifact, plainStack, r2, r2WithWorker } from './shapes';
import type { Template } from './template';
import { type Traffic, workloadOf } from './workload';

const TERABYTES = 10;
const KIB = 250;

/** Viewers all over the world, a small store; the rest as a first stack would have it. */
const TRAFFIC: Omit<Traffic, 'index'> = {
  terabytesPerMonth: TERABYTES,
  millionRequestsPerMonth: (TERABYTES * 2 ** 30) / KIB / 1e6,
  hitRatio: 0.9,
  storedGb: 20,
  publishesPerMonth: 50,
  regions: { us_mx_ca: 0.4, eu_il_tr: 0.35, jp: 0.08, apac: 0.08, au_nz: 0.04, in: 0.03, sa: 0.02 },
};

/** What clients ask for decides what a split saves, and how many host names it has what it may spend on plans. */
const MIXES = [
  { title: '3 in 10 requests for the index, files on three host names', index: { share: 0.302, kib: 20 }, fileHosts: 3 },
  { title: '6 in 10 requests for the index, files on two host names', index: { share: 0.6, kib: 20 }, fileHosts: 2 },
  { title: '8 in 10 requests for the index, files on one host name', index: { share: 0.8, kib: 20 }, fileHosts: 1 },
  { title: 'one host name for everything', index: { share: 0, kib: 20 }, fileHosts: 0 },
] as const;

export interface Comparison {
  readonly title: string;
  /** Name of the cheapest way that fits. */
  readonly way: string;
  readonly monthly: number;
  readonly payAsYouGo: number;
  readonly plainStack: number;
  readonly codeArtifact: number;
  readonly r2: number;
  readonly r2WithWorker: number;
}

/** The traffic of the row with so many files hosts. */
export const comparedTraffic = (hosts: (typeof MIXES)[number]['fileHosts']): Traffic => ({
  ...TRAFFIC,
  index: MIXES.find(({ fileHosts }) => fileHosts === hosts)!.index,
});

/** @param splits templates that have files hosts: where one has as many as a row, the row is what that template costs as it is */
export const comparisons = (templates: readonly Template[], splits: readonly Template[] = []): Comparison[] =>
  MIXES.map(({ title, index, fileHosts }) => {
    const work = workloadOf({ ...TRAFFIC, index, fileHosts });
    const options = deliveryOptions(templates, work).filter(({ name }) => fileHosts > 0 || !name.startsWith('split'));
    const deployed = splits.filter((template) => filesDistributions(template).length === fileHosts);
    const best = deployed.length
      ? { name: wayDeployed(deployed, work), monthly: billAsDeployed(deployed, work).monthly }
      : cheapest(options);
    return {
      title,
      way: best.name,
      monthly: best.monthly,
      payAsYouGo: options[0]!.monthly,
      plainStack: plainStack(work).monthly,
      codeArtifact: codeArtifact(work).monthly,
      r2: r2(work).monthly,
      r2WithWorker: r2WithWorker(work).monthly,
    };
  });
