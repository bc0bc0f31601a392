/** A template without a finding of our own rules, and for each rule a way to spoil it. */

export type Json = Record<string, unknown>;

const rule = (name: string, priority: number, body: string): Json => ({
  Name: name,
  Priority: priority,
  Statement: { GeoMatchStatement: { CountryCodes: ['AQ'] } },
  Action: { Block: { CustomResponse: { ResponseCode: 429, CustomResponseBodyKey: body } } },
  VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: name },
});

/** One resource of each kind, as the rules want it. */
export const sound = {
  WebAcl: {
    Type: 'AWS::WAFv2::WebACL',
    Properties: {
      Scope: 'CLOUDFRONT',
      DefaultAction: { Allow: {} },
      CustomResponseBodies: { limited: { ContentType: 'TEXT_PLAIN', Content: 'Too many requests' } },
      Rules: [rule('first', 0, 'limited'), rule('second', 1, 'limited')],
      VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'acl' },
    },
  },
  EdgeFunction: {
    Type: 'AWS::CloudFront::Function',
    Properties: {
      Name: 'edge',
      AutoPublish: true,
      FunctionCode: 'x'.repeat(10_240),
      FunctionConfig: { Comment: 'edge', Runtime: 'cloudfront-js-2.0' },
    },
  },
  Destination: {
    Type: 'AWS::Logs::DeliveryDestination',
    Properties: { Name: 'logs', OutputFormat: 'json', DestinationResourceArn: 'arn:aws:s3:::logs' },
  },
  Source: {
    Type: 'AWS::Logs::DeliverySource',
    Properties: { Name: 'cdn', LogType: 'ACCESS_LOGS', ResourceArn: 'arn:aws:cloudfront::111122223333:distribution/E1' },
  },
  Bucket: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } },
    },
  },
  BucketPolicy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Bucket' },
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Action: 's3:GetObject',
            Resource: { 'Fn::Sub': '${Bucket.Arn}/*' },
            Condition: { StringEquals: { 'AWS:SourceArn': 'arn:aws:cloudfront::111122223333:distribution/E1' } },
          },
        ],
      },
    },
  },
  Budget: {
    Type: 'AWS::Budgets::Budget',
    Properties: {
      Budget: {
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: 10, Unit: 'USD' },
        CostTypes: { IncludeCredit: false },
      },
    },
  },
};

/** A sound template with one value put in, or taken out when it is undefined. */
export function spoil(path: string, value: unknown): Json {
  const resources = structuredClone(sound) as Json;
  const steps = path.split('.');
  const last = steps.pop()!;
  const at = steps.reduce((object, step) => object[step] as Json, resources);
  at[last] = value; // JSON leaves out what is undefined
  return resources;
}

/** Where the value is put, the value, and the finding as `<rule> <resource>: <description>`. */
export const bugs: [path: string, value: unknown, finding: string][] = [
  [
    'WebAcl.Properties.CustomResponseBodies',
    { other: { ContentType: 'TEXT_PLAIN', Content: 'x' } },
    'REGISTRY-WAF-001 WebAcl: Rules.0.Action.Block.CustomResponse.CustomResponseBodyKey: The web ACL declares no custom response body limited; add it to CustomResponseBodies',
  ],
  [
    'WebAcl.Properties.CustomResponseBodies',
    undefined,
    'REGISTRY-WAF-001 WebAcl: Rules.1.Action.Block.CustomResponse.CustomResponseBodyKey: The web ACL declares no custom response body limited; add it to CustomResponseBodies',
  ],
  [
    'WebAcl.Properties.Rules.1.Priority',
    0,
    'REGISTRY-WAF-002 WebAcl: Rules.1.Priority: Rules first and second have the same priority 0; give each its own',
  ],
  [
    'EdgeFunction.Properties.FunctionCode',
    'x'.repeat(10_241),
    'REGISTRY-CDN-001 EdgeFunction: FunctionCode: The function has 10241 bytes, CloudFront takes 10240; make it smaller',
  ],
  [
    'Destination.Properties.OutputFormat',
    'parket',
    'REGISTRY-CDN-002 Destination: OutputFormat: OutputFormat parket is none of json, parquet, plain, raw, w3c',
  ],
  [
    'Source.Properties.LogType',
    'ACCESS',
    'REGISTRY-CDN-003 Source: LogType: LogType ACCESS is none of ACCESS_LOGS, CONNECTION_LOGS',
  ],
  [
    'BucketPolicy.Properties.PolicyDocument.Statement.0.Condition',
    undefined,
    'REGISTRY-CDN-004 BucketPolicy: PolicyDocument.Statement.0.Condition: CloudFront may read the bucket for every distribution of every account; add a condition on AWS:SourceArn',
  ],
  [
    'BucketPolicy.Properties.PolicyDocument.Statement.0.Condition',
    { StringEquals: { 'AWS:SourceAccount': '111122223333' } },
    'REGISTRY-CDN-004 BucketPolicy: PolicyDocument.Statement.0.Condition: CloudFront may read the bucket for every distribution of every account; add a condition on AWS:SourceArn',
  ],
  [
    'Budget.Properties.Budget.TimeUnit',
    'MONTH',
    'REGISTRY-COST-001 Budget: Budget.TimeUnit: TimeUnit MONTH is none of ANNUALLY, MONTHLY, QUARTERLY',
  ],
  [
    'Bucket.Properties.ObjectLockEnabled',
    undefined,
    'REGISTRY-S3-001 Bucket: ObjectLockEnabled: The bucket has an Object Lock configuration, but Object Lock is off; set ObjectLockEnabled',
  ],
];
