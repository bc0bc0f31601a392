/** One interface that every ecosystem's module implements. Modules are pure: bytes and records in, documents out. */
import type { ManifestFile, ProjectSummary } from '../contracts/release';

/** A document or file as it will be stored and served. */
export interface PublicObject {
  /** Key in the `packages` bucket: below `files/` for immutable, below `index/` for mutable objects. */
  readonly key: string;
  readonly body: Buffer;
  readonly contentType: string;
  readonly contentEncoding?: string;
  readonly cacheControl: string;
  /** Cache tags, see `domain/contracts/cache-tags.ts`. */
  readonly tags: readonly string[];
}

/** What reading one uploaded file gave. */
export interface FileFacts {
  /** Becomes part of the file's record as `metadata`; everything that {@link Ecosystem.renderProject} needs. JSON-safe. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Immutable objects to be stored beside the file, e.g. PyPI's `.metadata`. */
  readonly sideFiles: readonly PublicObject[];
}

/** Limits for reading archives defensively. */
export interface ArchiveLimits {
  /** Most entries in one archive. */
  readonly maxEntries: number;
  /** Most bytes that an archive may expand to. */
  readonly maxUnpackedBytes: number;
  /** Highest ratio of unpacked to packed bytes. */
  readonly maxRatio: number;
}

export interface Ecosystem {
  readonly name: string;
  /** Refuses (throws `Refusal`) unless `project` is allowed and normalised. */
  checkProject(project: string): void;
  /** Refuses unless `version` is valid and canonical. */
  checkVersion(version: string): void;
  /** One spelling for all versions that clients take for the same, e.g. PyPI's `1.0` and `1.0.0`; of those only one is released. */
  versionIdentity(version: string): string;
  /** Orders versions of a project, oldest first. */
  compareVersions(a: string, b: string): number;
  /** Refuses unless `name` is the name of a file of this release. */
  checkFileName(release: { project: string; version: string }, name: string): void;
  /** Reads one uploaded file; refuses when its name, content or metadata disagree with the release. */
  readFile(
    release: { project: string; version: string },
    file: ManifestFile,
    body: Buffer,
    limits: ArchiveLimits,
  ): Promise<FileFacts>;
  /** The file itself as a public object. */
  fileObject(project: string, file: { name: string }, body: Buffer): PublicObject;
  /** Index documents of one project: a pure function of its summary. */
  renderProject(summary: ProjectSummary): readonly PublicObject[];
  /**
   * Documents that list projects (e.g. PyPI's root page), updated with a new project. `current` is the stored document or
   * undefined; undefined as a result means that nothing changes.
   */
  renderListing(key: string, current: Buffer | undefined, project: string): PublicObject | undefined;
  /** Keys of the documents that {@link renderListing} maintains; empty when the ecosystem has none. */
  readonly listingKeys: readonly string[];
  /** Where a reader finds the project, and a file, below the registry's URL. */
  indexPath(project: string): string;
  filePath(project: string, fileName: string): string;
  /** What to keep beside a file for its verified bundles (the bundles themselves and what is derived from them). */
  readBundles(project: string, file: { name: string }, bundles: readonly Buffer[]): FileFacts;
}
