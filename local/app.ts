/**
 * The local edge: a function from request to response that behaves as CloudFront would for a synthesised template. It opens
 * no socket, reads no clock and knows nothing of the rooms that made the template.
 */

import type { EdgeModel } from './assembly/model';
import { ASSUMPTIONS, type Assumptions } from './assumptions';
import { type EdgeRequest, type EdgeResponse, header, withHeader } from './http';
import type { Clock, IpSets, KeyValueStore, Locate, RuleGroups, WafRuleStats } from './ports';
import { type Answer, bodyless, createDistribution, type Distribution } from './simulators/distribution/distribution';
import { malformedStatus } from './simulators/distribution/gate';
import { distributionFor } from './simulators/distribution/hosts';
import { errorPage } from './simulators/distribution/pages';
import { cloudFrontHeaders } from './simulators/distribution/response-headers';
import { createEdgeFunction } from './simulators/edge-function/edge-function';
import { createMetrics, type Metrics, type MetricValues } from './simulators/logs/metrics';
import type { LogRecord } from './simulators/logs/record';
import { createLogWriter, type LogWriter } from './simulators/logs/writer';
import type { Bucket } from './simulators/s3-origin/s3-origin';
import { createS3Origin } from './simulators/s3-origin/s3-origin';
import type { Cadence } from './simulators/waf/cadence';
import { createWaf } from './simulators/waf/waf';

/** Everything outside the edge. */
export interface EdgeDeps {
  readonly clock: Clock;
  /** That many random bytes, for ids. */
  readonly random: (bytes: number) => Buffer;
  readonly bucket: (name: string) => Bucket;
  readonly keyValueStore: (arn: string) => KeyValueStore;
  readonly ipSets: IpSets;
  /** @default none: a template that refers to one cannot be followed */
  readonly ruleGroups?: RuleGroups;
  /** How promptly the web ACL's rate-based rules react. @default precise, see simulators/waf/cadence.ts */
  readonly cadence?: Cadence;
  /** Puts a log file into a bucket. */
  readonly putLog: (bucket: string, key: string, body: Buffer) => Promise<void>;
  /** Takes sentences for the operator: function errors and what functions print. */
  readonly log: (line: string) => void;
  /** For the access log and the web ACL. @default unknown */
  readonly locate?: Locate;
  /** @default ASSUMPTIONS */
  readonly assumptions?: Assumptions;
  /** Bytes of copies kept by each distribution. @default 256 MiB */
  readonly maxCacheBytes?: number;
  /** Runs the distributions' functions. @default each call in a context of its own */
  readonly edgeFunction?: typeof createEdgeFunction;
}

export interface Edge {
  readonly handle: (request: EdgeRequest) => Promise<EdgeResponse>;
  /** Applies paths and `#tag` items to one distribution; returns how many copies went. */
  invalidate(distributionId: string, items: readonly string[]): number;
  evictAll(): number;
  /** Delivers the access log lines that are waiting. */
  readonly flushLogs: () => Promise<void>;
  /** Resolves when no background revalidation is under way. */
  settled(): Promise<void>;
  stats(): EdgeStats;
}

export interface EdgeStats {
  readonly distributions: readonly DistributionStats[];
  /** The last 200 requests, newest first. */
  readonly requests: readonly RequestSummary[];
}

export interface DistributionStats {
  readonly id: string;
  readonly domainName: string;
  readonly cache: { readonly entries: number; readonly bytes: number };
  readonly metrics: MetricValues;
  readonly rules: readonly WafRuleStats[];
  readonly logLinesWaiting: number;
}

export interface RequestSummary {
  /** ISO 8601. */
  readonly time: string;
  readonly client: string;
  readonly method: string;
  readonly path: string;
  /** What the edge function wrote to the log, which names the verified tier. */
  readonly logData: string | undefined;
  readonly status: number;
  readonly xCache: string;
  readonly ms: number;
}

interface Site {
  readonly model: Distribution['model'];
  readonly distribution: Distribution;
  readonly metrics: Metrics;
  readonly logs: LogWriter | undefined;
}

const REMEMBERED = 200;
/** A place that does not exist, in the form of a real one. */
const POP = 'LOC50-C1';

