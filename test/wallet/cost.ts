/** What traffic costs, by the estimator's own arithmetic. The month's free allowances are used up before. */
import { billOf, type Use } from '../../domain/cost/bill';
import type { MeterName } from '../../domain/cost/meters';
import { priceOf } from '../../domain/cost/prices';

export interface Served {
  readonly bytes: number;
  readonly served: number;
  /** Answered 429 by the function. */
  readonly refused: number;
  /** Look-ups of the function in its store, for both. */
  readonly reads: number;
  /** By the web ACL, which is paid; CloudFront asks nothing for them. */
  readonly blocked: number;
}

const use = (meter: MeterName, quantity: number): Use => ({ meter, quantity, by: 'requests', resource: 'r', component: 'c' });

const FREE = {
  gb: priceOf('cloudfront.free.dto').price,
  requests: priceOf('cloudfront.free.requests').price,
  runs: priceOf('cloudfront.free.functions').price,
  reads: priceOf('cloudfront.free.kvs_reads').price,
};

/** US dollars. From North America: the volume tiers of one region, as an attacker has them. */
export function costOf({ bytes, served, refused, reads, blocked }: Served): number {
  const answered = served + refused;
  return billOf([
    use('edge.gb.us_mx_ca', FREE.gb + bytes / 2 ** 30),
    use('edge.request.us_mx_ca', FREE.requests + answered),
    use('edge.function', FREE.runs + answered),
    use('edge.read', FREE.reads + reads),
    use('waf.request', answered + blocked),
  ]).monthly;
}
