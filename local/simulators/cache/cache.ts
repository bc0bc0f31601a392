/** The edge cache at work: lookup, collapsing, revalidation, stale content, negative caching. See README.md for the statements. */

import type { CachePolicy } from '../../assembly/model';
import type { Assumptions } from '../../assumptions';
import { type HeaderList, header, withoutHeaders } from '../../http';
import type { Clock, OriginResponse } from '../../ports';
import { invalidationMatcher, tagsOf } from './invalidation';
import { cachingIsOff, isShareable, lifetime } from './lifetime';
import { createStore, type Entry } from './store';

export interface CacheRequest {
  readonly key: string;
  /** Path as it will be matched by invalidations, with `?query` when that is in the key. */
  readonly path: string;
  readonly policy: CachePolicy;
  /** `bypass`: another method than GET, HEAD and cached OPTIONS; nothing is looked up or kept (CF-P31). */
  readonly method: 'get' | 'head' | 'bypass';
  readonly cacheTagHeader: string | undefined;
  readonly errorMinTtl: (status: number) => number;
  /** Asks the origin, with validators of an expired copy. Never rejects: no answer at all is a 502 or 504. */
  readonly fetch: (method: 'GET' | 'as asked', validators: HeaderList) => Promise<OriginResponse>;
}

export type CacheResultType = 'Hit' | 'RefreshHit' | 'Miss' | 'Error';

export interface CacheResult {
  readonly response: OriginResponse;
  readonly result: CacheResultType;
  /** Seconds since the copy was stored; undefined for what just came from the origin (CF-C52). */
  readonly age: number | undefined;
}

export interface CacheDeps {
  readonly clock: Clock;
  readonly assumptions: Pick<Assumptions, 'headUsesGetEntry' | 'revalidationUpdatesHeaders'>;
  /** @default 256 MiB */
  readonly maxBytes?: number;
}

export interface Cache {
  serve(request: CacheRequest): Promise<CacheResult>;
  /** Applies paths and `#tag` items; returns how many entries went. */
  invalidate(items: readonly string[]): number;
  evictAll(): number;
  size(): { readonly entries: number; readonly bytes: number };
  /** Resolves when no background revalidation is under way. */
  settled(): Promise<void>;
}

interface Flight {
  readonly answer: Promise<CacheResult>;
  /** Whether those who waited may share the answer (CF-C49). */
  readonly shareable: Promise<boolean>;
}

