import type { IDistribution, IKeyValueStore } from 'aws-cdk-lib/aws-cloudfront';
import { type EventPattern, Match, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Duration, Size } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ACCESS_CLOCK_MESSAGE, type AccessListArns } from '../../domain/contracts/access';
import { BRAKE_FILE, Env, INTAKE_POLICY_FILE } from '../../domain/contracts/env';
import { COMMANDS_PREFIX, MANIFEST_NAME, UPLOADS_PREFIX } from '../../domain/contracts/keys';
import type { BrakeFile } from '../../domain/cost/brake-effects';
import type { SigningPolicy } from '../../domain/signing/policy';
import { type BrakeSets, brakeListsText } from '../cost/brake-control';
import { acknowledgeWildcards } from '../shared/acknowledge-wildcards';
import { bundleLambda, lambdaEntry } from '../shared/bundle-lambda';
import type { ArtifactStore } from '../storage/artifact-store';
import { CountersigningKey } from './countersigning-key';
import { QueueWorker } from './queue-worker';

/**
 * MiB. 256 would do, whatever the size of a file; this is what one whole processor comes with, of which a file of 1 GB takes half a
 * minute. `npm run bench:memory` measures both.
 */
export const INTAKE_MEMORY = 1769;

export interface SignedIntakeProps {
  /** Name of the registry, for its metrics. */
  readonly registry: string;
  /** Where uploads come from and accepted releases go to. */
  readonly store: ArtifactStore;
  /** The one distribution whose cache is cleared after a release. */
  readonly distribution: IDistribution;
  /** What its function looks up: the intake writes there what operators block. */
  readonly edgeStore: IKeyValueStore;
  /** The web ACL's lists that operators change: the intake carries that out. */
  readonly accessLists: AccessListArns;
  /** What operators order of the brake, the intake carries out, too. @default there is no brake */
  readonly brake?: { readonly sets: BrakeSets; readonly file: BrakeFile };
  /** The hosts of their own that files have, for readers without a token. @default delivery is not split */
  readonly files?: readonly FilesPlace[];
  /** `https://<domain>` of the registry, for documents that need absolute URLs. */
  readonly publicUrl: string;
  /** Who may publish what; travels with the function's code, so that changing it is a deployment that somebody reviews. */
  readonly policy: SigningPolicy;
  /**
   * Which key of the registry's signs, counted from 1, and whether the one before it may still sign.
   * @default - the first key
   */
  readonly signingKey?: SigningKeyProps;
}

/** A files host, as what publishes has to know it. */
export interface FilesPlace {
  readonly distribution: IDistribution;
  /** What its function looks up: blocks and the brake. */
  readonly edgeStore: IKeyValueStore;
  /** `https://<domain>`, without a trailing slash. */
  readonly url: string;
}

export interface SigningKeyProps {
  readonly generation: number;
  readonly previous: 'kept' | 'retired';
}

/**
 * The only way into the registry: a `release.json` in the staging bucket wakes the intake function, which verifies the release,
 * promotes it, countersigns it and asks a second function to clear what the cache holds of the project.
 *
 * Nothing is lost on the way: an upload that could not be delivered or judged ends in {@link intake}'s dead-letter queue.
 *
 * ### Cost
 * $1.00 a month idle, for the countersigning key, and as much for the one before it while both are kept. A release of three files costs less than $0.001, one
 * of a file of 1 GB about $0.002 with the disk above 512 MiB (us-east-1, 2025-07);
 * invalidations are free up to 1,000 a month, then $0.005 each.
 */
export class SignedIntake extends Construct {
  public readonly registry: string;
  /** Judges uploads. */
  public readonly intake: QueueWorker;
  /** Clears the cache of released projects. */
  public readonly invalidation: QueueWorker;
  /** Signs what the registry accepts. */
  public readonly key: IKey;
  /** Signed before {@link key}, and introduces it in the ledger. */
  public readonly previousKey?: IKey;

  constructor(scope: Construct, id: string, props: SignedIntakeProps) {
    super(scope, id);
    this.registry = props.registry;
    this.invalidation = this.createInvalidation(props);
    this.intake = this.createIntake(props);
    const { generation, previous } = props.signingKey ?? { generation: 1, previous: 'retired' };
    this.key = this.createKey(generation);
    if (generation > 1 && previous === 'kept') this.previousKey = this.createKey(generation - 1);
    this.intake.function.addEnvironment(Env.SIGNING_KEY_GENERATION, String(generation));
    this.grantIntake(props.store, props.policy.screening?.scanMinutes !== undefined);
    this.grantEdge([props.edgeStore, ...(props.files ?? []).map(({ edgeStore }) => edgeStore)]);
    this.grantAccess({ ...props.accessLists, ...props.brake?.sets });
    this.listen(props.store);
    this.tick();
  }

  /** These stores, and no more than the three calls of `CloudFrontEdgeStore`: whoever reads them can make tier tokens. */
  private grantEdge(stores: readonly IKeyValueStore[]): void {
    const actions = ['DescribeKeyValueStore', 'GetKey', 'UpdateKeys'];
    this.intake.policy.addStatements(
      new PolicyStatement({
        actions: actions.map((action) => `cloudfront-keyvaluestore:${action}`),
        resources: stores.map(({ keyValueStoreArn }) => keyValueStoreArn),
      }),
    );
  }

  /** These lists, and neither the web ACL nor its rules. */
  private grantAccess({ killSwitches, ...sets }: AccessListArns & Partial<BrakeSets>): void {
    const allow = (actions: string[], resources: string[]): void => {
      if (resources.length > 0) this.intake.policy.addStatements(new PolicyStatement({ actions, resources }));
    };
    allow(['wafv2:GetIPSet', 'wafv2:UpdateIPSet'], Object.values(sets));
    allow(['wafv2:GetRuleGroup', 'wafv2:UpdateRuleGroup'], killSwitches === undefined ? [] : [killSwitches]);
  }

