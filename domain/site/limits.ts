/** What the registry says in public about its limits, for people and for programs. Limits of single customers are not part of it. */
import { BRAKE_DOCUMENT_PATH } from '../contracts/brake';
import { ERRORS_PATH } from '../contracts/http-errors';
import { FAIR_USE_DOCUMENT_PATH } from '../contracts/usage';
import type { EcosystemName } from '../packages/names';
import { networkLimit } from '../tiers/ceilings';
import { retryAfterSeconds } from '../tiers/refusal-body';
import { type Limit, type Tier, tierPrefix } from '../tiers/tier';
import type { FairUseSettings } from '../usage/fair-use/settings';
import type { Owner } from './error-pages';
import { LIMITS_ME_PATH } from './paths';
import type { SecurityContact } from './security-txt';

export interface PublicLimits extends Owner {
  readonly tiers: readonly Tier[];
  /** Of every address, whatever tier it claims. */
  readonly ceiling: Limit;
  /** Whether the registry is reached by IPv6 too, where whole networks have a ceiling besides. */
  readonly ipv6: boolean;
  /** Whether there is a brake: {@link BRAKE_DOCUMENT_PATH} says what it does. @default false */
  readonly brake?: boolean;
  /** Hosts of their own that files have for readers without a token; each counts by itself. @default 0 */
  readonly filesHosts?: number;
  readonly ecosystems: readonly EcosystemName[];
  /** @default FAIR_USE_DEFAULTS */
  readonly fairUse?: FairUseSettings;
  /** @default reports of vulnerabilities go to `contact` */
  readonly security?: SecurityContact;
}

/** `/-/limits.json`. Fields may be added; none is taken away or changes its meaning while `schema` is 1. */
export function limitsDocument({ registry, contact, tiers, ceiling, ipv6, brake, filesHosts = 0 }: PublicLimits) {
  return {
    schema: 1,
    registry,
    contact,
    me: LIMITS_ME_PATH,
    brake: brake ? BRAKE_DOCUMENT_PATH : null,
    fairUse: FAIR_USE_DOCUMENT_PATH,
    errors: ERRORS_PATH,
    tiers: tiers.map((tier) => ({
      name: tier.name,
      audience: tier.audience,
      prefix: tierPrefix(tier) ?? null,
      requests: tier.requests,
      windowSeconds: tier.windowSeconds,
      aggregation: tier.aggregation,
      mode: tier.mode,
      price: tier.price ?? null,
      retryAfterSeconds: retryAfterSeconds(tier),
    })),
    ceiling: publicLimit(ceiling),
    networkCeiling: ipv6 ? publicLimit(networkLimit(ceiling)) : null,
    filesHosts,
  };
}

const publicLimit = (limit: Limit) => ({
  requests: limit.requests,
  windowSeconds: limit.windowSeconds,
  retryAfterSeconds: retryAfterSeconds(limit),
});
