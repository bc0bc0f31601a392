import type { Problem } from '../contracts/problem';

/** What AWS WAF allows: https://docs.aws.amazon.com/waf/latest/developerguide/limits.html */
export const WAF_LIMITS = {
  /** Rate-based rules in one web ACL; cannot be raised. */
  rateRules: 10,
  /** What a rate-based rule's limit may be, in requests. */
  minRequests: 10,
  maxRequests: 2_000_000_000,
  /** Evaluation windows, seconds. */
  windows: [60, 120, 300, 600],
  /** Capacity units within the price of $0.60 a million requests; each further 500 cost $0.20 a million more. */
  includedCapacity: 1_500,
  maxCapacity: 5_000,
  /** Bytes of one custom response body, and of all in one web ACL. */
  bodyBytes: 4_096,
  allBodiesBytes: 51_200,
} as const;

/** What a tier may be called: usable in a path, a rule name and a token. */
export const TIER_NAME = /^[a-z][a-z0-9]{0,19}$/;

/** What a holder may be called: as in a token. */
export const HOLDER = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Every way in which a tier table cannot become a web ACL. */
export type TierProblemCode =
  | 'TIER_NAME_INVALID' // not usable in a path, a rule name and a tag
  | 'TIER_NAME_DUPLICATE' // two tiers of one name
  | 'TIER_ANONYMOUS_COUNT' // not exactly one tier for requests that claim none
  | 'TIER_ANONYMOUS_TOKEN' // counts by token those who have none
  | 'TIER_COUNT' // more tiers and customers than rate rules are left
  | 'CUSTOMER_TIER_UNKNOWN' // a customer of a tier that there is not
  | 'CUSTOMER_HOLDER_INVALID' // not a holder that a token can name
  | 'CUSTOMER_DUPLICATE' // two entries for one holder in one tier
  | 'LIMIT_OUT_OF_RANGE' // requests that AWS WAF does not accept
  | 'WINDOW_NOT_OFFERED' // a window that AWS WAF does not have
  | 'CEILING_TOO_LOW' // an address would meet the ceiling before its tier's limit
  | 'MESSAGE_TOO_LONG' // what the edge function is told does not fit into a header
  | 'URL_INVALID' // a registry URL that a 429 body cannot name
  | 'BODY_TOO_LARGE' // one body above the limit of AWS WAF
  | 'BODIES_TOO_LARGE' // all of them together
  | 'CAPACITY_EXCEEDED' // more capacity units than a web ACL may have
  | 'RULE_NAME_DUPLICATE' // two rules of one name
  | 'RULE_PRIORITY_DUPLICATE'; // two rules of one priority

/** What is wrong with a tier table or with the rules made from it. */
export interface TierProblem extends Problem {
  readonly code: TierProblemCode;
}
