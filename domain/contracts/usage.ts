/** Where usage and its account lie: keys in the private `usage` bucket, in the `logs` bucket and below `/-/` of the `packages` bucket. */
import { OWN_PREFIX } from './keys';

/** `usage` bucket: one object for each table and period, see `domain/usage/tables.ts`. Kept. */
export const TABLES_PREFIX = 'tables/';
/** `usage` bucket: what was wrong with log files, one object for each, so that each is reported once. Kept. */
export const LOG_FAULTS_PREFIX = 'log-faults/';
/** `usage` bucket: which log files of a day have been inspected. Expires as logs do. */
export const LOG_FILES_PREFIX = 'log-files/';
/** `usage` bucket: what making the tables of a period took; written when all of them are there. Kept. */
export const RUNS_PREFIX = 'runs/';
/** `usage` bucket: how many requests CloudFront has counted in a month, as a number of JSON; asked once, so that a report made again is the same. Kept. */
export const deliveredKey = (month: string): string => `${RUNS_PREFIX}${month}-delivered.json`;
/** `usage` bucket: what fair use proposes and what was done about it. Holds address ranges until their expiry. */
export const FAIR_USE_KEY = 'fair-use.json';
/** `usage` bucket: where Athena puts results. Expires after a day: results are data. */
export const RESULTS_PREFIX = 'results/';
/** `logs` bucket: log files that are not counted, under the key they had. Expires as logs do. */
export const SET_ASIDE_PREFIX = 'set-aside/';

/** `packages` bucket: the monthly account, for everybody. */
export const TRANSPARENCY_PREFIX = `${OWN_PREFIX}transparency/`;
/** `packages` bucket: downloads of each package and in all, for everybody. */
export const STATS_PREFIX = `${OWN_PREFIX}stats/`;
/** `packages` bucket: what each holder of a token used; the edge function lets only that holder read it. */
export const HOLDER_USAGE_PREFIX = `${OWN_PREFIX}usage/`;

/** @param name `index.html` or `usage.json` */
export const holderUsageKey = (tier: string, holder: string, name: 'index.html' | 'usage.json'): string =>
  `${HOLDER_USAGE_PREFIX}${tier}/${holder}/${name}`;

/** Athena's table over the log files, by which queries name it. */
export const RAW_TABLE = 'cf_raw';
/** Glue's database with that table. A name with hyphens would need quotes in every query. */
export const usageDatabase = (registry: string): string => `${registry.replaceAll('-', '_')}_usage`;
/** Athena's workgroup, which limits what a query reads. */
export const usageWorkGroup = (registry: string): string => `${registry}-usage`;

/** Which entries there are for fair use, without saying about whom. */
export const FAIR_USE_DOCUMENT_PATH = '/-/limits/fair-use.json';
/** `packages` bucket. */
export const FAIR_USE_DOCUMENT_KEY = `${OWN_PREFIX}limits/fair-use.json`;
