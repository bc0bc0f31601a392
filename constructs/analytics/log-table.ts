import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ACCESS_LOG_FIELDS } from '../../domain/contracts/access-log';
import { CDN_LOGS_PREFIX } from '../../domain/contracts/keys';
import { RAW_TABLE } from '../../domain/contracts/usage';

export interface LogTableProps {
  readonly logs: IBucket;
  readonly database: string;
  /** Whose logs are counted. */
  readonly distributionIds: readonly string[];
}

const FOLDERS = ['distributionid', 'year', 'month', 'day', 'hour'];
const number = (name: string, range: string, digits: number): Record<string, string> => ({
  [`projection.${name}.type`]: 'integer',
  [`projection.${name}.range`]: range,
  [`projection.${name}.digits`]: String(digits),
});

/**
 * The files of the access log as a table. Athena computes the folders of a query from its conditions (partition projection), so that
 * nothing has to look for new ones. Distributions are enumerated, not taken from the query, so that a query names none.
 *
 * Column names have to be in lower case, and the reader of JSON compares without case; dots and the like are kept as they are.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
export function logTable(scope: Construct, { logs, database, distributionIds }: LogTableProps): CfnTable {
  const catalogId = Stack.of(scope).account;
  const location = `s3://${logs.bucketName}/${CDN_LOGS_PREFIX}`;
  const made = new CfnDatabase(scope, 'Database', {
    catalogId,
    databaseInput: { name: database, description: 'Access logs of the registry, as Athena reads them' },
  });
  const table = new CfnTable(scope, 'Table', {
    catalogId,
    databaseName: database,
    tableInput: {
      name: RAW_TABLE,
      description: 'One row for each request that CloudFront logs',
      tableType: 'EXTERNAL_TABLE',
      partitionKeys: FOLDERS.map((name) => ({ name, type: 'string' })),
      parameters: {
        EXTERNAL: 'TRUE',
        'projection.enabled': 'true',
        'projection.distributionid.type': 'enum',
        'projection.distributionid.values': distributionIds.join(','),
        ...number('year', '2026,2050', 4),
        ...number('month', '1,12', 2),
        ...number('day', '1,31', 2),
        ...number('hour', '0,23', 2),
        'storage.location.template': location + FOLDERS.map((name) => `${name}=\${${name}}/`).join(''),
      },
      storageDescriptor: {
        location,
        columns: ACCESS_LOG_FIELDS.map((name) => ({ name: name.toLowerCase(), type: 'string' })),
        inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
        serdeInfo: {
          serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
          parameters: { 'ignore.malformed.json': 'true', paths: [...ACCESS_LOG_FIELDS].sort().join(',') },
        },
      },
    },
  });
  table.addResourceDependency(made);
  return table;
}
