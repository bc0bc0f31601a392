/** Asks AWS's policy rules whether a request would be allowed, with the policies of a synthesised template. */
import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { Template } from 'aws-cdk-lib/assertions';

export const ACCOUNT = '111122223333';
const PSEUDO: Record<string, string> = { 'AWS::AccountId': ACCOUNT, 'AWS::Partition': 'aws', 'AWS::Region': 'us-east-1' };

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

/** All resources of a template, with references replaced by names made from logical ids. */
export function physicalResources(template: Template): Record<string, Resource> {
  const { Resources: resources } = template.toJSON() as { Resources: Record<string, Resource> };
  const name = (id: string) => PSEUDO[id] ?? id.toLowerCase();
  const attribute = ([id, what]: [string, string]) =>
    resources[id]?.Type === 'AWS::S3::Bucket' && what === 'Arn' ? `arn:aws:s3:::${name(id)}` : `${name(id)}.${what}`;
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    if ('Ref' in value) return name(value.Ref as string);
    if ('Fn::GetAtt' in value) return attribute(value['Fn::GetAtt'] as [string, string]);
    if ('Fn::Join' in value) {
      const [separator, parts] = value['Fn::Join'] as [string, unknown[]];
      return parts.map(visit).join(separator);
    }
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, visit(part)]));
  };
  return visit(resources) as Record<string, Resource>;
}

export interface Question {
  readonly action: string;
  /** ARN of the bucket or object. */
  readonly resource: string;
  /** ARN or service name. */
  readonly principal: string;
  /** Policy documents of the principal. @default - none */
  readonly identity?: readonly unknown[];
  /** Policy document of the resource. */
  readonly policy: unknown;
  /** Condition keys of the request; TLS 1.3 unless they say otherwise. */
  readonly context?: Record<string, string>;
}

/** `Allowed`, `ImplicitlyDenied` or `ExplicitlyDenied`; throws when an action or condition key does not exist. */
export async function decide({ action, resource, principal, identity = [], policy, context = {} }: Question): Promise<string> {
  const secure: Record<string, string> = {
    'aws:SecureTransport': 'true',
    ...(action.startsWith('s3:') && { 's3:TlsVersion': '1.3' }),
  };
  const response = await runSimulation(
    {
      request: {
        action,
        principal,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { ...secure, ...context },
      },
      identityPolicies: identity.map((document, i) => ({ name: `identity${i}`, policy: document })),
      resourcePolicy: policy,
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (response.resultType === 'error') throw new Error(JSON.stringify(response.errors));
  return response.overallResult;
}
