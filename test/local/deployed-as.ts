import type { DeployedStack } from '../../local/assembly/physical-names';
import type { Template } from '../../local/assembly/template';

/** Physical ids made from logical ones, of the form that each type has: a template as if it had been deployed. */
export function deployedAs(stack: string, template: Template): DeployedStack {
  const resources = Object.entries(template.Resources);
  const physicalIds = new Map(
    resources.map(([id, { Type }]) => [id, Type.startsWith('AWS::WAFv2::') ? `${id}|${id}-id|CLOUDFRONT` : id.toLowerCase()]),
  );
  const distributions = resources.filter(([, { Type }]) => Type === 'AWS::CloudFront::Distribution');
  return {
    stack,
    account: '111122223333',
    region: 'us-east-1',
    physicalIds,
    outputs: new Map(),
    parameters: new Map(),
    distributionDomains: new Map(distributions.map(([id], i) => [id.toLowerCase(), `d${i + 1}.cloudfront.net`])),
  };
}
