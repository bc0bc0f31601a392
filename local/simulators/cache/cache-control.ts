import { type HeaderList, joinedHeader } from '../../http';

/** The response directives that decide how long the edge keeps a copy; times in seconds. */
export interface CacheControl {
  readonly maxAge: number | undefined;
  readonly sMaxage: number | undefined;
  /** `no-cache`, `no-store` or `private` is present. */
  readonly restrictive: boolean;
  /** `no-store` or `private` is present: without a minimum TTL nothing is kept. */
  readonly unstorable: boolean;
  readonly staleWhileRevalidate: number | undefined;
  readonly staleIfError: number | undefined;
}

/** CF-C12: the highest max-age that CloudFront takes. */
const HUNDRED_YEARS = 3_153_600_000;

export function parseCacheControl(headers: HeaderList): CacheControl {
  const directives = new Map(
    (joinedHeader(headers, 'cache-control') ?? '').split(',').map((directive) => {
      const [name, value] = directive.split('=', 2);
      return [name!.trim().toLowerCase(), value?.trim().replace(/^"(.*)"$/, '$1')] as const;
    }),
  );
  const seconds = (name: string): number | undefined => {
    const value = directives.get(name);
    return value !== undefined && /^\d+$/.test(value) ? Math.min(Number(value), HUNDRED_YEARS) : undefined;
  };
  const unstorable = directives.has('no-store') || directives.has('private');
  return {
    maxAge: seconds('max-age'),
    sMaxage: seconds('s-maxage'),
    restrictive: unstorable || directives.has('no-cache'),
    unstorable,
    staleWhileRevalidate: seconds('stale-while-revalidate'),
    staleIfError: seconds('stale-if-error'),
  };
}
