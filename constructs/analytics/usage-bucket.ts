import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../shared/acknowledge';
import { deliverAccessLogs } from '../storage/access-logging';
import type { ArtifactStore } from '../storage/artifact-store';
import { KEPT_PRIVATELY } from '../storage/bucket-properties';
import { usageLifecycle } from '../storage/lifecycle';

/**
 * What is counted, for ever; and what that takes, for a while. Versioned, because tables cannot be made again once the logs behind
 * them have expired: a wrong run is undone within 30 days.
 */
export function usageBucket(scope: Construct, store: ArtifactStore, logDays: number): Bucket {
  const bucket = new Bucket(scope, 'Bucket', { ...KEPT_PRIVATELY, lifecycleRules: usageLifecycle(logDays) });
  deliverAccessLogs(bucket, store.logs, 'usage');
  acknowledge(
    bucket,
    ['nist'],
    'S3DefaultEncryptionKMS',
    'It holds counts of groups, no addresses beyond what fair use proposes; a key of our own costs $1 a month. S3 encrypts with its own key.',
  );
  acknowledge(
    bucket,
    ['nist'],
    'S3BucketReplicationEnabled',
    'What is published of it is in the packages bucket; a lost month of private counts stops no release.',
  );
  return bucket;
}
