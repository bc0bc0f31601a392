import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as RunFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { CfnEventInvokeConfig, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { type CfnResource, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Env, REPORT_FILE } from '../../domain/contracts/env';
import { usageDatabase, usageWorkGroup } from '../../domain/contracts/usage';
import type { ReportFile } from '../../domain/usage/report/file';
import { acknowledge } from '../shared/acknowledge';
import { acknowledgeWildcards } from '../shared/acknowledge-wildcards';
import { bundleLambda, lambdaEntry } from '../shared/bundle-lambda';
import { functionIdentity, type Identity, ownFunction } from '../shared/own-function';
import type { ArtifactStore } from '../storage/artifact-store';
import { fairUseStatements } from './fair-use-grants';
import { logTable } from './log-table';
import { usageBucket } from './usage-bucket';
import { usageStatements } from './usage-grants';
import { workGroup } from './work-group';

export interface UsageAnalyticsProps {
  /** Name of the registry: begins the names of database and workgroup. */
  readonly registry: string;
  /** Its logs are counted. */
  readonly store: ArtifactStore;
  /** Days for which those are kept. */
  readonly logDays: number;
  /** Of every distribution that delivers logs. */
  readonly distributionIds: readonly string[];
  /** GiB of logs, packed, that a query may read before it is ended. */
  readonly gigabytesPerQuery: number;
  /** What the account of a month says of the registry, and what fair use is. */
  readonly report: ReportFile;
  /** `https://<domain>` of the registry, without a trailing slash. */
  readonly publicUrl: string;
  /** Is told when a run has failed for good. */
  readonly alerts: ITopic;
}

/** After the last lines of the day before have come, as a rule; what comes later is counted on the next day. UTC. */
const EVERY_MORNING = Schedule.cron({ hour: '5', minute: '30' });

/**
 * Counts what the registry serves: once a day a function looks at the log files that have come, takes faulty ones out of the way,
 * and makes small tables of the day (of the week, of the month) with Athena. The tables are kept; the logs expire. Who draws more than is
 * fair is found on the way, and blocked by a command to the intake if the configuration says so.
 *
 * A run that fails is tried twice more, then the alerts topic is told; the next day's run makes up for it.
 *
 * ### Cost
 * Idle $0.00: where nothing was served, nothing is asked. With little traffic $0.05, for about 570 queries a month, each billed for 10 MB
 * at least. With 4 million requests a TB, $0.25 for the first TB and $0.09 for each further: queries read a month's logs 31 times.
 * us-east-1, 2026-08; docs/cost.md says what is assumed.
 */
export class UsageAnalytics extends Construct {
  /** Tables, faults of logs, accounts of runs. */
  public readonly bucket: IBucket;
  public readonly function: LambdaFunction;
  public readonly role: Role;

  constructor(scope: Construct, id: string, props: UsageAnalyticsProps) {
    super(scope, id);
    const { registry, store, logDays, distributionIds, gigabytesPerQuery, report, alerts } = props;
    const [database, group] = [usageDatabase(registry), usageWorkGroup(registry)];
    this.bucket = usageBucket(this, store, logDays);
    logTable(this, { logs: store.logs, database, distributionIds });
    workGroup(this, { name: group, gigabytesPerQuery, results: this.bucket });
    const identity = functionIdentity(this, 'names of log files and what was wrong with them');
    const { role, policy } = identity;
    this.role = role;
    policy.addStatements(
      ...usageStatements(this, { ...placesOf(store), usage: this.bucket, database, workGroup: group }),
      ...fairUseStatements(store, this.bucket, report.fairUse.mode),
      new PolicyStatement({ actions: ['sns:Publish'], resources: [alerts.topicArn] }),
    );
    acknowledgeWildcards(
      policy,
      'Log files and tables, whose names are not known before, each prefix by itself; and metrics, which AWS grants on all or none.',
    );
    this.function = this.createFunction(props, identity);
    this.runEveryMorning(alerts, policy.node.defaultChild as CfnResource);
  }

  private createFunction(
    { registry, store, distributionIds, report, publicUrl }: UsageAnalyticsProps,
    identity: Identity,
  ): LambdaFunction {
    return ownFunction(
      this,
      identity,
      {
        description: 'functions/lambda/usage/handler.ts',
        code: bundleLambda({ entry: lambdaEntry('usage'), files: { [REPORT_FILE]: JSON.stringify(report) } }),
        // Of memory the processor follows: unpacking a day's logs is what takes time.
        memorySize: 1024,
        timeout: Duration.minutes(15),
        environment: {
          [Env.REGISTRY]: registry,
          [Env.STACK_ID]: Stack.of(this).stackId,
          [Env.LOGS_BUCKET]: store.logs.bucketName,
          [Env.PACKAGES_BUCKET]: store.packages.bucketName,
          [Env.RECORDS_BUCKET]: store.records.bucketName,
          [Env.STAGING_BUCKET]: store.staging.bucketName,
          [Env.PUBLIC_URL]: publicUrl,
          [Env.USAGE_BUCKET]: this.bucket.bucketName,
          [Env.DISTRIBUTION_IDS]: distributionIds.join(' '),
        },
      },
      {
        tracing: 'It runs once a day, and its log lines tell every step.',
        reservedConcurrency: 'The schedule calls it once a day; two runs at once come to the same.',
        deadLetters: 'A run that has failed goes to the alerts topic (destination on failure), and the next one makes up for it.',
      },
    );
  }

  /** Rules and destinations are free. */
  private runEveryMorning(alerts: ITopic, policy: CfnResource): void {
    const onFailure = new CfnEventInvokeConfig(this, 'OnFailure', {
      functionName: this.function.functionName,
      qualifier: '$LATEST',
      maximumRetryAttempts: 2,
      destinationConfig: { onFailure: { destination: alerts.topicArn } },
    });
    // Lambda looks whether the role may publish.
    onFailure.addResourceDependency(policy);
    const rule = new Rule(this, 'EveryMorning', {
      description: 'Counts what the registry has served on the days before.',
      schedule: EVERY_MORNING,
      targets: [new RunFunction(this.function)],
    });
    acknowledge(rule, ['serverless'], 'EventBusDLQ', 'The run of the next day makes what one has not made.');
  }
}

const placesOf = ({ logs, packages, records }: ArtifactStore) => ({ logs, packages, records });
