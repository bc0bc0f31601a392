/** Whether a tier table can become a web ACL: all problems at once, for the configuration and for the construct alike. */
import type { Path } from '../contracts/problem';
import { TIER_NAME, type TierProblem, WAF_LIMITS } from './limits';
import { ANONYMOUS, type Limit, type Tier } from './tier';

/** Problems of a tier table and its ceiling; none when they can become a web ACL. */
export function tierProblems(tiers: readonly Tier[], ceiling: Limit): TierProblem[] {
  return [
    ...countProblems(tiers),
    ...tiers.flatMap((tier, i) => nameProblems(tiers, i).concat(limitProblems(tier, ['tiers', i]))),
    ...limitProblems(ceiling, ['ceiling']),
    ...tiers.flatMap((tier, i) => ceilingProblems(tier, ceiling, ['tiers', i])),
  ];
}

function countProblems(tiers: readonly Tier[]): TierProblem[] {
  const problems: TierProblem[] = [];
  const most = WAF_LIMITS.rateRules - 1;
  if (tiers.length > most) {
    problems.push({
      code: 'TIER_COUNT',
      path: ['tiers'],
      got: `${tiers.length} tiers`,
      allowed: `at most ${most}: a web ACL takes ${WAF_LIMITS.rateRules} rate-based rules and the ceiling is one`,
      change: 'merge tiers',
    });
  }
  const anonymous = tiers.filter((tier) => tier.name === ANONYMOUS).length;
  if (anonymous !== 1) {
    problems.push({
      code: 'TIER_ANONYMOUS_COUNT',
      path: ['tiers'],
      got: `${anonymous} tiers named '${ANONYMOUS}'`,
      allowed: `exactly one tier named '${ANONYMOUS}', for requests that claim no other`,
      change: anonymous ? 'keep one of them' : 'add it',
    });
  }
  return problems;
}

function nameProblems(tiers: readonly Tier[], i: number): TierProblem[] {
  const { name } = tiers[i]!;
  const at = { path: ['tiers', i, 'name'], got: `'${name}'` };
  if (!TIER_NAME.test(name)) {
    return [
      {
        code: 'TIER_NAME_INVALID',
        ...at,
        allowed: '1 to 20 lower case letters and digits, a letter first',
        change: 'rename the tier',
      },
    ];
  }
  const first = tiers.findIndex((tier) => tier.name === name);
  // A second 'anonymous' is counted above.
  if (first === i || name === ANONYMOUS) return [];
  return [
    {
      code: 'TIER_NAME_DUPLICATE',
      ...at,
      allowed: `a name that no other tier has; tiers[${first}] has it`,
      change: 'rename one',
    },
  ];
}

function limitProblems({ requests, windowSeconds }: Limit, path: Path): TierProblem[] {
  const { minRequests, maxRequests, windows } = WAF_LIMITS;
  const problems: TierProblem[] = [];
  if (!Number.isInteger(requests) || requests < minRequests || requests > maxRequests) {
    problems.push({
      code: 'LIMIT_OUT_OF_RANGE',
      path: [...path, 'requests'],
      got: String(requests),
      allowed: `a whole number from ${minRequests} to ${maxRequests} (AWS WAF's range)`,
      change: requests < minRequests ? 'raise it, or choose a longer window' : 'lower it to a whole number',
    });
  }
  if (!(windows as readonly number[]).includes(windowSeconds)) {
    problems.push({
      code: 'WINDOW_NOT_OFFERED',
      path: [...path, 'windowSeconds'],
      got: String(windowSeconds),
      allowed: `${windows.join(', ')} (AWS WAF's windows, in seconds)`,
      change: 'choose one of them and scale the requests',
    });
  }
  return problems;
}

const rate = ({ requests, windowSeconds }: Limit): number => requests / windowSeconds;

/** Everybody meets the ceiling: a tier that allows more, at once or in the long run, would be refused with the ceiling's message. */
function ceilingProblems(tier: Tier, ceiling: Limit, path: Path): TierProblem[] {
  if (tier.requests < ceiling.requests && rate(tier) < rate(ceiling)) return [];
  return [
    {
      code: 'CEILING_TOO_LOW',
      path,
      got: `${tier.requests} requests in ${tier.windowSeconds} seconds`,
      allowed: `fewer requests, and fewer a second, than the ceiling of every address: ${ceiling.requests} in ${ceiling.windowSeconds} seconds`,
      change: 'raise the ceiling or lower the tier',
    },
  ];
}
