import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket, type CfnBucket, type IBucket, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { Stack, Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Env } from '../../domain/contracts/env';
import {
  CDN_LOGS_PREFIX,
  CLAIMS_PREFIX,
  COMMANDS_PREFIX,
  FILES_PREFIX,
  INDEX_PREFIX,
  LEDGER_PREFIX,
  OPEN_PREFIX,
  RELEASES_PREFIX,
  STATUSES_PREFIX,
  UPLOADS_PREFIX,
} from '../../domain/contracts/keys';
import { acknowledge } from '../shared/acknowledge';
import { wholeNumber } from '../shared/whole-number';
import { deliverAccessLogs } from './access-logging';
import { ArtifactStoreGrants } from './artifact-store-grants';
import { denyOverwrite, type Lock, objectsBelow, protect } from './bucket-policies';
import { KEPT_PRIVATELY } from './bucket-properties';
import { LARGE_FILE_BYTES, logsLifecycle, packagesLifecycle, recordsLifecycle, stagingLifecycle } from './lifecycle';

const WHY_NOT_KMS =
  'Packages are public and read by anyone; a customer key would charge every cache miss and hide nothing. S3 encrypts with its own key.';
const WHY_NOT_REPLICATED =
  'Uploads, logs and what can be made again need no second copy; released files and records have one where `storage.replica` asks for it.';

const ROLE_ARN = /^arn:[\w-]+:iam::\d{12}:role\/\S+$/;

export interface ArtifactStoreProps {
  /**
   * Days for which a released file and its record cannot be deleted or replaced, counted from their release. Changing it
   * concerns new releases only.
   *
   * @default 3650: lock files of ten years ago are still installed, and GOVERNANCE mode leaves a way out
   */
  readonly lockDays?: number;

  /**
   * ARN of the one role that may delete released files in spite of the lock, for a court order or a leaked secret. It also
   * needs the right in its own policy.
   *
   * @default nobody may; an administrator has to change the bucket policy first, and that leaves a trace
   */
  readonly breakGlassRoleArn?: string;

  /**
   * Days after which access logs are deleted. They hold addresses of readers.
   *
   * @default 40: a month's report can still be corrected in the month after
   */
  readonly logDays?: number;

  /** Whether {@link Replication} keeps a copy of packages and records. @default false */
  readonly replicated?: boolean;

  /** Whether delivery is split over two hosts: then documents have a variant below `open/`. @default false */
  readonly split?: boolean;
}

/**
 * Everything the registry keeps, in four buckets: public `packages`, uploads in `staging`, `records` as the source of
 * truth, and `logs` that expire.
 *
 * Released files, release records, ledger and claims are created once and never replaced; files, records and ledger are
 * locked for years (S3 Object Lock protects versions, the bucket policies protect the current one). All buckets refuse
 * public access and plain HTTP, and stay when the stack is deleted.
 *
 * Encryption is SSE-S3: the content is public, so a KMS key would protect nothing and charge every cache miss.
 *
 * Cost: idle $0. Per use, in us-east-1: storage $0.023 per GB-month (released files above 256 KiB $0.0125 after 30 days
 * without a read, plus $0.0025 per 1,000 files watched); $0.005 per 1,000 writes, $0.0004 per 1,000 reads that the CDN
 * could not answer; nothing for bytes that CloudFront fetches. https://aws.amazon.com/s3/pricing/ (2026-11)
 */
