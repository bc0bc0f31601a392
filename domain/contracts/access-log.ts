/**
 * Fields of the CDN's access log, in the order in which they are delivered. Enough for usage per package, tier, holder,
 * network and client, and no more: what is not logged need not be protected.
 *
 * Left out on purpose: `x-edge-request-id` (half of the compressed bytes, and a join key back to a person), `cs(Cookie)`,
 * `cs(Referer)`, `cs-uri-query` and `x-forwarded-for` (may carry secrets or addresses), `sc-content-type` (follows from the
 * path), `c-port` and TLS details (fingerprints).
 *
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
 */
export const ACCESS_LOG_FIELDS = [
  'date',
  'time',
  'x-edge-location',
  'sc-bytes',
  'c-ip',
  'cs-method',
  'cs(Host)',
  'cs-uri-stem',
  'sc-status',
  'cs(User-Agent)',
  'x-edge-result-type',
  'time-taken',
  'cs-protocol-version',
  'x-edge-detailed-result-type',
  'sc-content-len',
  'sc-range-start',
  'sc-range-end',
  'asn',
  'c-country',
  'cache-behavior-path-pattern',
  /** What the edge function verified, see `cf.logCustomData()`. */
  'viewer-request-log-data',
] as const;

export type AccessLogField = (typeof ACCESS_LOG_FIELDS)[number];

/**
 * Where log files lie below their prefix. Hive-compatible delivery turns it into
 * `distributionid=<id>/year=<yyyy>/month=<MM>/day=<dd>/hour=<HH>`; Glue needs the id in lower case.
 */
export const ACCESS_LOG_SUFFIX = '{distributionid}/{yyyy}/{MM}/{dd}/{HH}';
