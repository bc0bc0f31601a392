/** Whole folders of records. */
import { readEach } from '../../../domain/read-each';
import { getJson } from '../../shared/json';
import type { ObjectStore } from '../../shared/ports';

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
