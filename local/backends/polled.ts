/** Data of the local cloud by ARN, polled so that an operator's change shows without a restart. */
import type { Clock } from '../ports';
import { shareOf } from '../simulators/waf/cadence';

export interface Polled<Value> {
  /** As it holds now; undefined for an ARN that is not polled. */
  readonly get: (arn: string) => Value | undefined;
  readonly refresh: () => Promise<void>;
}

/** How long changes take to hold. */
export interface Propagation {
  readonly clock: Clock;
  /** Milliseconds at most; each change has its own share of it, the same in every run. */
  readonly propagationMs: number;
}

export const AT_ONCE: Propagation = { clock: () => 0, propagationMs: 0 };

interface State<Value> {
  current: Value;
  /** Changes under way, in the order in which they were seen. */
  coming: { readonly value: Value; readonly holdsFrom: number }[];
  seen: string;
  changes: number;
}

/** @param initial what the template gives, used until the first refresh */
export function createPolled<Value>(
  initial: ReadonlyMap<string, Value>,
  read: (arn: string) => Promise<Value>,
  { clock, propagationMs }: Propagation,
): Polled<Value> {
  const states = new Map<string, State<Value>>(
    [...initial].map(([arn, current]) => [arn, { current, coming: [], seen: JSON.stringify(current), changes: 0 }]),
  );
  let refreshed = false;

  function arrive(state: State<Value>): void {
    const holding = state.coming.findLastIndex(({ holdsFrom }) => holdsFrom <= clock());
    if (holding < 0) return;
    state.current = state.coming[holding]!.value;
    state.coming = state.coming.slice(holding + 1); // what was sent earlier and is still under way comes too late
  }

  return {
    get(arn) {
      const state = states.get(arn);
      if (state && state.coming.length > 0) arrive(state);
      return state?.current;
    },
    async refresh() {
      for (const [arn, state] of states) {
        const value = await read(arn);
        const seen = JSON.stringify(value);
        // An equal value keeps the old one's identity: who compiled it need not do so again.
        if (seen === state.seen) continue;
        state.seen = seen;
        // What was changed before this edge began has long arrived.
        const delay = refreshed ? shareOf(`${arn} ${++state.changes}`) * propagationMs : 0;
        state.coming.push({ value, holdsFrom: clock() + delay });
      }
      refreshed = true;
    },
  };
}
