/** Who is counted apart from others, and against which limit: the tiers, and each customer with a limit of their own. */
import { limitSignal } from '../contracts/limit-signal';
import { customerMetric, tierMetric } from '../contracts/metrics';
import { retryAfterSeconds } from './refusal-body';
import { type AccessTable, type Aggregation, ANONYMOUS, type Customer, type Limit, type Mode, type Tier } from './tier';

export interface RateClass extends Limit {
  /** Name of the rule and of its metric. */
  readonly rule: string;
  readonly tier: string;
  /** The one holder whose requests are meant; undefined: whoever else claims the tier. */
  readonly holder?: string;
  readonly aggregation: Aggregation;
  readonly mode: Mode;
  readonly refuseBy: 'function' | 'web-acl';
  readonly message?: string | undefined;
}

/** Tiers in their order, then customers. A customer whose tier there is none of is left out. */
export function rateClasses({ tiers, customers }: Pick<AccessTable, 'tiers' | 'customers'>): RateClass[] {
  return [
    ...tiers.map(ofTier),
    ...customers.flatMap((customer) =>
      tiers.filter(({ name }) => name === customer.tier).map((tier) => ofCustomer(customer, tier)),
    ),
  ];
}

const ofTier = ({ name, requests, windowSeconds, aggregation, mode, refuseBy = 'function', message }: Tier): RateClass => ({
  rule: tierMetric(name),
  tier: name,
  requests,
  windowSeconds,
  aggregation,
  mode,
  refuseBy,
  message,
});

function ofCustomer(customer: Customer, tier: Tier): RateClass {
  const { holder, requests, windowSeconds, mode, message } = customer;
  const rest = ofTier(tier);
  return {
    ...rest,
    rule: customerMetric(tier.name, holder),
    holder,
    requests: requests ?? rest.requests,
    windowSeconds: windowSeconds ?? rest.windowSeconds,
    mode: mode ?? rest.mode,
    message: message ?? rest.message,
  };
}

/** What happened to a request above the limit: sentences for people. */
export function limitText({ tier, holder, requests, windowSeconds, aggregation, message }: RateClass): string {
  const whose = holder ? `the limit of '${holder}'` : `the limit of the tier '${tier}'`;
  const what = `This ${aggregation} has sent more than ${requests} requests in ${windowSeconds} seconds, ${whose}.`;
  return message ? `${what} ${message}` : what;
}

/** What the web ACL tells the edge function of such a request. */
export const signalOf = (each: RateClass): string =>
  limitSignal({
    retryAfterSeconds: each.mode === 'enforcement' ? retryAfterSeconds(each) : 0,
    rule: each.rule,
    requests: each.requests,
    windowSeconds: each.windowSeconds,
    text: limitText(each),
  });

/** What who is limited can do beside waiting, as the end of a sentence. */
export function remedyOf({ tier, requests, windowSeconds }: RateClass, tiers: readonly Tier[], contact: string): string {
  if (tier === ANONYMOUS) return `get a token from ${contact}`;
  const more = tiers.some((other) => other.requests / other.windowSeconds > requests / windowSeconds);
  return `ask ${contact} for ${more ? 'a token of a higher tier' : 'a higher limit'}`;
}
