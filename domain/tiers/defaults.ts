/** The tiers of a registry that does not say otherwise. */
import type { Limit, Tier } from './tier';

/**
 * Limits in five minutes; docs/tiers.md has the reasons, and `test/traffic` the simulated day that they come from. One address is
 * often an office or a fleet of CI machines, and one cold install asks up to about 2,000 times within seconds, so the window is
 * long. An office of 400 that installs normally peaks at about 3,600: everybody may send 6,000. For comparison: Open VSX allows 900 in
 * five minutes to the free tier and 4,500 to an enterprise, registry.k8s.io about 24,900 to anybody.
 *
 * Anonymous clients are refused from the first day: a bill can come from them without a person to talk to. Holders of a token
 * are known, so their limits start in evaluation: look at the counts, talk to them, then enforce. Who supports the registry is
 * counted by token, since the machines of one company are many addresses.
 */
export const DEFAULT_TIERS: Tier[] = [
  {
    name: 'anonymous',
    audience: 'Everybody without a token.',
    requests: 6_000,
    windowSeconds: 300,
    aggregation: 'address',
    mode: 'enforcement',
    price: 'Free.',
  },
  {
    name: 'community',
    audience: 'Open-source projects and people with a free token.',
    requests: 12_000,
    windowSeconds: 300,
    aggregation: 'address',
    mode: 'evaluation',
    price: 'Free, for the asking.',
  },
  {
    name: 'supporter',
    audience: 'Members and donors of the foundation.',
    requests: 24_000,
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