/** @throws Error when the template asks for what a simulator does not follow */
export function createEdge(model: EdgeModel, deps: EdgeDeps): Edge {
  const { clock, random } = deps;
  const via = random(16).toString('hex');
  const sites = model.distributions.map((each) => createSite(model, each, deps));
  const requests: RequestSummary[] = [];

  function refusal(status: number, reason: 'bad' | 'host', requestId: string): Pick<Answer, 'response' | 'result' | 'detail'> {
    return { response: errorPage(status, reason, requestId, clock()), result: 'Error', detail: 'InvalidRequest' };
  }

  /** Adds CloudFront's own headers and drops what the method or status forbids. */
  function wired(
    site: Site | undefined,
    request: EdgeRequest,
    requestId: string,
    answer: Pick<Answer, 'response' | 'result' | 'age'>,
  ): EdgeResponse {
    const { response, result, age } = answer;
    const own = cloudFrontHeaders(site?.model.httpVersion ?? 'http2', { xCache: result, via, pop: POP, requestId, age });
    const body = bodyless(request, response.status) ? Buffer.alloc(0) : response.body;
    const dated = header(response.headers, 'date')
      ? response.headers
      : withHeader(response.headers, 'Date', new Date(clock()).toUTCString());
    return { ...response, headers: [...dated, ...own], body };
  }

  function remember(record: LogRecord): void {
    const { request, response, startedAt, endedAt } = record;
    requests.unshift({
      time: new Date(startedAt).toISOString(),
      client: request.clientIp,
      method: request.method,
      path: request.query === undefined ? request.path : `${request.path}?${request.query}`,
      logData: record.viewerRequestLogData,
      status: response.status,
      xCache: header(response.headers, 'x-cache') ?? '',
      ms: endedAt - startedAt,
    });
    requests.length = Math.min(requests.length, REMEMBERED);
  }

  async function handle(request: EdgeRequest): Promise<EdgeResponse> {
    const startedAt = clock();
    const requestId = newRequestId(random);
    const malformed = malformedStatus(request);
    if (malformed) return wired(undefined, request, requestId, refusal(malformed, 'bad', requestId)); // CF-P26: not logged
    const site = distributionFor(sites, header(request.headers, 'host'));
    if (!site) return wired(undefined, request, requestId, refusal(403, 'host', requestId));
    const answer = await site.distribution.answer(request, requestId);
    const response = wired(site, request, requestId, answer);
    const record: LogRecord = {
      distribution: site.model,
      request,
      response,
      requestId,
      pop: POP,
      pathPattern: answer.behaviour.pathPattern,
      path: (deps.assumptions ?? ASSUMPTIONS).logsViewerPath ? request.path : answer.path,
      result: answer.result,
      detail: answer.detail,
      startedAt,
      firstByteAt: clock(),
      endedAt: clock(),
      originMs: answer.originMs,
      viewerRequestLogData: answer.viewerRequestLogData,
      viewerResponseLogData: answer.viewerResponseLogData,
      asn: deps.locate?.(request.clientIp).asn,
      country: deps.locate?.(request.clientIp).country,
    };
    site.metrics.count(record);
    site.logs?.write(record);
    remember(record);
    return response;
  }

  return {
    handle,
    invalidate: (id, items) => sites.find((site) => site.model.id === id)?.distribution.cache.invalidate(items) ?? 0,
    evictAll: () => sites.reduce((sum, { distribution }) => sum + distribution.cache.evictAll(), 0),
    flushLogs: async () => {
      for (const { logs } of sites) await logs?.flush();
    },
    async settled() {
      for (const { distribution } of sites) await distribution.cache.settled();
    },
    stats: () => ({ distributions: sites.map(siteStats), requests: [...requests] }),
  };
}

function createSite(edge: EdgeModel, model: Distribution['model'], deps: EdgeDeps): Site {
  const { clock, log, assumptions = ASSUMPTIONS } = deps;
  const distribution = createDistribution(model, {
    clock,
    assumptions,
    log,
    waf: model.webAcl && createWaf(model.webAcl, { ...deps, assumptions, distributionId: model.id }),
    edgeFunction: (each) =>
      (deps.edgeFunction ?? createEdgeFunction)(each, {
        clock,
        log,
        ...(each.keyValueStoreArn !== undefined && { keyValueStore: deps.keyValueStore(each.keyValueStoreArn) }),
      }),
    origin: (id) => {
      const origin = model.origins.get(id)!;
      return createS3Origin(origin, model.arn, deps.bucket(origin.bucket));
    },
    ...(deps.maxCacheBytes !== undefined && { maxCacheBytes: deps.maxCacheBytes }),
  });
  const delivery = model.logDelivery;
  const logs =
    delivery &&
    createLogWriter(delivery, model.id, {
      account: edge.account,
      put: (key, body) => deps.putLog(delivery.bucket, key, body),
      unique: () => deps.random(4).toString('hex'),
    });
  return { model, distribution, metrics: createMetrics(), logs };
}

const siteStats = ({ model, distribution, metrics, logs }: Site): DistributionStats => ({
  id: model.id,
  domainName: model.domainName,
  cache: distribution.cache.size(),
  metrics: metrics.values(),
  rules: distribution.waf?.stats() ?? [],
  logLinesWaiting: logs?.waiting() ?? 0,
});

/** CF-C74: 56 characters in base64url, the last two `==`. */
const newRequestId = (random: EdgeDeps['random']): string => `${random(41).toString('base64url').slice(0, 54)}==`;
