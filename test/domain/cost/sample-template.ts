/** The resources of a registry that cost money, as a template has them. */
import type { Resource, Template } from '../../../domain/cost/template';

const tagged = (component: string) => [{ Key: 'component', Value: component }];
const bucket = (properties: Record<string, unknown>): Resource => ({
  Type: 'AWS::S3::Bucket',
  Properties: { Tags: tagged('storage'), ...properties },
});

export interface Sample {
  readonly rules?: number;
  readonly priceClass?: string;
  readonly further?: Readonly<Record<string, Resource>>;
}

export const sampleTemplate = ({ rules = 6, priceClass = 'PriceClass_100', further = {} }: Sample = {}): Template => ({
  Resources: {
    Packages: bucket({
      ObjectLockEnabled: true,
      LifecycleConfiguration: { Rules: [{ Prefix: 'files/', Transitions: [{ StorageClass: 'INTELLIGENT_TIERING' }] }] },
      LoggingConfiguration: { DestinationBucketName: { Ref: 'Logs' } },
    }),
    Records: bucket({ ObjectLockEnabled: true }),
    Staging: bucket({
      LifecycleConfiguration: { Rules: [{ Prefix: 'uploads/', ExpirationInDays: 7 }] },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    }),
    Logs: bucket({ LifecycleConfiguration: { Rules: [{ Prefix: 'cloudfront/', ExpirationInDays: 40 }] } }),
    Acl: {
      Type: 'AWS::WAFv2::WebACL',
      Properties: { Tags: tagged('tiers'), Rules: Array.from({ length: rules }, (_, i) => ({ Name: `rule${i}` })) },
    },
    Store: { Type: 'AWS::CloudFront::KeyValueStore' },
    Gate: {
      Type: 'AWS::CloudFront::Function',
      Properties: { Tags: tagged('delivery'), FunctionConfig: { KeyValueStoreAssociations: [{ KeyValueStoreARN: 'arn' }] } },
    },
    Cdn: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        Tags: tagged('delivery'),
        DistributionConfig: {
          PriceClass: priceClass,
          WebACLId: { 'Fn::GetAtt': ['Acl', 'Arn'] },
          DefaultCacheBehavior: { FunctionAssociations: [{ FunctionARN: { 'Fn::GetAtt': ['Gate', 'FunctionARN'] } }] },
          Origins: [{ DomainName: { 'Fn::GetAtt': ['Packages', 'RegionalDomainName'] } }],
        },
      },
    },
    Key: { Type: 'AWS::KMS::Key', Properties: { Tags: tagged('intake'), KeyUsage: 'SIGN_VERIFY' } },
    Queue: { Type: 'AWS::SQS::Queue', Properties: { Tags: tagged('intake') } },
    Intake: {
      Type: 'AWS::Lambda::Function',
      Properties: { Tags: tagged('intake'), Architectures: ['arm64'], MemorySize: 1024, Timeout: 300 },
    },
    Source: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { FunctionName: { Ref: 'Intake' }, EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
    },
    ...further,
  },
});

export const SAMPLE_TRAFFIC = {
  terabytesPerMonth: 1,
  millionRequestsPerMonth: 4,
  hitRatio: 0.9,
  storedGb: 20,
  publishesPerMonth: 50,
} as const;
