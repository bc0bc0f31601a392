/** A template with one of each resource that the edge reads, as CDK writes them, and what a deployment of it would say. */
import type { DeployedStack } from '../../../local/assembly/physical-names';
import type { Template } from '../../../local/assembly/template';

type Properties = Record<string, unknown>;

export const ref = (name: string) => ({ Ref: name });
export const get = (logicalId: string, attribute: string) => ({ 'Fn::GetAtt': [logicalId, attribute] });
export const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });

const distributionArn = join('arn:', ref('AWS::Partition'), ':cloudfront::', ref('AWS::AccountId'), ':distribution/', ref('Cdn'));

export const DISTRIBUTION_CONFIG: Properties = {
  CacheTagConfig: { HeaderName: 'X-Amz-Meta-Cache-Tag' },
  Comment: 'Package registry',
  DefaultCacheBehavior: {
    AllowedMethods: ['GET', 'HEAD'],
    CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
    Compress: true,
    FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: get('Function', 'FunctionARN') }],
    TargetOriginId: 'origin',
    ViewerProtocolPolicy: 'redirect-to-https',
  },
  Enabled: true,
  HttpVersion: 'http2and3',
  IPV6Enabled: true,
  Origins: [
    {
      DomainName: get('Packages', 'RegionalDomainName'),
      Id: 'origin',
      OriginAccessControlId: get('Access', 'Id'),
      S3OriginConfig: { OriginAccessIdentity: '' },
    },
  ],
  PriceClass: 'PriceClass_100',
  WebACLId: get('Acl', 'Arn'),
};

export function template(
  changes: { readonly config?: Properties; readonly resources?: Record<string, { Type: string; Properties?: Properties }> } = {},
): Template {
  return {
    Resources: {
      Packages: { Type: 'AWS::S3::Bucket' },
      Logs: { Type: 'AWS::S3::Bucket' },
      PackagesPolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: ref('Packages'),
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Action: 's3:GetObject',
                Condition: { StringEquals: { 'aws:SourceArn': distributionArn } },
                Effect: 'Allow',
                Principal: { Service: 'cloudfront.amazonaws.com' },
                Resource: join(get('Packages', 'Arn'), '/*'),
              },
            ],
          },
        },
      },
      // Names a role whose ARN nobody can resolve; the edge has no need to.
      LogsPolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: { Bucket: ref('Logs'), PolicyDocument: { Statement: [get('Queue', 'Arn')] } },
      },
      Store: { Type: 'AWS::CloudFront::KeyValueStore', Properties: { Name: 'store' } },
      Function: {
        Type: 'AWS::CloudFront::Function',
        Properties: {
          AutoPublish: true,
          FunctionCode: 'function handler(event) { return event.request; }',
          FunctionConfig: {
            Comment: 'c',
            KeyValueStoreAssociations: [{ KeyValueStoreARN: get('Store', 'Arn') }],
            Runtime: 'cloudfront-js-2.0',
          },
          Name: 'viewer-request',
        },
      },
      Access: {
        Type: 'AWS::CloudFront::OriginAccessControl',
        Properties: {
          OriginAccessControlConfig: {
            Name: 'a',
            OriginAccessControlOriginType: 's3',
            SigningBehavior: 'always',
            SigningProtocol: 'sigv4',
          },
        },
      },
      Blocked: {
        Type: 'AWS::WAFv2::IPSet',
        Properties: { Addresses: ['192.0.2.44/32'], IPAddressVersion: 'IPV4', Scope: 'CLOUDFRONT' },
      },
      Acl: {
        Type: 'AWS::WAFv2::WebACL',
        Properties: {
          Scope: 'CLOUDFRONT',
          DefaultAction: { Allow: {} },
          Rules: [{ Name: 'blocked', Statement: { IPSetReferenceStatement: { Arn: get('Blocked', 'Arn') } } }],
        },
      },
      Cdn: {
        Type: 'AWS::CloudFront::Distribution',
        Properties: { DistributionConfig: { ...DISTRIBUTION_CONFIG, ...changes.config } },
      },
      LogSource: {
        Type: 'AWS::Logs::DeliverySource',
        Properties: { Name: 'registry', LogType: 'ACCESS_LOGS', ResourceArn: distributionArn },
      },
      LogDestination: {
        Type: 'AWS::Logs::DeliveryDestination',
        Properties: { Name: 'registry', DestinationResourceArn: join(get('Logs', 'Arn'), '/cloudfront'), OutputFormat: 'json' },
      },
      LogDelivery: {
        Type: 'AWS::Logs::Delivery',
        Properties: {
          DeliverySourceName: ref('LogSource'),
          DeliveryDestinationArn: get('LogDestination', 'Arn'),
          RecordFields: ['date', 'time'],
          S3EnableHiveCompatiblePath: true,
          S3SuffixPath: '{distributionid}/{yyyy}',
        },
      },
      ...changes.resources,
    },
    Outputs: { StoreArn: { Value: get('Store', 'Arn') }, Url: { Value: join('https://', get('Cdn', 'DomainName')) } },
  };
}

export const STORE_ARN = 'arn:aws:cloudfront::111122223333:key-value-store/uuid-of-the-store';

export const DEPLOYED: DeployedStack = {
  stack: 'registry',
  account: '111122223333',
  region: 'us-east-1',
  physicalIds: new Map([
    ['Packages', 'packages'],
    ['Logs', 'logs'],
    ['PackagesPolicy', 'packages'],
    ['Store', 'store'],
    ['Function', 'viewer-request'],
    ['Access', 'OAC1'],
    ['Blocked', 'blocked|id-1|CLOUDFRONT'],
    ['Acl', 'acl|id-2|CLOUDFRONT'],
    ['Switches', 'switches|id-3|CLOUDFRONT'],
    ['NoSwitches', 'empty|id-4|CLOUDFRONT'],
    ['Cdn', 'E1'],
    ['LogSource', 'registry'],
    ['LogDestination', 'registry'],
    ['LogDelivery', 'delivery-1'],
    ['CachePolicy', 'cache-policy-1'],
    ['HeadersPolicy', 'headers-policy-1'],
  ]),
  outputs: new Map([['StoreArn', STORE_ARN]]),
  parameters: new Map([['BootstrapVersion', '/cdk/version']]),
  distributionDomains: new Map([['E1', 'd1.cloudfront.net']]),
};
