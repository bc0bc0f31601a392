/** How many requests one client may send. */
export interface Limit {
  /** Requests allowed within `windowSeconds`. At least 10 (AWS WAF's minimum). */
  readonly requests: number;
  /** One of AWS WAF's evaluation windows, in seconds. */
  readonly windowSeconds: 60 | 120 | 300 | 600;
}

/** `evaluation`: requests over the limit are counted and pass. `enforcement`: they are answered 429. */
export type Mode = 'evaluation' | 'enforcement';

/** What counts as one client: an address, or a token from wherever it is used. */
export type Aggregation = 'address' | 'token';

/** An access tier: who it is for and how much it may draw. The web ACL, its messages and the docs come from one table of these. */
export interface Tier extends Limit {
  /** Lower case letters and digits; the path prefix of the tier is `/t/<name>/`. `anonymous` has no prefix. */
  readonly name: string;
  /** Who it is for, one sentence for people. */
  readonly audience: string;
  readonly aggregation: Aggregation;
  readonly mode: Mode;
  /**
   * Who answers 429. The edge function does it in the form that each client shows to its user; the web ACL with one JSON body, but
   * CloudFront does not charge for what it refuses.
   *
   * @default 'function'
   */
  readonly refuseBy?: 'function' | 'web-acl' | undefined;
  /** What a 429 says beside its own words: one sentence in ASCII. */
  readonly message?: string | undefined;
  /** What it costs, for people. */
  readonly price?: string | undefined;
  /** Requests over the limit within five minutes above which an operator is told. @default nobody is told */
  readonly alarmAbove?: number | undefined;
}

/** What one holder of tokens gets instead of the tier's limit; what is left out is as in the tier. Each is a rule ($1 a month). */
export interface Customer extends Partial<Limit> {
  /** Whose tokens, see `TokenClaims.holder`. */
  readonly holder: string;
  /** Name of the tier that the tokens are of. */
  readonly tier: string;
  readonly mode?: Mode | undefined;
  readonly message?: string | undefined;
}

/** All that limits who draws how much. */
export interface AccessTable {
  readonly tiers: readonly Tier[];
  readonly customers: readonly Customer[];
  /** For every address, whatever it claims. */
  readonly ceiling: Limit;
  /** Whether clients come by IPv6 too, where one subscriber has 2^64 addresses: a ceiling for each network is added. */
  readonly ipv6: boolean;
  /** Whether the brake has a rule of its own. @default false */
  readonly brake?: boolean;
}

/** Name of the tier of requests that claim none. */
export const ANONYMOUS = 'anonymous';

/** Path below which every request claims some tier. */
export const TIERS_PREFIX = '/t/';

/** The path prefix by which a request claims a tier; undefined for anonymous. */
export const tierPrefix = (tier: Pick<Tier, 'name'>): string | undefined =>
  tier.name === ANONYMOUS ? undefined : `${TIERS_PREFIX}${tier.name}/`;
