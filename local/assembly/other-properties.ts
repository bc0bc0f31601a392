/** Known properties of the other resource types that the edge reads. */
import { z } from 'zod';
import { irrelevant, only, refused } from './known';

const TAGS = irrelevant('cost allocation');
const COMMENT = irrelevant('for people');

export const functionProperties = z.strictObject({
  AutoPublish: only('a function that is not published does not run', true),
  FunctionCode: z.string(),
  FunctionConfig: z.strictObject({
    Comment: COMMENT,
    KeyValueStoreAssociations: z
      .array(z.strictObject({ KeyValueStoreARN: z.string() }))
      .max(1)
      .optional(),
    Runtime: z.string(),
  }),
  FunctionMetadata: irrelevant('attributes only'),
  Name: z.string(),
  Tags: TAGS,
});

export const keyValueStoreProperties = z.strictObject({
  Comment: COMMENT,
  ImportSource: irrelevant('values are read from the local cloud, which imports them'),
  Name: irrelevant('found by ARN'),
  Tags: TAGS,
});

export const originAccessControlProperties = z.strictObject({
  OriginAccessControlConfig: z.strictObject({
    Description: COMMENT,
    Name: irrelevant('found by id'),
    OriginAccessControlOriginType: only('only S3 origins are simulated', 's3'),
    SigningBehavior: z.enum(['always', 'never', 'no-override']),
    SigningProtocol: only('the only one there is', 'sigv4'),
  }),
});

const items = (name: string) => z.strictObject({ [name]: z.array(z.string()).optional() });
const names = (kind: 'Cookie' | 'QueryString') =>
  z.strictObject({
    [`${kind}Behavior`]: z.enum(['none', 'all', 'whitelist', 'allExcept']),
    [`${kind}s`]: z.array(z.string()).optional(),
  });

export const cachePolicyProperties = z.strictObject({
  CachePolicyConfig: z.strictObject({
    Comment: COMMENT,
    DefaultTTL: z.number(),
    MaxTTL: z.number(),
    MinTTL: z.number(),
    Name: z.string(),
    ParametersInCacheKeyAndForwardedToOrigin: z.strictObject({
      CookiesConfig: names('Cookie'),
      EnableAcceptEncodingBrotli: z.boolean().optional(),
      EnableAcceptEncodingGzip: z.boolean(),
      HeadersConfig: z.strictObject({ HeaderBehavior: z.enum(['none', 'whitelist']), Headers: z.array(z.string()).optional() }),
      QueryStringsConfig: names('QueryString'),
    }),
  }),
});

const override = z.boolean();
export const responseHeadersPolicyProperties = z.strictObject({
  ResponseHeadersPolicyConfig: z.strictObject({
    Comment: COMMENT,
    CorsConfig: z
      .strictObject({
        AccessControlAllowCredentials: z.boolean(),
        AccessControlAllowHeaders: items('Items'),
        AccessControlAllowMethods: items('Items'),
        AccessControlAllowOrigins: items('Items'),
        AccessControlExposeHeaders: items('Items').optional(),
        AccessControlMaxAgeSec: z.number().optional(),
        OriginOverride: override,
      })
      .optional(),
    CustomHeadersConfig: z
      .strictObject({ Items: z.array(z.strictObject({ Header: z.string(), Override: override, Value: z.string() })) })
      .optional(),
    Name: z.string(),
    RemoveHeadersConfig: z.strictObject({ Items: z.array(z.strictObject({ Header: z.string() })) }).optional(),
    SecurityHeadersConfig: z
      .strictObject({
        ContentSecurityPolicy: z.strictObject({ ContentSecurityPolicy: z.string(), Override: override }).optional(),
        ContentTypeOptions: z.strictObject({ Override: override }).optional(),
        FrameOptions: z.strictObject({ FrameOption: z.string(), Override: override }).optional(),
        ReferrerPolicy: z.strictObject({ ReferrerPolicy: z.string(), Override: override }).optional(),
        StrictTransportSecurity: z
          .strictObject({
            AccessControlMaxAgeSec: z.number(),
            IncludeSubdomains: z.boolean().optional(),
            Override: override,
            Preload: z.boolean().optional(),
          })
          .optional(),
        XSSProtection: z
          .strictObject({
            ModeBlock: z.boolean().optional(),
            Override: override,
            Protection: z.boolean(),
            ReportUri: z.string().optional(),
          })
          .optional(),
      })
      .optional(),
    ServerTimingHeadersConfig: refused('Server-Timing is not simulated'),
  }),
});

/** The rules are read by the web ACL's simulator, which refuses statements it does not know. */
export const webAclProperties = z.looseObject({
  Name: z.string().optional(),
  Scope: only('CloudFront takes no other', 'CLOUDFRONT'),
});

export const ipSetProperties = z.strictObject({
  Addresses: z.array(z.string()),
  Description: COMMENT,
  IPAddressVersion: z.enum(['IPV4', 'IPV6']),
  Name: irrelevant('found by ARN'),
  Scope: only('CloudFront takes no other', 'CLOUDFRONT'),
  Tags: TAGS,
});

/** Its rules too are read by the simulator. */
export const ruleGroupProperties = z.strictObject({
  Capacity: irrelevant('checked at synthesis'),
  CustomResponseBodies: refused('rules of groups answer with the page of CloudFront'),
  Description: COMMENT,
  Name: irrelevant('found by ARN'),
  Rules: z.array(z.unknown()).optional(),
  Scope: only('CloudFront takes no other', 'CLOUDFRONT'),
  Tags: TAGS,
  VisibilityConfig: irrelevant('every rule has its counts here'),
});

const statement = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.union([z.string(), z.array(z.string())]).optional(),
  Resource: z.union([z.string(), z.array(z.string())]).optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

export const bucketPolicyProperties = z.strictObject({
  Bucket: z.string(),
  PolicyDocument: z.strictObject({ Id: COMMENT, Statement: z.array(statement), Version: z.string().optional() }),
});

export const deliverySourceProperties = z.strictObject({
  DeliverySourceConfiguration: refused('no such setting is known for distributions'),
  LogType: only('distributions have no other', 'ACCESS_LOGS'),
  Name: z.string(),
  ResourceArn: z.string(),
  Tags: TAGS,
});

export const deliveryDestinationProperties = z.strictObject({
  DeliveryDestinationPolicy: refused('logs stay in the account'),
  DeliveryDestinationType: only('only buckets are simulated', 'S3'),
  DestinationPolicy: refused('logs stay in the account'),
  DestinationResourceArn: z.string(),
  Name: irrelevant('found by ARN'),
  OutputFormat: z.enum(['json', 'w3c', 'plain', 'raw'], { error: 'the local edge writes json, w3c, plain and raw, not parquet' }),
  Tags: TAGS,
});

export const deliveryProperties = z.strictObject({
  DeliveryDestinationArn: z.string(),
  DeliverySourceName: z.string(),
  FieldDelimiter: z.string().optional(),
  RecordFields: z.array(z.string()).min(1),
  S3EnableHiveCompatiblePath: z.boolean().optional(),
  S3SuffixPath: z.string().optional(),
  Tags: TAGS,
});