export function createCache({ clock, assumptions, maxBytes = 256 * 1024 * 1024 }: CacheDeps): Cache {
  const store = createStore(maxBytes);
  const flights = new Map<string, Flight>();
  const background = new Set<Promise<unknown>>();
  let invalidations: ((entry: Entry) => boolean)[] = [];
  let fetching = 0;

  const hit = (entry: Entry): CacheResult => ({
    response: entry.response,
    result: entry.response.status >= 400 ? 'Error' : 'Hit',
    age: Math.floor((clock() - entry.storedAt) / 1000),
  });

  /** Stores unless an invalidation came while the origin was answering: the answer may be older than it. */
  function keep(entry: Entry, since: number): void {
    if (!invalidations.slice(since).some((matches) => matches(entry))) store.set(entry);
  }

  function entryOf(request: CacheRequest, response: OriginResponse): Entry | undefined {
    const now = clock();
    const times = lifetime(request.policy, response.status, response.headers, now, request.errorMinTtl(response.status));
    const tags = tagsOf(response.headers, request.cacheTagHeader);
    return times && { ...times, key: request.key, path: request.path, tags, response, storedAt: now, retryAt: 0 };
  }

  function afterAnswer(request: CacheRequest, old: Entry | undefined, response: OriginResponse, since: number): CacheResult {
    if (response.status >= 500 && old && old.response.status < 400 && clock() < old.staleIfErrorUntil) {
      const retryAt = Math.min(old.staleIfErrorUntil, clock() + request.errorMinTtl(response.status) * 1000);
      keep({ ...old, retryAt }, since); // CF-C22, CF-C23
      return hit(old);
    }
    if (response.status === 304 && old) return refreshed(request, old, response, since);
    if (request.method === 'get') {
      const entry = response.status === 304 ? undefined : entryOf(request, response);
      if (entry) keep(entry, since);
      else store.delete(request.key);
    }
    return { response, result: response.status >= 400 ? 'Error' : 'Miss', age: undefined };
  }

  /** CF-C26; `Age` starts again (CF-C27). */
  function refreshed(request: CacheRequest, old: Entry, answer: OriginResponse, since: number): CacheResult {
    const headers = assumptions.revalidationUpdatesHeaders ? merged(old.response.headers, answer.headers) : old.response.headers;
    const response = { ...old.response, headers };
    const entry = entryOf(request, response);
    if (entry) keep(entry, since);
    else store.delete(request.key);
    return { response, result: 'RefreshHit', age: 0 };
  }

  async function fetchAndKeep(
    request: CacheRequest,
    old: Entry | undefined,
    method: 'GET' | 'as asked' = 'as asked',
  ): Promise<CacheResult> {
    const since = invalidations.length;
    fetching += 1;
    try {
      return afterAnswer(request, old, await request.fetch(method, old ? validatorsOf(old.response) : []), since);
    } finally {
      fetching -= 1;
      if (fetching === 0) invalidations = [];
    }
  }

  function takeOff(flightKey: string, request: CacheRequest, old: Entry | undefined, method?: 'GET'): Flight {
    const answer = fetchAndKeep(request, old, method);
    const shareable = answer.then(({ response }) => isShareable(request.policy, response.headers));
    const flight: Flight = { answer, shareable };
    flights.set(flightKey, flight);
    const landed = (): void => {
      if (flights.get(flightKey) === flight) flights.delete(flightKey);
    };
    shareable.then(landed, landed);
    return flight;
  }

  function revalidateInBackground(request: CacheRequest, old: Entry): void {
    if (flights.has(request.key)) return;
    const { answer } = takeOff(request.key, { ...request, method: 'get' }, old, 'GET');
    const work: Promise<unknown> = answer.finally(() => background.delete(work));
    background.add(work);
  }

  /** A copy that may be served without asking the origin first. */
  function usable(request: CacheRequest, entry: Entry): boolean {
    const now = clock();
    if (now < entry.freshUntil || now < entry.retryAt) return true;
    if (now >= entry.revalidateUntil || entry.response.status >= 400) return false;
    revalidateInBackground(request, entry); // CF-C21
    return true;
  }

  /** CF-C48: the first goes to the origin, the rest wait and share. */
  async function collapsed(flightKey: string, request: CacheRequest, old: Entry | undefined): Promise<CacheResult> {
    const flight = flights.get(flightKey);
    if (!flight) return takeOff(flightKey, request, old).answer;
    const [answer, shareable] = [await flight.answer, await flight.shareable];
    if (!shareable) return fetchAndKeep(request, old);
    return { ...answer, result: answer.result === 'Error' ? 'Error' : 'Hit', age: 0 };
  }

  return {
    async serve(request) {
      if (request.method === 'bypass' || cachingIsOff(request.policy)) {
        const response = await request.fetch('as asked', []);
        return { response, result: response.status >= 400 ? 'Error' : 'Miss', age: undefined };
      }
      const entry = request.method === 'get' || assumptions.headUsesGetEntry ? store.get(request.key) : undefined;
      if (entry && usable(request, entry)) return hit(entry);
      return collapsed(request.method === 'head' ? `HEAD ${request.key}` : request.key, request, entry);
    },
    invalidate(items) {
      const matches = invalidationMatcher(items);
      if (fetching > 0) invalidations.push(matches);
      flights.clear(); // who asks from now on must not share an answer that began before
      return store.deleteWhere(matches);
    },
    evictAll: () => store.deleteWhere(() => true),
    size: () => store.size(),
    async settled() {
      while (background.size > 0) await Promise.allSettled(background);
    },
  };
}

/** CF-C26; an error has nothing to revalidate. */
function validatorsOf(response: OriginResponse): HeaderList {
  if (response.status >= 400) return [];
  const etag = header(response.headers, 'etag');
  const modified = header(response.headers, 'last-modified');
  return [
    ...(etag === undefined ? [] : ([['If-None-Match', etag.replace(/^W\//, '')]] as const)),
    ...(modified === undefined ? [] : ([['If-Modified-Since', modified]] as const)),
  ];
}

/** RFC 9111, 3.2: fields of the 304 replace stored ones, except those that describe the stored body. */
function merged(stored: HeaderList, update: HeaderList): HeaderList {
  const news = update.filter(([name]) => !/^(content-(length|encoding|range)|transfer-encoding|etag|vary)$/i.test(name));
  const names = news.map(([name]) => name);
  return [...withoutHeaders(stored, names), ...news];
}
