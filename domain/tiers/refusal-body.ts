/** What the web ACL answers when it refuses a request itself, whoever asks: JSON, as it cannot tell clients apart. */
import { errorPath, HTTP_ERRORS, type HttpErrorCode } from '../contracts/http-errors';
import { ratePolicy } from '../contracts/limit-signal';
import type { Limit } from './tier';

/** A sentence beside the table's own, what a program reads, and where the registry is. */
export interface Details {
  readonly code: HttpErrorCode;
  /** What happened and what to do, for people. */
  readonly detail: string;
  /** Fields for programs. */
  readonly more?: Readonly<Record<string, string | number>>;
  /** `https://…` of the registry, without a trailing slash; '' when it is not known yet. */
  readonly registryUrl: string;
  /** Who answers questions: a mail address or a URL. */
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
 * A problem document (RFC 9457) that also holds the fields which package managers show to their users, `error` (npm, yarn) and
 * `warning` (Composer); cargo prints all of it. AWS WAF sends every JSON body as `application/json`, so clients that look for
 * `application/problem+json` (uv) show the status alone.
 */
export function problemBody({ code, detail, more, registryUrl, contact }: Details): string {
  const { status, title } = HTTP_ERRORS[code];
  const type = registryUrl + errorPath(code);
  return JSON.stringify({ type, title, status, detail, error: detail, warning: detail, ...more, contact });
}

/** The body of a 429. */
export function limitBody(limit: Limit, rule: string, details: Omit<Details, 'more'>): string {
  return problemBody({ ...details, more: { rule, limit: limit.requests, window: limit.windowSeconds } });
}

/** Headers of a 429: RFC 9110's `Retry-After`, and the fields of draft-ietf-httpapi-ratelimit-headers as far as they are fixed. */
export function refusalHeaders(limit: Limit, rule: string): Record<string, string> {
  return {
    'Retry-After': String(retryAfterSeconds(limit)),
    'RateLimit-Policy': ratePolicy({ ...limit, rule }),
    RateLimit: `"${rule}";r=0`,
    'Cache-Control': 'no-store',
  };
}
