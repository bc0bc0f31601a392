/** What counting usage takes: queries that read the log, and files that they read. */
import { LEAST_SCAN_BYTES } from '../usage/scan-cost';
import { type PeriodKind, TABLES } from '../usage/tables';
import type { Quantity } from './kinds';
import { GZIP, type Workload } from './workload';

const DAYS = 30;
interface Batch {
  readonly kind: PeriodKind;
  /** In a month. */
  readonly times: number;
  readonly days: number;
}

/** Each day is made on the day after, and once more, because lines come late. */
const BATCHES: readonly Batch[] = [
  { kind: 'day', times: 2 * DAYS, days: 1 },
  { kind: 'week', times: DAYS / 7, days: 7 },
  { kind: 'month', times: 1, days: DAYS },
];

const tablesOf = (kind: PeriodKind): number =>
  Object.values(TABLES).filter(({ periods }) => (periods as readonly PeriodKind[]).includes(kind)).length;

const QUERIES = BATCHES.reduce((sum, { kind, times }) => sum + times * tablesOf(kind), 0);
/** How often the logs of a month are read. */
const READS = BATCHES.reduce((sum, { kind, times, days }) => sum + (times * tablesOf(kind) * days) / DAYS, 0);

/** Each query is billed for 10 MB, and for what it reads beyond. */
export function queryQuantities({ logGb, logFiles }: Workload): Quantity[] {
  const least = (QUERIES * LEAST_SCAN_BYTES) / 2 ** 40;
  return [
    ['athena.scan', least, 'fixed'],
    ['athena.scan', Math.max(0, (READS * logGb * GZIP) / 1024 - least), 'requests'],
    // Each file is looked at once, and read by each query.
    ['s3.get', (1 + READS) * logFiles, 'requests'],
  ];
}

/** Tables, and what goes with them. */
const TABLE_GB = 0.2;
/** A table and two files of the result for each query; the account of each run and the list of files beside. */
const WRITES = Math.round(3 * QUERIES + 4 * DAYS);
export const usageBucketQuantities = (): Quantity[] => [
  ['s3.standard', TABLE_GB, 'fixed'],
  ['s3.put', WRITES, 'fixed'],
];
