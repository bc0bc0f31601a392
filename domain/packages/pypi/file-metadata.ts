/** What a PyPI file's record keeps for rendering. */
import { z } from 'zod';

const SCHEMA = z.object({
  requiresPython: z.string().optional(),
  /** SHA-256 of the `.metadata` object beside a wheel. */
  coreMetadata: z.object({ sha256: z.string() }).optional(),
  /** Whether a PEP 740 provenance object is stored beside the file. */
  provenance: z.literal(true).optional(),
});

export type PypiMetadata = z.infer<typeof SCHEMA>;

/** Reads it back from a record; throws when the record is not of this registry's making. */
export const pypiMetadata = (metadata: Readonly<Record<string, unknown>>): PypiMetadata => SCHEMA.parse(metadata);
