/**
 * Chance that is asked by name instead of in turn: the same seed and place give the same number whatever was drawn before. So
 * one client's traffic does not change when another is refused and waits.
 */

/** Mixes whole numbers into one of 32 bits (the finaliser of MurmurHash3, once for each). */
export function mix(...parts: number[]): number {
  let state = 0x9e3779b9;
  for (const part of parts) state = scrambled(Math.imul(state ^ part, 0x85ebca6b) + 0x27d4eb2f);
  return state >>> 0;
}

function scrambled(value: number): number {
  let state = value;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return state ^ (state >>> 16);
}

/** From 0 up to, not including, 1: number `place` of what `seed` stands for. */
export const uniform = (seed: number, place: number): number =>
  (scrambled(Math.imul(scrambled(seed ^ 0x9e3779b9) ^ place, 0x85ebca6b) + 0x27d4eb2f) >>> 0) / 2 ** 32;

/** Waiting time until the next of events that come `rate` times per unit, without memory. */
export const exponential = (u: number, rate: number): number => -Math.log(1 - u) / rate;

/** Standard normal, by Box and Muller. */
const normal = (u: number, v: number): number => Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);

/** A size whose logarithm is normal: half of them are below `median`; `sigma` says how long the tail is. */
export const logNormal = (u: number, v: number, median: number, sigma: number): number => median * Math.exp(sigma * normal(u, v));

/** One of `choices`, by their weights. */
export function weighted<T extends { readonly weight: number }>(u: number, choices: readonly T[]): T {
  let left = u * choices.reduce((sum, { weight }) => sum + weight, 0);
  for (const choice of choices) {
    left -= choice.weight;
    if (left < 0) return choice;
  }
  return choices.at(-1)!;
}

/** A whole number of 32 bits that stands for a name. */
export const seedOf = (name: string): number => mix(...Buffer.from(name));
