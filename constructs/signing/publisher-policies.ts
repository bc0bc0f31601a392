import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnOutput } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { publisherPolicyName } from '../../domain/contracts/publisher-policy';
import { acknowledgeWildcards } from '../shared/acknowledge-wildcards';
import type { ArtifactStore } from '../storage/artifact-store';

/** A project that somebody may publish. */
export interface PublishedProject {
  readonly ecosystem: string;
  /** Normalised name. */
  readonly project: string;
}

export interface PublisherPoliciesProps {
  /** Begins every policy's name, so that two registries of one account are told apart. */
  readonly registry: string;
  /** Where publishers upload to. */
  readonly store: ArtifactStore;
  /** At most 150. */
  readonly projects: readonly PublishedProject[];
}

/** CloudFormation takes 200 outputs and 500 resources a template; the rest is for everything else. */
const MOST_PROJECTS = 150;

/**
 * What publishers may do, one policy for each project and attached to nobody: the operator attaches it to the role that the
 * project's pipeline takes. Its ARN is an output of the stack.
 *
 * ### Cost
 * Nothing: IAM is free.
 */
export class PublisherPolicies extends Construct {
  /** @throws Error when there are more projects than fit into a template */
  constructor(scope: Construct, id: string, { registry, store, projects }: PublisherPoliciesProps) {
    super(scope, id);
    if (projects.length > MOST_PROJECTS) {
      throw new Error(
        `'projects' of '${this.node.path}' must be at most ${MOST_PROJECTS}, got: ${projects.length}. Each is an output of the stack, of which CloudFormation allows 200; set up a second registry for the rest.`,
      );
    }
    for (const project of projects) this.createPolicy(registry, store, project);
  }

  private createPolicy(registry: string, store: ArtifactStore, { ecosystem, project }: PublishedProject): void {
    const id = `${ecosystem}-${project}`;
    const policy = new ManagedPolicy(this, id, {
      managedPolicyName: publisherPolicyName(registry, ecosystem, project),
      // CloudFormation replaces a policy whose description changes, and cannot while the name is the same: leave the sentence alone.
      description: `Publish ${ecosystem} project ${project} in registry ${registry}`,
      statements: store.grants.publisherStatements(ecosystem, project),
    });
    acknowledgeWildcards(policy, "Objects below the project's own prefixes, under names not known before.");
    new CfnOutput(this, `${id}-arn`, {
      description: `Policy for publishers of ${ecosystem} project ${project}`,
      value: policy.managedPolicyArn,
    });
  }
}
