import type { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { acknowledge } from './acknowledge';

interface ResolvedStatement {
  readonly Effect: string;
  readonly Resource?: unknown;
}

/**
 * Acknowledges every resource with a wildcard that a policy allows, each by itself as cdk-nag wants it. Call it when the
 * policy is complete. Wildcards in actions are left to fail: no policy of ours has a reason for one.
 */
export function acknowledgeWildcards(policy: ManagedPolicy, reason: string): void {
  const { Statement = [] } = Stack.of(policy).resolve(policy.document) as { Statement?: ResolvedStatement[] };
  const wildcards = Statement.filter((statement) => statement.Effect === 'Allow')
    .flatMap((statement) => statement.Resource)
    .map(flatten)
    .filter((resource) => resource.includes('*'));
  for (const resource of new Set(wildcards)) acknowledge(policy, ['aws'], `IAM5[Resource::${resource}]`, reason);
}

/** Writes a resolved ARN as cdk-nag does: `<LogicalId.Arn>/index/*`. */
function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  const {
    'Fn::Join': join,
    'Fn::GetAtt': attribute,
    Ref: ref,
  } = value as { 'Fn::Join'?: [string, unknown[]]; 'Fn::GetAtt'?: [string, string]; Ref?: string };
  if (join) return join[1].map(flatten).join(join[0]);
  if (attribute) return `<${attribute.join('.')}>`;
  return ref ? `<${ref}>` : JSON.stringify(value);
}
