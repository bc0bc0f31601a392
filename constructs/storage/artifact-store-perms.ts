/** What each user of the store may do, action by action; `s3:Put*` and the like would also allow ACLs and tags. */

export const READ = ['s3:GetObject'];
/** Reading the very version that an event names is a right of its own. */
export const READ_VERSION = [...READ, 's3:GetObjectVersion'];
export const WRITE = ['s3:PutObject'];
export const READ_WRITE = [...READ, ...WRITE];
/** A put that locks what it puts also needs the right to set retention. */
export const READ_WRITE_LOCKED = [...READ_WRITE, 's3:PutObjectRetention'];
/** Without it S3 answers 403 for an object that is not there, and nobody can tell "missing" from "forbidden". */
export const LIST = ['s3:ListBucket'];

/** All ways to make an object, or its protection, go away. */
export const REMOVE = ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'];

/** What S3 needs to read of a version to replicate it with its lock. */
export const READ_FOR_REPLICATION = [
  's3:GetObjectVersionForReplication',
  's3:GetObjectVersionAcl',
  's3:GetObjectRetention',
  's3:GetObjectLegalHold',
];
export const REPLICATE = ['s3:ReplicateObject'];
