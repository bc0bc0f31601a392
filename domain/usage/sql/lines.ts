/**
 * One row for each line of the log, typed: from table `cf_raw` to what all queries are about. Addresses and user agents are in it, so
 * it is a part of queries and never a result.
 *
 * Every raw column is cast to VARCHAR first, because a reader that guesses types hands over numbers and dates.
 */
import { edgeDecoded, edgeText, pathDecoded, pathUsual } from './decode';
import { matched, part } from './text';

const value = (name: string): string => `COALESCE(CAST("${name}" AS VARCHAR), '-')`;
const number = (name: string): string => `COALESCE(TRY_CAST(${value(name)} AS BIGINT), 0)`;
const orDash = (sql: string): string => `COALESCE(NULLIF(${sql}, ''), '-')`;
const columns = (...all: readonly string[]): string => all.join(',\n    ');

const V4 = '^[0-9]+\\.[0-9]+\\.[0-9]+\\.';
/** A group of an IPv6 address in RFC 5952 form, where `::` stands for at least two groups of zeros. */
const group = (index: number): string => part('ip', ':', index);
const ADDRESS_RANGE = `CASE
    WHEN strpos(ip, ':') = 0 THEN COALESCE(NULLIF(${matched('ip', V4, 0)} || '0/24', '0/24'), '-')
    WHEN ${group(1)} = '' THEN '0:0:0::/48'
    WHEN ${group(2)} = '' THEN ${group(1)} || ':0:0::/48'
    ELSE ${group(1)} || ':' || ${group(2)} || ':' || COALESCE(NULLIF(${group(3)}, ''), '0') || '::/48' END`;

/** Before the path of a request with a token: tier and holder, verified or not. */
const PREFIX = '^/t/[a-z0-9]+/[a-z0-9-]+(/.*)?$';
const OWN_PATH = `CASE WHEN starts_with(path, '/t/') AND ${matched('path', PREFIX, 0)} <> ''
    THEN COALESCE(NULLIF(${matched('path', PREFIX, 1)}, ''), '/') ELSE path END`;

export const LINES = `WITH raw AS (
  SELECT ${columns(
    // As they are: of a computed one Athena would look at every folder that there may be.
    '"year"',
    '"month"',
    '"day" AS month_day',
    `${value('date')} AS day`,
    // Of one length, because downloads are ordered by it as text.
    `lpad(${value('time')}, 8, '0') AS time`,
    `lower(${value('c-ip')}) AS ip`,
    `${number('asn')} AS asn`,
    `${value('c-country')} AS country`,
    `${value('cs-method')} AS method`,
    `${number('sc-status')} AS status`,
    `${number('sc-bytes')} AS bytes`,
    `${value('sc-range-start')} AS range_start`,
    `${value('x-edge-result-type')} AS result`,
    `${pathUsual(value('cs-uri-stem'))} AS usual_path`,
    `${value('cs(user-agent)')} AS agent`,
    `${value('viewer-request-log-data')} AS edge`,
  )}
  FROM cf_raw
), decoded AS (
  SELECT raw.*, ${columns(
    `COALESCE(NULLIF(${edgeText('edge', 'tier')}, ''), 'anonymous') AS tier`,
    `${orDash(edgeText('edge', 'holder'))} AS holder`,
    `${orDash(edgeText('edge', 'ecosystem'))} AS ecosystem`,
    `${orDash(edgeText('edge', 'kind'))} AS kind`,
    `${orDash(edgeDecoded('edge', 'project'))} AS project`,
    `${pathDecoded('usual_path')} AS path`,
  )}
  FROM raw
)
SELECT year, month, month_day, day, time, ip, asn, country, method, status, bytes, range_start, result, agent, tier, holder, ecosystem, project, kind,
  CASE WHEN status = 429 OR strpos(edge, '%22limited%22:%22') > 0 THEN 1 ELSE 0 END AS limited,
  ${OWN_PATH} AS path,
  ${ADDRESS_RANGE} AS address_range
FROM decoded`;
