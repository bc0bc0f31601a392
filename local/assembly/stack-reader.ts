/** Reads the resources of one template with references resolved, type by type. */
import type { z } from 'zod';
import { distributionProperties } from './distribution-properties';
import { AssemblyError, readProperties } from './known';
import {
  bucketPolicyProperties,
  cachePolicyProperties,
  deliveryDestinationProperties,
  deliveryProperties,
  deliverySourceProperties,
  functionProperties,
  ipSetProperties,
  keyValueStoreProperties,
  originAccessControlProperties,
  responseHeadersPolicyProperties,
  ruleGroupProperties,
  webAclProperties,
} from './other-properties';
import { type PhysicalNames, resolve } from './resolve';
import type { Template, TemplateResource } from './template';

/** Every type that the edge reads. */
const SCHEMAS = {
  'AWS::CloudFront::CachePolicy': cachePolicyProperties,
  'AWS::CloudFront::Distribution': distributionProperties,
  'AWS::CloudFront::Function': functionProperties,
  'AWS::CloudFront::KeyValueStore': keyValueStoreProperties,
  'AWS::CloudFront::OriginAccessControl': originAccessControlProperties,
  'AWS::CloudFront::ResponseHeadersPolicy': responseHeadersPolicyProperties,
  'AWS::Logs::Delivery': deliveryProperties,
  'AWS::Logs::DeliveryDestination': deliveryDestinationProperties,
  'AWS::Logs::DeliverySource': deliverySourceProperties,
  'AWS::S3::BucketPolicy': bucketPolicyProperties,
  'AWS::WAFv2::IPSet': ipSetProperties,
  'AWS::WAFv2::RuleGroup': ruleGroupProperties,
  'AWS::WAFv2::WebACL': webAclProperties,
} as const;

type EdgeType = keyof typeof SCHEMAS;

/** Types of the edge's services that change nothing for a request. */
const IRRELEVANT_TYPES: Readonly<Record<string, string>> = {
  'AWS::WAFv2::LoggingConfiguration': 'where the web ACL logs',
  'AWS::CloudFront::MonitoringSubscription': 'which metrics are paid for',
};

const EDGE_SERVICES = /^AWS::(CloudFront|WAFv2|Logs::Delivery)/;

export interface Resource<Type extends EdgeType> {
  readonly logicalId: string;
  /** What `Ref` gives. */
  readonly physicalId: string;
  readonly properties: z.output<(typeof SCHEMAS)[Type]>;
  /** What `Fn::GetAtt` gives. */
  readonly attribute: (name: string) => string;
}

/** @throws AssemblyError listing every resource of the edge's services whose type the edge does not know */
export function refuseUnknownTypes(template: Template): void {
  const unknown = Object.entries(template.Resources)
    .filter(([, { Type }]) => EDGE_SERVICES.test(Type) && !(Type in SCHEMAS) && !(Type in IRRELEVANT_TYPES))
    .map(
      ([logicalId, { Type }]) =>
        `${logicalId} (${Type}): the local edge does not know this resource type; leave it out or teach local/assembly`,
    );
  if (unknown.length > 0) throw new AssemblyError(unknown);
}

/** @param wanted which resources to read, by their unresolved properties @default all of the type */
export function readResources<Type extends EdgeType>(
  type: Type,
  template: Template,
  names: PhysicalNames,
  wanted: (properties: Readonly<Record<string, unknown>>) => boolean = () => true,
): Resource<Type>[] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type && wanted(resource.Properties ?? {}))
    .map(([logicalId, resource]) => readResource(type, logicalId, resource, names));
}

function readResource<Type extends EdgeType>(
  type: Type,
  logicalId: string,
  resource: TemplateResource,
  names: PhysicalNames,
): Resource<Type> {
  if (resource.Condition) {
    throw new AssemblyError([
      `${logicalId} (${type}): conditions are not followed by the local edge, got: ${resource.Condition}`,
    ]);
  }
  const resolved = resolve(resource.Properties ?? {}, `${logicalId}.Properties`, names);
  return {
    logicalId,
    physicalId: resolve({ Ref: logicalId }, logicalId, names) as string,
    properties: readProperties(SCHEMAS[type], type, logicalId, resolved) as Resource<Type>['properties'],
    attribute: (name) => resolve({ 'Fn::GetAtt': [logicalId, name] }, logicalId, names) as string,
  };
}
