/** Strict reading of template properties: what is not known here is an error with its place, never silence. */

export type Json = Readonly<Record<string, unknown>>;

/** A property of the web ACL that the simulator does not know, or that AWS WAF would refuse. */
export class WafPropertyError extends Error {
  constructor(where: string, problem: string) {
    super(`${where}: ${problem}`);
    this.name = 'WafPropertyError';
  }
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** An object with no other properties than these. */
export function record(where: string, value: unknown, allowed: readonly string[]): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new WafPropertyError(where, `must be an object, got: ${shown(value)}`);
  for (const key of Object.keys(value))
    if (!allowed.includes(key))
      throw new WafPropertyError(`${where}.${key}`, `is not simulated; simulated: ${allowed.join(', ') || 'no property'}`);
  return value as Json;
}

/** An object with exactly one property, which one of these is. */
export function choice<K extends string>(where: string, value: unknown, allowed: readonly K[]): readonly [K, unknown] {
  const entries = Object.entries(record(where, value, allowed));
  if (entries.length !== 1)
    throw new WafPropertyError(where, `must have exactly one of ${allowed.join(', ')}, got: ${shown(value)}`);
  return entries[0]! as [K, unknown];
}

export function list(where: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new WafPropertyError(where, `must be a list, got: ${shown(value)}`);
  return value;
}

export function text(where: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new WafPropertyError(where, `must be a text, got: ${shown(value)}`);
  return value;
}

export function wholeNumber(where: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw new WafPropertyError(where, `must be a whole number from ${least} to ${most}, got: ${shown(value)}`);
  return value;
}

export function oneOf<T extends string | number>(where: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new WafPropertyError(where, `must be one of ${allowed.join(', ')}, got: ${shown(value)}`);
  return found;
}
