/** How many requests one client address may send. */
export interface Limit {
  /** Requests allowed within `windowSeconds`. At least 10 (AWS WAF's minimum). */
  readonly requests: number;
  /** One of AWS WAF's evaluation windows, in seconds. */
  readonly windowSeconds: 60 | 120 | 300 | 600;
}

/** An access tier: who it is for and how much it may draw. The web ACL, its messages and the docs come from one table of these. */
export interface Tier extends Limit {
  /** Lower case letters and digits; the path prefix of the tier is `/t/<name>/`. `anonymous` has no prefix. */
  readonly name: string;
  /** Who it is for, one sentence for people. */
  readonly audience: string;
  /** `evaluation`: requests over the limit are counted and pass. `enforcement`: they are answered 429. */
  readonly mode: 'evaluation' | 'enforcement';
}

/** Name of the tier of requests that claim none. */
export const ANONYMOUS = 'anonymous';

/** Path below which every request claims some tier. */
export const TIERS_PREFIX = '/t/';

/** The path prefix by which a request claims a tier; undefined for anonymous. */
export const tierPrefix = (tier: Pick<Tier, 'name'>): string | undefined =>
  tier.name === ANONYMOUS ? undefined : `${TIERS_PREFIX}${tier.name}/`;
