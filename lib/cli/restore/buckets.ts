/** What a restore needs of buckets, small enough to be imitated in memory. */
import type { ReplicatedBucket } from '../../../domain/contracts/replica';
import type { Content } from '../content';

export interface KeptObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Quoted; of an object that was put in one piece it is the MD5. */
  readonly etag: string;
}

/** How an object is served and kept; all that the registry ever sets. */
export interface KeptHeaders {
  readonly contentType: string;
  readonly contentEncoding?: string;
  readonly cacheControl?: string;
  /** Names in lower case without `x-amz-meta-`; cache tags are among them. */
  readonly metadata: Readonly<Record<string, string>>;
  /** @default - not locked */
  readonly lockedUntil?: Date;
}

export interface OpenedObject {
  readonly headers: KeptHeaders;
  readonly body: AsyncIterable<Buffer>;
}

export interface KeptBucket {
  /** Every object below the prefix, by key. */
  list(prefix: string): Promise<KeptObject[]>;
  /** Undefined when it is not there. */
  open(key: string): Promise<OpenedObject | undefined>;
  /** Creates an object; never replaces one. */
  create(key: string, content: Content, headers: KeptHeaders): Promise<'created' | 'exists'>;
}

/** Each bucket of the registry, and its replica. */
export type Pairs = Readonly<Record<ReplicatedBucket, { readonly from: KeptBucket; readonly to: KeptBucket }>>;

/** Names of buckets, and where those of the replica are. */
export interface PairNames {
  readonly from: Readonly<Record<ReplicatedBucket, string>>;
  readonly fromRegion: string;
  /** @default - the registry's, by the outputs of its stack */
  readonly to?: Readonly<Record<ReplicatedBucket, string>>;
}
