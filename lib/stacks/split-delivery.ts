import { CfnOutput } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { FilesHost } from '../../constructs/cdn/files-host';
import { tagComponent } from '../../constructs/cost/cost-tags';
import type { ArtifactStore } from '../../constructs/storage/artifact-store';
import type { AccessTiers } from '../../constructs/tiers/access-tiers';
import { webAclMetric } from '../../domain/contracts/metrics';
import { FilesOutput, type FilesOutputName, filesOutput } from '../../domain/contracts/outputs';
import type { RegistryConfig } from '../config';
import { filesNames } from '../config/files-names';
import { type DomainConfig, HostName } from './host-name';

type FilesConfig = NonNullable<RegistryConfig['delivery']['split']>['files'];

interface Parts {
  readonly store: ArtifactStore;
  readonly tiers: AccessTiers;
}

/** The files hosts that the configuration asks for, each under its name; none where there is one host. */
export function filesHostsOf(scope: Construct, config: RegistryConfig, parts: Parts): FilesHost[] {
  const { split } = config.delivery;
  if (!split) return [];
  return namesOf(split.files, config.domain).map((named, i) => filesHostOf(scope, config, parts, { number: i + 1, named }));
}

function filesHostOf(
  scope: Construct,
  config: RegistryConfig,
  { store, tiers }: Parts,
  { number, named }: { readonly number: number; readonly named: DomainConfig | undefined },
): FilesHost {
  const { registry, delivery, ecosystems, ceiling, ipv6, killSwitches, budget, ownerEmail, domain } = config;
  const { files, stage } = delivery.split!;
  // The first is called as it was when there could be but one.
  const nth = number === 1 ? '' : String(number);
  const hostName = named && new HostName(scope, `FilesHostName${nth}`, named);
  const host = new FilesHost(scope, `Files${nth}`, {
    number,
    packages: store.packages,
    logs: store.logs,
    // Its store learns of what is blocked when documents are made anew; before, it has nothing to give.
    ecosystems: stage === 'prepare' ? [] : ecosystems,
    index: tiers,
    tiers: config.tiers,
    ceiling,
    ipv6,
    killSwitches,
    contact: ownerEmail,
    metricName: `${webAclMetric(registry)}-files${nth && `-${nth}`}`,
    comment: `Files of package registry ${registry}${nth && ` (${nth})`}`,
    plan: files.plan,
    ...(files.usageLevel && { usageLevel: files.usageLevel }),
    ...(budget.brake.mode !== 'off' && { brake: budget.brake }),
    ...(domain && { registryUrl: `https://${domain.name}` }),
    ...(hostName && { domain: { domainNames: [hostName.name], certificate: hostName.certificate } }),
  });
  hostName?.pointTo(host.cdn.distribution, ipv6);
  for (const part of [host.cdn, host.plan, ...(hostName ? [hostName] : [])]) tagComponent(part, 'delivery');
  tagComponent(host.tiers, 'tiers');
  return host;
}

/** Name and certificate of each: the certificate is the one given, or one that the zone of the registry's own name proves. */
function namesOf({ hosts, name, certificateArn }: FilesConfig, domain: DomainConfig | undefined): (DomainConfig | undefined)[] {
  if (name === undefined) return Array.from({ length: hosts }, () => undefined);
  return filesNames(name, hosts).map((each) => {
    if (certificateArn !== undefined) return { name: each, certificateArn };
    return domain && 'zoneName' in domain ? { ...domain, name: each } : undefined;
  });
}

/** @param number which of the hosts it is, from 1 on */
export function filesOutputs(scope: Construct, { cdn, plan }: FilesHost, number: number, approved: boolean): void {
  const values: Record<FilesOutputName, string> = {
    [FilesOutput.URL]: cdn.url,
    [FilesOutput.DISTRIBUTION_ID]: cdn.distribution.distributionId,
    [FilesOutput.DISTRIBUTION_DOMAIN]: cdn.distribution.distributionDomainName,
    [FilesOutput.KEY_VALUE_STORE_ARN]: cdn.keyValueStore.keyValueStoreArn,
    [FilesOutput.SUBSCRIPTION_ARN]: plan.subscription.attrArn,
    [FilesOutput.PLAN_STATUS]: plan.subscription.attrStatus,
    [FilesOutput.PLAN_APPROVED]: String(approved),
  };
  for (const [name, value] of Object.entries(values))
    new CfnOutput(scope, filesOutput(name as FilesOutputName, number), { value });
}

/** What a registry's burn alarms take beyond the free ones until plans are approved: each of the four looks at every files host, too. */
export const burnMetricsOfFiles = ({ split, plan, approved }: RegistryConfig['delivery']): number =>
  split && !split.files.approved && !(plan !== 'pay-as-you-go' && approved) ? 4 * split.files.hosts : 0;
