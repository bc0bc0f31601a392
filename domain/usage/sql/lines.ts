/**
 * One row for each line of the log, typed and named: from table `cf_raw` to what all queries are about. Addresses and user agents
 * are in it, so it is a part of queries and never a result.
 *
 * Every raw column is cast to VARCHAR first, because a reader that guesses types hands over numbers and dates.
 */
import { classColumns, foundColumns, versionColumn } from '../rules';
import { agentDecoded, jsonDecoded, logDecoded, pathDecoded } from './decode';
import { matched, part } from './text';

const value = (name: string): string => `COALESCE(CAST("${name}" AS VARCHAR), '-')`;
const raw = (name: string, as: string): string => `${value(name)} AS ${as}`;
const number = (name: string): string => `COALESCE(TRY_CAST(${value(name)} AS BIGINT), 0)`;

/** A text of the edge function's record. No content of another text can look like it: there a quote has a backslash before it. */
const field = (name: string): string => matched('edge', `[{,]"${name}":"((?:[^"\\\\]|\\\\.)*)"`, 1);
const orDash = (sql: string): string => `COALESCE(NULLIF(${sql}, ''), '-')`;

const V4 = '^[0-9]+\\.[0-9]+\\.[0-9]+\\.';
/** The first three groups of an IPv6 address in RFC 5952 form, where `::` stands for at least two groups of zeros. */
const group = (index: 2 | 3): string => `COALESCE(NULLIF(${part('ip', ':', index)}, ''), '0')`;
const RANGE = `CASE
    WHEN strpos(ip, ':') = 0 THEN COALESCE(NULLIF(${matched('ip', V4, 0)} || '0/24', '0/24'), '-')
    WHEN ${part('ip', ':', 1)} = '' THEN '0:0:0::/48'
    WHEN ${part('ip', ':', 2)} = '' THEN ${part('ip', ':', 1)} || ':0:0::/48'
    ELSE ${part('ip', ':', 1)} || ':' || ${group(2)} || ':' || ${group(3)} || '::/48' END`;

const PREFIX = '^/t/[a-z0-9]+/[a-z0-9-]+(/.*)?$';

export const LINES = `WITH raw AS (
  SELECT ${[
    raw('year', 'year'),
    raw('month', 'month'),
    raw('day', 'month_day'),
    raw('date', 'day'),
    // Of one length, because downloads are ordered by it as text.
    `lpad(${value('time')}, 8, '0') AS time`,
    `lower(${value('c-ip')}) AS ip`,
    `${number('asn')} AS asn`,
    raw('c-country', 'country'),
    raw('cs-method', 'method'),
    `${number('sc-status')} AS status`,
    `${number('sc-bytes')} AS bytes`,
    raw('sc-range-start', 'range_start'),
    raw('x-edge-result-type', 'result'),
    `${pathDecoded(value('cs-uri-stem'))} AS path`,
    `${agentDecoded(value('cs(user-agent)'))} AS ua`,
    `${logDecoded(value('viewer-request-log-data'))} AS edge`,
  ].join(',\n    ')}
  FROM cf_raw
), found AS (
  SELECT raw.*, ${[
    ...foundColumns(),
    `COALESCE(NULLIF(${field('tier')}, ''), 'anonymous') AS tier`,
    `${orDash(field('holder'))} AS holder`,
    `${orDash(field('ecosystem'))} AS ecosystem`,
    `${orDash(jsonDecoded(field('project')))} AS project`,
    `${orDash(field('kind'))} AS kind`,
    `CASE WHEN status = 429 OR ${field('limited')} <> '' THEN 1 ELSE 0 END AS limited`,
    `CASE WHEN starts_with(path, '/t/') AND ${matched('path', PREFIX, 0)} <> '' THEN COALESCE(NULLIF(${matched('path', PREFIX, 1)}, ''), '/') ELSE path END AS own_path`,
    `${RANGE} AS address_range`,
  ].join(',\n    ')}
  FROM raw
), classed AS (
  SELECT found.*, ${classColumns().join(',\n    ')}
  FROM found
)
SELECT year, month, month_day, day, time, ip, asn, country, status, bytes, result, tier, holder, ecosystem, project, kind, limited,
  own_path AS path, address_range, class, client, ${versionColumn()},
  COALESCE(TRY_CAST(substr(time, 1, 2) AS BIGINT), 0) AS hour,
  CASE WHEN method = 'GET' AND kind = 'file' AND (status = 200 OR (status = 206 AND range_start = '0')) THEN 1 ELSE 0 END AS download,
  CASE WHEN holder <> '-' THEN tier || '/' || holder ELSE CAST(asn AS VARCHAR) || '/' || address_range END AS drawer
FROM classed`;
