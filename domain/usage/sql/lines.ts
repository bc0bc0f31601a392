/**
 * One row for each line of the log, typed: from table `cf_raw` to what all queries are about. Addresses are in it, so it is a part of
 * queries and never a result.
 *
 * Every raw column is cast to VARCHAR first, because a reader that guesses types hands over numbers and dates.
 */
import { classColumns, foundColumns, hostingColumn, versionColumn } from '../rules';
import { agentDecoded, edgeDecoded, edgeText, pathDecoded, pathUsual } from './decode';
import { matched, part } from './text';

const value = (name: string): string => `COALESCE(CAST("${name}" AS VARCHAR), '-')`;
const number = (name: string): string => `COALESCE(TRY_CAST(${value(name)} AS BIGINT), 0)`;
/** A number within a text, 0 where there is none. */
const numberAt = (name: string, from: number): string => `COALESCE(TRY_CAST(substr(${name}, ${from}, 2) AS BIGINT), 0)`;
const orDash = (sql: string): string => `COALESCE(NULLIF(${sql}, ''), '-')`;

const V4 = '^[0-9]+\\.[0-9]+\\.[0-9]+\\.';
/** A group of an IPv6 address in RFC 5952 form, where `::` stands for at least two groups of zeros. */
const group = (index: number): string => part('address', ':', index);
const ADDRESS_RANGE = `CASE
    WHEN strpos(address, ':') = 0 THEN COALESCE(NULLIF(${matched('address', V4, 0)} || '0/24', '0/24'), '-')
    WHEN ${group(1)} = '' THEN '0:0:0::/48'
    WHEN ${group(2)} = '' THEN ${group(1)} || ':0:0::/48'
    ELSE ${group(1)} || ':' || ${group(2)} || ':' || COALESCE(NULLIF(${group(3)}, ''), '0') || '::/48' END`;

/** Before the path of a request with a token: tier and holder, verified or not. */
const PREFIX = '^/t/[a-z0-9]+/[a-z0-9-]+(/.*)?$';
const OWN_PATH = `CASE WHEN starts_with(decoded_path, '/t/') AND ${matched('decoded_path', PREFIX, 0)} <> ''
    THEN COALESCE(NULLIF(${matched('decoded_path', PREFIX, 1)}, ''), '/') ELSE decoded_path END`;

/** Columns as delivered, typed. */
export const RAW = `SELECT ${[
  // As they are: of a computed one Athena would look at every folder that there may be.
  '"year"',
  '"month"',
  '"day" AS month_day',
  `${value('date')} AS day`,
  `${value('time')} AS time`,
  `lower(${value('c-ip')}) AS address`,
  `${number('asn')} AS asn`,
  `${value('c-country')} AS country`,
  `${value('cs-method')} AS method`,
  `${number('sc-status')} AS status`,
  `${number('sc-bytes')} AS bytes`,
  `${value('sc-range-start')} AS range_start`,
  `${value('x-edge-result-type')} AS result`,
  `${value('cs-uri-stem')} AS stem`,
  `${value('cs(user-agent)')} AS agent`,
  hostingColumn(number('asn')),
  `${value('viewer-request-log-data')} AS edge`,
].join(',\n  ')} FROM cf_raw`;

/** What follows from a column or two alone, of which there are far fewer values than lines. */
export interface Derived {
  readonly from: readonly string[];
  /** In steps: each one may use what those before it gave. */
  readonly steps: readonly (readonly string[])[];
  /** Names of those that lines have. */
  readonly gives: readonly string[];
}

export const DERIVED = {
  days: {
    from: ['day'],
    steps: [["COALESCE(date_diff('day', DATE '1970-01-01', TRY_CAST(day AS DATE)), 0) * 86400 AS day_second"]],
    gives: ['day_second'],
  },
  times: {
    from: ['time'],
    steps: [
      [`${numberAt('time', 1)} AS hour`],
      [`hour * 3600 + ${numberAt('time', 4)} * 60 + ${numberAt('time', 7)} AS time_second`],
    ],
    gives: ['hour', 'time_second'],
  },
  edges: {
    from: ['edge'],
    steps: [
      [
        `COALESCE(NULLIF(${edgeText('edge', 'tier')}, ''), 'anonymous') AS tier`,
        `${orDash(edgeText('edge', 'holder'))} AS holder`,
        `${orDash(edgeText('edge', 'ecosystem'))} AS ecosystem`,
        `${orDash(edgeText('edge', 'kind'))} AS kind`,
        `${orDash(edgeDecoded('edge', 'project'))} AS project`,
        "CASE WHEN strpos(edge, '%22limited%22:%22') > 0 THEN 1 ELSE 0 END AS noted",
      ],
    ],
    gives: ['tier', 'holder', 'ecosystem', 'kind', 'project', 'noted'],
  },
  stems: {
    from: ['stem'],
    steps: [[`${pathUsual('stem')} AS usual_path`], [`${pathDecoded('usual_path')} AS decoded_path`], [`${OWN_PATH} AS path`]],
    gives: ['path'],
  },
  addresses: { from: ['address'], steps: [[`${ADDRESS_RANGE} AS address_range`]], gives: ['address_range'] },
  agents: {
    from: ['agent', 'hosting'],
    steps: [[`${agentDecoded('agent')} AS ua`], foundColumns(), classColumns(), [versionColumn()]],
    gives: ['class', 'client', 'version'],
  },
} as const satisfies Record<string, Derived>;

/** Parts of a statement, the last one named `derived`, that add columns to those of part `raw`. */
export function derivedParts(all: readonly Derived[]): string {
  const count = Math.max(...all.map(({ steps }) => steps.length));
  const names = ['raw', ...Array.from({ length: count - 1 }, (_, i) => `step_${i + 1}`), 'derived'];
  return Array.from({ length: count }, (_, i) => {
    const columns = [`${names[i]}.*`, ...all.flatMap(({ steps }) => steps[i] ?? [])];
    return `${names[i + 1]} AS (SELECT ${columns.join(',\n    ')} FROM ${names[i]})`;
  }).join(',\n');
}

const DOWNLOAD = "method = 'GET' AND kind = 'file' AND (status = 200 OR (status = 206 AND range_start = '0'))";

/** What is told apart and never shown: an engine that stages the log may have numbers instead of texts. */
export interface Identities {
  readonly ip: string;
  /** A path without tier and holder. */
  readonly file: string;
  /** Who draws: a holder, or an address range in a network. */
  readonly drawer: string;
}

const TEXTS: Identities = {
  ip: 'address',
  file: 'path',
  drawer: "CASE WHEN holder <> '-' THEN tier || '/' || holder ELSE CAST(asn AS VARCHAR) || '/' || address_range END",
};

/** Columns of a line, of what is raw and what is derived. */
export const lineColumns = ({ ip, file, drawer }: Identities): string => `year, month, month_day, day, hour,
  day_second + time_second AS second,
  asn, country, status, bytes, result, tier, holder, ecosystem, project, kind, class, client, version, address_range,
  CASE WHEN status = 429 OR noted = 1 THEN 1 ELSE 0 END AS limited,
  CASE WHEN ${DOWNLOAD} THEN 1 ELSE 0 END AS download,
  ${ip} AS ip,
  ${file} AS file,
  ${drawer} AS drawer`;

export const LINES = `WITH raw AS (${RAW}),
${derivedParts(Object.values(DERIVED))}
SELECT ${lineColumns(TEXTS)}
FROM derived`;
