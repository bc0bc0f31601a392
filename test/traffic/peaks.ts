/** How many requests each client sends at most within a window: what a limit has to be above if it is not to meet them. */
import type { KindName } from './kinds';
import type { TrafficRequest } from './traffic';

/** AWS WAF's windows, seconds. */
export const WINDOWS = [60, 120, 300, 600] as const;

/** Of one address: its highest count, by window in the order of {@link WINDOWS}. */
export interface Peak {
  readonly kind: KindName;
  readonly address: string;
  readonly most: readonly number[];
}

export function peaksOf(traffic: Iterable<TrafficRequest>): readonly Peak[] {
  const counters = new Map<string, Counter>();
  for (const { client, at } of traffic) {
    const counter = counters.get(client.address) ?? new Counter(client.kind, client.address);
    counters.set(client.address, counter);
    counter.add(at);
  }
  return [...counters.values()];
}

class Counter implements Peak {
  readonly most = WINDOWS.map(() => 0);
  private readonly times: number[] = [];
  /** For each window, index of the first time within it. */
  private readonly first = WINDOWS.map(() => 0);

  constructor(
    readonly kind: KindName,
    readonly address: string,
  ) {}

  add(at: number): void {
    const { times, first, most } = this;
    times.push(at);
    WINDOWS.forEach((seconds, window) => {
      while (times[first[window]!]! <= at - seconds * 1000) first[window]!++;
      most[window] = Math.max(most[window]!, times.length - first[window]!);
    });
  }
}
