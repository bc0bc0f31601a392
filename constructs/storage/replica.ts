import { AccountPrincipal, AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket, type CfnBucket, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import {
  breakGlassRoleName,
  type ReplicaPlace,
  type ReplicatedBucket,
  replicaBucketName,
  replicatedPrefixes,
  replicationRoleName,
} from '../../domain/contracts/replica';
import { acknowledge } from '../shared/acknowledge';
import { LIST, READ, REMOVE, REPLICATE } from './artifact-store-perms';
import { objectsBelow } from './bucket-policies';
import { KEPT_PRIVATELY } from './bucket-properties';
import { LARGE_FILE_BYTES, packagesReplicaLifecycle, recordsReplicaLifecycle } from './lifecycle';

export interface ReplicaProps {
  readonly registry: string;
  readonly place: ReplicaPlace;
  /** Whether the registry has a break-glass role; it may read here, to restore. @default false */
  readonly breakGlass?: boolean;
}

const WHY_NOT_LOGGED =
  'Nobody but S3 writes here and nobody reads before a restore; logs would need a third bucket in each account that has a replica.';
const WHY_NOT_KMS =
  'The files are public, and a customer key in this account would be one more thing to lose before a restore. S3 encrypts with its own key.';
const WHY_NOT_REPLICATED = 'It is the replica.';

/** All ways to write an object, or to change what keeps it. */
const WRITES = ['s3:PutObject', 's3:PutObjectRetention', 's3:PutObjectLegalHold', 's3:PutObjectTagging', ...REPLICATE];

/**
 * The buckets that {@link Replication} copies a registry's files and records to. Versions are kept, their locks come with them, and
 * the policies let nobody write but the registry's replication role, and nobody delete at all; the buckets stay when the stack goes.
 *
 * The role is named by a condition, not as principal: IAM wants principals to exist, and this is deployed before it.
 *
 * ### Cost
 * Idle nothing. Storage $0.023 per GB-month; files above 256 KiB $0.004 after a move of $0.02 per 1,000 files, and $0.03 per GB when
 * they are read for a restore. us-east-1; https://aws.amazon.com/s3/pricing/ (read 2026-11)
 */
export class Replica extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ReplicaProps,
  ) {
    super(scope, id);
    const packages = this.createBucket('Packages', 'packages', packagesReplicaLifecycle);
    // CloudFormation's schema wants the number as a string, the L2's type as a number.
    const size = 'LifecycleConfiguration.Rules.0.ObjectSizeGreaterThan';
    (packages.node.defaultChild as CfnBucket).addPropertyOverride(size, String(LARGE_FILE_BYTES));
    this.createBucket('Records', 'records', recordsReplicaLifecycle);
  }

  private createBucket(id: string, kind: ReplicatedBucket, lifecycleRules: LifecycleRule[]): Bucket {
    const { registry, place } = this.props;
    const bucket = new Bucket(this, id, {
      bucketName: replicaBucketName(registry, kind, place),
      ...KEPT_PRIVATELY,
      objectLockEnabled: true,
      lifecycleRules,
    });
    for (const statement of this.statementsFor(bucket, kind)) bucket.addToResourcePolicy(statement);
    acknowledge(bucket, ['aws'], 'S1', WHY_NOT_LOGGED);
    acknowledge(bucket, ['nist'], 'S3BucketLoggingEnabled', WHY_NOT_LOGGED);
    acknowledge(bucket, ['nist'], 'S3DefaultEncryptionKMS', WHY_NOT_KMS);
    acknowledge(bucket, ['nist'], 'S3BucketReplicationEnabled', WHY_NOT_REPLICATED);
    return bucket;
  }

  private statementsFor(bucket: Bucket, kind: ReplicatedBucket): PolicyStatement[] {
    const { registry, breakGlass } = this.props;
    const replication = this.roleArn(replicationRoleName(registry));
    const copies = objectsBelow(bucket, replicatedPrefixes(kind));
    const everything = bucket.arnForObjects('*');
    const reader = this.roleArn(breakGlassRoleName(registry));
    return [
      this.allow('Replicate', replication, REPLICATE, copies),
      this.allow('CheckBeforeReplication', replication, ['s3:GetBucketVersioning'], [bucket.bucketArn]),
      ...(breakGlass
        ? [
            this.allow('ReadToRestore', reader, [...READ, 's3:GetObjectRetention'], copies),
            this.allow('ListToRestore', reader, LIST, [bucket.bucketArn]),
          ]
        : []),
      deny('DenyOtherWriters', WRITES, everything, { ArnNotEquals: { 'aws:PrincipalArn': replication } }),
      deny('DenyRemoval', [...REMOVE, 's3:ReplicateDelete'], everything),
    ];
  }

  private allow(sid: string, roleArn: string, actions: string[], resources: string[]): PolicyStatement {
    const principals = [new AccountPrincipal(this.props.place.registryAccount)];
    return new PolicyStatement({
      sid,
      principals,
      actions,
      resources,
      conditions: { ArnEquals: { 'aws:PrincipalArn': roleArn } },
    });
  }

  private roleArn(name: string): string {
    return `arn:${Stack.of(this).partition}:iam::${this.props.place.registryAccount}:role/${name}`;
  }
}

const deny = (
  sid: string,
  actions: string[],
  resource: string,
  conditions?: Record<string, Record<string, string>>,
): PolicyStatement =>
  new PolicyStatement({
    sid,
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions,
    resources: [resource],
    ...(conditions && { conditions }),
  });
