/** One distribution at work: what CloudFront does to a request, in the order of CF-P1. See README.md for the statements. */

import type { BehaviourModel, DistributionModel, FunctionModel } from '../../assembly/model';
import type { Assumptions } from '../../assumptions';
import { type EdgeRequest, header, withHeader, withoutHeaders } from '../../http';
import type { Clock, EdgeFunction, FunctionContext, GeneratedResponse, Origin, OriginResponse, Waf } from '../../ports';
import { type Cache, type CacheResult, createCache } from '../cache/cache';
import { deliver } from '../cache/deliver';
import { cacheKey } from '../cache/key';
import type { DetailedResultType, ResultType } from '../logs/record';
import { behaviourFor } from './behaviour';
import { type Gate, gateOf } from './gate';
import { createOriginFetcher, type OriginAnswer } from './origin-fetch';
import { errorPage, made, type PageReason, redirectToHttps } from './pages';
import { applyPolicy } from './response-headers';

/** How one request ended, before CloudFront's own headers are added. */
export interface Answer {
  readonly response: OriginResponse & { readonly reason?: string };
  readonly result: ResultType;
  readonly detail: DetailedResultType;
  readonly age?: number;
  readonly behaviour: BehaviourModel;
  /** Path asked of the origin, after a function's rewrite. */
  readonly path: string;
  readonly originMs?: number;
  readonly viewerRequestLogData?: string;
  readonly viewerResponseLogData?: string;
}

export interface DistributionDeps {
  readonly clock: Clock;
  readonly assumptions: Assumptions;
  readonly waf: Waf | undefined;
  readonly edgeFunction: (model: FunctionModel) => EdgeFunction;
  /** By id of the origin. */
  readonly origin: (originId: string) => Origin;
  readonly maxCacheBytes?: number;
  /** Takes sentences for the operator, e.g. why a function failed. */
  readonly log: (line: string) => void;
}

export interface Distribution {
  readonly model: DistributionModel;
  readonly cache: Cache;
  readonly waf: Waf | undefined;
  answer(request: EdgeRequest, requestId: string): Promise<Answer>;
}

const DEFAULT_ERROR_TTL = 10;

