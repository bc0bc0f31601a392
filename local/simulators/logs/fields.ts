/** The fields of standard logging v2, LOG-3; '-' where there is nothing to say (LOG-5). */
import { header, headerBytes, joinedHeader } from '../../http';
import { encodeCustomData, encodeLogValue } from './encode';
import type { LogRecord } from './record';

type Field = (record: LogRecord) => string | number | undefined;

/** Values are text of the client or the origin, so encoded. */
const requestHeader =
  (name: string): Field =>
  ({ request }) =>
    encoded(joinedHeader(request.headers, name));
const responseHeader =
  (name: string): Field =>
  ({ response }) =>
    encoded(header(response.headers, name));
const absent: Field = () => undefined;

/** By name, in the documented order. */
export const LOG_FIELDS: Readonly<Record<string, Field>> = {
  'timestamp(ms)': ({ startedAt }) => startedAt,
  timestamp: ({ startedAt }) => Math.floor(startedAt / 1000),
  DistributionId: ({ distribution }) => distribution.id,
  date: ({ startedAt }) => new Date(startedAt).toISOString().slice(0, 10),
  time: ({ startedAt }) => new Date(startedAt).toISOString().slice(11, 19),
  'x-edge-location': ({ pop }) => pop,
  'sc-bytes': ({ response }) => statusLineBytes(response.reason) + headerBytes(response.headers) + response.body.length,
  'c-ip': ({ request }) => request.clientIp,
  'cs-method': ({ request }) => request.method,
  'cs(Host)': ({ distribution }) => distribution.domainName, // LOG-10
  'cs-uri-stem': ({ path }) => encodeLogValue(path),
  'sc-status': ({ response }) => response.status,
  'cs(Referer)': requestHeader('referer'),
  'cs(User-Agent)': requestHeader('user-agent'),
  'cs-uri-query': ({ request }) => encoded(request.query),
  'cs(Cookie)': (record) => (record.distribution.logsCookies ? requestHeader('cookie')(record) : undefined), // LOG-17
  'x-edge-result-type': ({ result }) => result,
  'x-edge-request-id': ({ requestId }) => requestId,
  'x-host-header': requestHeader('host'),
  'cs-protocol': ({ request }) => request.scheme,
  'cs-bytes': ({ request }) => requestLineBytes(request) + headerBytes(request.headers) + request.body.length,
  'time-taken': ({ startedAt, endedAt }) => seconds(endedAt - startedAt),
  'x-forwarded-for': requestHeader('x-forwarded-for'),
  // The listener speaks plain HTTP whatever scheme it declares, so there is no TLS to name.
  'ssl-protocol': absent,
  'ssl-cipher': absent,
  'x-edge-response-result-type': ({ result }) => result,
  'cs-protocol-version': ({ request }) => `HTTP/${request.httpVersion}`,
  'fle-status': absent,
  'fle-encrypted-fields': absent,
  'c-port': ({ request }) => request.clientPort,
  'time-to-first-byte': ({ startedAt, firstByteAt }) => seconds(firstByteAt - startedAt),
  'x-edge-detailed-result-type': ({ detail }) => detail,
  'sc-content-type': responseHeader('content-type'),
  'sc-content-len': responseHeader('content-length'),
  'sc-range-start': ({ response }) => servedRange(response)?.[1],
  'sc-range-end': ({ response }) => servedRange(response)?.[2],
  'distribution-tenant-id': absent,
  'origin-fbl': ({ originMs }) => (originMs === undefined ? undefined : seconds(originMs)),
  'origin-lbl': ({ originMs }) => (originMs === undefined ? undefined : seconds(originMs)),
  asn: ({ asn }) => asn,
  'c-country': ({ country }) => country,
  'cache-behavior-path-pattern': ({ pathPattern }) => pathPattern,
  'viewer-request-log-data': ({ viewerRequestLogData: data }) => (data === undefined ? undefined : encodeCustomData(data)),
  'viewer-response-log-data': ({ viewerResponseLogData: data }) => (data === undefined ? undefined : encodeCustomData(data)),
};

function encoded(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : encodeLogValue(value);
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);
const statusLineBytes = (reason = ''): number => 'HTTP/1.1 200 \r\n'.length + reason.length;
const requestLineBytes = ({ method, path, query }: LogRecord['request']): number =>
  Buffer.byteLength(`${method} ${path}${query === undefined ? '' : `?${query}`} HTTP/1.1\r\n`);

const servedRange = ({ status, headers }: LogRecord['response']): RegExpExecArray | null =>
  status === 206 ? /^bytes (\d+)-(\d+)\//.exec(header(headers, 'content-range') ?? '') : null;
