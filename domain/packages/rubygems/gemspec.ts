/** A gem's metadata: YAML in which Ruby's objects are tagged. Read as plain data; no tag makes an object of anything. */
import { defineScalarTag, FAILSAFE_SCHEMA, load, mapTag, nullCoreTag } from 'js-yaml';
import { z } from 'zod';
import { Refusal } from '../../contracts/refusals';
import { ANY_PLATFORM, PLATFORM } from './names';
import { normaliseName } from './normalise';
import { isVersion } from './versions';

/** What RubyGems itself writes and lets be read; other tags would make other objects in clients that are older and more trusting. */
const CLASSES = ['Dependency', 'Requirement', 'Specification', 'Version', 'Version::Requirement'];
const BINARY = defineScalarTag('!binary', {
  resolve: (base64) => Buffer.from(base64, 'base64').toString(),
  identify: () => false,
});
/** Scalars stay texts, as `1.10` must; of what Psych leaves unquoted only null matters. */
const SCHEMA = FAILSAFE_SCHEMA.withTags(
  nullCoreTag,
  BINARY,
  CLASSES.map((name) => ({ ...mapTag, tagName: `!ruby/object:Gem::${name}` })),
);

const TEXT = z.string().nullish();
const VERSION = z
  .object({ version: z.string().refine(isVersion, { error: 'not a version' }) })
  .transform(({ version }) => version);
const REQUIREMENT = z
  .object({ requirements: z.array(z.tuple([z.enum(['=', '!=', '>', '<', '>=', '<=', '~>']), VERSION])).min(1) })
  .transform(({ requirements }) => requirements);
const NAME = z.string().refine((name) => normaliseName(name) !== undefined, { error: 'not a gem name' });

const DEPENDENCY = z.object({
  name: NAME,
  requirement: REQUIREMENT,
  type: z.enum([':runtime', ':development']),
  prerelease: z.string().optional(),
});

const GEMSPEC = z.object({
  name: NAME,
  version: VERSION,
  platform: z
    .string()
    .regex(new RegExp(`^(?:${ANY_PLATFORM}|${PLATFORM})$`))
    .nullish()
    .transform((platform) => platform ?? ANY_PLATFORM),
  date: z.string().regex(/^\d{4}-\d\d-\d\d/),
  rubygems_version: z.string(),
  specification_version: z.enum(['3', '4']).transform(Number),
  required_ruby_version: REQUIREMENT,
  required_rubygems_version: REQUIREMENT,
  dependencies: z.array(DEPENDENCY),
  summary: TEXT,
  description: TEXT,
  homepage: TEXT,
  email: z.union([z.array(z.string().nullable()), TEXT]),
  authors: z.array(z.string().nullable()).nullish(),
  licenses: z.array(z.string()).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  extensions: z.array(z.string()).nullish(),
});

/** Operator and version, e.g. `['>=', '2.5']`; all of them hold. */
export type Requirement = z.infer<typeof REQUIREMENT>;
export type Gemspec = z.infer<typeof GEMSPEC>;

/** @throws Refusal METADATA_INVALID */
export function parseGemspec(yaml: string): Gemspec {
  const parsed = GEMSPEC.safeParse(parseYaml(yaml));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return invalid(`field '${issue!.path.join('.')}': ${issue!.message}`);
}

/** Of one document without tags that RubyGems does not write. @throws Refusal METADATA_INVALID */
export function parseYaml(yaml: string): unknown {
  try {
    return load(yaml, { schema: SCHEMA });
  } catch (error) {
    return invalid((error as Error).message.split('\n')[0]!);
  }
}

function invalid(what: string): never {
  throw new Refusal(
    'METADATA_INVALID',
    `The metadata inside the gem cannot be read: ${what}; build the gem again with a current RubyGems.`,
  );
}
