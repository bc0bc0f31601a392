/** What a gem's record keeps for rendering. */
import { z } from 'zod';
import type { Gemspec, Requirement } from './gemspec';

/** As the compact index writes it: `>= 1` and `< 3` in the order of their texts. */
const REQUIREMENTS = z.array(z.string());

const SCHEMA = z.object({
  platform: z.string(),
  /** What it needs to run; gems for its development are none of its users' business. */
  dependencies: z.array(z.object({ name: z.string(), requirements: REQUIREMENTS })),
  ruby: REQUIREMENTS,
  rubygems: REQUIREMENTS,
});

export type GemMetadata = z.infer<typeof SCHEMA>;

/** Reads it back from a record; throws when the record is not of this registry's making. */
export const gemMetadata = (metadata: Readonly<Record<string, unknown>>): GemMetadata => SCHEMA.parse(metadata);

export const metadataOf = (gemspec: Gemspec): GemMetadata => ({
  platform: gemspec.platform,
  dependencies: gemspec.dependencies
    .filter(({ type }) => type === ':runtime')
    .map(({ name, requirement }) => ({ name, requirements: texts(requirement) })),
  ruby: texts(gemspec.required_ruby_version),
  rubygems: texts(gemspec.required_rubygems_version),
});

const texts = (requirement: Requirement): string[] => requirement.map((each) => each.join(' ')).sort();
