import type { IDistribution, IKeyValueStore } from 'aws-cdk-lib/aws-cloudfront';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type CfnFunction, Function as NodeFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { ArnFormat, type CfnResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { BRAKE_LISTS, type BrakeList, burnAlarmPrefix } from '../../domain/contracts/brake';
import { BRAKE_FILE, Env } from '../../domain/contracts/env';
import type { BrakeFile } from '../../domain/cost/brake-effects';
import { acknowledge } from '../shared/acknowledge';
import { acknowledgeWildcards } from '../shared/acknowledge-wildcards';
import { bundleLambda, lambdaEntry } from '../shared/bundle-lambda';
import type { ArtifactStore } from '../storage/artifact-store';

/** The web ACL's sets that the brake fills, by their ARNs. */
export type BrakeSets = Readonly<Record<BrakeList, string>>;

/** As `parseLists` reads it. */
export const brakeListsText = (sets: BrakeSets): string => BRAKE_LISTS.map((list) => `${list}=${sets[list]}`).join(' ');

export interface BrakeControlProps {
  /** Name of the registry, by which its alarms are known. */
  readonly registry: string;
  readonly store: ArtifactStore;
  /** Whose traffic is counted. */
  readonly distribution: IDistribution;
  /** What its function looks up: who is refused stands there. */
  readonly edgeStore: IKeyValueStore;
  readonly sets: BrakeSets;
  /** Takes burn alarms and budgets. */
  readonly alerts: ITopic;
  /** The intake's, which logs what the brake has done. */
  readonly intakeQueue: IQueue;
  readonly file: BrakeFile;
}

/** Quiet time and lost messages are seen as late as this. */
const CLOCK = Duration.minutes(5);

/**
 * The brake: a function that hears burn alarms and budgets, decides on a degree, and tells the web ACL (two sets of addresses) and
 * the edge function (one entry of its store). It changes data only, so that no stack drifts. docs/brake.md has the degrees.
 *
 * ### Cost
 * Idle $0: 8,900 runs a month are within Lambda's free million, its calls of CloudWatch within theirs; about 36,000 reads of one
 * object, $0.01. The web ACL's rule is $1 a month (`AccessTiers`), the edge function's look-up $0.03 per million requests.
 */
export class BrakeControl extends Construct {
  public readonly function: NodeFunction;
  public readonly role: Role;

  constructor(scope: Construct, id: string, props: BrakeControlProps) {
    super(scope, id);
    const log = this.createLog();
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const policy = this.createPolicy(props, log);
    this.function = this.createFunction(props, log);
    (this.function.node.defaultChild as CfnFunction).addResourceDependency(policy.node.defaultChild as CfnResource);
    this.listen(props.alerts);
  }

  private createLog(): LogGroup {
    const log = new LogGroup(this, 'Log', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    acknowledge(
      log,
      ['nist'],
      'CloudWatchLogGroupEncrypted',
      'The log holds degrees and names of alarms only and is encrypted with a key of the service; a key of our own costs $1 a month.',
    );
    return log;
  }

  /** Its own two objects, these two sets, this one store, and one message. */
  private createPolicy({ registry, store, edgeStore, sets, intakeQueue }: BrakeControlProps, log: LogGroup): ManagedPolicy {
    const policy = new ManagedPolicy(this, 'Policy', { roles: [this.role] });
    const alarms = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: `${burnAlarmPrefix(registry)}*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const kvs = ['DescribeKeyValueStore', 'GetKey', 'UpdateKeys'];
    policy.addStatements(
      ...store.grants.brakeStatements(),
      new PolicyStatement({ actions: ['wafv2:GetIPSet', 'wafv2:UpdateIPSet'], resources: Object.values(sets) }),
      new PolicyStatement({
        actions: kvs.map((name) => `cloudfront-keyvaluestore:${name}`),
        resources: [edgeStore.keyValueStoreArn],
      }),
      new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: [alarms] }),
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html: it knows no resources
      new PolicyStatement({ actions: ['cloudwatch:GetMetricStatistics'], resources: ['*'] }),
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [intakeQueue.queueArn] }),
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [log.logGroupArn] }),
    );
    acknowledgeWildcards(policy, 'The burn alarms of this registry; and metrics, which AWS grants on all or none.');
    return policy;
  }

  private createFunction(
    { registry, store, distribution, edgeStore, sets, intakeQueue, file }: BrakeControlProps,
    log: LogGroup,
  ): NodeFunction {
    const brake = new NodeFunction(this, 'Function', {
      description: 'functions/lambda/brake/handler.ts',
      code: bundleLambda({ entry: lambdaEntry('brake'), files: { [BRAKE_FILE]: JSON.stringify(file) } }),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(60),
      environment: {
        [Env.REGISTRY]: registry,
        [Env.RECORDS_BUCKET]: store.records.bucketName,
        [Env.PACKAGES_BUCKET]: store.packages.bucketName,
        [Env.EDGE_STORE_ARN]: edgeStore.keyValueStoreArn,
        [Env.BRAKE_LISTS]: brakeListsText(sets),
        [Env.DISTRIBUTION_ID]: distribution.distributionId,
        [Env.INTAKE_QUEUE_URL]: intakeQueue.queueUrl,
      },
      logGroup: log,
      // CDK would add an inline policy for the log; `policy` has it.
      role: this.role.withoutPolicyUpdates(),
    });
    acknowledge(brake, ['serverless'], 'LambdaTracing', 'It runs every five minutes, and its log lines tell every move.');
    acknowledge(
      brake,
      ['nist'],
      'LambdaConcurrency',
      'New accounts have 10 concurrent executions, of which none can be reserved; several at once come to the same.',
    );
    acknowledge(
      brake,
      ['nist'],
      'LambdaInsideVPC',
      'It calls public AWS endpoints only; a VPC would add the price of a NAT gateway.',
    );
    acknowledge(
      brake,
      ['nist', 'serverless'],
      'LambdaDLQ',
      'A message that is lost is made good within five minutes, when its clock looks at every alarm itself.',
    );
    return brake;
  }

  private listen(alerts: ITopic): void {
    const heard = alerts.addSubscription(new LambdaSubscription(this.function));
    acknowledge(
      heard,
      ['serverless'],
      'SNSRedrivePolicy',
      'SNS tries Lambda for 23 days; and the clock looks at every alarm itself.',
    );
    const clock = new Rule(this, 'Clock', {
      description: 'Releases the brake after quiet time, and looks for what it was not told.',
      schedule: Schedule.rate(CLOCK),
      targets: [new LambdaFunction(this.function)],
    });
    acknowledge(clock, ['serverless'], 'EventBusDLQ', 'It comes again in five minutes, and means the same.');
  }
}
