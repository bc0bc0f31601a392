import { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { UsageAnalytics } from '../../constructs/analytics/usage-analytics';
import { bundleEdgeFunction } from '../../constructs/cdn/edge-function-bundle';
import type { FilesHost } from '../../constructs/cdn/files-host';
import { RegistryCdn } from '../../constructs/cdn/registry-cdn';
import { CostControls } from '../../constructs/cost/cost-controls';
import { applyCostTags, costTags, tagComponent } from '../../constructs/cost/cost-tags';
import { RegistryAlarms } from '../../constructs/monitoring/registry-alarms';
import { MalwareScan } from '../../constructs/signing/malware-scan';
import { OperatorRole } from '../../constructs/signing/operator-role';
import { SignedIntake } from '../../constructs/signing/signed-intake';
import { TrustedPublishers } from '../../constructs/signing/trusted-publishers';
import { PublishedSite } from '../../constructs/site/published-site';
import { ArtifactStore } from '../../constructs/storage/artifact-store';
import { BreakGlass } from '../../constructs/storage/break-glass';
import { Replication } from '../../constructs/storage/replication';
import { AccessTiers } from '../../constructs/tiers/access-tiers';
import type { AccessListArns } from '../../domain/contracts/access';
import { NOT_FOUND_KEY } from '../../domain/contracts/keys';
import { webAclMetric } from '../../domain/contracts/metrics';
import type { ReplicaPlace } from '../../domain/contracts/replica';
import type { SigningPolicy } from '../../domain/signing/policy';
import type { RegistryConfig } from '../config';
import { billedByUse } from './billed-by-use';
import { subscribe } from './flat-rate-plan';
import { HostName } from './host-name';
import { createOutputs } from './registry-outputs';
import { brakeOf, createBrake, createBurnAlarms } from './spending-watch';
import { filesHostsOf } from './split-delivery';
import { tagValues } from './tag-values';

export interface RegistryStackProps {
  readonly config: RegistryConfig;
  /** Who may publish what. */
  readonly signingPolicy: SigningPolicy;
  /** AWS account to deploy to. @default the template fits any account */
  readonly account?: string;
  /** `https://<domain>` that documents name, without a trailing slash. @default the distribution's */
  readonly publicUrl?: string;
  /** The same of the files hosts. @default their distributions' */
  readonly filesUrls?: readonly string[];
}

/**
 * A whole registry. Everything is in us-east-1, where CloudFront's web ACLs, logs and metrics live: one template to review,
 * one command to deploy. It cannot be deleted before termination protection is taken off, and its buckets and key stay even then.
 *
 * ### Cost
 * About $10 to $13 a month idle, nearly all of it the web ACL's rules, or $16 on the plan Pro; `npm run review` prints each line.
 */
export class RegistryStack extends Stack {
  public readonly store: ArtifactStore;
  public readonly hostName?: HostName;
  public readonly tiers: AccessTiers;
  public readonly cdn: RegistryCdn;
  /** Where delivery is split. */
  public readonly files: readonly FilesHost[];
  public readonly costs: CostControls;
  public readonly intake: SignedIntake;
  public readonly publishers: TrustedPublishers;
  public readonly usage: UsageAnalytics;

  constructor(scope: Construct, id: string, { config, signingPolicy, account, publicUrl, filesUrls }: RegistryStackProps) {
    super(scope, id, {
      description: `Package registry of ${config.foundation}`,
      env: { region: 'us-east-1', ...(account && { account }) },
      terminationProtection: true,
      tags: costTags(tagValues(config)),
    });
    const { lockDays, logDays, replica } = config.storage;
    const breakGlass = this.createBreakGlass(config);
    this.store = new ArtifactStore(this, 'Store', {
      lockDays,
      logDays,
      ...(breakGlass && { breakGlassRoleArn: breakGlass.role.roleArn }),
      replicated: replica !== undefined,
      split: config.delivery.split !== undefined,
    });
    if (replica) this.createReplication(config.registry, replica);
    if (config.domain) this.hostName = new HostName(this, 'HostName', config.domain);
    this.tiers = this.createTiers(config);
    this.cdn = this.createCdn(config);
    this.hostName?.pointTo(this.cdn.distribution, config.ipv6);
    this.files = filesHostsOf(this, config, this);
    this.costs = new CostControls(this, 'Costs', {
      monthlyUsd: config.budget.monthlyUsd,
      actualPercent: config.budget.actualPercent,
      forecastPercent: config.budget.forecastPercent,
      components: config.budget.components,
      ownerEmail: config.ownerEmail,
    });
    const billed = billedByUse(config.delivery, this, this.files);
    createBurnAlarms(this, config, billed);
    const { distribution, url } = this.cdn;
    const brake = brakeOf(config, this.tiers, billed);
    this.intake = new SignedIntake(this, 'Intake', {
      registry: config.registry,
      store: this.store,
      distribution,
      edgeStore: this.cdn.keyValueStore,
      accessLists: this.accessLists(),
      ...(brake && { brake }),
      files: this.files.map(({ cdn }, i) => ({
        distribution: cdn.distribution,
        edgeStore: cdn.keyValueStore,
        url: filesUrls?.[i] ?? cdn.url,
      })),
      publicUrl: publicUrl ?? url,
      policy: signingPolicy,
      signingKey: config.signingKey,
    });
    if (brake) createBrake(this, config.registry, brake, billed);
    this.createSite(config, publicUrl ?? url);
    this.usage = this.createUsage(config, publicUrl ?? url);
    if (config.screening.malware === 'guardduty') this.createMalwareScan();
    breakGlass?.grant(this.store, this.costs.alerts);
    if (replica) breakGlass?.grantRestore(this.store, { registry: config.registry, place: replica });
    this.publishers = new TrustedPublishers(this, 'Publishers', {
      registry: config.registry,
      store: this.store,
      projects: config.publishers,
      oidcProviders: config.access.oidcProviders,
    });
    this.createOperator(config);
    const alarms = new RegistryAlarms(this, 'Alarms', {
      prefix: config.registry,
      topic: this.costs.alerts,
      intake: this.intake,
      distribution,
      webAcl: webAclMetric(config.registry),
      tiers: config.tiers,
    });
    createOutputs(this, config.delivery.split?.files.approved ?? false);
    subscribe(this, config);
    this.tag(config, alarms);
  }

  private createBreakGlass({ registry, access }: RegistryConfig): BreakGlass | undefined {
    if (!access.breakGlass.length) return undefined;
    const breakGlass = new BreakGlass(this, 'BreakGlass', { registry, people: access.breakGlass });
    tagComponent(breakGlass, 'operations');
    return breakGlass;
  }

  private createReplication(registry: string, to: ReplicaPlace): void {
    tagComponent(new Replication(this, 'Replication', { registry, store: this.store, to }), 'storage');
  }

  /** Limits of single customers are between them and the foundation, and not among what is published. */
  private createSite(
    { registry, ownerEmail, tiers, ceiling, ipv6, ecosystems, security, budget, fairUse, delivery }: RegistryConfig,
    publicUrl: string,
  ): void {
    const brake = budget.brake.mode !== 'off';
    const filesHosts = delivery.split?.stage === 'prepare' ? 0 : this.files.length;
    const limits = { registry, contact: ownerEmail, tiers, ceiling, ipv6, ecosystems, security, brake, fairUse, filesHosts };
    tagComponent(new PublishedSite(this, 'Site', { store: this.store, limits, publicUrl }), 'delivery');
  }

  private createUsage(config: RegistryConfig, publicUrl: string): UsageAnalytics {
    const { registry, foundation, ownerEmail, storage, usage, traffic, contributions, fairUse } = config;
    const analytics = new UsageAnalytics(this, 'Usage', {
      registry,
      store: this.store,
      logDays: storage.logDays,
      distributionIds: [this, ...this.files].map(({ cdn }) => cdn.distribution.distributionId),
      gigabytesPerQuery: usage.gigabytesPerQuery,
      report: { registry, foundation, contact: ownerEmail, traffic, contributions, fairUse },
      publicUrl,
      alerts: this.costs.alerts,
    });
    tagComponent(analytics, 'analytics');
    return analytics;
  }

  private createMalwareScan(): void {
    tagComponent(new MalwareScan(this, 'MalwareScan', { staging: this.store.staging }), 'intake');
  }

  private createOperator({ registry, access }: RegistryConfig): void {
    if (!access.operators.length) return;
    const { store, cdn } = this;
    const people = access.operators;
    tagComponent(
      new OperatorRole(this, 'Operator', {
        registry,
        store,
        edgeStore: cdn.keyValueStore,
        accessLists: this.accessLists(),
        usage: this.usage.bucket,
        people,
      }),
      'operations',
    );
  }

  private createTiers(config: RegistryConfig): AccessTiers {
    const { registry, tiers, customers, ceiling, ipv6, killSwitches, domain, ownerEmail, budget } = config;
    return new AccessTiers(this, 'Tiers', {
      tiers,
      customers,
      ceiling,
      ipv6,
      killSwitches,
      contact: ownerEmail,
      metricName: webAclMetric(registry),
      ...(budget.brake.mode !== 'off' && { brake: budget.brake }),
      ...(domain && { registryUrl: `https://${domain.name}` }),
    });
  }

  private accessLists(): AccessListArns {
    const { allowedIpv4, allowedIpv6, blockedIpv4, blockedIpv6, killSwitches } = this.tiers;
    return {
      allowIpv4: allowedIpv4.attrArn,
      allowIpv6: allowedIpv6.attrArn,
      blockIpv4: blockedIpv4.attrArn,
      blockIpv6: blockedIpv6.attrArn,
      ...(killSwitches && { killSwitches: killSwitches.attrArn }),
    };
  }

  private createCdn({ registry, ownerEmail, ecosystems, delivery, ipv6 }: RegistryConfig): RegistryCdn {
    const { split } = delivery;
    return new RegistryCdn(this, 'Cdn', {
      packages: this.store.packages,
      logs: this.store.logs,
      edgeFunctionCode: bundleEdgeFunction({ ecosystems, registry, contact: ownerEmail, split: split?.stage === 'serve' }),
      part: split ? 'index' : 'whole',
      webAclArn: this.tiers.webAclArn,
      ipv6,
      priceClass: PRICE_CLASS[delivery.priceClass],
      notFoundKey: NOT_FOUND_KEY,
      comment: `Package registry ${registry}`,
      ...(this.hostName && { domain: { domainNames: [this.hostName.name], certificate: this.hostName.certificate } }),
    });
  }

  private tag(config: RegistryConfig, alarms: RegistryAlarms): void {
    applyCostTags(this, tagValues(config));
    tagComponent(this.store, 'storage');
    tagComponent(this.tiers, 'tiers');
    tagComponent(this.cdn, 'delivery');
    if (this.hostName) tagComponent(this.hostName, 'delivery');
    tagComponent(this.costs, 'cost');
    tagComponent(this.intake, 'intake');
    tagComponent(this.publishers, 'intake');
    tagComponent(alarms, 'operations');
  }
}

const PRICE_CLASS = {
  PriceClass_100: PriceClass.PRICE_CLASS_100,
  PriceClass_200: PriceClass.PRICE_CLASS_200,
  PriceClass_All: PriceClass.PRICE_CLASS_ALL,
};
