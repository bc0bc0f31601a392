/** What each rule did: counts, counts per minute, and samples of its requests. */
import type { EdgeRequest } from '../../http';
import type { WafMinute } from '../../ports';
import type { Evaluation } from './evaluate';
import type { Rule } from './rules';

export type Outcome = 'allowed' | 'counted' | 'blocked';

/** A request that a rule matched. */
export interface Sample {
  readonly at: number;
  readonly outcome: Outcome;
  readonly request: Pick<EdgeRequest, 'clientIp' | 'method' | 'path' | 'query' | 'httpVersion' | 'headers'>;
  readonly evaluation: Evaluation;
}

/** Name of the default action among the rules. */
export const DEFAULT_ACTION = 'Default_Action';
/** Name of a group's rule among the rules. */
export const within = (group: Rule, rule: Rule): string => `${group.name} / ${rule.name}`;

const MINUTE_MS = 60_000;
const MAX_MINUTES = 1_440;
const MAX_SAMPLES = 500;
/** The first of each minute: a burst leaves what came before it, and costs little. */
const MAX_SAMPLES_A_MINUTE = 100;

/** Of all rules, by name; an entry begins with its first request. */
export class Records {
  private readonly byName = new Map<string, RuleRecord>();

  add(request: EdgeRequest, evaluation: Evaluation, at: number): void {
    const { terminating, counted, groups, action } = evaluation;
    const ended = action.kind === 'block' ? 'blocked' : 'allowed';
    const note = (name: string, outcome: Outcome): void => {
      if (this.of(name).count(outcome, at)) this.of(name).keep({ at, outcome, request: withoutBody(request), evaluation });
    };
    for (const rule of counted) note(rule.name, 'counted');
    for (const group of groups) {
      for (const rule of group.counted) note(within(group.rule, rule), 'counted');
      if (group.terminating) note(within(group.rule, group.terminating), group.rule === terminating ? ended : 'counted');
    }
    note(terminating?.name ?? DEFAULT_ACTION, ended);
  }

  summary(name: string): { readonly totals: Readonly<Record<Outcome, number>>; readonly minutes: readonly WafMinute[] } {
    const found = this.byName.get(name);
    return { totals: { ...(found?.totals ?? NOTHING) }, minutes: found?.minutes() ?? [] };
  }

  /** Newest first, the newest 500 at most. */
  samples(name: string): readonly Sample[] {
    return this.byName.get(name)?.samples() ?? [];
  }

  private of(name: string): RuleRecord {
    const known = this.byName.get(name);
    if (known) return known;
    const made = new RuleRecord();
    this.byName.set(name, made);
    return made;
  }
}

const NOTHING = { allowed: 0, counted: 0, blocked: 0 };
type Minute = { -readonly [K in keyof WafMinute]: WafMinute[K] };

/** Samples stay for a while; bodies need not. */
const withoutBody = ({ clientIp, method, path, query, httpVersion, headers }: EdgeRequest): Sample['request'] => ({
  clientIp,
  method,
  path,
  query,
  httpVersion,
  headers,
});

class RuleRecord {
  readonly totals = { ...NOTHING };
  private readonly ring: Sample[] = [];
  private nextSample = 0;
  private readonly byMinute = new Map<number, Minute>();
  private minute: Minute | undefined;

  /** @returns whether the request is to be kept as a sample */
  count(outcome: Outcome, at: number): boolean {
    this.totals[outcome]++;
    const minute = this.minuteOf(at);
    minute[outcome]++;
    return minute.allowed + minute.counted + minute.blocked <= MAX_SAMPLES_A_MINUTE;
  }

  keep(sample: Sample): void {
    this.ring[this.nextSample] = sample;
    this.nextSample = (this.nextSample + 1) % MAX_SAMPLES;
  }

  minutes(): readonly WafMinute[] {
    return [...this.byMinute.values()].map((minute) => ({ ...minute }));
  }

  samples(): readonly Sample[] {
    return [...this.ring.slice(this.nextSample), ...this.ring.slice(0, this.nextSample)].reverse();
  }

  private minuteOf(now: number): Minute {
    const at = Math.floor(now / MINUTE_MS) * MINUTE_MS;
    if (this.minute?.at === at) return this.minute;
    this.minute = { at, ...NOTHING };
    this.byMinute.set(at, this.minute);
    for (const oldest of this.byMinute.keys()) {
      if (oldest > at - MAX_MINUTES * MINUTE_MS) break;
      this.byMinute.delete(oldest);
    }
    return this.minute;
  }
}
