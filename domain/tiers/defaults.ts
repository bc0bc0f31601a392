/** The tiers of a registry that does not say otherwise. */
import type { Limit, Tier } from './tier';

/**
 * Limits per client address in five minutes. One address is often an office or a fleet of CI machines, and one cold install of
 * 500 packages asks about 1,500 times within seconds, so the window is long and the smallest tier allows two of them.
 * For comparison: Open VSX allows 900 requests in five minutes to the free tier and 4,500 to an enterprise,
 * registry.k8s.io about 24,900 to anybody.
 *
 * Anonymous clients are refused from the first day: a bill can come from them without a person to talk to. Holders of a token
 * are known, so their limits start in evaluation: look at the counts, talk to them, then enforce.
 */
export const DEFAULT_TIERS: Tier[] = [
  {
    name: 'anonymous',
    audience: 'Everybody without a token.',
    requests: 3_000,
    windowSeconds: 300,
    aggregation: 'address',
    mode: 'enforcement',
    price: 'Free.',
  },
  {
    name: 'community',
    audience: 'Open-source projects and people with a free token.',
    requests: 6_000,
    windowSeconds: 300,
    aggregation: 'address',
    mode: 'evaluation',
    price: 'Free, for the asking.',
  },
  {
    name: 'supporter',
    audience: 'Members and donors of the foundation.',
    requests: 12_000,
    windowSeconds: 300,
    aggregation: 'token',
    mode: 'evaluation',
    price: 'With a membership or a donation.',
  },
  {
    name: 'commercial',
    audience: 'Companies that pay for what they draw.',
    requests: 60_000,
    windowSeconds: 300,
    aggregation: 'token',
    mode: 'evaluation',
    price: 'By agreement.',
  },
];

/** For every address, whatever tier it claims: 100 requests a second, a little above the 83 of registry.k8s.io. */
export const DEFAULT_CEILING: Limit = { requests: 30_000, windowSeconds: 300 };
