/** What an npm file's record keeps for rendering. */
import { z } from 'zod';

const SCHEMA = z.object({
  /** SHA-1 in hexadecimal digits, for old clients and the field that they read it from. */
  shasum: z.string(),
  /** Of `package.json`. */
  fields: z.record(z.string(), z.unknown()),
  /** Tag that the release asks for. */
  tag: z.string().optional(),
  /** Predicate type of the provenance that is stored beside the file. */
  provenance: z.string().optional(),
});

export type NpmMetadata = z.infer<typeof SCHEMA>;

/** Reads it back from a record; throws when the record is not of this registry's making. */
export const npmMetadata = (metadata: Readonly<Record<string, unknown>>): NpmMetadata => SCHEMA.parse(metadata);
