/** Every call that an intake makes to the world outside, seen from one place: to count, to fail, to reorder. */

/** What to do around a call: run it, or not, or throw after it. `name` tells the port and its method. */
export type Around = (name: string, call: () => Promise<unknown>, args: readonly unknown[]) => Promise<unknown>;

/** The function's own disk, which is not outside. */
const LOCAL: ReadonlySet<string> = new Set(['scratch']);

/**
 * The same intake, or other record of ports, with each call of each object in it passed through `around`: whatever is added to it is
 * covered. Functions that it holds itself (a clock, a log) are no ports.
 */
export function through<T extends object>(world: T, around: Around): T {
  const wrapped = Object.entries(world).map(
    ([port, value]) => [port, LOCAL.has(port) ? value : wrap(value, port, around)] as const,
  );
  return Object.fromEntries(wrapped) as T;
}

function wrap(target: unknown, port: string, around: Around): unknown {
  if (typeof target !== 'object' || target === null) return target;
  if (Array.isArray(target)) return target.map((value, i) => wrap(value, `${port}.${i}`, around));
  if (Object.getPrototypeOf(target) === Object.prototype && Object.values(target).every((value) => typeof value !== 'function'))
    return through(target, (name, call, args) => around(`${port}.${name}`, call, args));
  return new Proxy(target, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) =>
        around(`${port}.${String(property)}`, () => Reflect.apply(value, object, args) as Promise<unknown>, args);
    },
  });
}
