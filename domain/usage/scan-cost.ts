/** What Athena charges for queries. */
import { priceOf } from '../cost/prices';

/** Every query is billed for as much at least. https://aws.amazon.com/athena/pricing/ */
export const LEAST_SCAN_BYTES = 10 * 2 ** 20;
/** Athena's terabyte. */
const TB = 2 ** 40;

/** US dollars of queries that have read so many bytes each. */
export const scanUsd = (scans: readonly number[]): number =>
  (scans.reduce((sum, bytes) => sum + Math.max(bytes, LEAST_SCAN_BYTES), 0) / TB) * priceOf('athena.scan').price;
