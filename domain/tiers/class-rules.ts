/** The rule of a tier or of a customer. */
import { AS_THE_FUNCTION_READS_IT, claims, claimsNothing } from './claims';
import { limitText, type RateClass, remedyOf, signalOf } from './rate-classes';
import { limitBody, refusalHeaders, retryAfterSeconds } from './refusal-body';
import { type AccessRulesInput, type Row, rate, refusing } from './row';
import { allOf, anyOf, type CustomKey, inSet, not, type Statement } from './statement';
import { ANONYMOUS } from './tier';

/** At the limit the edge function explains, unless the web ACL is to refuse. */
export function limited(each: RateClass, input: AccessRulesInput): Row {
  const statement = rate(each, keys(each), scope(each, input));
  if (each.mode === 'evaluation' || each.refuseBy === 'function')
    return { name: each.rule, statement, action: { kind: 'signal', value: signalOf(each) } };
  const { registryUrl, contact, table } = input;
  const detail = `${limitText(each)} Wait ${retryAfterSeconds(each)} seconds, or ${remedyOf(each, table.tiers, contact)}.`;
  return refusing(each.rule, 'RATE_LIMITED', {
    statement,
    headers: refusalHeaders(each, each.rule),
    body: limitBody(each, each.rule, { code: 'RATE_LIMITED', detail, registryUrl, contact }),
  });
}

/** Requests that claim it, but for those that another rule counts, and those of addresses that are allowed more. */
function scope({ tier, holder }: RateClass, { table: { tiers, customers }, allowed }: AccessRulesInput): Statement {
  const others = holder ? [] : customers.filter((customer) => customer.tier === tier);
  const claim = tier === ANONYMOUS ? claimsNothing(tiers) : claims(tier, holder);
  return allOf([
    not(anyOf([...allowed.map(inSet), ...others.map((customer) => claims(tier, customer.holder))])),
    ...(claim ? [claim] : []),
  ]);
}

/** Nothing: by address. */
const keys = ({ aggregation }: RateClass): CustomKey[] =>
  aggregation === 'token' ? [{ header: { name: 'authorization', textTransformations: AS_THE_FUNCTION_READS_IT } }] : [];
