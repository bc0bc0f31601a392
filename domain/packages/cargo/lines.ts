/** A project's document in the sparse index: one JSON line per version. https://doc.rust-lang.org/cargo/reference/registry-index.html */
import type { FileRecord, ListedRelease, ProjectSummary } from '../../contracts/release';
import type { PublicObject, RenderContext } from '../ecosystem';
import { type CrateDependency, crateFacts } from './crate-facts';
import { CARGO_NAME, linesObject } from './objects';
import { compareVersions } from './versions';

/** How an index names crates.io as the source of a dependency. */
const CRATES_IO = 'https://github.com/rust-lang/crates.io-index';

/** The order of releases in the summary does not matter. */
export function renderProject({ project, releases }: ProjectSummary, context: RenderContext): readonly PublicObject[] {
  const isOwn = ownIndex(context);
  const sorted = [...releases].sort((a, b) => compareVersions(a.version, b.version));
  const lines = sorted.flatMap((release) => release.files.map((file) => JSON.stringify(lineOf(release, file, isOwn))));
  return [linesObject(project, lines)];
}

type IsOwn = (registryIndex: string) => boolean;

function lineOf({ version, status, publishedAt }: ListedRelease, file: FileRecord, isOwn: IsOwn): object {
  const { name, dependencies, features, features2, links, rustVersion } = crateFacts(file.metadata);
  return {
    name,
    vers: version,
    deps: dependencies.map((dependency) => dependencyOf(dependency, isOwn)),
    cksum: file.digests.sha256,
    features,
    ...(features2 && { features2 }),
    yanked: status?.yanked !== undefined,
    ...(links !== undefined && { links }),
    ...(rustVersion !== undefined && { rust_version: rustVersion }),
    // In whole seconds, as the format has it.
    pubtime: publishedAt.replace(/\.\d+Z$/, 'Z'),
    // cargo before 1.51 knows no `v` and reads every line; later ones leave out a line of a version that they do not know.
    ...(features2 && { v: 2 }),
  };
}

function dependencyOf(dependency: CrateDependency, isOwn: IsOwn): object {
  const { registryIndex = CRATES_IO } = dependency;
  return {
    name: dependency.name,
    req: dependency.requirement,
    features: dependency.features,
    optional: dependency.optional,
    default_features: dependency.defaultFeatures,
    target: dependency.target ?? null,
    kind: dependency.kind,
    // Null is this registry, by whatever URL its reader came.
    registry: isOwn(registryIndex) ? null : registryIndex,
    ...(dependency.package !== undefined && { package: dependency.package }),
  };
}

/** Whether an index's URL is this registry's, below a tier's prefix or not. */
function ownIndex({ publicUrl }: RenderContext): IsOwn {
  const start = `sparse+${publicUrl}`;
  const path = new RegExp(`^(/t/[a-z0-9]+/[a-z0-9-]+)?/${CARGO_NAME}/index/?$`);
  return (registryIndex) => registryIndex.startsWith(start) && path.test(registryIndex.slice(start.length));
}
