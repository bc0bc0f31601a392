import ipaddr from 'ipaddr.js';
import type { IpSets } from '../../ports';
import { oneOf, record, WafPropertyError, wholeNumber } from './shape';
import { compileStatement, type Matcher, type Subject } from './statements';

/** What a rate-based rule says of one request. */
export interface RateResult {
  /** Client address, or 'CONSTANT'. */
  readonly instance: string;
  readonly over: boolean;
}

export interface RateRule {
  readonly limit: number;
  readonly windowSeconds: number;
  readonly aggregate: 'IP' | 'CONSTANT';
  /** Counts a request and judges it; undefined when the scope-down statement leaves it out. `now`: milliseconds since 1970. */
  observe(subject: Subject, now: number): RateResult | undefined;
  /** Instances over the limit. */
  limited(now: number): readonly string[];
}

/** `checkEverySeconds`: 0 judges at each request with that request counted; else the result of the last whole tick holds. */
export function compileRate(where: string, value: unknown, ipSets: IpSets, checkEverySeconds: number): RateRule {
  const json = record(where, value, ['Limit', 'EvaluationWindowSec', 'AggregateKeyType', 'ScopeDownStatement']);
  const limit = wholeNumber(`${where}.Limit`, json.Limit, 10, 2_000_000_000);
  const windowSeconds = oneOf(`${where}.EvaluationWindowSec`, json.EvaluationWindowSec ?? 300, [60, 120, 300, 600]);
  const aggregate = oneOf(`${where}.AggregateKeyType`, json.AggregateKeyType, ['IP', 'CONSTANT']);
  const scope = scopeDown(where, json.ScopeDownStatement, ipSets);
  if (aggregate === 'CONSTANT' && !scope) throw new WafPropertyError(`${where}.ScopeDownStatement`, 'is needed with CONSTANT');

  const arrivals = new Arrivals(windowSeconds * 1000, checkEverySeconds * 1000);
  const over = (instance: string, now: number): boolean => arrivals.counted(instance, now) > limit;
  return {
    limit,
    windowSeconds,
    aggregate,
    observe(subject, now) {
      if (scope && !scope(subject)) return undefined;
      const instance = aggregate === 'IP' ? ipaddr.process(subject.request.clientIp).toString() : aggregate;
      arrivals.add(instance, now);
      return { instance, over: over(instance, now) };
    },
    limited: (now) => arrivals.instances(now).filter((instance) => over(instance, now)),
  };
}

function scopeDown(where: string, value: unknown, ipSets: IpSets): Matcher | undefined {
  return value === undefined ? undefined : compileStatement(`${where}.ScopeDownStatement`, value, ipSets);
}

/** Times of requests per instance, in order, as far back as they can still count. */
class Arrivals {
  private readonly times = new Map<string, number[]>();

  constructor(
    private readonly windowMs: number,
    private readonly tickMs: number,
  ) {}

  add(instance: string, now: number): void {
    const times = this.times.get(instance) ?? [];
    times.push(now);
    times.splice(0, after(times, now - this.windowMs - this.tickMs));
    this.times.set(instance, times);
  }

  /** Requests in the window that ended at the last check. */
  counted(instance: string, now: number): number {
    const times = this.times.get(instance) ?? [];
    const checked = this.tickMs === 0 ? now : Math.floor(now / this.tickMs) * this.tickMs;
    return after(times, checked) - after(times, checked - this.windowMs);
  }

  /** Instances that still count; the others are forgotten. */
  instances(now: number): readonly string[] {
    const oldest = now - this.windowMs - this.tickMs;
    for (const [instance, times] of this.times) if (after(times, oldest) === times.length) this.times.delete(instance);
    return [...this.times.keys()];
  }
}

/** Index of the first of the ascending `times` that is later than `time`. */
function after(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
