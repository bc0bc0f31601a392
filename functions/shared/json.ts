import type { ObjectStore, StoredObject } from './ports';

export const JSON_TYPE = 'application/json';

export const toJson = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

export interface StoredJson<T> {
  readonly value: T;
  readonly etag: string;
}

/** Reads a document that this registry wrote. */
export async function getJson<T>(store: ObjectStore, key: string): Promise<StoredJson<T> | undefined> {
  const found: StoredObject | undefined = await store.get(key);
  return found && { value: JSON.parse(found.body.toString()) as T, etag: found.etag };
}
