/** Names that the registry, its replica and the command line share; known before anything is deployed, so that neither side waits for the other. */
import {
  CLAIMS_PREFIX,
  DECISIONS_PREFIX,
  FILES_PREFIX,
  LEDGER_PREFIX,
  LISTINGS_PREFIX,
  RELEASES_PREFIX,
  STATUSES_PREFIX,
} from './keys';

/** Where the replica is, and whose files it holds. */
export interface ReplicaPlace {
  /** AWS account of the registry. */
  readonly registryAccount: string;
  /** AWS account of the replica; may be the same. */
  readonly account: string;
  readonly region: string;
}

/** A bucket that has a replica. */
export type ReplicatedBucket = 'packages' | 'records';

/** Names of buckets are the world's: with account and region nobody takes one by chance. At most 62 of 63 characters. */
export const replicaBucketName = (registry: string, kind: ReplicatedBucket, { account, region }: ReplicaPlace): string =>
  `${registry}-${kind}-copy-${account}-${region}`;

/** The role that S3 takes to replicate; nobody else writes into the replica. */
export const replicationRoleName = (registry: string): string => `${registry}-replication`;

/** The role that may delete in spite of locks and, with a replica, restore from it. */
export const breakGlassRoleName = (registry: string): string => `${registry}-break-glass`;

export interface ReplicatedPrefix {
  readonly prefix: string;
  /** Whether its objects are locked. */
  readonly locked: boolean;
}

/**
 * What is replicated: whatever cannot be made again. Index documents, summaries and hints are made anew by `registry reindex`; claims
 * come before the records that follow them, so that a restore that ends early leaves no version open to others.
 */
export const REPLICATED: Readonly<Record<ReplicatedBucket, readonly ReplicatedPrefix[]>> = {
  packages: [{ prefix: FILES_PREFIX, locked: true }],
  records: [
    { prefix: CLAIMS_PREFIX, locked: false },
    { prefix: LEDGER_PREFIX, locked: true },
    { prefix: RELEASES_PREFIX, locked: true },
    { prefix: STATUSES_PREFIX, locked: true },
    // The one text that follows from no record: see docs/adr/0005-growing-documents-on-record.md.
    { prefix: LISTINGS_PREFIX, locked: false },
    // Without them every key would be introduced to readers once more, and a repeated message be decided again.
    { prefix: DECISIONS_PREFIX, locked: false },
  ],
};

export const replicatedPrefixes = (kind: ReplicatedBucket): string[] => REPLICATED[kind].map(({ prefix }) => prefix);