export class ArtifactStore extends Construct {
  /** What the CDN serves: immutable `files/`, mutable `index/` (and `open/` where delivery is split). */
  readonly packages: IBucket;
  /** Prefixes of those mutable documents. */
  readonly documentPrefixes: readonly string[];
  /** Uploads that wait for a verdict; tells EventBridge about each object. Expires. */
  readonly staging: IBucket;
  /** Claims, release records and ledger (immutable), project summaries and state (mutable). */
  readonly records: IBucket;
  /** Access logs of the CDN (`cloudfront/`) and of the other buckets (`s3/<bucket>/`). Expires. */
  readonly logs: IBucket;
  /** Permissions as statements; the environment that goes with them is {@link environment}. */
  readonly grants: ArtifactStoreGrants;
  /** What a handler must know to use the store, by the names of `domain/contracts/env.ts`. */
  readonly environment: Readonly<Record<string, string>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ArtifactStoreProps = {},
  ) {
    super(scope, id);
    const lockDays = wholeNumber(this, 'lockDays', props.lockDays ?? 3650, {
      min: 1,
      max: 36_500,
      advice: 'S3 locks an object for at most 100 years; choose how long a release must outlive its publisher.',
    });
    const logDays = wholeNumber(this, 'logDays', props.logDays ?? 40, {
      min: 1,
      max: 3650,
      advice: 'Access logs hold addresses of readers; keep them for as long as reports need, and no longer.',
    });

    const lock = { lockDays, breakGlassRoleArn: this.checkRole(props.breakGlassRoleArn) };

    this.documentPrefixes = props.split ? [INDEX_PREFIX, OPEN_PREFIX] : [INDEX_PREFIX];
    this.logs = this.createLogs(logDays);
    this.packages = this.createPackages(lock);
    this.records = this.createRecords(lock);
    this.staging = this.createStaging();

    this.grants = new ArtifactStoreGrants(this);
    this.environment = {
      [Env.PACKAGES_BUCKET]: this.packages.bucketName,
      [Env.STAGING_BUCKET]: this.staging.bucketName,
      [Env.RECORDS_BUCKET]: this.records.bucketName,
      [Env.LOCK_DAYS]: String(lockDays),
    };
  }

  private checkRole(arn: string | undefined): string | undefined {
    if (arn !== undefined && !Token.isUnresolved(arn) && !ROLE_ARN.test(arn)) {
      throw new Error(
        `'breakGlassRoleArn' of '${this.node.path}' must be the ARN of a role (arn:aws:iam::123456789012:role/name), got: ${arn}. Another principal could not be exempted; create a role for it.`,
      );
    }
    return arn;
  }

  private createLogs(logDays: number): IBucket {
    const bucket = this.createBucket('Logs', logsLifecycle(logDays));
    bucket.addToResourcePolicy(cdnLogDelivery(bucket));
    return bucket;
  }

  private createPackages(lock: Lock): IBucket {
    const bucket = this.createBucket('Packages', packagesLifecycle(this.documentPrefixes), true);
    // CloudFormation's schema wants the number as a string, the L2's type as a number.
    cfnBucket(bucket).addPropertyOverride('LifecycleConfiguration.Rules.0.ObjectSizeGreaterThan', String(LARGE_FILE_BYTES));
    deliverAccessLogs(bucket, this.logs, 'packages');
    // No default retention: it would lock every version of every index document as well.
    protect(bucket, { created: [FILES_PREFIX], locked: [FILES_PREFIX] }, lock);
    return bucket;
  }

  private createRecords(lock: Lock): IBucket {
    const bucket = this.createBucket('Records', recordsLifecycle, true);
    deliverAccessLogs(bucket, this.logs, 'records');
    const locked = [RELEASES_PREFIX, STATUSES_PREFIX, LEDGER_PREFIX];
    protect(bucket, { created: [CLAIMS_PREFIX, ...locked], locked }, lock);
    return bucket;
  }

  private createStaging(): IBucket {
    const bucket = this.createBucket('Staging', stagingLifecycle);
    deliverAccessLogs(bucket, this.logs, 'staging');
    bucket.addToResourcePolicy(denyOverwrite(bucket, [UPLOADS_PREFIX, COMMANDS_PREFIX]));
    // By the L1 property: `eventBridgeEnabled: true` of the L2 brings a custom resource with a function and a role.
    cfnBucket(bucket).notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    return bucket;
  }

  private createBucket(id: string, lifecycleRules: LifecycleRule[], objectLockEnabled = false): Bucket {
    const bucket = new Bucket(this, id, {
      ...KEPT_PRIVATELY,
      objectLockEnabled,
      lifecycleRules,
    });
    acknowledge(bucket, ['nist'], 'S3DefaultEncryptionKMS', WHY_NOT_KMS);
    if (!(this.props.replicated && objectLockEnabled)) {
      acknowledge(bucket, ['nist'], 'S3BucketReplicationEnabled', WHY_NOT_REPLICATED);
    }
    return bucket;
  }
}

/**
 * As AWS words it: deliveries stop without an error when it does not match.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
function cdnLogDelivery(logs: IBucket): PolicyStatement {
  const { account, partition } = Stack.of(logs);
  return new PolicyStatement({
    sid: 'CdnLogDelivery',
    principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
    actions: ['s3:PutObject'],
    resources: objectsBelow(logs, [CDN_LOGS_PREFIX]),
    conditions: {
      StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:us-east-1:${account}:delivery-source:*` },
    },
  });
}

const cfnBucket = (bucket: IBucket): CfnBucket => bucket.node.defaultChild as CfnBucket;
