import { CfnExport } from 'aws-cdk-lib/aws-bcmdataexports';
import { CfnAnomalyMonitor, CfnAnomalySubscription, CfnCostCategory } from 'aws-cdk-lib/aws-ce';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket, type CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { COMPONENTS, type CostTag } from '../../domain/contracts/tags';
import { acknowledge } from '../shared/acknowledge';
import { KEPT_PRIVATELY } from '../storage/bucket-properties';
import { type CostTagsProps, costTags } from './cost-tags';

export interface PayerViewProps {
  /** Name of the registry: the value of its cost tag. */
  readonly registry: string;
  /** Who is told. */
  readonly ownerEmail: string;
  /** Least cost of something unusual that is told, US dollars. */
  readonly anomalyUsd: number;
  /** Days for which the exported bill is kept. */
  readonly exportDays: number;
  /** Tags of what CDK does not tag by itself. */
  readonly tags: CostTagsProps;
}

const WHY_NOT_LOGGED = 'AWS writes the bill here, and who may read it is the payer’s own staff; logs would need a second bucket.';
const WHY_NOT_KMS =
  'A key of our own costs $1 a month and would have to admit the billing service; S3 encrypts with its own key.';
const WHY_NOT_REPLICATED = 'AWS keeps the bill itself, and exports it again.';

/**
 * What the account that pays sees of a registry: a cost category with the component of each cost, a mail when a day costs something
 * unusual, and the bill as files to query. Only the management account of an organisation, or an account without one, may have them, and
 * none shows anything before the tags are active: `npx registry tags activate`.
 *
 * ### Cost
 * Nothing but the export's files: a few MB a month, below $0.01 ($0.023 per GB-month, $0.005 per 1,000 writes; us-east-1, 2026). Cost
 * categories, anomaly detection and data exports are free (https://aws.amazon.com/aws-cost-management/pricing/, read 2026-11).
 */
