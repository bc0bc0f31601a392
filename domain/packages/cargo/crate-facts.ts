/** What a crate file's record keeps for rendering: its part of an index line. */
import { z } from 'zod';
import type { CargoManifest, Dependency, DependencyTables } from './manifest';

const FEATURES = z.record(z.string(), z.array(z.string()));
const SCHEMA = z.object({
  /** Name as its author writes it. */
  name: z.string(),
  dependencies: z.array(
    z.object({
      /** In its source: the new name when it is renamed. */
      name: z.string(),
      package: z.string().optional(),
      requirement: z.string(),
      features: z.array(z.string()),
      optional: z.boolean(),
      defaultFeatures: z.boolean(),
      target: z.string().optional(),
      kind: z.enum(['normal', 'build', 'dev']),
      /** Absent: crates.io. */
      registryIndex: z.string().optional(),
    }),
  ),
  features: FEATURES,
  /** Features that cargo before 1.60 could not read. */
  features2: FEATURES.optional(),
  links: z.string().optional(),
  rustVersion: z.string().optional(),
});

export type CrateFacts = z.infer<typeof SCHEMA>;
export type CrateDependency = CrateFacts['dependencies'][number];

/** Reads it back from a record; throws when the record is not of this registry's making. */
export const crateFacts = (metadata: Readonly<Record<string, unknown>>): CrateFacts => SCHEMA.parse(metadata);

export function factsOf(manifest: CargoManifest): CrateFacts {
  const { name, links, 'rust-version': rustVersion } = manifest.package;
  const targets = Object.entries(manifest.target).flatMap(([target, tables]) => dependenciesOf(tables, target));
  return {
    name,
    dependencies: [...dependenciesOf(manifest), ...targets],
    ...splitFeatures(manifest.features),
    ...(links !== undefined && { links }),
    ...(rustVersion !== undefined && { rustVersion }),
  };
}

function dependenciesOf(tables: DependencyTables, target?: string): CrateDependency[] {
  const of = (kind: CrateDependency['kind'], table: Record<string, Dependency>) =>
    Object.entries(table).map(([name, dependency]) => dependencyOf(name, dependency, kind, target));
  return [
    ...of('normal', tables.dependencies),
    ...of('build', { ...tables.build_dependencies, ...tables['build-dependencies'] }),
    ...of('dev', { ...tables.dev_dependencies, ...tables['dev-dependencies'] }),
  ];
}

function dependencyOf(name: string, dependency: Dependency, kind: CrateDependency['kind'], target?: string): CrateDependency {
  const registryIndex = dependency['registry-index'];
  return {
    name,
    ...(dependency.package !== undefined && { package: dependency.package }),
    requirement: dependency.version,
    features: dependency.features,
    optional: dependency.optional,
    defaultFeatures: dependency['default-features'] ?? dependency.default_features ?? true,
    ...(target !== undefined && { target }),
    kind,
    ...(registryIndex !== undefined && { registryIndex }),
  };
}

type Features = Record<string, string[]>;

/**
 * Features of the newer syntax, and all that lead to them, apart: cargo before 1.60 would take the line for broken, and leaves out a
 * line of `v: 2`. https://doc.rust-lang.org/cargo/reference/registry-index.html#json-schema
 */
export function splitFeatures(all: Features): Pick<CrateFacts, 'features' | 'features2'> {
  const newer = new Set<string>();
  let before: number;
  do {
    before = newer.size;
    for (const [name, values] of Object.entries(all)) {
      if (values.some((value) => value.startsWith('dep:') || value.includes('?/') || newer.has(value))) newer.add(name);
    }
  } while (newer.size > before);
  const part = (wanted: boolean): Features =>
    Object.fromEntries(Object.entries(all).filter(([name]) => newer.has(name) === wanted));
  return { features: part(false), ...(newer.size > 0 && { features2: part(true) }) };
}
