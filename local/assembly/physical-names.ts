import { ATTRIBUTES, type Environment } from './attributes';
import type { PhysicalNames } from './resolve';
import type { Template } from './template';

/** What CloudFormation and CloudFront say about a deployed stack. */
export interface DeployedStack extends Environment {
  readonly stack: string;
  /** Physical id by logical id. */
  readonly physicalIds: ReadonlyMap<string, string>;
  /** Value by output key. */
  readonly outputs: ReadonlyMap<string, string>;
  /** Value by parameter name. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Domain name by distribution id. */
  readonly distributionDomains: ReadonlyMap<string, string>;
}

/** Physical names for resolving a template: from what was deployed, from the stack's outputs, else derived from physical ids. */
export function physicalNames(template: Template, deployed: DeployedStack): PhysicalNames {
  const fromOutputs = attributesInOutputs(template, deployed);
  const pseudo = new Map([
    ['AWS::AccountId', deployed.account],
    ['AWS::Region', deployed.region],
    ['AWS::Partition', 'aws'],
    ['AWS::URLSuffix', 'amazonaws.com'],
    ['AWS::StackName', deployed.stack],
  ]);
  return {
    ref: (name) => pseudo.get(name) ?? deployed.physicalIds.get(name) ?? deployed.parameters.get(name),
    attribute(logicalId, attribute) {
      const physicalId = deployed.physicalIds.get(logicalId);
      const type = template.Resources[logicalId]?.Type ?? '';
      if (physicalId === undefined) return undefined;
      if (type === 'AWS::CloudFront::Distribution' && attribute === 'DomainName')
        return deployed.distributionDomains.get(physicalId);
      return fromOutputs.get(`${logicalId}.${attribute}`) ?? ATTRIBUTES[`${type}.${attribute}`]?.(physicalId, deployed);
    },
  };
}

/** An output whose value is one attribute says what that attribute is, whatever the cloud behind it calls it. */
function attributesInOutputs(template: Template, deployed: DeployedStack): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(template.Outputs ?? {}).flatMap(([key, { Value }]): [string, string][] => {
      const attribute = (Value as { 'Fn::GetAtt'?: unknown } | null)?.['Fn::GetAtt'];
      const value = deployed.outputs.get(key);
      return Array.isArray(attribute) && value !== undefined ? [[attribute.join('.'), value]] : [];
    }),
  );
}
