/** What a Composer file's record keeps for rendering. */
import { z } from 'zod';
import type { ComposerFields } from './composer-json';

const SCHEMA = z.object({
  /** Of the archive, hexadecimal: all that Composer can check. */
  sha1: z.string(),
  /** Fields of the composer.json as they were read. */
  package: z.record(z.string(), z.unknown()),
});

export interface ComposerMetadata {
  readonly sha1: string;
  readonly package: ComposerFields;
}

/** Reads it back from a record; throws when the record is not of this registry's making. */
export const composerMetadata = (metadata: Readonly<Record<string, unknown>>): z.infer<typeof SCHEMA> => SCHEMA.parse(metadata);
