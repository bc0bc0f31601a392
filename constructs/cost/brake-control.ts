import type { IDistribution, IKeyValueStore } from 'aws-cdk-lib/aws-cloudfront';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { type ManagedPolicy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction, Function as NodeFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { ArnFormat, type CfnResource, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { BRAKE_LISTS, type BrakeList, burnAlarmPrefix } from '../../domain/contracts/brake';
import { BRAKE_FILE, Env } from '../../domain/contracts/env';
import type { BrakeFile } from '../../domain/cost/brake-effects';
import { acknowledge } from '../shared/acknowledge';
import { acknowledgeWildcards } from '../shared/acknowledge-wildcards';
import { bundleLambda, lambdaEntry } from '../shared/bundle-lambda';
import { functionIdentity, type Identity, ownFunction } from '../shared/own-function';
import type { ArtifactStore } from '../storage/artifact-store';

/** The web ACL's sets that the brake fills, by their ARNs. */
export type BrakeSets = Readonly<Record<BrakeList, string>>;

/** As `parseLists` reads it. */
export const brakeListsText = (sets: BrakeSets): string => BRAKE_LISTS.map((list) => `${list}=${sets[list]}`).join(' ');

export interface BrakeControlProps {
  /** Name of the registry, by which its alarms are known. */
  readonly registry: string;
  readonly store: ArtifactStore;
  /** Whose traffic is counted: those that are billed by use. */
  readonly distributions: readonly IDistribution[];
  /** What its function looks up: who is refused stands there. */
  readonly edgeStore: IKeyValueStore;
  /** The same of each files host. @default delivery is not split */
  readonly filesStores?: readonly IKeyValueStore[];
  readonly sets: BrakeSets;
  /** Takes burn alarms and budgets, and the brake's own mails about its moves. */
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
 * Idle $0: 8,900 runs a month are within Lambda's free million, its calls of CloudWatch (two for each distribution) within theirs; about 36,000 reads of one
 * object, $0.01. The web ACL's rule is $1 a month (`AccessTiers`), the edge function's look-up $0.03 per million requests.
 */
export class BrakeControl extends Construct {
  public readonly function: NodeFunction;
  public readonly role: Role;

  constructor(scope: Construct, id: string, props: BrakeControlProps) {
    super(scope, id);
    const identity = functionIdentity(this, 'degrees and names of alarms');
    const { role, policy } = identity;
    this.role = role;
    this.grant(policy, props);
    this.function = this.createFunction(props, identity);
    (this.function.node.defaultChild as CfnFunction).addResourceDependency(policy.node.defaultChild as CfnResource);
    this.listen(props.alerts);
  }

  /** Its own two objects, these two sets, this one store (of each host), one message, and mails. */
  private grant(
    policy: ManagedPolicy,
    { registry, store, edgeStore, filesStores = [], sets, alerts, intakeQueue }: BrakeControlProps,
  ): void {
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
        resources: [edgeStore, ...filesStores].map(({ keyValueStoreArn }) => keyValueStoreArn),
      }),
      new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: [alarms] }),
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html: it knows no resources
      new PolicyStatement({ actions: ['cloudwatch:GetMetricStatistics'], resources: ['*'] }),
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [intakeQueue.queueArn] }),
      new PolicyStatement({ actions: ['sns:Publish'], resources: [alerts.topicArn] }),
    );
    acknowledgeWildcards(policy, 'The burn alarms of this registry; and metrics, which AWS grants on all or none.');
  }

  private createFunction(
    { registry, store, distributions, edgeStore, filesStores = [], sets, alerts, intakeQueue, file }: BrakeControlProps,
    identity: Identity,
  ): NodeFunction {
    return ownFunction(
      this,
      identity,
      {
        description: 'functions/lambda/brake/handler.ts',
        code: bundleLambda({ entry: lambdaEntry('brake'), files: { [BRAKE_FILE]: JSON.stringify(file) } }),
        memorySize: 256,
        timeout: Duration.seconds(60),
        environment: {
          [Env.REGISTRY]: registry,
          [Env.RECORDS_BUCKET]: store.records.bucketName,
          [Env.PACKAGES_BUCKET]: store.packages.bucketName,
          [Env.EDGE_STORE_ARN]: edgeStore.keyValueStoreArn,
          ...(filesStores.length && {
            [Env.FILES_KEY_VALUE_STORE_ARN]: filesStores.map(({ keyValueStoreArn }) => keyValueStoreArn).join(' '),
          }),
          [Env.BRAKE_LISTS]: brakeListsText(sets),
          ...(distributions.length && {
            [Env.DISTRIBUTION_IDS]: distributions.map(({ distributionId }) => distributionId).join(' '),
          }),
          [Env.INTAKE_QUEUE_URL]: intakeQueue.queueUrl,
          [Env.ALERTS_TOPIC_ARN]: alerts.topicArn,
        },
      },
      {
        tracing: 'It runs every five minutes, and its log lines tell every move.',
        reservedConcurrency:
          'New accounts have 10 concurrent executions, of which none can be reserved; several at once come to the same.',
        deadLetters: 'A message that is lost is made good within five minutes, when its clock looks at every alarm itself.',
      },
    );
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
