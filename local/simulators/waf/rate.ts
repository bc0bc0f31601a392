import type { WafRateStats } from '../../ports';
import { Arrivals } from './arrivals';
import { type Cadence, shareOf } from './cadence';
import { addressKey, compileKeys, type KeyPart } from './keys';
import { oneOf, record, WafPropertyError, wholeNumber } from './shape';
import { compileStatement, type Matcher, type StatementContext } from './statements';
import type { Subject } from './subject';

/** What a rate-based rule says of one request. */
export interface RateResult {
  /** Values of the keys, in the order of {@link RateRule.keys}. */
  readonly values: readonly string[];
  readonly over: boolean;
}

export interface RateRule {
  readonly limit: number;
  readonly windowSeconds: number;
  readonly aggregate: 'IP' | 'CONSTANT' | 'CUSTOM_KEYS';
  readonly keys: readonly KeyPart[];
  /** Counts a request and judges it; undefined when it is out of scope or lacks a key. `now`: milliseconds since 1970. */
  observe(subject: Subject, now: number): RateResult | undefined;
  stats(now: number): WafRateStats;
}

export interface RateContext extends StatementContext {
  readonly cadence: Pick<Cadence, 'checkEveryMs' | 'lagMs'>;
}

interface Instance {
  readonly arrivals: Arrivals;
  readonly values: readonly string[];
  readonly lagMs: number;
  /** While the instance is limited. */
  interval: Interval | undefined;
}

/** Grows while it lasts; of the instance it keeps no more than its values. */
interface Interval {
  readonly values: readonly string[];
  readonly from: number;
  until: number;
  requests: number;
  most: number;
}

/** Of a rule; the oldest go. */
const MAX_INTERVALS = 10_000;
const CONSTANT: KeyPart = { kind: 'CONSTANT', read: () => 'CONSTANT', shown: (value) => value };

/** @param blocks whether the rule's action is Block */
export function compileRate(where: string, value: unknown, context: RateContext, blocks: boolean): RateRule {
  const properties = ['Limit', 'EvaluationWindowSec', 'AggregateKeyType', 'CustomKeys', 'ScopeDownStatement'];
  const json = record(where, value, properties);
  const limit = wholeNumber(`${where}.Limit`, json.Limit, 10, 2_000_000_000);
  const windowSeconds = oneOf(`${where}.EvaluationWindowSec`, json.EvaluationWindowSec ?? 300, [60, 120, 300, 600]);
  const aggregate = oneOf(`${where}.AggregateKeyType`, json.AggregateKeyType, ['IP', 'CONSTANT', 'CUSTOM_KEYS']);
  const scope = scopeDown(where, json.ScopeDownStatement, context);
  if (aggregate === 'CONSTANT' && !scope) throw new WafPropertyError(`${where}.ScopeDownStatement`, 'is needed with CONSTANT');
  if ((aggregate === 'CUSTOM_KEYS') !== (json.CustomKeys !== undefined))
    throw new WafPropertyError(`${where}.CustomKeys`, 'belongs to AggregateKeyType CUSTOM_KEYS, and only to it');
  const plain = aggregate === 'IP' ? [addressKey(context)] : [CONSTANT];
  const keys = aggregate === 'CUSTOM_KEYS' ? compileKeys(`${where}.CustomKeys`, json.CustomKeys, context) : plain;
  const read = reader(keys);
  const counter = new Counter({
    limit,
    windowMs: windowSeconds * 1000,
    cadence: context.cadence,
    name: where,
    forgetsLimited: blocks && !context.assumptions.wafCountsBlockedRequests,
  });
  return {
    limit,
    windowSeconds,
    aggregate,
    keys,
    observe(subject, now) {
      if (scope && !scope(subject)) return undefined;
      const values = read(subject);
      return values === undefined ? undefined : counter.observe(values, now);
    },
    stats: (now) => {
      const shown = (values: readonly string[]): string => values.map((part, i) => keys[i]!.shown(part)).join(' ');
      return { limit, windowSeconds, aggregate, ...counter.stats(now, shown) };
    },
  };
}

function scopeDown(where: string, value: unknown, context: StatementContext): Matcher | undefined {
  return value === undefined ? undefined : compileStatement(`${where}.ScopeDownStatement`, value, context);
}

