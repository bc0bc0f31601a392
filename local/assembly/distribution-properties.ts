/** Known properties of `AWS::CloudFront::Distribution`, as of the 2026 resource schema. */
import { z } from 'zod';
import { irrelevant, only, refused } from './known';

const behaviour = {
  AllowedMethods: z.array(z.string()).optional(),
  CachedMethods: z.array(z.string()).optional(),
  CachePolicyId: z.string(),
  Compress: z.boolean().optional(),
  FunctionAssociations: z
    .array(z.strictObject({ EventType: z.enum(['viewer-request', 'viewer-response']), FunctionARN: z.string() }))
    .optional(),
  ResponseHeadersPolicyId: z.string().optional(),
  TargetOriginId: z.string(),
  ViewerProtocolPolicy: z.enum(['allow-all', 'https-only', 'redirect-to-https']),
  DefaultTTL: refused('legacy setting; use a cache policy'),
  FieldLevelEncryptionId: only('field-level encryption is not simulated', ''),
  ForwardedValues: refused('legacy setting; use a cache policy'),
  GrpcConfig: refused('gRPC is not simulated'),
  LambdaFunctionAssociations: refused('Lambda@Edge is not simulated'),
  MaxTTL: refused('legacy setting; use a cache policy'),
  MinTTL: refused('legacy setting; use a cache policy'),
  OriginRequestPolicyId: refused('the S3 origin would see headers or queries that a registry must not forward, S3-14'),
  RealtimeLogConfigArn: refused('real-time logs are not simulated'),
  SmoothStreaming: only('smooth streaming is not simulated', false),
  TrustedKeyGroups: refused('signed URLs are not simulated'),
  TrustedSigners: refused('signed URLs are not simulated'),
};

const origin = z.strictObject({
  ConnectionAttempts: irrelevant('loopback: one attempt'),
  ConnectionTimeout: irrelevant('loopback: a fixed time-out'),
  ResponseCompletionTimeout: irrelevant('loopback: a fixed time-out'),
  CustomOriginConfig: refused('only S3 origins are simulated'),
  DomainName: z.string(),
  Id: z.string(),
  OriginAccessControlId: z.string().optional(),
  OriginCustomHeaders: irrelevant('S3 ignores headers it does not know'),
  OriginPath: z.string().optional(),
  OriginShield: irrelevant('one cache tier is simulated, CF-C53'),
  S3OriginConfig: z.strictObject({
    OriginAccessIdentity: only('origin access identities are superseded by origin access control', ''),
    OriginReadTimeout: irrelevant('loopback: a fixed time-out'),
  }),
  VpcOriginConfig: refused('only S3 origins are simulated'),
});

const errorResponse = z.strictObject({
  ErrorCachingMinTTL: z.number().optional(),
  ErrorCode: z.number(),
  ResponseCode: z.number().optional(),
  ResponsePagePath: z.string().optional(),
});

const config = z.strictObject({
  Aliases: z.array(z.string()).optional(),
  AnycastIpListId: irrelevant('addresses of the edge are loopback'),
  CacheBehaviors: z.array(z.strictObject({ ...behaviour, PathPattern: z.string() })).optional(),
  CacheTagConfig: z.strictObject({ HeaderName: z.string() }).optional(),
  CNAMEs: refused('legacy setting; use Aliases'),
  Comment: irrelevant('for people'),
  ConnectionFunctionAssociation: refused('connection functions are not simulated'),
  ConnectionMode: only('multi-tenant distributions are not simulated', 'direct'),
  ContinuousDeploymentPolicyId: refused('continuous deployment is not simulated'),
  CustomErrorResponses: z.array(errorResponse).optional(),
  CustomOrigin: refused('legacy setting; use Origins'),
  DefaultCacheBehavior: z.strictObject(behaviour),
  DefaultRootObject: z.string().optional(),
  Enabled: z.boolean(),
  HttpVersion: z.enum(['http1.1', 'http2', 'http3', 'http2and3']).optional(),
  IPV6Enabled: irrelevant('the listener is on loopback'),
  Logging: z
    .strictObject({
      Bucket: refused('legacy access logs are not simulated; deliver with AWS::Logs::Delivery'),
      IncludeCookies: z.boolean().optional(),
      Prefix: irrelevant('legacy access logs only'),
    })
    .optional(),
  OriginGroups: refused('origin groups are not simulated'),
  Origins: z.array(origin),
  PriceClass: irrelevant('where edges stand and what they cost'),
  Restrictions: z
    .strictObject({
      GeoRestriction: z.strictObject({
        RestrictionType: only('countries are unknown on loopback', 'none'),
        Locations: irrelevant('none are restricted'),
      }),
    })
    .optional(),
  S3Origin: refused('legacy setting; use Origins'),
  Staging: only('staging distributions are not simulated', false),
  TenantConfig: refused('multi-tenant distributions are not simulated'),
  ViewerCertificate: irrelevant('loopback speaks plain HTTP'),
  ViewerMtlsConfig: refused('client certificates are not simulated'),
  WebACLId: z.string().optional(),
});

export const distributionProperties = z.strictObject({ DistributionConfig: config, Tags: irrelevant('cost allocation') });

export type DistributionConfig = z.output<typeof config>;
export type BehaviourConfig = DistributionConfig['DefaultCacheBehavior'];
