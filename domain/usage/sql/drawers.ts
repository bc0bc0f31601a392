/**
 * Who drew most without a token: queries for fair use, over `requests`. Their rows name address ranges and are kept only in proposals,
 * until those end; they are no usage tables.
 */
import type { Period } from '../tables';
import { withRequests } from './requests';
import { sum, text } from './text';

/** Rows at or below both are left out. */
export interface Threshold {
  readonly bytes: number;
  readonly repeats: number;
}

/** One crawler, or what no rule knows, in one network, whatever addresses it comes from. */
export interface Fleet {
  readonly asn: number;
  readonly client: string;
  readonly version: string;
}

const WITHOUT_TOKEN = "holder = '-'";
/**
 * Programs that one party runs at many addresses. What builds, mirrors and scanners use is everybody's: in a cloud's network all of its
 * customers would look like one.
 */
const BY_ONE_PARTY = "class IN ('agent', 'unknown')";

/** A drawer's requests by file: a repeat is every download of it but the first one. @param of whose requests count */
function drawers(keys: readonly string[], of: string, period: Period, { bytes, repeats }: Threshold, staged: boolean): string {
  const [names, places] = [keys.join(', '), keys.map((_, i) => i + 1).join(', ')];
  const repeated = sum('CASE WHEN downloads > 1 THEN downloads - 1 ELSE 0 END');
  return `${withRequests(period, staged)},
files_of AS (SELECT ${names}, file, COUNT(*) AS requests, COUNT_IF(class = 'human') AS human, ${sum('bytes')} AS bytes, ${sum('download')} AS downloads FROM requests WHERE ${of} GROUP BY ${places}, ${keys.length + 1})
SELECT ${names}, ${sum('requests')} AS requests, ${sum('human')} AS human, ${sum('bytes')} AS bytes, ${sum('downloads')} AS downloads, ${repeated} AS repeats FROM files_of GROUP BY ${places} HAVING ${sum('bytes')} > ${bytes} OR ${repeated} > ${repeats}`;
}

/** `asn`, `address_range`, then requests, those of people, bytes, downloads, repeats. */
export const rangesQuery = (period: Period, threshold: Threshold, staged = false): string =>
  drawers(['asn', 'address_range'], WITHOUT_TOKEN, period, threshold, staged);

/** `asn`, `client`, `version`, then the same. */
export const fleetsQuery = (period: Period, threshold: Threshold, staged = false): string =>
  drawers(['asn', 'client', 'version'], `${WITHOUT_TOKEN} AND ${BY_ONE_PARTY}`, period, threshold, staged);

/** Ranges of a fleet's requests without a token of which it sends more than all others: who shares a range with it is not hit for it. */
export const fleetRangesQuery = (period: Period, { asn, client, version }: Fleet, staged = false): string =>
  `${withRequests(period, staged)},
mine AS (SELECT address_range, COUNT_IF(client = ${text(client)} AND version = ${text(version)}) AS mine, COUNT(*) AS requests FROM requests WHERE ${WITHOUT_TOKEN} AND asn = ${asn} GROUP BY 1)
SELECT address_range FROM mine WHERE mine * 2 > requests AND address_range <> '-'`;
