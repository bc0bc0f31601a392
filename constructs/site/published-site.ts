import { createHash } from 'node:crypto';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as RunFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { type CfnResource, CustomResource, Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Env, SITE_FILE } from '../../domain/contracts/env';
import type { PublicLimits } from '../../domain/site/limits';
import { siteObjects } from '../../domain/site/objects';
import { acknowledge } from '../shared/acknowledge';
import { acknowledgeWildcards } from '../shared/acknowledge-wildcards';
import { bundleLambda, lambdaEntry } from '../shared/bundle-lambda';
import { functionIdentity, type Identity, ownFunction } from '../shared/own-function';
import type { ArtifactStore } from '../storage/artifact-store';

export interface PublishedSiteProps {
  /** Where the pages go to. */
  readonly store: ArtifactStore;
  /** What they say. */
  readonly limits: PublicLimits;
  /** `https://<domain>` of the registry, without a trailing slash. */
  readonly publicUrl: string;
}

/**
 * The registry's own pages, `/`, `/-/limits`, `/-/errors/` and security.txt: a function writes them into the packages bucket during the deployment that
 * changes them. When it cannot, the deployment fails and is rolled back, so that limits and what is said about them stay one.
 *
 * Once a day it writes them again, so that pages which were lost come back, and security.txt is never out of date. They stay when this is taken out of the stack, as the bucket does.
 *
 * ### Cost
 * About 20 writes a day, $0.003 a month (us-east-1, 2025-07).
 */
export class PublishedSite extends Construct {
  /** May write the pages and its own log. */
  public readonly role: Role;

  constructor(scope: Construct, id: string, props: PublishedSiteProps) {
    super(scope, id);
    const identity = functionIdentity(this, 'errors of deployments');
    const { role, policy } = identity;
    this.role = role;
    policy.addStatements(...props.store.grants.siteStatements());
    acknowledgeWildcards(policy, 'The pages about errors, one for each error code.');
    const publisher = this.createFunction(props, identity);
    const step = new CustomResource(this, 'Resource', {
      serviceToken: publisher.functionArn,
      resourceType: 'Custom::PublishedSite',
      serviceTimeout: Duration.minutes(2),
      // Whatever changes a page changes this, so that the pages are written anew.
      properties: { Digest: digestOf(props.limits), PublicUrl: props.publicUrl },
    });
    (step.node.defaultChild as CfnResource).addResourceDependency(policy.node.defaultChild as CfnResource);
    this.repeat(publisher);
  }

  /** Rules of a schedule are free. */
  private repeat(publisher: LambdaFunction): void {
    const rule = new Rule(this, 'EveryDay', {
      description: "Writes the registry's own pages again, in case some were lost, and security.txt with a new date.",
      schedule: Schedule.rate(Duration.days(1)),
      targets: [new RunFunction(publisher)],
    });
    acknowledge(rule, ['serverless'], 'EventBusDLQ', 'The run of the next day does what one has not done.');
  }

  private createFunction({ limits, publicUrl, store }: PublishedSiteProps, identity: Identity): LambdaFunction {
    return ownFunction(
      this,
      identity,
      {
        description: 'functions/lambda/site/handler.ts',
        code: bundleLambda({ entry: lambdaEntry('site'), files: { [SITE_FILE]: JSON.stringify(limits) } }),
        memorySize: 256,
        timeout: Duration.seconds(60),
        environment: { [Env.PACKAGES_BUCKET]: store.packages.bucketName, [Env.PUBLIC_URL]: publicUrl },
      },
      {
        tracing: 'It runs once a day, and once a deployment, which shows its outcome.',
        reservedConcurrency: 'CloudFormation and the schedule call it once at a time.',
        deadLetters: 'CloudFormation waits for its answer; a deployment without one fails and is rolled back.',
      },
    );
  }
}

/** The URL is a property of its own: at synthesis it may not be known yet. Nor is the date, which every day renews anyway. */
const digestOf = (limits: PublicLimits): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        siteObjects(limits, 'https://registry.invalid', new Date(0)).map((page) => ({ ...page, body: page.body.toString() })),
      ),
    )
    .digest('hex');
