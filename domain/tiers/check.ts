/** Whether a tier table can become a web ACL: all problems at once, for the configuration and for the construct alike. */
import { LIMIT_SIGNAL_CHARACTERS } from '../contracts/limit-signal';
import type { Path } from '../contracts/problem';
import { customerProblems } from './check-customers';
import { TIER_NAME, type TierProblem, WAF_LIMITS } from './limits';
import { type RateClass, rateClasses, signalOf } from './rate-classes';
import { type AccessTable, ANONYMOUS, type Limit, type Tier } from './tier';

/** Problems of a tier table; none when it can become a web ACL. */
export function tierProblems(table: AccessTable): TierProblem[] {
  const { tiers, customers, ceiling } = table;
  const classes = rateClasses(table);
  const places = [...tiers.map((_, i) => ['tiers', i]), ...placesOf(table)];
  return [
    ...countProblems(table),
    ...anonymousProblems(tiers),
    ...tiers.flatMap((_, i) => nameProblems(tiers, i)),
    ...customers.flatMap((_, i) => customerProblems(table, i)),
    ...classes.flatMap((each, i) => [...limitProblems(each, places[i]!), ...signalProblems(each, places[i]!)]),
    ...limitProblems(ceiling, ['ceiling']),
    ...classes.flatMap((each, i) => ceilingProblems(each, ceiling, places[i]!)),
  ];
}

/** Where the customers stand of which there is a class: those whose tier exists. */
const placesOf = ({ tiers, customers }: AccessTable): Path[] =>
  customers.flatMap(({ tier }, i) => tiers.filter(({ name }) => name === tier).map(() => ['customers', i]));

function countProblems({ tiers, customers, ipv6, brake = false }: AccessTable): TierProblem[] {
  const others = (ipv6 ? 2 : 1) + (brake ? 1 : 0);
  const most = WAF_LIMITS.rateRules - others;
  if (tiers.length + customers.length <= most) return [];
  const ceilings = ipv6 ? 'the ceilings of addresses and of networks are two' : 'the ceiling is one';
  const rest = brake ? `${ceilings}, the brake is another` : ceilings;
  return [
    {
      code: 'TIER_COUNT',
      path: ['tiers'],
      got: `${tiers.length} tiers, ${customers.length} customers`,
      allowed: `at most ${most} together: a web ACL takes ${WAF_LIMITS.rateRules} rate-based rules and ${rest}`,
      change: customers.length ? 'give customers of one limit a tier of their own' : 'merge tiers',
    },
  ];
}

function anonymousProblems(tiers: readonly Tier[]): TierProblem[] {
  const anonymous = tiers.filter((tier) => tier.name === ANONYMOUS);
  const byToken = tiers.flatMap((tier, i) => (tier.name === ANONYMOUS && tier.aggregation === 'token' ? [i] : []));
  return [
    ...byToken.map(
      (i): TierProblem => ({
        code: 'TIER_ANONYMOUS_TOKEN',
        path: ['tiers', i, 'aggregation'],
        got: "'token'",
        allowed: "'address': who has no token cannot be counted by it",
        change: "write 'address'",
      }),
    ),
    ...(anonymous.length === 1 ? [] : [anonymousCount(anonymous.length)]),
  ];
}

const anonymousCount = (count: number): TierProblem => ({
  code: 'TIER_ANONYMOUS_COUNT',
  path: ['tiers'],
  got: `${count} tiers named '${ANONYMOUS}'`,
  allowed: `exactly one tier named '${ANONYMOUS}', for requests that claim no other`,
  change: count ? 'keep one of them' : 'add it',
});

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

function signalProblems(each: RateClass, path: Path): TierProblem[] {
  const { length } = signalOf(each);
  if (length <= LIMIT_SIGNAL_CHARACTERS) return [];
  const own = length - (each.message ? each.message.length + 1 : 0);
  return [
    {
      code: 'MESSAGE_TOO_LONG',
      path: [...path, 'message'],
      got: `${each.message?.length ?? 0} characters`,
      allowed: `at most ${Math.max(0, LIMIT_SIGNAL_CHARACTERS - own - 1)}: the header that tells the edge function takes ${LIMIT_SIGNAL_CHARACTERS}, and ${own} say what happened`,
      change: each.message ? 'shorten it' : 'choose a shorter holder',
    },
  ];
}

const rate = ({ requests, windowSeconds }: Limit): number => requests / windowSeconds;

/** Everybody meets the ceiling: who may send more from one address, at once or in the long run, would be refused with its message. */
function ceilingProblems(each: RateClass, ceiling: Limit, path: Path): TierProblem[] {
  if (each.aggregation === 'token' || (each.requests < ceiling.requests && rate(each) < rate(ceiling))) return [];
  return [
    {
      code: 'CEILING_TOO_LOW',
      path,
      got: `${each.requests} requests in ${each.windowSeconds} seconds`,
      allowed: `fewer requests, and fewer a second, than the ceiling of every address: ${ceiling.requests} in ${ceiling.windowSeconds} seconds`,
      change: 'raise the ceiling or lower the limit, or count by token',
    },
  ];
}
