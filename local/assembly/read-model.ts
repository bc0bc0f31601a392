/** From a template and the physical names to the edge's model. */

import type { BehaviourConfig, DistributionConfig } from './distribution-properties';
import { AssemblyError } from './known';
import { MANAGED_CACHE_POLICIES, MANAGED_RESPONSE_HEADERS_POLICIES } from './managed-policies';
import type {
  BehaviourModel,
  CachePolicy,
  DistributionModel,
  EdgeModel,
  FunctionModel,
  LogDeliveryModel,
  OriginModel,
  PolicyDocument,
  ResponseHeadersPolicy,
  WebAclModel,
} from './model';
import { type DeployedStack, physicalNames } from './physical-names';
import { cachePolicy, responseHeadersPolicy } from './read-policies';
import { type PhysicalNames, resolve } from './resolve';
import { readResources, refuseUnknownTypes } from './stack-reader';
import type { Template } from './template';

/** What distributions refer to, by physical name. */
interface Catalogue {
  readonly cachePolicies: ReadonlyMap<string, CachePolicy>;
  readonly responseHeadersPolicies: ReadonlyMap<string, ResponseHeadersPolicy>;
  readonly functions: ReadonlyMap<string, FunctionModel>;
  /** Signing behaviour by id of the origin access control. */
  readonly accessControls: ReadonlyMap<string, 'always' | 'never' | 'no-override'>;
  readonly bucketPolicy: (bucket: string) => PolicyDocument | undefined;
  readonly webAcls: ReadonlyMap<string, WebAclModel>;
  /** By ARN of the distribution. */
  readonly logDeliveries: ReadonlyMap<string, LogDeliveryModel>;
}

/** @throws AssemblyError listing what the edge cannot follow */
export function readModel(template: Template, deployed: DeployedStack): EdgeModel {
  refuseUnknownTypes(template);
  const names = physicalNames(template, deployed);
  const read: Read = (type, wanted) => readResources(type, template, names, wanted);
  const catalogue = readCatalogue(read, names);
  const distributions = read('AWS::CloudFront::Distribution').map(({ logicalId, physicalId, properties, attribute }) =>
    distribution(
      { logicalId, id: physicalId, domainName: attribute('DomainName') },
      properties.DistributionConfig,
      deployed,
      catalogue,
    ),
  );
  if (distributions.length === 0)
    throw new AssemblyError([`stack '${deployed.stack}' has no AWS::CloudFront::Distribution to serve`]);
  return { stack: deployed.stack, account: deployed.account, region: deployed.region, distributions };
}

type Read = <Type extends Parameters<typeof readResources>[0]>(
  type: Type,
  wanted?: Parameters<typeof readResources>[3],
) => ReturnType<typeof readResources<Type>>;

function readCatalogue(read: Read, names: PhysicalNames): Catalogue {
  // Read for their problems only: a property that nobody knows is an error here too.
  read('AWS::CloudFront::KeyValueStore');
  return {
    cachePolicies: new Map([
      ...MANAGED_CACHE_POLICIES,
      ...read('AWS::CloudFront::CachePolicy').map((r) => [r.physicalId, cachePolicy(r.properties)] as const),
    ]),
    responseHeadersPolicies: new Map([
      ...MANAGED_RESPONSE_HEADERS_POLICIES,
      ...read('AWS::CloudFront::ResponseHeadersPolicy').map((r) => [r.physicalId, responseHeadersPolicy(r.properties)] as const),
    ]),
    functions: new Map(
      read('AWS::CloudFront::Function').map(({ properties: p, attribute }) => [
        attribute('FunctionARN'),
        {
          name: p.Name,
          runtime: p.FunctionConfig.Runtime,
          code: p.FunctionCode,
          keyValueStoreArn: p.FunctionConfig.KeyValueStoreAssociations?.[0]?.KeyValueStoreARN,
        },
      ]),
    ),
    accessControls: new Map(
      read('AWS::CloudFront::OriginAccessControl').map((r) => [
        r.attribute('Id'),
        r.properties.OriginAccessControlConfig.SigningBehavior,
      ]),
    ),
    // Other buckets' policies name what the edge cannot resolve, and need not.
    bucketPolicy: (bucket) =>
      read('AWS::S3::BucketPolicy', ({ Bucket }) => resolve(Bucket, 'Bucket', names) === bucket)[0]?.properties.PolicyDocument,
    webAcls: webAcls(read),
    logDeliveries: logDeliveries(read),
  };
}

function webAcls(read: Read): ReadonlyMap<string, WebAclModel> {
  const ipSets = new Map(read('AWS::WAFv2::IPSet').map((r) => [r.attribute('Arn'), r.properties.Addresses]));
  const ruleGroups = new Map(read('AWS::WAFv2::RuleGroup').map((r) => [r.attribute('Arn'), r.properties.Rules ?? []]));
  return new Map(
    read('AWS::WAFv2::WebACL').map((r) => {
      const arn = r.attribute('Arn');
      return [arn, { name: r.properties.Name ?? r.physicalId.split('|')[0]!, arn, properties: r.properties, ipSets, ruleGroups }];
    }),
  );
}

