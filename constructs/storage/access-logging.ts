import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import { S3_LOGS_PREFIX } from '../../domain/contracts/keys';
import { objectsBelow } from './bucket-policies';

/**
 * Delivers a bucket's server access logs to `s3/<name>/` of the logs bucket. By L1 and a policy of our own: without a feature flag the
 * L2 asks for an ACL, which these buckets refuse.
 */
export function deliverAccessLogs(bucket: IBucket, logs: IBucket, name: string): void {
  const prefix = `${S3_LOGS_PREFIX}${name}/`;
  (bucket.node.defaultChild as CfnBucket).loggingConfiguration = {
    destinationBucketName: logs.bucketName,
    logFilePrefix: prefix,
  };
  logs.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: objectsBelow(logs, [prefix]),
      conditions: {
        ArnLike: { 'aws:SourceArn': bucket.bucketArn },
        StringEquals: { 'aws:SourceAccount': Stack.of(bucket).account },
      },
    }),
  );
}
