/** Shapes that travel between publisher, intake, records and index. All times are ISO 8601 in UTC, all sizes bytes. */
import type { AccessAction } from './access';
import type { BlockStatus } from './blocks';
import type { BrakeAction, BrakeDegree } from './brake';
import type { RefusalCode } from './refusals';
import type { Finding } from './screening';

/** Hexadecimal digests of a file's bytes. */
export interface Digests {
  readonly md5: string;
  readonly sha256: string;
  readonly sha512: string;
}

/** `release.json`: written last by the publisher; names every file and so commits the release. */
export interface Manifest {
  readonly schema: 1;
  readonly ecosystem: string;
  /** Normalised project name; must equal the one in the key. */
  readonly project: string;
  /** Version in the ecosystem's canonical spelling. */
  readonly version: string;
  readonly files: readonly ManifestFile[];
}

export interface ManifestFile {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  /** Names of Sigstore bundles in the same upload; at least one, unless policy says otherwise. */
  readonly bundles: readonly string[];
}

/** Who signed a file, as proven by its bundle. */
export interface Signer {
  /** Certificate identity (keyless), compared exactly. */
  readonly identity?: string;
  /** OIDC issuer of that identity. */
  readonly issuer?: string;
  /** Name of the pinned key in the configuration, when no certificate was used. */
  readonly key?: string;
}

/** One accepted file. */
export interface FileRecord {
  readonly name: string;
  readonly size: number;
  readonly digests: Digests;
  readonly signer: Signer;
  /** Who else signed it, each once. @default nobody */
  readonly coSigners?: readonly Signer[];
  /** Of an OpenPGP signature: name of the pinned key that made it. @default it was not verified */
  readonly pgpKey?: string;
  /** Names of the Sigstore bundles stored beside the file. */
  readonly bundles: readonly string[];
  /** Registry's signature over {@link countersignedText}: base64 DER ECDSA P-256 SHA-256, and the key's id. */
  readonly countersignature: { readonly keyId: string; readonly signature: string };
  /** What the ecosystem's module read from the file and needs to render an index; JSON-safe. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** What the file does beside being read, if anything. */
  readonly traits?: FileTraits;
  /** Texts of the ecosystem's own that the registry's key has signed, e.g. for npm's `dist.signatures`. */
  readonly signedTexts?: readonly SignedText[];
}

/** By which a release is compared with those before it; no index shows them. */
export interface FileTraits {
  /** What runs when the package is installed: a script's name, or a file. */
  readonly installHook?: string;
  /** The first compiled file inside. */
  readonly nativeCode?: string;
  /** Source repository that the signer's certificate names. */
  readonly source?: string;
}

/** A text with the registry's signature over it: base64 DER ECDSA P-256 SHA-256. */
export interface SignedText {
  readonly text: string;
  /** OpenSSH fingerprint of the key: what it is called where clients look it up. */
  readonly keyId: string;
  readonly signature: string;
}

/** The source of truth for one released version. Create-only. */
export interface ReleaseRecord {
  readonly schema: 1;
  readonly ecosystem: string;
  readonly project: string;
  readonly version: string;
  /** Upload that became this release. */
  readonly upload: string;
  readonly publishedAt: string;
  readonly files: readonly FileRecord[];
}

/** What was said about a released version since; each with its reason, which may be empty. */
export interface ReleaseStatus {
  /** Not to be chosen any more, except by those who pin it. */
  readonly yanked?: string;
  /** Still good to use, and there is something better. */
  readonly deprecated?: string;
  /** Taken out: in no index, and not served. */
  readonly blocked?: Block;
}

/** What was said about a project as a whole. */
export interface ProjectStatus {
  /** Why; may be empty. */
  readonly deprecated?: string;
  /** Project to use instead. */
  readonly replacement?: string;
  /** All of it is taken out, and nothing is added. */
  readonly blocked?: Block;
}

/** Why something is taken out, and what is answered in its place. */
export interface Block {
  readonly status: BlockStatus;
  /** For readers: printable ASCII. */
  readonly reason: string;
}

export const BLOCK_ACTIONS = ['block', 'unblock'] as const;
export type BlockAction = (typeof BLOCK_ACTIONS)[number];

export const STATUS_ACTIONS = ['yank', 'unyank', 'deprecate', 'undeprecate', ...BLOCK_ACTIONS] as const;
export type StatusAction = (typeof STATUS_ACTIONS)[number];

