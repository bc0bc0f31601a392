import { PriceClass } from 'aws-cdk-lib/aws-cloudfront';
import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { UsageAnalytics } from '../../constructs/analytics/usage-analytics';
import { bundleEdgeFunction } from '../../constructs/cdn/edge-function-bundle';
import type { FilesHost } from '../../constructs/cdn/files-host';
import { RegistryCdn } from '../../constructs/cdn/registry-cdn';
import { BrakeControl, type BrakeSets } from '../../constructs/cost/brake-control';
import { BurnAlarms } from '../../constructs/cost/burn-alarms';
import { CostControls } from '../../constructs/cost/cost-controls';
import { applyCostTags, costTags, tagComponent } from '../../constructs/cost/cost-tags';
import { PlanSubscription } from '../../constructs/cost/plan-subscription';
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
import { KILL_SWITCHES_OUTPUT, Output, PlanOutput } from '../../domain/contracts/outputs';
import type { ReplicaPlace } from '../../domain/contracts/replica';
import { type BrakeFile, brakedTiers } from '../../domain/cost/brake-effects';
import type { SigningPolicy } from '../../domain/signing/policy';
import type { RegistryConfig } from '../config';
import { type BilledByUse, billedByUse } from './billed-by-use';
import { HostName } from './host-name';
import { filesHostsOf, filesOutputs } from './split-delivery';
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
    this.createBurnAlarms(config, billed);
    const { distribution, url } = this.cdn;
    const brake = this.brakeOf(config, billed);
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
    if (brake) this.createBrake(config.registry, brake, billed);
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
    this.createOutputs(config.delivery.split?.files.approved ?? false);
    this.subscribe(config);
    this.tag(config, alarms);
  }

  private createBurnAlarms(
    { registry, budget, delivery }: RegistryConfig,
    { distributions, indexPlan, ...billed }: BilledByUse,
  ): void {
    const burn = new BurnAlarms(this, 'Burn', {
      registry,
      monthlyUsd: budget.monthlyUsd,
      idleUsd: billed.idleUsd,
      priceClass: delivery.priceClass,
      // Until somebody approves it each byte is billed, and what the plan includes would be far too much.
      ...(indexPlan ? { plan: indexPlan, distributions: [this.cdn.distribution] } : { distributions }),
      topic: this.costs.alerts,
      brake: budget.brake.mode,
    });
    tagComponent(burn, 'cost');
  }

  /** Sets and settings of the brake; undefined where there is none. */
  private brakeOf(
    { budget, tiers, delivery }: RegistryConfig,
    { distributions, ...billed }: BilledByUse,
  ): { sets: BrakeSets; file: BrakeFile } | undefined {
    const { brakeIpv4, brakeIpv6 } = this.tiers;
    if (!brakeIpv4 || !brakeIpv6) return undefined;
    const { monthlyUsd } = budget;
    return {
      sets: { brakeIpv4: brakeIpv4.attrArn, brakeIpv6: brakeIpv6.attrArn },
      file: {
        settings: { ...budget.brake, braked: brakedTiers(tiers) },
        monthlyUsd,
        ...(distributions.length && { month: { monthlyUsd, idleUsd: billed.idleUsd, priceClass: delivery.priceClass } }),
      },
    };
  }

  private createBrake(
    registry: string,
    { sets, file }: { sets: BrakeSets; file: BrakeFile },
    { distributions }: BilledByUse,
  ): void {
    const { store, cdn, files, costs, intake } = this;
    const brake = new BrakeControl(this, 'Brake', {
      registry,
      store,
      distributions,
      edgeStore: cdn.keyValueStore,
      filesStores: files.map((each) => each.cdn.keyValueStore),
      sets,
      alerts: costs.alerts,
      intakeQueue: intake.intake.queue,
      file,
    });
    tagComponent(brake, 'cost');
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

  /** To the flat-rate plan, where the configuration chooses one. */
  private subscribe({ delivery, domain }: RegistryConfig): void {
    const { plan, usageLevel, approved = false } = delivery;
    if (plan === 'pay-as-you-go') return;
    const { subscription } = new PlanSubscription(this, 'Plan', {
      plan,
      ...(usageLevel && { usageLevel }),
      distribution: this.cdn.distribution,
      webAclArn: this.tiers.webAclArn,
      keyValueStore: this.cdn.keyValueStore,
      ...(domain && 'hostedZoneId' in domain && { hostedZoneId: domain.hostedZoneId }),
    });
    new CfnOutput(this, PlanOutput.SUBSCRIPTION_ARN, { value: subscription.attrArn });
    new CfnOutput(this, PlanOutput.STATUS, {
      value: subscription.attrStatus,
      description: 'At the last deployment. PENDING_APPROVAL: billed by use until somebody approves it, see: npx registry doctor',
    });
    new CfnOutput(this, PlanOutput.APPROVED, {
      value: String(approved),
      description: 'false: alarms and brake watch what the budget pays for by use',
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

  private createOutputs(filesApproved: boolean): void {
    const values: Record<(typeof Output)[keyof typeof Output], string> = {
      [Output.REGISTRY_URL]: this.cdn.url,
      [Output.DISTRIBUTION_ID]: this.cdn.distribution.distributionId,
      [Output.DISTRIBUTION_DOMAIN]: this.cdn.distribution.distributionDomainName,
      [Output.STAGING_BUCKET]: this.store.staging.bucketName,
      [Output.PACKAGES_BUCKET]: this.store.packages.bucketName,
      [Output.RECORDS_BUCKET]: this.store.records.bucketName,
      [Output.LOGS_BUCKET]: this.store.logs.bucketName,
      [Output.USAGE_BUCKET]: this.usage.bucket.bucketName,
      [Output.KEY_VALUE_STORE_ARN]: this.cdn.keyValueStore.keyValueStoreArn,
      [Output.SIGNING_KEY_ARN]: this.intake.key.keyArn,
      [Output.INTAKE_DLQ_URL]: this.intake.intake.deadLetters.queueUrl,
      [Output.ALERTS_TOPIC_ARN]: this.costs.alerts.topicArn,
      [Output.BLOCK_IPV4_SET_ARN]: this.tiers.blockedIpv4.attrArn,
      [Output.BLOCK_IPV6_SET_ARN]: this.tiers.blockedIpv6.attrArn,
      [Output.ALLOW_IPV4_SET_ARN]: this.tiers.allowedIpv4.attrArn,
      [Output.ALLOW_IPV6_SET_ARN]: this.tiers.allowedIpv6.attrArn,
    };
    const { killSwitches } = this.tiers;
    const all = { ...values, ...(killSwitches && { [KILL_SWITCHES_OUTPUT]: killSwitches.attrArn }) };
    for (const [name, value] of Object.entries(all)) new CfnOutput(this, name, { value });
    for (const [i, host] of this.files.entries()) filesOutputs(this, host, i + 1, filesApproved);
  }
}

const PRICE_CLASS = {
  PriceClass_100: PriceClass.PRICE_CLASS_100,
  PriceClass_200: PriceClass.PRICE_CLASS_200,
  PriceClass_All: PriceClass.PRICE_CLASS_ALL,
};