  private createKey(generation: number): IKey {
    const id = generation === 1 ? 'Key' : `Key${generation}`;
    return new CountersigningKey(this, id, { signer: this.intake.role, generation }).key;
  }

  private createInvalidation({ distribution, files = [] }: SignedIntakeProps): QueueWorker {
    const worker = new QueueWorker(this, 'Invalidation', {
      description: 'functions/lambda/invalidate/handler.ts',
      code: bundleLambda({ entry: lambdaEntry('invalidate') }),
      environment: {
        [Env.DISTRIBUTION_ID]: distribution.distributionId,
        ...(files.length && { [Env.FILES_DISTRIBUTION_ID]: files.map((each) => each.distribution.distributionId).join(' ') }),
      },
      timeout: Duration.seconds(30),
      memorySize: 256,
      // CloudFront takes few invalidations at once, so a burst of releases becomes one.
      batchSize: 100,
      batchingWindow: Duration.seconds(5),
      maxConcurrency: 2,
    });
    distribution.grantCreateInvalidation(worker.policy);
    for (const each of files) each.distribution.grantCreateInvalidation(worker.policy);
    return worker;
  }

  private createIntake(props: SignedIntakeProps): QueueWorker {
    const { files = [] } = props;
    return new QueueWorker(this, 'Intake', {
      description: 'functions/lambda/intake/handler.ts',
      code: bundleLambda({
        entry: lambdaEntry('intake'),
        files: {
          [INTAKE_POLICY_FILE]: JSON.stringify(props.policy),
          ...(props.brake && { [BRAKE_FILE]: JSON.stringify(props.brake.file) }),
        },
      }),
      environment: {
        ...props.store.environment,
        [Env.REGISTRY]: props.registry,
        [Env.INVALIDATION_QUEUE_URL]: this.invalidation.queue.queueUrl,
        [Env.PUBLIC_URL]: props.publicUrl,
        [Env.EDGE_STORE_ARN]: props.edgeStore.keyValueStoreArn,
        ...(files.length && {
          [Env.FILES_URL]: files.map(({ url }) => url).join(' '),
          [Env.FILES_KEY_VALUE_STORE_ARN]: files.map(({ edgeStore }) => edgeStore.keyValueStoreArn).join(' '),
        }),
        [Env.ACCESS_LISTS]: Object.entries(props.accessLists)
          .map(([list, arn]) => `${list}=${arn}`)
          .join(' '),
        ...(props.brake && { [Env.BRAKE_LISTS]: brakeListsText(props.brake.sets) }),
      },
      timeout: Duration.minutes(5),
      memorySize: INTAKE_MEMORY,
      ephemeralStorage: Size.mebibytes(diskFor(props.policy.limits.maxFileBytes)),
      batchSize: 1,
      maxConcurrency: 4,
    });
  }

  private grantIntake(store: ArtifactStore, scans: boolean): void {
    const { policy } = this.intake;
    this.intake.function.addEnvironment(Env.SIGNING_KEY_ARN, this.key.keyArn);
    if (this.previousKey) this.intake.function.addEnvironment(Env.PREVIOUS_KEY_ARN, this.previousKey.keyArn);
    const keys = [this.key, ...(this.previousKey ? [this.previousKey] : [])];
    this.intake.function.addEnvironment(Env.INTAKE_QUEUE_URL, this.intake.queue.queueUrl);
    policy.addStatements(
      ...store.grants.intakeStatements(),
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.invalidation.queue.queueArn] }),
      new PolicyStatement({ actions: ['kms:Sign', 'kms:GetPublicKey'], resources: keys.map(({ keyArn }) => keyArn) }),
    );
    if (scans) {
      policy.addStatements(
        new PolicyStatement({ actions: ['s3:GetObjectTagging'], resources: [store.staging.arnForObjects(`${UPLOADS_PREFIX}*`)] }),
        // A release that waits for the scanner goes back into the queue.
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.intake.queue.queueArn] }),
      );
    }
    acknowledgeWildcards(policy, 'Objects below the prefixes that the intake owns, under names not known before.');
  }

  private listen(store: ArtifactStore): void {
    new Rule(this, 'Uploaded', {
      description: `A ${MANIFEST_NAME} commits an upload; an operator's command is one object.`,
      eventPattern: uploaded(store),
      targets: [new SqsQueue(this.intake.queue, { deadLetterQueue: this.intake.deadLetters })],
    });
  }

  /** So that what is allowed or blocked for a time ends, and what a deployment has emptied comes back. Rules of a schedule are free. */
  private tick(): void {
    new Rule(this, 'EveryHour', {
      description: 'Takes out addresses whose time is over.',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [
        new SqsQueue(this.intake.queue, {
          message: RuleTargetInput.fromObject(ACCESS_CLOCK_MESSAGE),
          deadLetterQueue: this.intake.deadLetters,
        }),
      ],
    });
  }
}

/** One file at a time is on the function's disk, and beside it the one that is an OpenPGP signature over it. @returns MiB; 512 come for free */
const diskFor = (maxFileBytes: number): number => Math.max(512, 64 + Math.ceil(maxFileBytes / 2 ** 20));

const uploaded = (store: ArtifactStore): EventPattern => ({
  source: ['aws.s3'],
  detailType: ['Object Created'],
  detail: {
    bucket: { name: [store.staging.bucketName] },
    object: { key: Match.anyOf(Match.wildcard(`${UPLOADS_PREFIX}*/${MANIFEST_NAME}`), Match.prefix(COMMANDS_PREFIX)) },
  },
});
