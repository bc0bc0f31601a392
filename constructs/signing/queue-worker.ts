import { type ManagedPolicy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import {
  type CfnEventSourceMapping,
  type CfnFunction,
  type Code,
  EventSourceMapping,
  type Function as LambdaFunction,
} from 'aws-cdk-lib/aws-lambda';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { type CfnResource, Duration, type Size } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge } from '../shared/acknowledge';
import { functionIdentity, type Identity, ownFunction } from '../shared/own-function';

export interface QueueWorkerProps {
  /** Path of the handler's source, shown as the function's description. */
  readonly description: string;
  readonly code: Code;
  readonly environment: Readonly<Record<string, string>>;
  /** Longest time for one batch; the queue hides messages for six times as long. */
  readonly timeout: Duration;
  /** Memory, which also buys CPU and network, in MiB. */
  readonly memorySize: number;
  /** Disk of the function, below `/tmp`; above 512 MiB it has a price. @default - 512 MiB */
  readonly ephemeralStorage?: Size;
  /** Most messages handed over at once. */
  readonly batchSize: number;
  /** How long to collect a batch. @default - a message is handed over at once */
  readonly batchingWindow?: Duration;
  /** Most batches at work at once; at least 2 (a limit of Lambda). */
  readonly maxConcurrency: number;
}

/** A failing message is tried this often before it is put aside. */
const ATTEMPTS = 5;

/**
 * A queue, the function that works it off, and a second queue for what it could not do.
 *
 * The function may read its queue and write its own log; {@link policy} takes grants for everything else.
 *
 * ### Cost
 * Nothing when idle. Below 1 M requests and 400,000 GB-seconds a month Lambda, and below 1 M requests SQS, are free
 * (us-east-1, 2025-07).
 */
export class QueueWorker extends Construct {
  public readonly queue: IQueue;
  /** Messages that failed five times, kept for 14 days. */
  public readonly deadLetters: IQueue;
  public readonly function: LambdaFunction;
  public readonly role: Role;
  /** All that the function may do; the function is made after it. Who adds to it acknowledges its wildcards. */
  public readonly policy: ManagedPolicy;

  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id);
    this.deadLetters = this.createDeadLetters();
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html: six times the timeout, and the window
      visibilityTimeout: Duration.seconds(6 * props.timeout.toSeconds() + (props.batchingWindow?.toSeconds() ?? 0)),
      retentionPeriod: Duration.days(14),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: ATTEMPTS },
    });
    const identity = functionIdentity(this, 'names of public packages');
    this.role = identity.role;
    this.policy = identity.policy;
    this.policy.addStatements(
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
        resources: [this.queue.queueArn],
      }),
    );
    this.function = this.createFunction(props, identity);
    this.connect(props);
  }

  private createDeadLetters(): Queue {
    const queue = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(queue, ['serverless'], 'SQSRedrivePolicy', 'This is itself the dead-letter queue; an alarm watches it.');
    return queue;
  }

  private createFunction(props: QueueWorkerProps, identity: Identity): LambdaFunction {
    const { description, code, memorySize, timeout, environment, ephemeralStorage } = props;
    const worker = ownFunction(
      this,
      identity,
      {
        description,
        code,
        memorySize,
        timeout,
        environment: { ...environment },
        ...(ephemeralStorage && { ephemeralStorageSize: ephemeralStorage }),
      },
      {
        tracing:
          'X-Ray can be granted on all resources only, which a pipeline that runs a few times a day does not need: its log lines tell every decision.',
        reservedConcurrency:
          'New accounts have 10 concurrent executions, of which none can be reserved; the event source caps concurrency instead.',
        deadLetters: 'It is invoked by an event source mapping only, and failed messages follow the redrive policy of its queue.',
      },
    );
    // Lambda checks some rights at creation, and a function that starts without the others fails its first messages.
    (worker.node.defaultChild as CfnFunction).addResourceDependency(this.policy.node.defaultChild as CfnResource);
    return worker;
  }

  private connect(props: QueueWorkerProps): void {
    const mapping = new EventSourceMapping(this, 'Source', {
      target: this.function,
      eventSourceArn: this.queue.queueArn,
      batchSize: props.batchSize,
      ...(props.batchingWindow && { maxBatchingWindow: props.batchingWindow }),
      maxConcurrency: props.maxConcurrency,
      reportBatchItemFailures: true,
    });
    acknowledge(
      mapping,
      ['serverless'],
      'LambdaEventSourceMappingDestination',
      'Lambda takes such a destination for streams only; failed messages follow the redrive policy of the queue.',
    );
    // Lambda checks at creation that the role may read the queue.
    (mapping.node.defaultChild as CfnEventSourceMapping).addResourceDependency(this.policy.node.defaultChild as CfnResource);
  }
}
