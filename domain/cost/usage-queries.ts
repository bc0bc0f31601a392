/** What counting usage takes: queries that read the log, and files that they read. */
import { LEAST_SCAN_BYTES } from '../usage/scan-cost';
import { type PeriodKind, TABLES } from '../usage/tables';
import type { Quantity } from './kinds';
import { GZIP, type Workload } from './workload';

const DAYS = 30;
const tablesOf = (kind: PeriodKind): number =>
  Object.values(TABLES).filter(({ periods }) => (periods as readonly PeriodKind[]).includes(kind)).length;

interface Batch {
  /** In a month. */
  readonly times: number;
  readonly queries: number;
  /** That each query reads. */
  readonly days: number;
}

/** Each day is made on the day after, and once more, because lines come late. */
const COUNTS: readonly Batch[] = [
  { times: 2 * DAYS, queries: tablesOf('day'), days: 1 },
  { times: DAYS / 7, queries: tablesOf('week'), days: 7 },
  { times: 1, queries: tablesOf('month'), days: DAYS },
];
/** Ranges and fleets, of a day and of a week that are new. */
const FAIR_USE: readonly Batch[] = [
  { times: DAYS, queries: 2, days: 1 },
  { times: DAYS / 7, queries: 2, days: 7 },
];

const queriesOf = (batches: readonly Batch[]): number => batches.reduce((sum, { times, queries }) => sum + times * queries, 0);
const TABLES_MADE = queriesOf(COUNTS);
const QUERIES = TABLES_MADE + queriesOf(FAIR_USE);
const LEAST_TB = (QUERIES * LEAST_SCAN_BYTES) / 2 ** 40;
/** How often the logs of a month are read. */
const READS = [...COUNTS, ...FAIR_USE].reduce((sum, { times, queries, days }) => sum + (times * queries * days) / DAYS, 0);

/** Each query is billed for 10 MB, and for what it reads beyond. Where nothing was served none is asked, and nothing written. */
export const queryQuantities = ({ requests, logGb, logFiles }: Workload): Quantity[] => [
  ['athena.scan', requests > 0 ? Math.max(LEAST_TB, (READS * logGb * GZIP) / 1024) : 0, 'requests'],
  // Each file is looked at once, and read by each query.
  ['s3.get', (1 + READS) * logFiles, 'requests'],
];

/** Tables, and what goes with them. */
const TABLE_GB = 0.2;
/** The account of each run and the list of files, beside tables; two files of the result of each query. */
const WRITES = Math.round(TABLES_MADE + 4 * DAYS + 2 * QUERIES);
export const usageBucketQuantities = ({ requests }: Workload): Quantity[] => [
  ['s3.standard', TABLE_GB, 'fixed'],
  ['s3.put', requests > 0 ? WRITES : 0, 'requests'],
];
