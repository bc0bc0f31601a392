import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { RESULTS_PREFIX } from '../../domain/contracts/usage';

export interface QueryLimits {
  readonly name: string;
  /** A query that would read more is ended. */
  readonly gigabytesPerQuery: number;
  readonly results: IBucket;
}

/** Where queries run: each ends when it has read too much, and its results go where they expire, whatever it asks for. */
export function workGroup(scope: Construct, { name, gigabytesPerQuery, results }: QueryLimits): CfnWorkGroup {
  return new CfnWorkGroup(scope, 'WorkGroup', {
    name,
    description: 'Counts what the registry serves',
    // Queries are no history worth keeping; without it a stack with one cannot be deleted.
    recursiveDeleteOption: true,
    workGroupConfiguration: {
      bytesScannedCutoffPerQuery: gigabytesPerQuery * 2 ** 30,
      enforceWorkGroupConfiguration: true,
      publishCloudWatchMetricsEnabled: true,
      engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
      resultConfiguration: {
        outputLocation: `s3://${results.bucketName}/${RESULTS_PREFIX}`,
        encryptionConfiguration: { encryptionOption: 'SSE_S3' },
      },
    },
  });
}