/** The source of truth for one change of status. Create-only. Those of a project apply in the order of `at`, then `id`. */
export interface StatusRecord {
  readonly schema: 1;
  /** Name of the command that made it, unique within the project. */
  readonly id: string;
  readonly ecosystem: string;
  readonly project: string;
  /** Absent: it is about the project as a whole; only (un)deprecating can be. */
  readonly version?: string;
  readonly action: StatusAction;
  /** For readers; empty when undone. */
  readonly reason: string;
  /** Project to use instead; only when a whole project is deprecated. */
  readonly replacement?: string;
  /** What is answered in place of what is blocked; only of a block. */
  readonly status?: BlockStatus;
  /** The block is about every release of the project that has this file or publisher: see `domain/records/blocks.ts`. */
  readonly cause?: string;
  /** Who asked for it, by their own word. */
  readonly by: string;
  /** AWS account whose credentials asked, as S3 told it. */
  readonly requester?: string;
  readonly at: string;
}

/** A released version with its status. */
export interface ListedRelease extends ReleaseRecord {
  readonly status?: ReleaseStatus;
}

/** All that the index of a project is rendered from; rebuilt from its release and status records. */
export interface ProjectSummary {
  readonly schema: 1;
  readonly ecosystem: string;
  readonly project: string;
  /** Counts changes; index objects carry the revision they were rendered from. */
  readonly revision: number;
  /** Oldest version first. */
  readonly releases: readonly ListedRelease[];
  readonly status?: ProjectStatus;
  /** Records that the statuses come from, in their order. */
  readonly statuses?: readonly StatusRecord[];
}

/** What the intake decided; the publisher reads it. */
export type Verdict = AcceptedVerdict | RefusedVerdict | HeldVerdict;

export interface AcceptedVerdict {
  readonly schema: 1;
  readonly outcome: 'accepted';
  readonly ecosystem: string;
  readonly project: string;
  readonly version: string;
  readonly upload: string;
  readonly at: string;
  /** Path of the project's index below the registry's URL, e.g. `/pypi/simple/demo/`. */
  readonly indexPath: string;
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly path: string }[];
}

export interface RefusedVerdict {
  readonly schema: 1;
  readonly outcome: 'refused';
  readonly ecosystem: string;
  readonly project: string;
  readonly upload: string;
  readonly at: string;
  readonly code: RefusalCode;
  /** One sentence: what was found (`got: …`), what is allowed, what to change. */
  readonly reason: string;
  /** File of the upload that the reason is about, if it is about one. */
  readonly file?: string;
}

/** Nothing is public, nothing is lost: a person decides, see `npx registry release`. */
export interface HeldVerdict {
  readonly schema: 1;
  readonly outcome: 'held';
  readonly ecosystem: string;
  readonly project: string;
  readonly version: string;
  readonly upload: string;
  readonly at: string;
  /** Why. */
  readonly findings: readonly Finding[];
  /** What would be released, and nothing else. */
  readonly files: readonly { readonly name: string; readonly size: number; readonly sha256: string }[];
}

export const RELEASE_ACTIONS = ['approve', 'reject'] as const;
/** What a person decides about a held upload. */
export type ReleaseAction = (typeof RELEASE_ACTIONS)[number];

/** What an operator asks the intake to do, as an object of the staging bucket. */
export interface Command {
  readonly schema: 1;
  readonly action: StatusAction | ReleaseAction | AccessAction | BrakeAction | 'reindex';
  readonly ecosystem: string;
  readonly project: string;
  readonly version?: string;
  /** The held upload to decide about. */
  readonly upload?: string;
  readonly reason?: string;
  readonly replacement?: string;
  /** What is answered in place of what is blocked. */
  readonly status?: BlockStatus;
  /** Of a command about access: address ranges, countries, networks. */
  readonly what?: readonly string[];
  /** When it ends by itself. */
  readonly until?: string;
  /** Of `brake-set`. */
  readonly degree?: BrakeDegree;
  /** Ranges of any width are meant. */
  readonly wide?: boolean;
  /** Who asks, by their own word. */
  readonly by: string;
}

/** What became of a command. */
export interface CommandVerdict {
  readonly schema: 1;
  readonly outcome: 'applied' | 'rejected';
  readonly ecosystem: string;
  readonly project: string;
  readonly version?: string;
  /** Name of the command. */
  readonly upload: string;
  readonly at: string;
  /** What it asked for; unknown when it could not be read. */
  readonly action?: Command['action'];
  /** Why it was rejected: what was found, what is allowed, what to change. */
  readonly reason?: string;
  /** Of a block or its end: paths below the registry's URL at which it shows, some of them. */
  readonly paths?: readonly string[];
}

/** The line that the registry countersigns for each file; a reader can rebuild it from public data. */
export const countersignedText = (ecosystem: string, project: string, version: string, file: string, sha256: string): string =>
  `registry/v1 ${ecosystem} ${project} ${version} ${file} sha256:${sha256}\n`;