export function createDistribution(model: DistributionModel, deps: DistributionDeps): Distribution {
  const { clock, assumptions, waf, log } = deps;
  const cache = createCache({ clock, assumptions, ...(deps.maxCacheBytes !== undefined && { maxBytes: deps.maxCacheBytes }) });
  const functions = new Map<FunctionModel, EdgeFunction>();
  for (const { viewerRequest, viewerResponse } of model.behaviours) {
    for (const each of [viewerRequest, viewerResponse])
      if (each && !functions.has(each)) functions.set(each, deps.edgeFunction(each));
  }
  const fetchers = new Map(
    [...model.origins.keys()].map((id) => [id, createOriginFetcher({ origin: deps.origin(id), clock, assumptions })]),
  );
  const errorMinTtl = (status: number): number => model.errorCachingMinTtl.get(status) ?? DEFAULT_ERROR_TTL;

  async function answer(request: EdgeRequest, requestId: string): Promise<Answer> {
    const behaviour = behaviourFor(model.behaviours, request.path);
    const base = { behaviour, path: request.path };
    const gate = gateOf(behaviour, request);
    const guarded = guard(request, requestId, gate);
    if ('blocked' in guarded) {
      const policy = assumptions.policyDecoratesBlocked ? behaviour.responseHeadersPolicy : undefined;
      const headers = applyPolicy(policy, request.headers, guarded.blocked.headers);
      return { ...base, response: { ...guarded.blocked, headers }, result: 'Error', detail: 'InvalidRequestBlocked' };
    }
    if (gate) return { ...base, ...gated(gate, request, requestId) };
    return decorated(request, await throughFunction(guarded.request, requestId, behaviour));
  }

  /** The web ACL (CF-P3); inserted headers replace the client's. */
  function guard(
    request: EdgeRequest,
    requestId: string,
    gate: Gate | undefined,
  ): { request: EdgeRequest } | { blocked: OriginResponse } {
    const skipped = gate && !(gate.kind === 'method' ? assumptions.wafSeesDisallowedMethods : assumptions.wafSeesRedirects);
    if (!waf || skipped) return { request };
    const verdict = waf.evaluate(request, requestId);
    if (verdict.action === 'allow') {
      return {
        request: {
          ...request,
          headers: verdict.insertedHeaders.reduce((all, [name, value]) => withHeader(all, name, value), request.headers),
        },
      };
    }
    const custom = verdict.response;
    if (!custom) return { blocked: errorPage(403, 'blocked', requestId, clock()) };
    return {
      blocked: made(custom.status, [['Content-Type', custom.contentType], ...custom.headers], Buffer.from(custom.body), clock()),
    };
  }

  function gated(gate: Gate, request: EdgeRequest, requestId: string): Pick<Answer, 'response' | 'result' | 'detail'> {
    if (gate.kind === 'redirect') {
      const query = request.query === undefined ? '' : `?${request.query}`;
      const location = `https://${header(request.headers, 'host') ?? model.domainName}${request.path}${query}`;
      return { response: redirectToHttps(gate.status, location, clock()), result: 'Redirect', detail: 'Redirect' };
    }
    const isMethod = gate.kind === 'method';
    return { ...page(403, isMethod ? 'method' : 'bad', requestId), detail: isMethod ? 'InvalidRequestMethod' : 'Error' };
  }

  const page = (status: number, reason: PageReason, requestId: string): Pick<Answer, 'response' | 'result' | 'detail'> => ({
    response: errorPage(status, reason, requestId, clock()),
    result: 'Error',
    detail: 'Error',
  });

  const withRoot = (request: EdgeRequest): EdgeRequest =>
    request.path === '/' && model.defaultRootObject ? { ...request, path: `/${model.defaultRootObject}` } : request; // CF-P22

  async function throughFunction(viewer: EdgeRequest, requestId: string, behaviour: BehaviourModel): Promise<Answer> {
    const request = assumptions.rootObjectBeforeFunction ? withRoot(viewer) : viewer;
    const edgeFunction = behaviour.viewerRequest && functions.get(behaviour.viewerRequest);
    if (!edgeFunction) return fromCache(withRoot(request), requestId, behaviour);
    const context = contextOf(requestId);
    const outcome = await edgeFunction.viewerRequest(request, context);
    const logged = outcome.logData === undefined ? {} : { viewerRequestLogData: outcome.logData };
    if (outcome.kind === 'error') return { ...functionFailure(outcome, requestId), behaviour, path: request.path, ...logged };
    if (outcome.kind === 'respond') {
      const response = generated(outcome.response);
      return {
        response,
        result: 'FunctionGeneratedResponse',
        detail: 'FunctionGeneratedResponse',
        behaviour,
        path: request.path,
        ...logged,
      }; // CF-P4
    }
    const changed = assumptions.rootObjectBeforeFunction ? outcome.value : withRoot(outcome.value);
    return { ...(await fromCache(changed, requestId, behaviour)), ...logged };
  }

  const contextOf = (requestId: string): FunctionContext => ({
    distributionDomainName: model.domainName,
    distributionId: model.id,
    requestId,
  });

  /** FN-24, FN-25. */
  function functionFailure(
    {
      error,
      message,
    }: {
      readonly error: 'FunctionExecutionError' | 'FunctionValidationError' | 'FunctionThrottledError';
      readonly message: string;
    },
    requestId: string,
  ): Pick<Answer, 'response' | 'result' | 'detail'> {
    log(`${error} for request ${requestId}: ${message}`);
    const status = error === 'FunctionValidationError' ? 502 : 503;
    return { response: errorPage(status, 'function', requestId, clock()), result: error, detail: error };
  }

  /** FN-15. */
  function generated({ status, reason, headers, body = Buffer.alloc(0) }: GeneratedResponse): Answer['response'] {
    return {
      ...made(status, withoutHeaders(headers, ['server', 'date', 'content-length']), body, clock()),
      ...(reason !== undefined && { reason }),
    };
  }

  async function fromCache(request: EdgeRequest, requestId: string, behaviour: BehaviourModel): Promise<Answer> {
    const base = { behaviour, path: request.path };
    if (request.method === 'GET' && request.body.length > 0) return { ...base, ...page(403, 'bad', requestId) }; // CF-P27
    const parts = cacheKey(model.domainName, behaviour.cachePolicy, behaviour.compress, request);
    const fetch = fetchers.get(behaviour.originId)!;
    let asked: OriginAnswer | undefined;
    const cached = await cache.serve({
      key: parts.key,
      path: parts.query === undefined ? request.path : `${request.path}?${parts.query}`,
      policy: behaviour.cachePolicy,
      method: cacheMethod(behaviour, request.method),
      cacheTagHeader: model.cacheTagHeader,
      errorMinTtl,
      fetch: async (method, validators) => {
        asked = await fetch({ behaviour, request, parts, requestId }, method === 'GET' ? 'GET' : request.method, validators);
        return orErrorPage(asked.response, request, requestId);
      },
    });
    const answered: Answer = {
      ...base,
      response: delivered(request, cached, asked),
      result: cached.result,
      detail: cached.result === 'Error' ? (asked?.failure ?? 'Error') : cached.result,
      ...(cached.result === 'Hit' && cached.age !== undefined && { age: cached.age }), // UNK-10
      ...(asked && { originMs: asked.originMs }),
    };
    return throughViewerResponse(request, requestId, answered);
  }

  /** CF-C45, CF-P2. When the page cannot be had either, the viewer gets the error of that. */
  async function orErrorPage(response: OriginResponse, viewer: EdgeRequest, requestId: string): Promise<OriginResponse> {
    const page = model.errorPages.get(response.status);
    if (!page) return response;
    const request = { ...viewer, method: 'GET', path: page.path, query: undefined, headers: [], body: Buffer.alloc(0) };
    const behaviour = behaviourFor(model.behaviours, page.path);
    const parts = cacheKey(model.domainName, behaviour.cachePolicy, behaviour.compress, request);
    const fetch = fetchers.get(behaviour.originId)!;
    const found = await cache.serve({
      key: parts.key,
      path: page.path,
      policy: behaviour.cachePolicy,
      method: 'get',
      cacheTagHeader: model.cacheTagHeader,
      errorMinTtl,
      fetch: async (_, validators) => (await fetch({ behaviour, request, parts, requestId }, 'GET', validators)).response,
    });
    return found.response.status === 200 ? { ...found.response, status: page.status } : found.response;
  }

  /** CF-C66: a body compressed while it streams has no known length. */
  function delivered(request: EdgeRequest, cached: CacheResult, asked: OriginAnswer | undefined): OriginResponse {
    const response = deliver(request, cached.response);
    const streamed =
      assumptions.compressedMissLacksLength && cached.result === 'Miss' && asked?.compressed && response.status === 200;
    return streamed ? { ...response, headers: withoutHeaders(response.headers, ['content-length']) } : response;
  }

  /** FN-16, FN-17. */
  async function throughViewerResponse(request: EdgeRequest, requestId: string, answered: Answer): Promise<Answer> {
    const model = answered.behaviour.viewerResponse;
    const edgeFunction = model && functions.get(model);
    if (!edgeFunction || answered.response.status >= 400) return answered;
    const { status, headers, body } = answered.response;
    const outcome = await edgeFunction.viewerResponse(request, { status, headers }, contextOf(requestId));
    const logged = outcome.logData === undefined ? {} : { viewerResponseLogData: outcome.logData };
    if (outcome.kind === 'error') return { ...answered, ...functionFailure(outcome, requestId), ...logged };
    const changed = outcome.kind === 'respond' ? outcome.response : outcome.value;
    return { ...answered, response: { ...changed, body: changed.body ?? body }, ...logged };
  }

  /** Last, so that a policy that overrides wins over a function (UNK-3); it also decorates function-made answers (CF-C85). */
  function decorated(viewer: EdgeRequest, answered: Answer): Answer {
    const headers = applyPolicy(answered.behaviour.responseHeadersPolicy, viewer.headers, answered.response.headers);
    return { ...answered, response: { ...answered.response, headers } };
  }

  return { model, cache, waf, answer };
}

/** CF-P31. */
function cacheMethod(behaviour: BehaviourModel, method: string): 'get' | 'head' | 'bypass' {
  if (method === 'HEAD') return 'head';
  return method === 'GET' || (method === 'OPTIONS' && behaviour.cachedMethods.includes('OPTIONS')) ? 'get' : 'bypass';
}

/** What a HEAD, a 204 or a 304 may not have. */
export const bodyless = (request: EdgeRequest, status: number): boolean =>
  request.method === 'HEAD' || status === 204 || status === 304;
