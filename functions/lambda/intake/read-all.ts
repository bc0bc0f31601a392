/** Whole folders of records. */
import { getJson } from '../../shared/json';
import type { ObjectStore } from '../../shared/ports';

/** Records that are read at once. */
export const AT_ONCE = 50;

export async function readAll<T>(store: ObjectStore, prefix: string): Promise<T[]> {
  const keys = await listAll(store, prefix);
  const values: T[] = [];
  for (let i = 0; i < keys.length; i += AT_ONCE) {
    const found = await Promise.all(keys.slice(i, i + AT_ONCE).map((key) => getJson<T>(store, key)));
    values.push(...found.map((document) => document!.value));
  }
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
