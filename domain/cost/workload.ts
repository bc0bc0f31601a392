/** The traffic that a foundation expects, and the quantities of a month that follow from it. */
import { ANONYMOUS } from '../tiers/tier';
import type { RegionShares } from './regions';
import { readsPerRequest } from './store-reads';

/** What a foundation says; everything else is assumed below. 1 TB is 1,024 GB, 1 GB is 2^30 bytes, as AWS meters. */
export interface Traffic {
  readonly terabytesPerMonth: number;
  readonly millionRequestsPerMonth: number;
  /** Share of requests that the cache answers, 0 to 1. */
  readonly hitRatio: number;
  readonly storedGb: number;
  readonly publishesPerMonth: number;
  /** Where the viewers are. @default North America and Europe, half and half */
  readonly regions?: RegionShares;
  /** Share of requests and bytes by access tier. @default everybody is anonymous */
  readonly tiers?: Readonly<Record<string, number>>;
  /** Share of requests that name a project, and that name one of which something is blocked. @default 1, 0 */
  readonly projects?: { readonly share: number; readonly blocked: number };
  /** Requests for index documents. @default 60 % of all, 20 KiB each */
  readonly index?: { readonly share: number; readonly kib: number };
  /** Most host names that files may be served from, each with a plan of its own, when index and files are split. @default 1 */
  readonly fileHosts?: number;
  /** Share of the requests for files, and of their bytes, that is for ecosystems whose files may have a host of their own. @default 1 */
  readonly splitShare?: number;
  /** Share of the stored bytes that is in files above 256 KiB, and the mean size of those. @default 0.8, 2 MiB */
  readonly large?: { readonly share: number; readonly mib: number };
  /** By how much traffic and storage grow in a month. @default 0 */
  readonly growthPercent?: number;
  /** What a release is. @default 2 files of 1 MiB */
  readonly release?: { readonly files: number; readonly mib: number };
}

/** Quantities of one month. */
export interface Workload {
  readonly requests: number;
  readonly gb: number;
  /** Look-ups of the edge function in its store at the mean request. */
  readonly readsPerRequest: number;
  /** Requests that reach the origin. */
  readonly misses: number;
  readonly regions: RegionShares;
  readonly indexRequests: number;
  readonly indexGb: number;
  /** What of it a files host would serve: requests without a token for files of ecosystems that are split. */
  readonly filesHost: { readonly requests: number; readonly gb: number; readonly readsPerRequest: number };
  readonly storedGb: number;
  /** Part of `storedGb` in files that are tiered, and how many those are. */
  readonly largeGb: number;
  readonly largeObjects: number;
  /** Files above 256 KiB that are new this month. */
  readonly newLargeObjects: number;
  readonly fileHosts: number;
  readonly releases: number;
  readonly releaseFiles: number;
  readonly releasedGb: number;
  readonly logGb: number;
  readonly logFiles: number;
}

const MILLION = 1_000_000;
const KIB_PER_GB = 1024 * 1024;

/** A line of the access log before compression; gzip leaves a fifth. */
export const LOG_LINE_BYTES = 600;
export const GZIP = 0.2;
/**
 * Log files of a month: a site with 1,000 requests a day has 361 a day; how many more come with more requests was measured nowhere.
 * https://thomasguymer.co.uk/blog/2020/2020-04-10/
 */
const LOG_FILES = 11_000;
const REQUESTS_OF_LOG_FILE = 2_000;

export const DEFAULT_REGIONS: RegionShares = { us_mx_ca: 0.5, eu_il_tr: 0.5 };
const DEFAULTS = {
  projects: { share: 1, blocked: 0 },
  index: { share: 0.6, kib: 20 },
  large: { share: 0.8, mib: 2 },
  release: { files: 2, mib: 1 },
} as const;

/** @throws Error naming a field that makes no sense */
export function workloadOf(traffic: Traffic): Workload {
  const { regions = DEFAULT_REGIONS, projects = DEFAULTS.projects, index = DEFAULTS.index } = traffic;
  const { large = DEFAULTS.large, release = DEFAULTS.release } = traffic;
  const requests = traffic.millionRequestsPerMonth * MILLION;
  const gb = traffic.terabytesPerMonth * 1024;
  const indexRequests = requests * index.share;
  const largeGb = traffic.storedGb * large.share;
  const indexGb = Math.min(gb, (indexRequests * index.kib) / KIB_PER_GB);
  const atFilesHost = Math.max(0, 1 - tokenShare(traffic)) * (traffic.splitShare ?? 1);
  const releasedGb = (traffic.publishesPerMonth * release.files * release.mib) / 1024;
  return {
    requests,
    gb,
    readsPerRequest: readsPerRequest({ tokens: tokenShare(traffic), projects: projects.share, blocked: projects.blocked }),
    misses: requests * (1 - traffic.hitRatio),
    regions,
    indexRequests,
    indexGb,
    filesHost: {
      requests: (requests - indexRequests) * atFilesHost,
      gb: (gb - indexGb) * atFilesHost,
      readsPerRequest: readsPerRequest({ tokens: 0, projects: projects.share, blocked: projects.blocked }),
    },
    storedGb: traffic.storedGb,
    largeGb,
    largeObjects: (largeGb * 1024) / large.mib,
    newLargeObjects: (releasedGb * large.share * 1024) / large.mib,
    fileHosts: traffic.fileHosts ?? 1,
    releases: traffic.publishesPerMonth,
    releaseFiles: traffic.publishesPerMonth * release.files,
    releasedGb,
    logGb: (requests * LOG_LINE_BYTES) / 2 ** 30,
    logFiles: Math.min(requests, LOG_FILES + requests / REQUESTS_OF_LOG_FILE),
  };
}

/** Whoever is not anonymous comes with a token. */
const tokenShare = ({ tiers = {} }: Traffic): number =>
  Object.entries(tiers).reduce((sum, [tier, share]) => sum + (tier === ANONYMOUS ? 0 : share), 0);

export const NO_TRAFFIC: Traffic = {
  terabytesPerMonth: 0,
  millionRequestsPerMonth: 0,
  hitRatio: 1,
  storedGb: 0,
  publishesPerMonth: 0,
};

/** The same mix at another volume; what is stored and published stays. */
export function atVolume(traffic: Traffic, terabytes: number): Traffic {
  const perTerabyte = traffic.terabytesPerMonth > 0 ? traffic.millionRequestsPerMonth / traffic.terabytesPerMonth : 4;
  return { ...traffic, terabytesPerMonth: terabytes, millionRequestsPerMonth: perTerabyte * terabytes };
}

/** The traffic some months on, when it grows as foreseen. */
export function after(traffic: Traffic, months: number): Traffic {
  const factor = (1 + (traffic.growthPercent ?? 0) / 100) ** months;
  return {
    ...traffic,
    terabytesPerMonth: traffic.terabytesPerMonth * factor,
    millionRequestsPerMonth: traffic.millionRequestsPerMonth * factor,
    storedGb: traffic.storedGb * factor,
  };
}
