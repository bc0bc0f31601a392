import { ManagedPolicy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import type { CfnTopicPolicy, ITopic } from 'aws-cdk-lib/aws-sns';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { CLAIMS_PREFIX, FILES_PREFIX, RELEASES_PREFIX, STATUSES_PREFIX } from '../../domain/contracts/keys';
import {
  breakGlassRoleName,
  REPLICATED,
  type ReplicaPlace,
  replicaBucketName,
  replicatedPrefixes,
} from '../../domain/contracts/replica';
import { acknowledgeWildcards } from '../shared/acknowledge-wildcards';
import { usersWithMfa } from '../shared/people';
import type { ArtifactStore } from './artifact-store';
import { LIST, READ, REMOVE, WRITE } from './artifact-store-perms';
import { objectsBelow } from './bucket-policies';

export interface BreakGlassProps {
  /** Begins the role's name. */
  readonly registry: string;
  /** ARNs of the IAM users who may take the role; at least one. */
  readonly people: readonly string[];
}

/** A replica that can be restored from. */
export interface RestoreSource {
  readonly registry: string;
  readonly place: ReplicaPlace;
}

/** Seconds; shorter than for other roles, because nobody needs this one twice in a day. */
const MFA_AGE = 900;

/**
 * The one role that may delete released files and their records in spite of the lock: for a court order, or a secret that was
 * released. Whoever takes it has shown a second factor within the last quarter of an hour. The ledger stays out of its reach.
 *
 * The role comes before the store, whose bucket policies name it as the exception; {@link grant} comes after.
 *
 * ### Cost
 * Nothing: IAM is free, S3 charges nothing for notifications, and the first 1,000 mails of a month are free.
 */
export class BreakGlass extends Construct {
  public readonly role: Role;

  constructor(scope: Construct, id: string, { registry, people }: BreakGlassProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      roleName: breakGlassRoleName(registry),
      description: `Deletes released files of registry ${registry} in spite of their lock`,
      assumedBy: usersWithMfa(people, MFA_AGE),
      maxSessionDuration: Duration.hours(1),
    });
    new CfnOutput(this, 'Arn', { description: 'Role that may delete locked files', value: this.role.roleArn });
  }

  /** Lets the role delete, and tells the topic about every deletion, whoever did it. */
  grant({ packages, records }: ArtifactStore, alerts: ITopic): void {
    const statements = [
      new PolicyStatement({ actions: REMOVE, resources: objectsBelow(packages, [FILES_PREFIX]) }),
      new PolicyStatement({
        actions: REMOVE,
        resources: objectsBelow(records, [RELEASES_PREFIX, STATUSES_PREFIX, CLAIMS_PREFIX]),
      }),
      // A deletion names a version, and versions are found by listing.
      new PolicyStatement({
        actions: ['s3:ListBucket', 's3:ListBucketVersions'],
        resources: [packages.bucketArn, records.bucketArn],
      }),
    ];
    const policy = new ManagedPolicy(this, 'Policy', { statements, roles: [this.role] });
    acknowledgeWildcards(policy, 'Which file has to go is not known before.');
    tellOfDeletions(packages, [FILES_PREFIX], alerts);
    tellOfDeletions(records, [RELEASES_PREFIX, STATUSES_PREFIX, CLAIMS_PREFIX], alerts);
  }

  /**
   * Lets the role restore what is missing from the replica (`registry restore`). The bucket policies hold for it as for everybody: it
   * creates and locks, and replaces nothing.
   */
  grantRestore(store: ArtifactStore, from: RestoreSource): void {
    const statements = [
      ...restoreStatements(store, from),
      // The records say what each file must be.
      new PolicyStatement({ actions: READ, resources: objectsBelow(store.records, [RELEASES_PREFIX]) }),
    ];
    const policy = new ManagedPolicy(this, 'RestorePolicy', { statements, roles: [this.role] });
    acknowledgeWildcards(policy, 'Which files are missing is not known before.');
  }
}

/** Where released objects are restored to, and where they are restored from. */
function restoreStatements({ packages, records }: ArtifactStore, { registry, place }: RestoreSource): PolicyStatement[] {
  const { partition } = Stack.of(packages);
  return (['packages', 'records'] as const).flatMap((kind) => {
    const bucket = { packages, records }[kind];
    const from = `arn:${partition}:s3:::${replicaBucketName(registry, kind, place)}`;
    const prefixes = replicatedPrefixes(kind);
    const locked = REPLICATED[kind].filter((one) => one.locked).map(({ prefix }) => prefix);
    return [
      new PolicyStatement({ actions: LIST, resources: [from] }),
      new PolicyStatement({
        actions: [...READ, 's3:GetObjectRetention'],
        resources: prefixes.map((prefix) => `${from}/${prefix}*`),
      }),
      new PolicyStatement({ actions: WRITE, resources: objectsBelow(bucket, prefixes) }),
      new PolicyStatement({ actions: ['s3:PutObjectRetention'], resources: objectsBelow(bucket, locked) }),
    ];
  });
}

/** By L1: the L2 brings a custom resource with a function and a role. Expiry by a lifecycle rule is another event. */
function tellOfDeletions(bucket: IBucket, prefixes: readonly string[], topic: ITopic): void {
  const cfn = bucket.node.defaultChild as CfnBucket;
  cfn.notificationConfiguration = {
    topicConfigurations: prefixes.map((value) => ({
      event: 's3:ObjectRemoved:*',
      topic: topic.topicArn,
      filter: { s3Key: { rules: [{ name: 'prefix', value }] } },
    })),
  };
  // S3 tries the topic when the bucket is made.
  cfn.addResourceDependency(topic.node.findChild('Policy').node.defaultChild as CfnTopicPolicy);
}
