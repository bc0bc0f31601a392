/** Attributes that follow from a resource's physical id, for the types whose attributes the edge's properties refer to. */

export interface Environment {
  readonly account: string;
  readonly region: string;
}

type Attribute = (physicalId: string, environment: Environment) => string;

const wafArn =
  (kind: string): Attribute =>
  (physicalId, { account }) => {
    const [name, id] = physicalId.split('|');
    return `arn:aws:wafv2:us-east-1:${account}:global/${kind}/${name}/${id}`;
  };
const same: Attribute = (physicalId) => physicalId;

/** By type and attribute. An output of the stack goes before: it is what the stack itself says. */
export const ATTRIBUTES: Readonly<Record<string, Attribute>> = {
  'AWS::S3::Bucket.Arn': (bucket) => `arn:aws:s3:::${bucket}`,
  'AWS::S3::Bucket.DomainName': (bucket) => `${bucket}.s3.amazonaws.com`,
  'AWS::S3::Bucket.RegionalDomainName': (bucket, { region }) => `${bucket}.s3.${region}.amazonaws.com`,
  'AWS::CloudFront::Distribution.Id': same,
  'AWS::CloudFront::OriginAccessControl.Id': same,
  'AWS::CloudFront::CachePolicy.Id': same,
  'AWS::CloudFront::ResponseHeadersPolicy.Id': same,
  'AWS::CloudFront::Function.FunctionARN': (name, { account }) => `arn:aws:cloudfront::${account}:function/${name}`,
  'AWS::CloudFront::KeyValueStore.Arn': (id, { account }) => `arn:aws:cloudfront::${account}:key-value-store/${id}`,
  'AWS::WAFv2::WebACL.Arn': wafArn('webacl'),
  'AWS::WAFv2::IPSet.Arn': wafArn('ipset'),
  'AWS::WAFv2::RuleGroup.Arn': wafArn('rulegroup'),
  'AWS::IAM::Role.Arn': (name, { account }) => `arn:aws:iam::${account}:role/${name}`, // in the policy of an origin's bucket
  'AWS::Logs::DeliveryDestination.Arn': (name, { account, region }) =>
    `arn:aws:logs:${region}:${account}:delivery-destination:${name}`,
};
