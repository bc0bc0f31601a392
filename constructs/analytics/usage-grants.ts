/** What the daily job may do, by name: read logs and take faulty files away, ask Athena, write counts and the pages made of them. */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { BRAKE_STATE_KEY } from '../../domain/contracts/brake';
import { CDN_LOGS_PREFIX } from '../../domain/contracts/keys';
import {
  HOLDER_USAGE_PREFIX,
  LOG_FAULTS_PREFIX,
  LOG_FILES_PREFIX,
  RAW_TABLE,
  RESULTS_PREFIX,
  RUNS_PREFIX,
  SET_ASIDE_PREFIX,
  STATS_PREFIX,
  TABLES_PREFIX,
  TRANSPARENCY_PREFIX,
} from '../../domain/contracts/usage';
import { HEAD_KEY } from '../../domain/records/ledger-documents';
import { LIST, READ, READ_WRITE, WRITE } from '../storage/artifact-store-perms';
import { objectsBelow } from '../storage/bucket-policies';

export interface UsagePlaces {
  readonly logs: IBucket;
  readonly packages: IBucket;
  readonly records: IBucket;
  readonly usage: IBucket;
  readonly database: string;
  readonly workGroup: string;
}

const allow = (actions: string[], resources: string[]): PolicyStatement => new PolicyStatement({ actions, resources });

export function usageStatements(
  scope: Construct,
  { logs, packages, records, usage, database, workGroup }: UsagePlaces,
): PolicyStatement[] {
  const { partition, region, account, stackId } = Stack.of(scope);
  const glue = (name: string): string => `arn:${partition}:glue:${region}:${account}:${name}`;
  return [
    // A file whose lines belong elsewhere is put there, and the file itself aside.
    allow([...READ_WRITE, 's3:DeleteObject'], objectsBelow(logs, [CDN_LOGS_PREFIX])),
    allow(WRITE, objectsBelow(logs, [SET_ASIDE_PREFIX])),
    allow(READ_WRITE, objectsBelow(usage, [TABLES_PREFIX, LOG_FAULTS_PREFIX, LOG_FILES_PREFIX, RUNS_PREFIX])),
    // Athena works with the caller's rights. https://docs.aws.amazon.com/athena/latest/ug/s3-permissions.html
    allow([...READ_WRITE, 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], objectsBelow(usage, [RESULTS_PREFIX])),
    allow([...LIST, 's3:GetBucketLocation'], [logs.bucketArn, usage.bucketArn]),
    // The account of a month is made of what it cost, what the brake did and how far the ledger is; both may be missing.
    allow(READ_WRITE, objectsBelow(packages, [TRANSPARENCY_PREFIX, STATS_PREFIX, HOLDER_USAGE_PREFIX])),
    allow(READ, [packages.arnForObjects(HEAD_KEY), records.arnForObjects(BRAKE_STATE_KEY)]),
    allow(LIST, [packages.bucketArn, records.bucketArn]),
    allow(['cloudformation:GetTemplate'], [stackId]),
    // How many requests CloudFront has counted. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html: it knows no resources
    allow(['cloudwatch:GetMetricStatistics'], ['*']),
    allow(
      ['StartQueryExecution', 'GetQueryExecution', 'GetQueryResults'].map((name) => `athena:${name}`),
      [`arn:${partition}:athena:${region}:${account}:workgroup/${workGroup}`],
    ),
    // The database `default` too. https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
    allow(['glue:GetDatabase'], [glue('catalog'), glue('database/default'), glue(`database/${database}`)]),
    allow(
      ['glue:GetTable', 'glue:GetPartitions'],
      [glue('catalog'), glue(`database/${database}`), glue(`table/${database}/${RAW_TABLE}`)],
    ),
  ];
}
