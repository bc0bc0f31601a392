/** What the functions need of the world, small enough to be imitated in memory. */
import type { AccessList } from '../../domain/contracts/access';
import type { ByteSource } from '../../domain/contracts/byte-source';
import type { Digests } from '../../domain/contracts/release';
import type { AlarmState } from '../../domain/cost/brake-messages';
import type { Drawn } from '../../domain/cost/month-to-date';

export interface StoredObject extends ObjectHead {
  readonly body: Buffer;
}

/** An object of any size, whose bytes are still to come. */
export interface OpenedObject extends ObjectHead {
  readonly body: AsyncIterable<Buffer>;
}

export interface ObjectHead {
  /** Quoted, as S3 writes it; of our single-part objects it is the MD5. */
  readonly etag: string;
  readonly size: number;
  /** User metadata, names in lower case without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A file that is kept until it is closed, and can be read as often as needed. */
export interface ScratchFile extends ByteSource {
  readonly digests: Digests;
  close(): Promise<void>;
}

/** Room for what is too large for the memory. */
export interface Scratch {
  receive(bytes: AsyncIterable<Buffer>): Promise<ScratchFile>;
}

export interface Write {
  readonly body: Buffer | ScratchFile;
  readonly contentType: string;
  readonly contentEncoding?: string;
  readonly cacheControl?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** `absent`: create only. An ETag: replace only that content. @default - write whatever is there */
  readonly when?: 'absent' | { readonly etag: string };
  /** Locks the written version in GOVERNANCE mode until then. @default - not locked */
  readonly lockedUntil?: Date;
}

/** `stored`: done. `condition-failed`: `when` did not hold and nothing was written. */
export type WriteResult = 'stored' | 'condition-failed';

export interface Listing {
  readonly objects: readonly { readonly key: string; readonly size: number }[];
  /** Whether there are more than were asked for. */
  readonly truncated: boolean;
}

/** One bucket. A missing object is a value, everything else that goes wrong is thrown. */
export interface ObjectStore {
  /** @param version a version id; the current version when undefined */
  get(key: string, version?: string): Promise<StoredObject | undefined>;
  /** The current version, to be read to its end or not at all. */
  open(key: string): Promise<OpenedObject | undefined>;
  head(key: string): Promise<ObjectHead | undefined>;
  put(key: string, write: Write): Promise<WriteResult>;
  /** The first keys below a prefix, or those `after` one of them, in the order of their bytes, at most 1,000. */
  list(prefix: string, after?: string): Promise<Listing>;
  /** Copies within the bucket, without passing the bytes through here. Up to 5 GiB (a limit of S3). */
  copy(from: string, to: string): Promise<void>;
}

/** A bucket whose objects may go. */
export interface RemovingStore {
  /** Removes an object; one that is not there is removed already. */
  remove(key: string): Promise<void>;
}

/** The registry's own key. */
export interface MessageSigner {
  readonly keyId: string;
  /** SubjectPublicKeyInfo in DER. */
  publicKey(): Promise<Buffer>;
  /** ECDSA P-256 with SHA-256 over the message, in DER. */
  sign(message: Buffer): Promise<Buffer>;
}

export interface ScanResults {
  /** What the malware scanner found in an object; undefined when it is not done. */
  statusOf(key: string): Promise<string | undefined>;
}

export interface Queue<Message> {
  send(message: Message): Promise<void>;
}

/** Tells people, by mail. */
export interface Topic {
  publish(subject: string, text: string): Promise<void>;
}

export interface Invalidator {
  /** Clears every cached object with one of the tags. The same reference is the same invalidation, however often it is asked for. */
  invalidate(tags: readonly string[], reference: string): Promise<void>;
}

/** The entries that the edge function reads. */
export interface EdgeStore {
  /** Names the store's content as it is now. */
  revision(): Promise<string>;
  get(key: string): Promise<string | undefined>;
  /**
   * Writes entries, and takes out those that are undefined: all or nothing, and only on top of `revision`.
   * @returns the revision after that; undefined when another writer came between
   */
  update(changes: ReadonlyMap<string, string | undefined>, revision: string): Promise<string | undefined>;
}

/** Lists of a web ACL (of addresses, countries and networks), which change without a deployment. */
export interface AccessStore<List extends string = AccessList> {
  /** Those that the stack has. */
  readonly lists: readonly List[];
  /** What a list holds, as `domain/contracts/access.ts` writes it or as AWS does, and the revision that this is. */
  read(list: List): Promise<{ readonly items: readonly string[]; readonly revision: string }>;
  /**
   * Replaces what a list holds, and only on top of `revision`.
   * @returns the revision after that; undefined when another writer came between
   */
  update(list: List, items: readonly string[], revision: string): Promise<string | undefined>;
}

/** What CloudWatch knows of the burn. */
export interface BurnMeter {
  /** Burn alarms as they are now: what their messages say, and what of those got lost. */
  alarms(): Promise<readonly AlarmState[]>;
  /** What viewers have had between two times. */
  drawn(from: Date, to: Date): Promise<Drawn>;
}

/** The current time. */
export type Clock = () => Date;
