/** How long the edge keeps a response: TTL table CF-C7 to CF-C18, stale content CF-C21 to CF-C25, errors CF-C39 to CF-C42. */
import type { CachePolicy } from '../../assembly/model';
import { type HeaderList, header } from '../../http';
import { type CacheControl, parseCacheControl } from './cache-control';

/** Times in milliseconds since 1970. */
export interface Lifetime {
  readonly freshUntil: number;
  /** Until then an expired copy is served at once while the edge asks again. */
  readonly revalidateUntil: number;
  /** Until then an expired copy is served when the origin fails. */
  readonly staleIfErrorUntil: number;
}

type Ttls = Pick<CachePolicy, 'minTtl' | 'defaultTtl' | 'maxTtl'>;

/** CF-C39, and CF-C40: those kept only when the origin gives them a lifetime. */
const CACHED_ERRORS = new Set([404, 414, 500, 501, 502, 503, 504]);
const CACHED_ON_REQUEST = new Set([400, 403, 405, 412, 415]);

/** CF-C18: three zeros switch caching and collapsing off. */
export const cachingIsOff = (ttls: Ttls): boolean => ttls.minTtl === 0 && ttls.defaultTtl === 0 && ttls.maxTtl === 0;

/** CF-C49: such an answer is not shared with requests that waited for it. */
export const isShareable = (ttls: Ttls, headers: HeaderList): boolean => {
  const control = parseCacheControl(headers);
  return ttls.minTtl > 0 || !(control.restrictive || control.maxAge === 0 || control.sMaxage === 0);
};

/**
 * Lifetime of a response, or undefined when it is not kept.
 * @param errorMinTtl error caching minimum TTL of the status, seconds
 */
export function lifetime(
  ttls: Ttls,
  status: number,
  headers: HeaderList,
  now: number,
  errorMinTtl: number,
): Lifetime | undefined {
  if (cachingIsOff(ttls)) return undefined;
  const control = parseCacheControl(headers);
  return status >= 400 ? errorLifetime(status, control, now, errorMinTtl) : objectLifetime(ttls, control, headers, now);
}

function objectLifetime(ttls: Ttls, control: CacheControl, headers: HeaderList, now: number): Lifetime | undefined {
  if (control.unstorable && ttls.minTtl === 0) return undefined;
  const ttl = control.restrictive
    ? ttls.minTtl
    : clamp(originTtl(control, headers, now) ?? Math.max(ttls.minTtl, ttls.defaultTtl), ttls);
  const freshUntil = now + ttl * 1000;
  const end = now + ttls.maxTtl * 1000; // CF-C25
  const staleIfError = control.staleIfError === undefined ? end : freshUntil + Math.min(control.staleIfError, ttls.maxTtl) * 1000;
  return {
    freshUntil,
    revalidateUntil: Math.max(freshUntil, Math.min(end, freshUntil + (control.staleWhileRevalidate ?? 0) * 1000)),
    staleIfErrorUntil: Math.max(freshUntil, Math.min(end, staleIfError)),
  };
}

function errorLifetime(status: number, control: CacheControl, now: number, errorMinTtl: number): Lifetime | undefined {
  const given = control.sMaxage ?? control.maxAge;
  const kept = CACHED_ERRORS.has(status) || (CACHED_ON_REQUEST.has(status) && given !== undefined);
  const refused = control.restrictive && (status < 500 || status === 501); // CF-C42
  if (!kept || refused) return undefined;
  const until = now + Math.max(errorMinTtl, given ?? 0) * 1000;
  return { freshUntil: until, revalidateUntil: until, staleIfErrorUntil: until };
}

/** Seconds that the origin asks for; CF-C8 and CF-C12 give the precedence. */
function originTtl(control: CacheControl, headers: HeaderList, now: number): number | undefined {
  const expires = Date.parse(header(headers, 'expires') ?? '');
  return control.sMaxage ?? control.maxAge ?? (Number.isNaN(expires) ? undefined : Math.max(0, (expires - now) / 1000));
}

const clamp = (ttl: number, { minTtl, maxTtl }: Ttls): number => Math.max(minTtl, Math.min(ttl, maxTtl));
