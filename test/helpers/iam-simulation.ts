/** Asks whether a request would be allowed, with the policies of a synthesised template. */
import type { Template } from 'aws-cdk-lib/assertions';
import { evaluate, type Verdict } from '../../domain/iam/evaluate';

export const ACCOUNT = '111122223333';
const PSEUDO: Record<string, string> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::StackId': `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/registry/1`,
};

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

/** ARNs of the resources that policies speak of, from their names. */
const ARNS: Record<string, (name: string, properties: Resource['Properties']) => string> = {
  'AWS::CloudFront::KeyValueStore': (name) => `arn:aws:cloudfront::${ACCOUNT}:key-value-store/${name}`,
  'AWS::IAM::OIDCProvider': (_, { Url }) => `arn:aws:iam::${ACCOUNT}:oidc-provider/${String(Url).replace('https://', '')}`,
  'AWS::IAM::Role': (name) => `arn:aws:iam::${ACCOUNT}:role/${name}`,
  'AWS::KMS::Key': (name) => `arn:aws:kms:us-east-1:${ACCOUNT}:key/${name}`,
  'AWS::Events::Rule': (name) => `arn:aws:events:us-east-1:${ACCOUNT}:rule/${name}`,
  'AWS::Logs::LogGroup': (name) => `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:${name}:*`,
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name}`,
  'AWS::SNS::Topic': (name) => `arn:aws:sns:us-east-1:${ACCOUNT}:${name}`,
  'AWS::WAFv2::IPSet': (name) => `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/ipset/${name}/1`,
  'AWS::WAFv2::RuleGroup': (name) => `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/rulegroup/${name}/1`,
  'AWS::SQS::Queue': (name) => `arn:aws:sqs:us-east-1:${ACCOUNT}:${name}`,
};

/** All resources of a template, with references replaced by names made from logical ids. */
export function physicalResources(template: Template): Record<string, Resource> {
  const { Resources: resources } = template.toJSON() as { Resources: Record<string, Resource> };
  const arn = (id: string) => ARNS[resources[id]?.Type ?? '']?.(id.toLowerCase(), resources[id]?.Properties ?? {});
  const name = (id: string) =>
    PSEUDO[id] ?? (resources[id]?.Type === 'AWS::SNS::Topic' ? arn(id) : undefined) ?? id.toLowerCase();
  const attribute = ([id, what]: [string, string]) => (what === 'Arn' ? arn(id) : undefined) ?? `${name(id)}.${what}`;
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

/** Rejects when the request cannot exist (see `domain/iam/actions.ts`) or a policy holds what is not evaluated. */
export function decide({
  action,
  resource,
  principal,
  identity = [],
  policy,
  context = {},
}: Question): Promise<Verdict['decision']> {
  const secure: Record<string, string> = {
    'aws:SecureTransport': 'true',
    ...(action.startsWith('s3:') && { 's3:TlsVersion': '1.3' }),
  };
  const request = { account: ACCOUNT, principal, action, resource, context: { ...secure, ...context } };
  return Promise.resolve().then(() => evaluate(request, { identity, resource: policy }).decision);
}
