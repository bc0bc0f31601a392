/** Statements that make a prefix of a bucket immutable. They deny, so no other policy can give the right back. */
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { REMOVE } from './artifact-store-perms';

/** The lock mode of every object: nobody shortens it by accident, and a break-glass role still can obey a court. */
const LOCK_MODE = 'GOVERNANCE';

// `s3:ObjectCreationOperation` is false for CreateMultipartUpload, UploadPart and UploadPartCopy, which take no
// If-None-Match; their CompleteMultipartUpload does.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
const CREATES_OBJECT = { Bool: { 's3:ObjectCreationOperation': 'true' } };

/** How released objects are locked. */
export interface Lock {
  readonly lockDays: number;
  /** The one role that may remove them all the same. */
  readonly breakGlassRoleArn: string | undefined;
}

/** Makes objects below `created` impossible to replace or remove, and those below `locked` locked as well. */
export function protect(bucket: IBucket, prefixes: Record<'created' | 'locked', readonly string[]>, lock: Lock): void {
  const statements = [
    denyOverwrite(bucket, prefixes.created),
    ...denyUnlocked(bucket, prefixes.locked, lock.lockDays),
    denyRemoval(bucket, prefixes.created, lock.breakGlassRoleArn),
    denyReplicas(bucket, prefixes.created),
  ];
  for (const statement of statements) bucket.addToResourcePolicy(statement);
}

export const objectsBelow = (bucket: IBucket, prefixes: readonly string[]): string[] =>
  prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`));

/**
 * Writes below the prefixes need `If-None-Match: *`, so that an object is created once and never replaced. This rules
 * `CopyObject` out there: S3 has no conditional copy.
 */
export const denyOverwrite = (bucket: IBucket, prefixes: readonly string[]): PolicyStatement =>
  deny('DenyOverwrite', bucket, prefixes, ['s3:PutObject'], { Null: { 's3:if-none-match': 'true' }, ...CREATES_OBJECT });

/**
 * Objects below the prefixes must be locked when they are written, in {@link LOCK_MODE} and for at least `lockDays`.
 *
 * A multipart upload names its lock when it begins, not when it is completed, and a policy cannot tell the beginning from
 * a part; so completing one is denied as well and files are put in one piece (at most 5 GB).
 */
function denyUnlocked(bucket: IBucket, prefixes: readonly string[], lockDays: number): PolicyStatement[] {
  // A day of slack: the writer's clock and the way to S3 make the remaining time a little less than whole days.
  const leastDays = String(lockDays - 1);
  return [
    // A negated operator also matches when the key is missing: no lock at all is denied like the wrong one.
    deny('DenyUnlocked', bucket, prefixes, ['s3:PutObject'], {
      StringNotEquals: { 's3:object-lock-mode': LOCK_MODE },
      ...CREATES_OBJECT,
    }),
    deny('DenyShortLock', bucket, prefixes, ['s3:PutObject', 's3:PutObjectRetention'], {
      NumericLessThan: { 's3:object-lock-remaining-retention-days': leastDays },
    }),
    // Nobody, not even AWS, could ever end a COMPLIANCE lock.
    deny('DenyEndlessLock', bucket, prefixes, ['s3:PutObjectRetention'], {
      StringEquals: { 's3:object-lock-mode': 'COMPLIANCE' },
    }),
  ];
}

/** Nothing below the prefixes can be deleted or hidden, except by the break-glass role if there is one. */
function denyRemoval(bucket: IBucket, prefixes: readonly string[], breakGlassRoleArn: string | undefined): PolicyStatement {
  const exemption = breakGlassRoleArn ? { ArnNotEquals: { 'aws:PrincipalArn': breakGlassRoleArn } } : undefined;
  return deny('DenyRemoval', bucket, prefixes, REMOVE, exemption);
}

/** A replica of another bucket's object takes the place of the current version, and asks for none of the rights of a write. */
const denyReplicas = (bucket: IBucket, prefixes: readonly string[]): PolicyStatement =>
  deny('DenyReplicas', bucket, prefixes, ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'], undefined);

function deny(
  sid: string,
  bucket: IBucket,
  prefixes: readonly string[],
  actions: string[],
  conditions: Record<string, Record<string, string>> | undefined,
): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions,
    resources: objectsBelow(bucket, prefixes),
    ...(conditions && { conditions }),
  });
}
