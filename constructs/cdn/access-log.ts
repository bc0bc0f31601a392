import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { CfnDelivery, CfnDeliveryDestination, CfnDeliverySource } from 'aws-cdk-lib/aws-logs';
import type { CfnBucketPolicy, IBucket } from 'aws-cdk-lib/aws-s3';
import { Names } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ACCESS_LOG_FIELDS, ACCESS_LOG_SUFFIX } from '../../domain/contracts/access-log';
import { CDN_LOGS_PREFIX } from '../../domain/contracts/keys';

export interface AccessLogProps {
  readonly distribution: IDistribution;
  /** Its policy must let `delivery.logs.amazonaws.com` write below `cloudfront/`, as that of `ArtifactStore.logs` does. */
  readonly logs: IBucket;
}

/**
 * Standard logging (v2) of a distribution: gzip JSON lines of {@link ACCESS_LOG_FIELDS} under Hive-style paths by hour.
 * JSON, because a positional format breaks silently when the fields change, and the format of a destination cannot change.
 *
 * Cost: delivery to S3 is free but for Parquet; about 60 bytes a request of storage until the files expire.
 * https://aws.amazon.com/cloudwatch/pricing/ (2026-11)
 */
export class AccessLog extends Construct {
  constructor(scope: Construct, id: string, { distribution, logs }: AccessLogProps) {
    super(scope, id);
    const name = Names.uniqueResourceName(this, { maxLength: 60, separator: '-' });
    const source = new CfnDeliverySource(this, 'Source', {
      name,
      logType: 'ACCESS_LOGS',
      resourceArn: distribution.distributionArn,
    });
    const destination = new CfnDeliveryDestination(this, 'Destination', {
      name,
      // Without a prefix of ours AWS puts AWSLogs/<account>/CloudFront/ in front of the suffix.
      destinationResourceArn: logs.arnForObjects(CDN_LOGS_PREFIX.replace(/\/$/, '')),
      outputFormat: 'json',
    });
    const delivery = new CfnDelivery(this, 'Resource', {
      deliverySourceName: source.ref,
      deliveryDestinationArn: destination.attrArn,
      recordFields: [...ACCESS_LOG_FIELDS],
      s3SuffixPath: ACCESS_LOG_SUFFIX,
      s3EnableHiveCompatiblePath: true,
    });
    // A delivery made before the policy allows it adds a statement of its own to the policy.
    const policy = logs.policy?.node.defaultChild as CfnBucketPolicy | undefined;
    if (policy) delivery.addResourceDependency(policy);
  }
}