/** The value of the key, or those of all; undefined when one is lacking. One key needs no list. */
function reader(keys: readonly KeyPart[]): (subject: Subject) => string | readonly string[] | undefined {
  const [only, ...others] = keys;
  if (others.length === 0) return (subject) => only!.read(subject);
  return (subject) => {
    const values: string[] = [];
    for (const key of keys) {
      const value = key.read(subject);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values;
  };
}

interface CounterOptions {
  readonly limit: number;
  readonly windowMs: number;
  readonly cadence: Pick<Cadence, 'checkEveryMs' | 'lagMs'>;
  /** Of the rule: what its lags are drawn from. */
  readonly name: string;
  /** The contrary of UNK-18. */
  readonly forgetsLimited: boolean;
}

/** All instances of one rule. */
class Counter {
  private readonly instances = new Map<string, Instance>();
  private intervals: Interval[] = [];
  private forgotten = 0;
  private sweepAt = -Infinity;

  constructor(private readonly options: CounterOptions) {}

  observe(values: string | readonly string[], now: number): RateResult {
    const { limit, windowMs, cadence, forgetsLimited } = this.options;
    if (now >= this.sweepAt) this.sweep(now);
    const instance = this.instanceOf(values);
    const tick = cadence.checkEveryMs;
    instance.arrivals.add(tick === 0 ? now : Math.ceil(now / tick) * tick);
    const count = instance.arrivals.count(this.judgedAt(instance, now), windowMs);
    const over = count > limit;
    if (over) this.extend(instance, now, count);
    else instance.interval = undefined;
    if (over && forgetsLimited) instance.arrivals.removeLast();
    return { values: instance.values, over };
  }

  stats(
    now: number,
    shown: (values: readonly string[]) => string,
  ): Pick<WafRateStats, 'limited' | 'intervals' | 'intervalsForgotten' | 'counting'> {
    this.sweep(now);
    const limited = [...this.instances.values()]
      .map((instance) => ({
        values: instance.values,
        requests: instance.arrivals.count(this.judgedAt(instance, now), this.options.windowMs),
      }))
      .filter(({ requests }) => requests > this.options.limit);
    return {
      counting: this.instances.size,
      limited: limited.map(({ values, requests }) => ({ key: shown(values), requests })),
      intervals: this.intervals.map(({ values, ...interval }) => ({ key: shown(values), ...interval })),
      intervalsForgotten: this.forgotten,
    };
  }

  private instanceOf(values: string | readonly string[]): Instance {
    const key = typeof values === 'string' ? values : values.map((part) => `${part.length}:${part}`).join();
    const known = this.instances.get(key);
    if (known) return known;
    const { checkEveryMs, lagMs } = this.options.cadence;
    const looks = checkEveryMs === 0 ? 0 : Math.floor(shareOf(`${this.options.name} ${key}`) * (lagMs / checkEveryMs + 1));
    const made: Instance = {
      arrivals: new Arrivals(),
      values: typeof values === 'string' ? [values] : values,
      lagMs: looks * checkEveryMs,
      interval: undefined,
    };
    this.instances.set(key, made);
    return made;
  }

  /** Until when requests count in what is said now: WAF-R16. */
  private judgedAt({ lagMs }: Instance, now: number): number {
    const tick = this.options.cadence.checkEveryMs;
    return tick === 0 ? now : Math.floor(now / tick) * tick - lagMs;
  }

  private extend(instance: Instance, now: number, count: number): void {
    const { interval } = instance;
    if (interval) {
      interval.until = now;
      interval.requests++;
      interval.most = Math.max(interval.most, count);
      return;
    }
    instance.interval = { values: instance.values, from: now, until: now, requests: 1, most: count };
    this.intervals.push(instance.interval);
    if (this.intervals.length < 2 * MAX_INTERVALS) return;
    this.forgotten += MAX_INTERVALS;
    this.intervals = this.intervals.slice(MAX_INTERVALS);
  }

  /** Once per window: instances that nothing counts any more go. */
  private sweep(now: number): void {
    const { windowMs, cadence } = this.options;
    const oldest = now - windowMs - cadence.checkEveryMs - cadence.lagMs;
    for (const [key, { arrivals }] of this.instances) if (arrivals.newest() <= oldest) this.instances.delete(key);
    this.sweepAt = now + windowMs;
  }
}
