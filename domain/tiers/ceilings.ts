/** Limits that hold for everybody. */
import { WafMetric } from '../contracts/metrics';
import { limitBody, refusalHeaders, retryAfterSeconds } from './refusal-body';
import { type AccessRulesInput, type Row, rate, refusing } from './row';
import { inSet } from './statement';
import type { Limit } from './tier';

/** For every address: counts what no tier's rule counts, too, such as tokens that are made up. */
export function ceiling({ table, registryUrl, contact }: AccessRulesInput): Row {
  const { requests, windowSeconds } = table.ceiling;
  const detail = `This address has sent more than ${requests} requests in ${windowSeconds} seconds, the limit of every address whatever its tier. Wait ${retryAfterSeconds(table.ceiling)} seconds, or spread the requests over more time; ${contact} can help.`;
  return refusing(WafMetric.CEILING, 'ADDRESS_CEILING', {
    statement: rate(table.ceiling, []),
    headers: refusalHeaders(table.ceiling, WafMetric.CEILING),
    body: limitBody(table.ceiling, WafMetric.CEILING, { code: 'ADDRESS_CEILING', detail, registryUrl, contact }),
  });
}

/** How many addresses at their ceiling a network may hold. */
export const NETWORK_FACTOR = 10;

/** What a network may send by IPv6. @param address the ceiling of an address */
export const networkLimit = (address: Limit): Limit => ({ ...address, requests: NETWORK_FACTOR * address.requests });

/** AWS WAF counts IPv6 by the whole address and cannot count by subscriber, so a network of the routing table is one client. */
export function networkCeiling({ table, allIpv6, registryUrl, contact }: AccessRulesInput): Row[] {
  if (!table.ipv6 || !allIpv6) return [];
  const limit = networkLimit(table.ceiling);
  const detail = `This network has sent more than ${limit.requests} requests by IPv6 in ${limit.windowSeconds} seconds. Wait ${retryAfterSeconds(limit)} seconds, or use IPv4; ${contact} can help.`;
  return [
    refusing(WafMetric.NETWORK_CEILING, 'ADDRESS_CEILING', {
      statement: rate(limit, [{ asn: {} }], inSet(allIpv6)),
      headers: refusalHeaders(limit, WafMetric.NETWORK_CEILING),
      body: limitBody(limit, WafMetric.NETWORK_CEILING, { code: 'ADDRESS_CEILING', detail, registryUrl, contact }),
    }),
  ];
}
