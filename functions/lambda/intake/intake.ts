import type { ACCESS_CLOCK_MESSAGE } from '../../../domain/contracts/access';
import type { BRAKE_LOG_MESSAGE } from '../../../domain/contracts/brake';
import type { InvalidationRequest } from '../../../domain/contracts/cache-tags';
import type { UploadId } from '../../../domain/contracts/keys';
import type { HeldVerdict, Manifest, Signer } from '../../../domain/contracts/release';
import type { Ecosystem, RenderContext } from '../../../domain/packages/ecosystem';
import { filesUrlOf, type Linking } from '../../../domain/packages/files-hosts';
import type { Artifact } from '../../../domain/signing/artifact';
import type { ProjectPolicy, SigningPolicy } from '../../../domain/signing/policy';
import type { Brake } from '../../shared/brake';
import type { AccessStore, Clock, EdgeStore, MessageSigner, ObjectStore, Queue, ScanResults, Scratch } from '../../shared/ports';

/** All that the intake works with. */
export interface Intake {
  readonly staging: ObjectStore;
  readonly packages: ObjectStore;
  readonly records: ObjectStore;
  /** Where a file is while it is examined and stored. */
  readonly scratch: Scratch;
  readonly signer: MessageSigner;
  readonly invalidations: Queue<InvalidationRequest>;
  /** Where the edge functions look up what is blocked: the index host's, and each files host's where delivery is split. */
  readonly edges: readonly EdgeStore[];
  /** What operators allow and block by address. */
  readonly access: AccessStore;
  /** What operators order of it. @default - there is none */
  readonly brake?: Brake;
  readonly clock: Clock;
  readonly policy: SigningPolicy;
  /** `https://<domain>` of the registry, without a trailing slash. */
  readonly publicUrl: string;
  /** The same of each files host. @default - delivery is not split */
  readonly filesUrls?: readonly string[];
  /** Days for which files and records stay locked. */
  readonly lockDays: number;
  /** Who signed a file; throws a `Refusal` unless the project's policy allows that signer. */
  readonly verify: (bundle: Buffer, file: Artifact, project: ProjectPolicy) => Signer;
  /** Name of the registry, by which its metrics are told from those of others in the account. */
  readonly registry: string;
  /** What the malware scanner says. @default - there is none */
  readonly scans?: ScanResults;
  /** Takes one line of JSON. */
  readonly log: (line: string) => void;
}

/** A committed upload, as its event names it. */
export interface Upload {
  readonly id: UploadId;
  /** Version id of its `release.json`. */
  readonly version?: string;
  /** When that was written, ISO 8601. */
  readonly at?: string;
  /** What a person has approved; then nothing is held against the release again. */
  readonly approved?: HeldVerdict;
}

/** A command, as its event names it. */
export interface CommandCall {
  readonly command: UploadId;
  /** Version id of its object. */
  readonly version?: string;
  /** AWS account whose credentials wrote it. */
  readonly requester?: string;
}

/** Time has passed: some of what is allowed or blocked may be over. */
export type AccessClock = typeof ACCESS_CLOCK_MESSAGE;

/** The brake has moved. */
export type BrakeLog = typeof BRAKE_LOG_MESSAGE;

/** A project, whose ecosystem is known. */
export interface ProjectOf {
  readonly ecosystem: Ecosystem;
  readonly project: string;
}

/** An object named like a manifest at a place where none belongs. */
export interface Misplaced {
  /** Below the uploads' prefix, whatever else it is. */
  readonly key: string;
}

/** An upload whose manifest is good as far as it can be judged alone. */
export interface Release {
  readonly id: UploadId;
  readonly manifest: Manifest;
  readonly ecosystem: Ecosystem;
  readonly policy: ProjectPolicy;
}

/** @param of whose documents: that decides on the files host */
export function contextOf({ publicUrl, filesUrls = [] }: Intake, of: Linking): RenderContext {
  const filesUrl = filesUrlOf(filesUrls, of);
  return { publicUrl, ...(filesUrl !== undefined && { filesUrl }) };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Until when an object that is written now stays locked. */
export const lockEnd = ({ clock, lockDays }: Intake): Date => new Date(clock().getTime() + lockDays * DAY_MS);
