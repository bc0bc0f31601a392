import type { IKeyValueStore } from 'aws-cdk-lib/aws-cloudfront';
import { ManagedPolicy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { AccessListArns } from '../../domain/contracts/access';
import { fairUseDecisions } from '../analytics/fair-use-grants';
import { acknowledgeWildcards } from '../shared/acknowledge-wildcards';
import { usersWithMfa } from '../shared/people';
import type { ArtifactStore } from '../storage/artifact-store';

export interface OperatorRoleProps {
  /** Begins the role's name. */
  readonly registry: string;
  readonly store: ArtifactStore;
  /** What the distribution's function looks up: `registry token` writes there which tokens are good. */
  readonly edgeStore: IKeyValueStore;
  /** What `registry access` shows; the intake changes it. */
  readonly accessLists: AccessListArns;
  /** Holds what `registry fair-use` shows and decides on. */
  readonly usage: IBucket;
  /** ARNs of the IAM users who may take the role; at least one. */
  readonly people: readonly string[];
}

/** The calls of `registry token`. `GetKey` is not among them: `ListKeys` tells values too. */
const TOKEN_ACTIONS = ['DescribeKeyValueStore', 'ListKeys', 'UpdateKeys'].map((name) => `cloudfront-keyvaluestore:${name}`);

/**
 * Whoever gives commands (`registry yank`, `reindex`, ...) takes this role, after MFA. A command is an object that the intake reads:
 * the operator writes no record, no document and no list of the web ACL. Tokens of tiers the operator makes with the keys in the key-value store, which holds
 * blocks as well.
 *
 * ### Cost
 * Nothing: IAM is free.
 */
export class OperatorRole extends Construct {
  public readonly role: Role;

  constructor(scope: Construct, id: string, { registry, store, edgeStore, accessLists, usage, people }: OperatorRoleProps) {
    super(scope, id);
    const { killSwitches, ...sets } = accessLists;
    const policy = new ManagedPolicy(this, 'Policy', {
      statements: [
        ...store.grants.operatorStatements(),
        ...fairUseDecisions(usage),
        new PolicyStatement({ actions: TOKEN_ACTIONS, resources: [edgeStore.keyValueStoreArn] }),
        new PolicyStatement({ actions: ['wafv2:GetIPSet'], resources: Object.values(sets) }),
        ...(killSwitches === undefined
          ? []
          : [new PolicyStatement({ actions: ['wafv2:GetRuleGroup'], resources: [killSwitches] })]),
        // Its outputs, by which the commands find everything.
        new PolicyStatement({ actions: ['cloudformation:DescribeStacks'], resources: [Stack.of(this).stackId] }),
      ],
    });
    acknowledgeWildcards(policy, 'Commands and their answers have names that are not known before.');
    this.role = new Role(this, 'Role', {
      roleName: `${registry}-operator`,
      description: `Gives commands to registry ${registry}`,
      assumedBy: usersWithMfa(people),
      managedPolicies: [policy],
      maxSessionDuration: Duration.hours(1),
    });
    new CfnOutput(this, 'Arn', { description: 'Role that may give commands', value: this.role.roleArn });
  }
}
