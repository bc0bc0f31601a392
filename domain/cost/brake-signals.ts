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

/** In order of time, one for each instant, without those that can make no difference any more. */
function remembered(name: BrakeSignal['name'], changes: readonly BrakeChange[], now: Date): BrakeChange[] {
  if (endsWithMonth(name))
    return highest(changes.filter(({ at, alarming }) => alarming && (sameMonth(at, now) || at > now.toISOString())));
  const byTime = new Map<string, BrakeChange>();
  for (const change of changes) byTime.set(change.at, both(byTime.get(change.at) ?? change, change));
  const sorted = [...byTime.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
  return sorted.slice(firstNeeded(sorted, new Date(now.getTime() - FORGET).toISOString()));
}

/** A sum that only grows, and is told again and again: the highest of each month, as early as it was told. */
function highest(changes: readonly BrakeChange[]): BrakeChange[] {
  const byMonth = new Map<string, BrakeChange>();
  for (const change of changes) {
    const known = byMonth.get(change.at.slice(0, 7));
    const [ratio, before] = [change.ratio ?? 1, known?.ratio ?? 1];
    if (!known || ratio > before || (ratio === before && change.at < known.at)) byMonth.set(change.at.slice(0, 7), change);
  }
  return [...byMonth.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** Of two at one instant the more alarming. */
function both(one: BrakeChange, other: BrakeChange): BrakeChange {
  if (one.alarming !== other.alarming) return one.alarming ? one : other;
  return (one.ratio ?? 1) >= (other.ratio ?? 1) ? one : other;
}

/** How things have been since the last change that is forgotten, and since when; what comes late from before that is known to be over. */
function firstNeeded(sorted: readonly BrakeChange[], oldest: string): number {
  const young = sorted.findIndex(({ at }) => at >= oldest);
  let first = Math.max(0, (young < 0 ? sorted.length : young) - 1);
  while (first > 0 && sorted[first]!.alarming) first--;
  return first;
}
