/** The distribution's metrics: MET-2 and CacheHitRate of MET-3, since the edge started. */
import { headerBytes } from '../../http';
import type { LogRecord, ResultType } from './record';

export interface MetricValues {
  readonly Requests: number;
  readonly BytesDownloaded: number;
  readonly BytesUploaded: number;
  /** Percent of all requests. */
  readonly '4xxErrorRate': number;
  readonly '5xxErrorRate': number;
  readonly TotalErrorRate: number;
  /** Percent of GET and HEAD requests that ended without an error. */
  readonly CacheHitRate: number;
  readonly results: Readonly<Partial<Record<ResultType, number>>>;
}

export interface Metrics {
  count(record: LogRecord): void;
  values(): MetricValues;
}

const DOWNLOADS = new Set(['GET', 'HEAD', 'OPTIONS']);
const UPLOADS = new Set(['POST', 'PUT']);

export function createMetrics(): Metrics {
  const sums = { requests: 0, down: 0, up: 0, client: 0, server: 0, cacheable: 0, hits: 0 };
  const results: Partial<Record<ResultType, number>> = {};
  const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10);
  return {
    count({ request, response, result }) {
      const { status } = response;
      sums.requests += 1;
      if (DOWNLOADS.has(request.method)) sums.down += headerBytes(response.headers) + response.body.length;
      if (UPLOADS.has(request.method)) sums.up += headerBytes(request.headers) + request.body.length;
      if (status >= 400 && status < 500) sums.client += 1;
      if (status >= 500) sums.server += 1;
      if (status < 400 && (result === 'Hit' || result === 'Miss' || result === 'RefreshHit')) sums.cacheable += 1;
      if (status < 400 && result === 'Hit') sums.hits += 1;
      results[result] = (results[result] ?? 0) + 1;
    },
    values: () => ({
      Requests: sums.requests,
      BytesDownloaded: sums.down,
      BytesUploaded: sums.up,
      '4xxErrorRate': percent(sums.client, sums.requests),
      '5xxErrorRate': percent(sums.server, sums.requests),
      TotalErrorRate: percent(sums.client + sums.server, sums.requests),
      CacheHitRate: percent(sums.hits, sums.cacheable),
      results: { ...results },
    }),
  };
}
