import { type IRole, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import {
  REPLICATED,
  type ReplicaPlace,
  type ReplicatedBucket,
  replicaBucketName,
  replicatedPrefixes,
  replicationRoleName,
} from '../../domain/contracts/replica';
import { acknowledgeWildcards } from '../shared/acknowledge-wildcards';
import type { ArtifactStore } from './artifact-store';
import { LIST, READ_FOR_REPLICATION, REPLICATE } from './artifact-store-perms';
import { objectsBelow } from './bucket-policies';

export interface ReplicationProps {
  /** Begins the names of role and buckets. */
  readonly registry: string;
  readonly store: ArtifactStore;
  /** Of a {@link Replica} that is deployed already: S3 refuses the configuration when the buckets are not there. */
  readonly to: ReplicaPlace;
}

/**
 * Copies every new file and record, with its lock, to buckets in another region or account. Deletions are not copied, and S3 never
 * replicates the deletion of a version: whoever empties the registry leaves the replica whole.
 *
 * What was there before is not copied; S3 Batch Replication does that once. Copies come seconds to minutes later, without a promise.
 *
 * Needs `replicated: true` of the store, or cdk-nag says that an acknowledgement is not needed.
 *
 * ### Cost
 * Idle nothing. Per use: $0.02 per GB to another region ($0.01 between us-east-1 and us-east-2, nothing within one), and one write for
 * each object ($0.005 per 1,000), beside the replica's storage. https://aws.amazon.com/s3/pricing/ (read 2026-11)
 */
export class Replication extends Construct {
  public readonly role: IRole;

  constructor(scope: Construct, id: string, { registry, store, to }: ReplicationProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      roleName: replicationRoleName(registry),
      description: `S3 copies files and records of registry ${registry} to ${to.account} in ${to.region}`,
      assumedBy: new ServicePrincipal('s3.amazonaws.com'),
    });
    const { partition } = Stack.of(this);
    const statements = (['packages', 'records'] as const).flatMap((kind) => {
      const destination = `arn:${partition}:s3:::${replicaBucketName(registry, kind, to)}`;
      replicate(store[kind], kind, this.role, { bucket: destination, account: to.account });
      return statementsFor(store[kind], kind, destination);
    });
    const policy = new ManagedPolicy(this, 'Policy', { statements, roles: [this.role] });
    acknowledgeWildcards(policy, 'Every object below a replicated prefix is copied, and their names are not known before.');
  }
}

/** By L1: the L2 makes an inline policy, which NIST 800-53 forbids, and grants deletions too. */
function replicate(
  bucket: IBucket,
  kind: ReplicatedBucket,
  role: IRole,
  destination: CfnBucket.ReplicationDestinationProperty,
): void {
  (bucket.node.defaultChild as CfnBucket).replicationConfiguration = {
    role: role.roleArn,
    rules: replicatedPrefixes(kind).map((prefix, i) => ({
      id: `replicate-${prefix.slice(0, -1).replaceAll('/', '-')}`,
      status: 'Enabled',
      priority: i + 1,
      filter: { prefix },
      deleteMarkerReplication: { status: 'Disabled' },
      destination,
    })),
  };
}

/**
 * As AWS lists them, without deletions and tags, of which there are none. The destination enforces that its owner owns every object,
 * which takes the place of the owner override and of the right to it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
function statementsFor(source: IBucket, kind: ReplicatedBucket, destination: string): PolicyStatement[] {
  const prefixes = REPLICATED[kind].map(({ prefix }) => prefix);
  return [
    new PolicyStatement({ actions: ['s3:GetReplicationConfiguration', ...LIST], resources: [source.bucketArn] }),
    new PolicyStatement({ actions: READ_FOR_REPLICATION, resources: objectsBelow(source, prefixes) }),
    new PolicyStatement({ actions: REPLICATE, resources: prefixes.map((prefix) => `${destination}/${prefix}*`) }),
  ];
}