export class PayerView extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: PayerViewProps,
  ) {
    super(scope, id);
    this.createCategory();
    this.createAnomalies();
    this.createExport(this.createBucket());
  }

  private createCategory(): void {
    const { registry } = this.props;
    const rules = COMPONENTS.map((component) => ({
      Type: 'REGULAR',
      Value: component,
      Rule: { And: [tagged('registry', registry), tagged('component', component)] },
    }));
    new CfnCostCategory(this, 'Components', {
      name: `${registry}-registry`,
      ruleVersion: 'CostCategoryExpression.v1',
      rules: JSON.stringify(rules),
      // The fee of a flat-rate plan, tax and support carry no tag.
      defaultValue: 'not tagged',
      tags: this.tags(),
    });
  }

  /** A monitor by tag: of those by service an account may have one only, and often has it already. */
  private createAnomalies(): void {
    const { registry, ownerEmail, anomalyUsd } = this.props;
    const monitor = new CfnAnomalyMonitor(this, 'Anomalies', {
      monitorName: `${registry}-registry`,
      monitorType: 'CUSTOM',
      // Here, unlike in cost categories, AWS wants the prefix of tags that users set.
      monitorSpecification: JSON.stringify({ Tags: { Key: 'user:registry', Values: [registry] } }),
      resourceTags: this.tags(),
    });
    const threshold = {
      Key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
      MatchOptions: ['GREATER_THAN_OR_EQUAL'],
      Values: [String(anomalyUsd)],
    };
    new CfnAnomalySubscription(this, 'AnomalyMails', {
      subscriptionName: `${registry}-registry`,
      frequency: 'DAILY', // at once would take a topic
      monitorArnList: [monitor.attrMonitorArn],
      subscribers: [{ type: 'EMAIL', address: ownerEmail }],
      thresholdExpression: JSON.stringify({ Dimensions: threshold }),
      resourceTags: this.tags(),
    });
  }

  private createBucket(): Bucket {
    const bucket = new Bucket(this, 'Bills', {
      ...KEPT_PRIVATELY,
      lifecycleRules: [
        {
          id: 'expire',
          expiration: Duration.days(this.props.exportDays),
          // Every refresh replaces the files of the month.
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(2),
        },
      ],
    });
    bucket.addToResourcePolicy(this.exportStatement(bucket));
    acknowledge(bucket, ['aws'], 'S1', WHY_NOT_LOGGED);
    acknowledge(bucket, ['nist'], 'S3BucketLoggingEnabled', WHY_NOT_LOGGED);
    acknowledge(bucket, ['nist'], 'S3DefaultEncryptionKMS', WHY_NOT_KMS);
    acknowledge(bucket, ['nist'], 'S3BucketReplicationEnabled', WHY_NOT_REPLICATED);
    return bucket;
  }

  /** https://docs.aws.amazon.com/cur/latest/userguide/dataexports-s3-bucket.html */
  private exportStatement(bucket: Bucket): PolicyStatement {
    const { account, partition, region } = Stack.of(this);
    const services = ['billingreports.amazonaws.com', 'bcm-data-exports.amazonaws.com'];
    return new PolicyStatement({
      sid: 'Export',
      principals: services.map((service) => new ServicePrincipal(service)),
      actions: ['s3:PutObject', 's3:GetBucketPolicy'],
      resources: [bucket.bucketArn, bucket.arnForObjects(`${EXPORT_PREFIX}/*`)],
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: {
          'aws:SourceArn': [
            `arn:${partition}:cur:${region}:${account}:definition/*`,
            `arn:${partition}:bcm-data-exports:${region}:${account}:export/*`,
          ],
        },
      },
    });
  }

  private createExport(bucket: Bucket): void {
    const made = new CfnExport(this, 'Export', {
      export: {
        name: `${this.props.registry}-registry`,
        dataQuery: {
          queryStatement: `SELECT ${COLUMNS.join(', ')} FROM COST_AND_USAGE_REPORT`,
          tableConfigurations: { COST_AND_USAGE_REPORT: TABLE },
        },
        destinationConfigurations: {
          s3Destination: {
            s3Bucket: bucket.bucketName,
            s3Prefix: EXPORT_PREFIX,
            s3Region: Stack.of(this).region,
            s3OutputConfigurations: {
              outputType: 'CUSTOM',
              format: 'PARQUET',
              compression: 'PARQUET',
              overwrite: 'OVERWRITE_REPORT',
            },
          },
        },
        refreshCadence: { frequency: 'SYNCHRONOUS' },
      },
      tags: this.tags(),
    });
    // AWS writes a test object at once.
    made.addResourceDependency(bucket.node.findChild('Policy').node.defaultChild as CfnBucketPolicy);
  }

  private tags(): { key: string; value: string }[] {
    return Object.entries({ ...costTags(this.props.tags), component: 'cost' }).map(([key, value]) => ({ key, value }));
  }
}

const EXPORT_PREFIX = 'bills';

/** What a treasurer asks: when, who, what, how much of it, what for. https://docs.aws.amazon.com/cur/latest/userguide/table-dictionary-cur2.html */
const COLUMNS = [
  'bill_billing_period_start_date',
  'line_item_usage_start_date',
  'line_item_usage_account_id',
  'line_item_line_item_type',
  'line_item_product_code',
  'line_item_usage_type',
  'line_item_operation',
  'line_item_usage_amount',
  'line_item_unblended_cost',
  'resource_tags',
  'cost_category',
];

const TABLE = {
  TIME_GRANULARITY: 'DAILY',
  INCLUDE_RESOURCES: 'FALSE',
  INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY: 'FALSE',
  INCLUDE_SPLIT_COST_ALLOCATION_DATA: 'FALSE',
};

const tagged = (key: CostTag, value: string): object => ({ Tags: { Key: key, Values: [value], MatchOptions: ['EQUALS'] } });
