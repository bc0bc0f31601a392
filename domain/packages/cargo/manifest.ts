/** `Cargo.toml` as `cargo package` writes it: nothing inherited, no paths. https://doc.rust-lang.org/cargo/reference/manifest.html */
import { parse } from 'smol-toml';
import { z } from 'zod';
import { Refusal } from '../../contracts/refusals';

const CRATE_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;
/** What cargo takes for a requirement: comparators with commas between. `*` and `x` stand for any number. */
const COMPARATOR = /^\s*(?:[=<>~^]|[<>]=)?\s*(?:[*xX]|\d+(?:\.(?:\d+|[*xX])){0,2}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)\s*$/;
const FEATURE = '[\\p{XID_Start}_0-9][\\p{XID_Continue}+.-]*';
const FEATURE_NAME = new RegExp(`^${FEATURE}$`, 'u');
/** `feature`, `dependency/feature`, `dependency?/feature` or `dep:dependency`. */
const FEATURE_VALUE = new RegExp(`^(?:dep:)?${FEATURE}(?:\\??/${FEATURE})?$`, 'u');

const crateName = z.string().regex(CRATE_NAME);
const requirement = z
  .string()
  .max(256)
  .refine((text) => text.split(',').every((part) => COMPARATOR.test(part)), 'it is no version requirement');

const DETAILED = z.object({
  version: requirement,
  /** Real name of the crate, when the dependency is renamed. */
  package: crateName.optional(),
  features: z.array(z.string().regex(FEATURE_VALUE)).default([]),
  optional: z.boolean().default(false),
  'default-features': z.boolean().optional(),
  default_features: z.boolean().optional(),
  /** Index of the registry that it comes from; absent: crates.io. */
  'registry-index': z
    .url({ protocol: /^(sparse\+)?(https?|ssh|file)$/ })
    .max(2000)
    .optional(),
});
const DEPENDENCY = z.union([requirement.transform((version) => DETAILED.parse({ version })), DETAILED]);
const DEPENDENCIES = z.record(crateName, DEPENDENCY).default({});

/** Both spellings of each table, as older crates have them. */
const TABLES = z.object({
  dependencies: DEPENDENCIES,
  'build-dependencies': DEPENDENCIES,
  build_dependencies: DEPENDENCIES,
  'dev-dependencies': DEPENDENCIES,
  dev_dependencies: DEPENDENCIES,
});

const MANIFEST = TABLES.extend({
  package: z.object({
    name: z.string(),
    version: z.string(),
    links: z.string().max(100).optional(),
    /** The program that runs before the crate is built; cargo takes `build.rs` when nothing is said. */
    build: z.union([z.string(), z.boolean()]).optional(),
    'rust-version': z
      .string()
      .regex(/^\d+(\.\d+){0,2}$/)
      .optional(),
  }),
  features: z.record(z.string().regex(FEATURE_NAME), z.array(z.string().regex(FEATURE_VALUE))).default({}),
  /** By target triple or `cfg(…)`. */
  target: z.record(z.string().max(1000), TABLES).default({}),
});

export type Dependency = z.infer<typeof DETAILED>;
export type DependencyTables = z.infer<typeof TABLES>;
export type CargoManifest = z.infer<typeof MANIFEST>;

/** @throws Refusal METADATA_INVALID */
export function readManifest(bytes: Buffer): CargoManifest {
  const read = MANIFEST.safeParse(parseToml(bytes));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return invalid(`at '${issue!.path.map(String).join('.')}': ${issue!.message}`);
}

function parseToml(bytes: Buffer): unknown {
  try {
    return parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return invalid((error as Error).message.split('\n')[0]!);
  }
}

function invalid(what: string): never {
  throw new Refusal(
    'METADATA_INVALID',
    `Cargo.toml inside the crate cannot be read: ${what}; package it again with 'cargo package'.`,
  );
}
