/** Whole folders of records. */
import { getJson } from '../../shared/json';
import type { ObjectStore } from '../../shared/ports';

/** Records that are read at once. */
const AT_ONCE = 50;

/** What was read of each item, in the items' order; only so many are read at once, and kept. */
export async function* readEach<I, T>(items: readonly I[], read: (item: I) => Promise<T>): AsyncGenerator<T> {
  for (let i = 0; i < items.length; i += AT_ONCE) yield* await Promise.all(items.slice(i, i + AT_ONCE).map(read));
}

export async function readAll<T>(store: ObjectStore, prefix: string): Promise<T[]> {
  const values: T[] = [];
  const keys = await listAll(store, prefix);
  for await (const document of readEach(keys, (key) => getJson<T>(store, key))) values.push(document!.value);
  return values;
}

export async function listAll(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for (;;) {
    const { objects, truncated } = await store.list(prefix, keys.at(-1));
    keys.push(...objects.map(({ key }) => key));
    if (!truncated) return keys;
  }
}
