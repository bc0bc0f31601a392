/** What the brake has been told, so kept that neither order nor repetition of messages makes a difference. */
import type { BrakeChange, BrakeSignal, BrakeState } from '../contracts/brake';
import { endsWithMonth, FORGET, sameMonth } from './brake-degrees';

const DAY = 24 * 60 * 60 * 1000;

/** @returns `signals` itself when nothing was new */
export function noted(signals: BrakeState['signals'], told: readonly BrakeSignal[], now: Date): BrakeState['signals'] {
  const next = { ...signals };
  for (const { name, ...change } of told) {
    // A clock that is a day wrong would keep the brake on for as long.
    if (Date.parse(change.at) > now.getTime() + DAY) continue;
    next[name] = remembered(name, [...(next[name] ?? []), change], now);
  }
  return JSON.stringify(next) === JSON.stringify(signals) ? signals : next;
}

/** In order of time, each once, without those that can make no difference any more. */
function remembered(name: BrakeSignal['name'], changes: readonly BrakeChange[], now: Date): BrakeChange[] {
  const known = changes.filter(({ at }) => !endsWithMonth(name) || sameMonth(at, now) || at > now.toISOString());
  const unique = new Map(
    known.map(({ at, alarming, ratio }) => [JSON.stringify([at, alarming, ratio ?? 1]), { at, alarming, ratio }]),
  );
  const sorted = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => withoutUndefined(change));
  return sorted.slice(firstNeeded(sorted, new Date(now.getTime() - FORGET).toISOString()));
}

/** What is forgotten begins before the last change that is older: how things have been since then, and since when. */
function firstNeeded(sorted: readonly BrakeChange[], oldest: string): number {
  const young = sorted.findIndex(({ at }) => at >= oldest);
  let first = Math.max(0, (young < 0 ? sorted.length : young) - 1);
  while (first > 0 && sorted[first]!.alarming && sorted[first - 1]!.alarming) first--;
  return first;
}

const withoutUndefined = ({
  at,
  alarming,
  ratio,
}: {
  at: string;
  alarming: boolean;
  ratio: number | undefined;
}): BrakeChange => ({
  at,
  alarming,
  ...(ratio !== undefined && { ratio }),
});
