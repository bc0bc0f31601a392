/** Every call that an intake makes to the world outside, seen from one place: to count, to fail, to reorder. */
import type { Intake } from '../../../functions/lambda/intake/intake';

const PORTS = ['staging', 'packages', 'records', 'signer', 'invalidations', 'edge'] as const;

/** What to do around a call: run it, or not, or throw after it. */
export type Around = (name: string, call: () => Promise<unknown>) => Promise<unknown>;

/** The same intake, with each call of its ports passed through `around`. */
export function through(intake: Intake, around: Around): Intake {
  const wrapped = PORTS.map((port) => [port, wrap(intake[port], port, around)] as const);
  return { ...intake, ...Object.fromEntries(wrapped) };
}

function wrap<T extends object>(target: T, port: string, around: Around): T {
  return new Proxy(target, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) =>
        around(`${port}.${String(property)}`, () => Reflect.apply(value, object, args) as Promise<unknown>);
    },
  });
}
