import { CfnOriginAccessControl, type IDistribution, type IOrigin } from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Names } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/**
 * A bucket as an origin that only signed requests reach. (`S3BucketOrigin.withOriginAccessControl` would let the
 * distribution read every key; {@link allowDistribution} names the prefixes.)
 */
export function bucketOrigin(scope: Construct, bucket: IBucket): IOrigin {
  const accessControl = new CfnOriginAccessControl(scope, 'OriginAccess', {
    originAccessControlConfig: {
      name: Names.uniqueResourceName(scope, { maxLength: 64, separator: '-' }),
      originAccessControlOriginType: 's3',
      // Signs every request anew, so a reader's Authorization never reaches S3.
      signingBehavior: 'always',
      signingProtocol: 'sigv4',
    },
  });
  return S3BucketOrigin.withBucketDefaults(bucket, { originAccessControlId: accessControl.attrId });
}

/**
 * Lets one distribution, and no other, read the prefixes of a bucket.
 *
 * It may also list: without that S3 answers 403 for a missing key, which is fatal or misleading to cargo, Composer, Bundler
 * and npm. Readers cannot list: the edge function rewrites every path to one below a prefix, and the cache policy passes no
 * query on.
 *
 * @param sid begins the names of both statements: each distribution has its own
 * @throws Error when the bucket's policy is not ours to write
 */
export function allowDistribution(bucket: IBucket, prefixes: readonly string[], distribution: IDistribution, sid = 'Cdn'): void {
  const conditions = { StringEquals: { 'aws:SourceArn': distribution.distributionArn } };
  const principals = [new ServicePrincipal('cloudfront.amazonaws.com')];
  const statements = [
    new PolicyStatement({
      sid: `${sid}Read`,
      principals,
      actions: ['s3:GetObject'],
      resources: prefixes.map((p) => bucket.arnForObjects(`${p}*`)),
      conditions,
    }),
    new PolicyStatement({
      sid: `${sid}TellMissing`,
      principals,
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions,
    }),
  ];
  for (const statement of statements) {
    if (!bucket.addToResourcePolicy(statement).statementAdded) {
      throw new Error(
        `The policy of bucket '${bucket.node.path}' cannot be written, got: an imported bucket. The distribution could not read it; pass a bucket that this app creates.`,
      );
    }
  }
}
