/** What a synthesised template costs in a month without any traffic, line by line. */
import { groupBy } from '../group-by';
import type { Bill, Line } from './bill';
import { billAsDeployed } from './delivery';
import { freeWhileIdle } from './kinds';
import type { Template } from './template';
import { NO_TRAFFIC, workloadOf } from './workload';

export interface IdleCost extends Bill {
  /** Resource types that cost nothing while idle, with the reason. */
  readonly free: readonly { readonly type: string; readonly count: number; readonly reason: string }[];
}
export type IdleLine = Line;

/**
 * Prices every resource of a template without traffic.
 * @throws UnpricedError naming each resource whose type or variant is not in the table; never counts one as zero.
 */
export function idleCost(template: Template): IdleCost {
  const bill = billAsDeployed([template], workloadOf(NO_TRAFFIC));
  const types = groupBy(Object.values(template.Resources), ({ Type }) => Type);
  const free = [...types]
    .flatMap(([type, { length }]) => {
      const reason = freeWhileIdle(type);
      return reason === undefined ? [] : [{ type, count: length, reason }];
    })
    .sort((a, b) => (a.type < b.type ? -1 : 1));
  return { ...bill, free };
}
