import { CfnOIDCProvider, FederatedPrincipal, ManagedPolicy, type PrincipalBase, Role } from 'aws-cdk-lib/aws-iam';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { publisherPolicyName, publisherRoleName } from '../../domain/contracts/publisher-policy';
import { claimKey, type Pipeline, type PipelineTrust, trustOf } from '../../domain/signing/pipeline-trust';
import { acknowledgeWildcards } from '../shared/acknowledge-wildcards';
import { allOf, usersWithMfa } from '../shared/people';
import type { ArtifactStore } from '../storage/artifact-store';

/** A project that somebody may publish. */
export interface PublishedProject {
  readonly ecosystem: string;
  /** Normalised name. */
  readonly project: string;
  /** Release jobs that may upload. At most about 3: IAM takes trust policies of 2,048 characters. */
  readonly pipelines: readonly Pipeline[];
  /** ARNs of IAM users who may upload after MFA. */
  readonly people: readonly string[];
}

export interface TrustedPublishersProps {
  /** Begins the name of every policy and role, so that two registries of one account are told apart. */
  readonly registry: string;
  /** Where publishers upload to. */
  readonly store: ArtifactStore;
  /** At most 150 roles, and policies without a role. */
  readonly projects: readonly PublishedProject[];
  /**
   * ARNs of OIDC providers that the account has already, by issuer: IAM takes one provider an issuer. Each must have the audience
   * that the pipelines ask for among its client ids.
   *
   * @default - one is made for each issuer
   */
  readonly oidcProviders?: Readonly<Record<string, string>>;
}

/** CloudFormation takes 200 outputs and 500 resources a template; the rest is for everything else. */
const MOST_OUTPUTS = 150;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_TRUST_CHARACTERS = 2_048;

/**
 * Who may upload for which project, and no more than that: one policy a project, a role for the pipelines it trusts, and another
 * for its people, who need MFA. A project without either has a policy attached to nobody; the operator attaches it.
 *
 * What the roles may do is to create uploads below the project's own prefix, and to read its own verdicts by name. They can list,
 * overwrite and delete nothing. Their ARNs are outputs of the stack.
 *
 * ### Cost
 * Nothing: IAM is free.
 */
export class TrustedPublishers extends Construct {
  private readonly providers = new Map<string, string>();

  /** @throws Error when there are more projects than fit into a template, or more pipelines of a project than into a role */
  constructor(scope: Construct, id: string, props: TrustedPublishersProps) {
    super(scope, id);
    this.checkCount(props.projects);
    this.findProviders(props);
    for (const project of props.projects) this.createProject(props, project);
  }

  private checkCount(projects: readonly PublishedProject[]): void {
    const outputs = projects.reduce((sum, { pipelines, people }) => sum + (pipelines.length && people.length ? 2 : 1), 0);
    if (outputs <= MOST_OUTPUTS) return;
    throw new Error(
      `'projects' of '${this.node.path}' must have at most ${MOST_OUTPUTS} roles, and policies without a role, got: ${outputs}. Each is an output of the stack, of which CloudFormation allows 200; set up a second registry for the rest.`,
    );
  }

  private findProviders({ projects, oidcProviders = {} }: TrustedPublishersProps): void {
    const trusts = projects.flatMap(({ pipelines }) => pipelines.map(trustOf));
    for (const issuer of new Set(trusts.map((trust) => trust.issuer))) {
      const audiences = trusts.filter((trust) => trust.issuer === issuer).map(({ claims }) => claims.aud ?? '');
      this.providers.set(issuer, oidcProviders[issuer] ?? this.createProvider(issuer, [...new Set(audiences)]));
    }
  }

  /** Without thumbprints: IAM goes by its own list of authorities. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html */
  private createProvider(issuer: string, clientIdList: string[]): string {
    return new CfnOIDCProvider(this, `Issuer-${issuer.replace(/^https:\/\//, '')}`, { url: issuer, clientIdList }).attrArn;
  }

  private createProject({ registry, store }: TrustedPublishersProps, of: PublishedProject): void {
    const { ecosystem, project, pipelines, people } = of;
    const id = `${ecosystem}-${project}`;
    const policy = new ManagedPolicy(this, id, {
      managedPolicyName: publisherPolicyName(registry, ecosystem, project),
      // CloudFormation replaces a policy whose description changes, and cannot while the name is the same: leave the sentence alone.
      description: `Publish ${ecosystem} project ${project} in registry ${registry}`,
      statements: store.grants.publisherStatements(ecosystem, project),
    });
    acknowledgeWildcards(policy, "Objects below the project's own prefixes, under names not known before.");
    const createRole = (who: 'pipeline' | 'people', assumedBy: PrincipalBase): void => {
      const role = new Role(this, `${id}-${who}`, {
        roleName: publisherRoleName(registry, ecosystem, project, who),
        assumedBy,
        managedPolicies: [policy],
        maxSessionDuration: Duration.hours(1),
      });
      this.checkTrust(role);
      this.output(`${id}-${who}-arn`, `Role for ${who} of ${ecosystem} project ${project}`, role.roleArn);
    };
    if (pipelines.length) createRole('pipeline', allOf(pipelines.map((pipeline) => this.principalOf(trustOf(pipeline)))));
    if (people.length) createRole('people', usersWithMfa(people));
    if (!pipelines.length && !people.length) {
      this.output(`${id}-arn`, `Policy for publishers of ${ecosystem} project ${project}`, policy.managedPolicyArn);
    }
  }

  private principalOf({ issuer, claims }: PipelineTrust): FederatedPrincipal {
    const pinned = Object.entries(claims).map(([claim, value]) => [claimKey(issuer, claim), value]);
    const conditions = { StringEquals: Object.fromEntries(pinned) as Record<string, string> };
    return new FederatedPrincipal(this.providers.get(issuer) ?? '', conditions, 'sts:AssumeRoleWithWebIdentity');
  }

  private checkTrust(role: Role): void {
    const document: unknown = Stack.of(this).resolve(role.assumeRolePolicy);
    const length = JSON.stringify(document).length;
    if (length <= MOST_TRUST_CHARACTERS) return;
    throw new Error(
      `The trust policy of '${role.node.path}' must have at most ${MOST_TRUST_CHARACTERS} characters (the quota of IAM), got: ${length}. Trust fewer pipelines or people with the project.`,
    );
  }

  private output(id: string, description: string, value: string): void {
    new CfnOutput(this, id, { description, value });
  }
}
