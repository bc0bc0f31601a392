/** The brake's own rule: an address without a token may draw less, for as long as its set is filled. */
import { BRAKE_RULE } from '../contracts/metrics';
import { showsNothing } from './claims';
import { limitBody, refusalHeaders, retryAfterSeconds } from './refusal-body';
import { type AccessRulesInput, type Row, rate, refusing } from './row';
import { allOf, anyOf, inSet, not } from './statement';
import type { Limit } from './tier';

/** Half of what the busiest person draws, see docs/tiers.md: most installations pass, and a fleet waits. */
export const BRAKE_LIMIT: Limit = { requests: 1_000, windowSeconds: 300 };

/** The web ACL refuses, as CloudFront charges nothing for that. No token and no allowed address meets this rule. */
export function brakeRule({ brake, allowed, registryUrl, contact, tokens = true }: AccessRulesInput): Row[] {
  if (!brake) return [];
  const { requests, windowSeconds } = BRAKE_LIMIT;
  const detail = `The registry saves money: for now an address without a token may send ${requests} requests in ${windowSeconds} seconds. ${brake.message} Wait ${retryAfterSeconds(BRAKE_LIMIT)} seconds, or get a token from ${contact}.`;
  return [
    refusing(BRAKE_RULE, 'RATE_LIMITED', {
      statement: rate(
        BRAKE_LIMIT,
        [],
        allOf([anyOf(brake.sets.map(inSet)), not(anyOf(allowed.map(inSet))), ...(tokens ? showsNothing() : [])]),
      ),
      headers: refusalHeaders(BRAKE_LIMIT, BRAKE_RULE),
      body: limitBody(BRAKE_LIMIT, BRAKE_RULE, { code: 'RATE_LIMITED', detail, registryUrl, contact }),
    }),
  ];
}
