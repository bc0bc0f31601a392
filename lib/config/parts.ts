/** The well-formed parts of a configuration that may be malformed elsewhere. */
import type { z } from 'zod';
import { valueAt } from './problems';
import { type ParsedConfig, schema } from './schema';

const publisherSchema = schema.shape.publishers.unwrap().element;
export type ParsedPublisher = z.output<typeof publisherSchema>;

const keySchema = publisherSchema.shape.keys.unwrap().element;
type ParsedKey = z.output<typeof keySchema>;

/** A field's parsed value, or its default; undefined when it has problems of its own. */
export function part<K extends keyof ParsedConfig>(raw: unknown, key: K): ParsedConfig[K] | undefined {
  return schema.shape[key].safeParse(valueAt(raw, [key])).data as ParsedConfig[K] | undefined;
}

/** The publishers in their places; undefined for each that has problems of its own. */
export function publishersOf(raw: unknown): (ParsedPublisher | undefined)[] {
  const list = valueAt(raw, ['publishers']);
  return Array.isArray(list) ? list.map((publisher) => publisherSchema.safeParse(publisher).data) : [];
}

/** The well-formed fields of each key of a publisher, in their places, whatever the rest of the publisher is. */
export function keysOf(raw: unknown, publisher: number): Partial<ParsedKey>[] {
  const keys = valueAt(raw, ['publishers', publisher, 'keys']);
  return Array.isArray(keys) ? keys.map(wellFormed) : [];
}

const wellFormed = (key: unknown): Partial<ParsedKey> =>
  Object.fromEntries(
    Object.entries(keySchema.shape).flatMap(([name, schema]) => {
      const { data } = schema.safeParse(valueAt(key, [name]));
      return data === undefined ? [] : [[name, data]];
    }),
  );
