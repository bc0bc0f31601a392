import { CfnOutput } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { FilesHost } from '../../constructs/cdn/files-host';
import { tagComponent } from '../../constructs/cost/cost-tags';
import type { ArtifactStore } from '../../constructs/storage/artifact-store';
import type { AccessTiers } from '../../constructs/tiers/access-tiers';
import { webAclMetric } from '../../domain/contracts/metrics';
import { FilesOutput } from '../../domain/contracts/outputs';
import type { RegistryConfig } from '../config';
import { type DomainConfig, HostName } from './host-name';

type FilesConfig = NonNullable<RegistryConfig['delivery']['split']>['files'];

/** The files host that the configuration asks for, under its name; undefined where there is one host. */
export function filesHostOf(
  scope: Construct,
  config: RegistryConfig,
  { store, tiers }: { readonly store: ArtifactStore; readonly tiers: AccessTiers },
): FilesHost | undefined {
  const { registry, delivery, ecosystems, ceiling, ipv6, killSwitches, budget, ownerEmail, domain } = config;
  if (!delivery.split) return undefined;
  const { plan, usageLevel } = delivery.split.files;
  const named = nameOf(delivery.split.files, domain);
  const hostName = named && new HostName(scope, 'FilesHostName', named);
  const host = new FilesHost(scope, 'Files', {
    packages: store.packages,
    logs: store.logs,
    // Its store learns of what is blocked when documents are made anew; before, it has nothing to give.
    ecosystems: delivery.split.stage === 'prepare' ? [] : ecosystems,
    index: tiers,
    tiers: config.tiers,
    ceiling,
    ipv6,
    killSwitches,
    contact: ownerEmail,
    metricName: `${webAclMetric(registry)}-files`,
    comment: `Files of package registry ${registry}`,
    plan,
    ...(usageLevel && { usageLevel }),
    ...(budget.brake.mode !== 'off' && { brake: budget.brake }),
    ...(domain && { registryUrl: `https://${domain.name}` }),
    ...(hostName && { domain: { domainNames: [hostName.name], certificate: hostName.certificate } }),
  });
  hostName?.pointTo(host.cdn.distribution, ipv6);
  for (const part of [host.cdn, host.plan, ...(hostName ? [hostName] : [])]) tagComponent(part, 'delivery');
  tagComponent(host.tiers, 'tiers');
  return host;
}

/** Its name and certificate: the one given, or one that the zone of the registry's own name proves. */
function nameOf({ name, certificateArn }: FilesConfig, domain: DomainConfig | undefined): DomainConfig | undefined {
  if (name === undefined) return undefined;
  if (certificateArn !== undefined) return { name, certificateArn };
  return domain && 'zoneName' in domain ? { ...domain, name } : undefined;
}

export function filesOutputs(scope: Construct, { cdn, plan }: FilesHost): void {
  const values: Record<(typeof FilesOutput)[keyof typeof FilesOutput], string> = {
    [FilesOutput.URL]: cdn.url,
    [FilesOutput.DISTRIBUTION_ID]: cdn.distribution.distributionId,
    [FilesOutput.DISTRIBUTION_DOMAIN]: cdn.distribution.distributionDomainName,
    [FilesOutput.KEY_VALUE_STORE_ARN]: cdn.keyValueStore.keyValueStoreArn,
    [FilesOutput.SUBSCRIPTION_ARN]: plan.subscription.attrArn,
    [FilesOutput.PLAN_STATUS]: plan.subscription.attrStatus,
  };
  for (const [name, value] of Object.entries(values)) new CfnOutput(scope, name, { value });
}
