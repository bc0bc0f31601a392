/** What a client is told when it has sent too much. */
import type { Limit } from './tier';

export interface RateRefusal extends Limit {
  /** Name of the rule, which is also its metric. */
  readonly rule: string;
  /** Whose limit it is, as part of a sentence: `the limit of the tier 'anonymous'`. */
  readonly whose: string;
  /** What else the client can do than wait: `get a token from …`. */
  readonly remedy: string;
  /** The registry's own page, `https://…/` or `/`: what the problem's type is relative to. */
  readonly homeUrl: string;
  /** Who gives tokens: a mail address or a URL. */
  readonly contact: string;
}

/**
 * Seconds that a refused client is asked to wait.
 *
 * AWS WAF refuses an address until its requests within the window have fallen below the limit. pip does as told, five times:
 * a quarter of the window lets its last retries fall after the burst has left the window. 30 seconds are the least that is
 * sure to see a change, because WAF looks every 10 seconds and acts late.
 */
export const retryAfterSeconds = ({ windowSeconds }: Pick<Limit, 'windowSeconds'>): number => Math.max(30, windowSeconds / 4);

/**
 * The body of a 429: a problem document (RFC 9457) that also holds the fields which package managers show to their users,
 * `error` (npm, yarn) and `warning` (Composer); cargo prints all of it. AWS WAF sends every JSON body as `application/json`, so
 * clients that look for `application/problem+json` (uv) show the status alone.
 */
export function refusalBody(refusal: RateRefusal): string {
  const { requests, windowSeconds, rule, whose, remedy, homeUrl, contact } = refusal;
  const wait = retryAfterSeconds(refusal);
  const detail = `This address has sent more than ${requests} requests in ${windowSeconds} seconds, ${whose}. Wait ${wait} seconds, or ${remedy}`;
  return JSON.stringify({
    type: `${homeUrl}#${rule}`,
    title: 'Too many requests',
    status: 429,
    detail,
    error: detail,
    warning: detail,
    rule,
    limit: requests,
    window: windowSeconds,
    contact,
  });
}

/** Headers of a 429: RFC 9110's `Retry-After`, and the fields of draft-ietf-httpapi-ratelimit-headers as far as they are fixed. */
export function refusalHeaders(refusal: Pick<RateRefusal, 'rule' | keyof Limit>): Record<string, string> {
  const { rule, requests, windowSeconds } = refusal;
  return {
    'Retry-After': String(retryAfterSeconds(refusal)),
    'RateLimit-Policy': `"${rule}";q=${requests};w=${windowSeconds}`,
    RateLimit: `"${rule}";r=0`,
    'Cache-Control': 'no-store',
  };
}
