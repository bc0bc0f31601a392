/** One interface that every ecosystem's module implements. Modules are pure: bytes and records in, documents out. */
import type { ByteSource } from '../contracts/byte-source';
import type { FileRecord, FileTraits, ManifestFile, ProjectSummary, ReleaseRecord } from '../contracts/release';

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
  /** What a package does beside being read; kept in the record, shown in no index. @default - nothing */
  readonly traits?: FileTraits;
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

/** What documents are rendered from beside the records. */
export interface RenderContext {
  /** `https://<domain>` of the registry, without a trailing slash, for documents that need absolute URLs. */
  readonly publicUrl: string;
  /**
   * The same of the host that links to files lead to, for the variant of a document below `open/`: `variants.ts`.
   * @default - links stay on the host, and below the tier's prefix, that the document came from
   */
  readonly filesUrl?: string;
}

export interface ConstantsContext extends RenderContext {
  /** The key that signs records and {@link Ecosystem.signedTexts}. */
  readonly signingKey: {
    readonly keyId: string;
    /** SubjectPublicKeyInfo in DER. */
    readonly publicKey: Buffer;
  };
  /** Keys that signed before, or have just been introduced, oldest first. @default - none */
  readonly otherKeys?: readonly {
    readonly publicKey: Buffer;
    /** From when on it signs nothing more; null while it may. */
    readonly expires: string | null;
  }[];
}

export interface ReleaseName {
  readonly project: string;
  readonly version: string;
}

export interface Ecosystem {
  readonly name: string;
  /** What its package files are called, for messages: `wheels (name-version-python-abi-platform.whl) and ...`. */
  readonly packages: string;
  /**
   * Which release a file on a publisher's disk is of, both names canonical; undefined when it is not a package of this ecosystem.
   * Used by the command line before anything is checked, so it must not throw whatever the bytes are.
   * @param beside all files that are published together, by name: for files that do not tell it themselves
   */
  readName(fileName: string, body: Buffer, beside: ReadonlyMap<string, Buffer>): Promise<ReleaseName | undefined>;
  /** What a reader types to install a release, or puts into a file. @param url of the registry, without a trailing slash */
  installText(release: ReleaseName, url: string): string;
  /** Refuses (throws `Refusal`) unless `project` is allowed and normalised. */
  checkProject(project: string): void;
  /** Refuses unless `version` is valid and canonical. */
  checkVersion(version: string): void;
  /** One spelling for all versions that clients take for the same, e.g. PyPI's `1.0` and `1.0.0`; of those only one is released. */
  versionIdentity(version: string): string;
  /** Orders versions of a project, oldest first. */
  compareVersions(a: string, b: string): number;
  /** Refuses unless `name` is the name of a file of this release. */
  checkFileName(release: ReleaseName, name: string): void;
  /**
   * Refuses unless files of these names, each allowed by itself, make up a release.
   * @default - any do
   */
  checkFileSet?(release: ReleaseName, names: readonly string[]): void;
  /** Reads one uploaded file; refuses when its name, content or metadata disagree with the release. */
  readFile(release: ReleaseName, file: ManifestFile, body: ByteSource, limits: ArchiveLimits): Promise<FileFacts>;
  /** The file that an OpenPGP signature of this name is over; undefined for other files. @default - it has no such signatures */
  pgpSubject?(fileName: string): string | undefined;
  /** What its publisher says about a package, from what {@link readFile} kept of one of its files. @default - nothing is kept */
  description?(file: Pick<FileRecord, 'metadata'>): string | undefined;
  /** The file itself as a public object. */
  fileObject(project: string, file: { name: string }, body: Buffer, version: string): PublicObject;
  /** Index documents of one project: a pure function of its summary, which shows every status in the ecosystem's own way. */
  renderProject(summary: ProjectSummary, context: RenderContext): readonly PublicObject[];
  /**
   * Documents of one release alone, below `index/`: a pure function of its record, stored before those of the project. A publish
   * renders its own release only, so that it writes as much for the first version as for the five thousandth. @default - none
   */
  renderRelease?(release: ReleaseRecord): readonly PublicObject[];
  /**
   * Immutable objects of a release whose keys do not begin with the key of one of its files, below `files/<ecosystem>/`: they are
   * blocked with it. @default - none
   */
  besides?(release: ReleaseRecord): readonly string[];
  /**
   * Documents that are shared by all projects (e.g. PyPI's root page), brought up to date with one project. `current` is the stored
   * document or undefined; undefined as a result means that nothing changes, and is never the result for {@link growingKeys}.
   */
  renderListing(
    key: string,
    current: Buffer | undefined,
    summary: ProjectSummary,
    context: RenderContext,
  ): PublicObject | undefined;
  /** Keys of the documents that {@link renderListing} maintains; empty when the ecosystem has none. */
  readonly listingKeys: readonly string[];
  /**
   * Those of them that may only grow, so that their bytes depend on the order of releases (e.g. RubyGems' `versions`). They are kept in
   * the records and the public document is a copy. @default - none
   */
  readonly growingKeys?: readonly string[];
  /** Whether those documents change with every release and status (e.g. RubyGems' `versions`). @default - with new projects only */
  readonly listsReleases?: true;
  /** Documents that are the same whatever is released (e.g. cargo's `config.json`), below `index/`. @default - none */
  constants?(context: ConstantsContext): readonly PublicObject[];
  /** Texts about a file that the registry's key signs for the ecosystem's clients; kept in its record. @default - none */
  signedTexts?(release: ReleaseName, file: Omit<FileRecord, 'countersignature'>): readonly string[];
  /** Where a reader finds the project, and a file, below the registry's URL. */
  indexPath(project: string): string;
  filePath(project: string, fileName: string, version: string): string;
  /** What to keep beside a file for its verified bundles (the bundles themselves and what is derived from them). */
  readBundles(project: string, file: { name: string }, bundles: readonly Buffer[], version: string): FileFacts;
}
