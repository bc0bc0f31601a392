/**
 * How the web ACL tells the edge function that a client is above a limit: a header that a counting rule inserts. Its value
 * carries all that the answer needs, so the function holds no table of tiers.
 * https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-incoming-request.html
 * This module is bundled into the edge function, so it is written in that runtime's subset of the language.
 */

/** The header's name as a rule states it; AWS WAF writes `x-amzn-waf-` before it. */
export const LIMIT_SIGNAL_NAME = 'limit';

/** The header's name as the edge function reads it. Only AWS WAF sets it: the first rule refuses a request that brings one. */
export const LIMIT_SIGNAL_HEADER = 'x-amzn-waf-limit';

/** AWS WAF takes values of at most this many characters. */
export const LIMIT_SIGNAL_CHARACTERS = 255;

/**
 * A signal's parts: seconds to wait (`0`: the limit is in evaluation, so the request is served and only logged), the item for
 * `RateLimit-Policy` (its name alone is the rule's), and what happened, one or more sentences for people. A line of its own in what brake-entry.ts writes.
 */
export const LIMIT_SIGNAL = /^(\d+) ("([^"]+)";q=\d+;w=\d+) (.+)$/m;

export interface LimitSignal {
  /** Seconds that the client is asked to wait; 0 when it is not to be refused. */
  readonly retryAfterSeconds: number;
  /** Name of the rule, which is also its metric. */
  readonly rule: string;
  readonly requests: number;
  readonly windowSeconds: number;
  /** What happened and what else the tier says, as sentences in visible ASCII characters and spaces. */
  readonly text: string;
}

/** The header's value, e.g. `75 "tier-anonymous";q=3000;w=300 This address has sent more than 3000 requests in 300 seconds.` */
export const limitSignal = (signal: LimitSignal): string => `${signal.retryAfterSeconds} ${ratePolicy(signal)} ${signal.text}`;

/** Item of `RateLimit-Policy`, draft-ietf-httpapi-ratelimit-headers: quota and window in seconds. */
export const ratePolicy = (of: Pick<LimitSignal, 'rule' | 'requests' | 'windowSeconds'>): string =>
  `"${of.rule}";q=${of.requests};w=${of.windowSeconds}`;