function logDeliveries(read: Read): ReadonlyMap<string, LogDeliveryModel> {
  const sources = new Map(read('AWS::Logs::DeliverySource').map((r) => [r.physicalId, r.properties.ResourceArn]));
  const destinations = new Map(read('AWS::Logs::DeliveryDestination').map((r) => [r.attribute('Arn'), r.properties]));
  return new Map(
    read('AWS::Logs::Delivery').map(({ logicalId, properties: p }) => {
      const distributionArn = sources.get(p.DeliverySourceName);
      const destination = destinations.get(p.DeliveryDestinationArn);
      if (!distributionArn || !destination)
        throw new AssemblyError([`${logicalId} (AWS::Logs::Delivery): its source or destination is not in the stack`]);
      const [bucket, ...prefix] = destination.DestinationResourceArn.replace(/^arn:aws:s3:::/, '').split('/');
      return [
        distributionArn,
        {
          bucket: bucket!,
          prefix: prefix.join('/').replace(/\/$/, ''),
          suffixPath: p.S3SuffixPath ?? '{DistributionId}/{yyyy}/{MM}/{dd}/{HH}',
          hiveCompatible: p.S3EnableHiveCompatiblePath ?? false,
          format: destination.OutputFormat,
          delimiter: p.FieldDelimiter ?? '\t',
          fields: p.RecordFields,
        },
      ];
    }),
  );
}

type Identity = Pick<DistributionModel, 'logicalId' | 'id' | 'domainName'>;

function distribution(
  identity: Identity,
  config: DistributionConfig,
  { account }: DeployedStack,
  catalogue: Catalogue,
): DistributionModel {
  const arn = `arn:aws:cloudfront::${account}:distribution/${identity.id}`;
  const where = `${identity.logicalId} (AWS::CloudFront::Distribution) Properties.DistributionConfig`;
  const origins = new Map(config.Origins.map((origin) => [origin.Id, originModel(origin, catalogue, where)]));
  const read = (behaviour: BehaviourConfig, pathPattern: string) =>
    behaviourModel(behaviour, pathPattern, origins, catalogue, where);
  return {
    ...identity,
    arn,
    aliases: config.Aliases ?? [],
    enabled: config.Enabled,
    httpVersion: config.HttpVersion ?? 'http2', // CF-P36
    defaultRootObject: config.DefaultRootObject || undefined,
    cacheTagHeader: config.CacheTagConfig?.HeaderName.toLowerCase(),
    errorCachingMinTtl: new Map(
      (config.CustomErrorResponses ?? []).map((each) => [each.ErrorCode, each.ErrorCachingMinTTL ?? 10]),
    ),
    errorPages: new Map(
      (config.CustomErrorResponses ?? []).flatMap(({ ErrorCode, ResponseCode, ResponsePagePath }) =>
        ResponsePagePath === undefined
          ? []
          : [[ErrorCode, { path: ResponsePagePath, status: ResponseCode ?? ErrorCode }] as const],
      ),
    ),
    origins,
    behaviours: [
      ...(config.CacheBehaviors ?? []).map((each) => read(each, each.PathPattern)),
      read(config.DefaultCacheBehavior, '*'),
    ],
    webAcl: config.WebACLId ? found(catalogue.webAcls, config.WebACLId, `${where}.WebACLId`) : undefined,
    logDelivery: catalogue.logDeliveries.get(arn),
    logsCookies: config.Logging?.IncludeCookies ?? false,
  };
}

function originModel(origin: DistributionConfig['Origins'][number], catalogue: Catalogue, where: string): OriginModel {
  const bucket = /^(.+)\.s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com$/.exec(origin.DomainName)?.[1];
  if (!bucket) throw new AssemblyError([`${where}.Origins: only buckets are simulated as origins, got: ${origin.DomainName}`]);
  const signing = origin.OriginAccessControlId
    ? found(catalogue.accessControls, origin.OriginAccessControlId, `${where}.Origins`)
    : 'never';
  return {
    id: origin.Id,
    bucket,
    originPath: origin.OriginPath ?? '',
    signed: signing !== 'never',
    bucketPolicy: catalogue.bucketPolicy(bucket),
  };
}

function behaviourModel(
  config: BehaviourConfig,
  pathPattern: string,
  origins: ReadonlyMap<string, OriginModel>,
  catalogue: Catalogue,
  where: string,
): BehaviourModel {
  const functionOf = (eventType: string) =>
    config.FunctionAssociations?.find((each) => each.EventType === eventType)?.FunctionARN;
  const read = (arn: string | undefined) =>
    arn === undefined ? undefined : found(catalogue.functions, arn, `${where} (function)`);
  const policyId = config.ResponseHeadersPolicyId;
  return {
    pathPattern,
    originId: found(origins, config.TargetOriginId, `${where}.Origins`).id,
    viewerProtocolPolicy: config.ViewerProtocolPolicy,
    allowedMethods: config.AllowedMethods ?? ['GET', 'HEAD'],
    cachedMethods: config.CachedMethods ?? ['GET', 'HEAD'],
    compress: config.Compress ?? false,
    cachePolicy: found(catalogue.cachePolicies, config.CachePolicyId, `${where} CachePolicyId`),
    responseHeadersPolicy:
      policyId === undefined ? undefined : found(catalogue.responseHeadersPolicies, policyId, `${where} ResponseHeadersPolicyId`),
    viewerRequest: read(functionOf('viewer-request')),
    viewerResponse: read(functionOf('viewer-response')),
  };
}

function found<T>(catalogue: ReadonlyMap<string, T>, id: string, where: string): T {
  const value = catalogue.get(id);
  if (value === undefined)
    throw new AssemblyError([`${where}: '${id}' is neither managed by AWS nor in the stack, so the local edge does not know it`]);
  return value;
}
