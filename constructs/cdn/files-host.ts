import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { PlanName, UsageLevel } from '../../domain/cost/plans';
import type { EcosystemName } from '../../domain/packages/names';
import { ANONYMOUS, type Limit, type Tier } from '../../domain/tiers/tier';
import { PlanSubscription } from '../cost/plan-subscription';
import { AccessTiers } from '../tiers/access-tiers';
import { bundleFilesFunction } from './edge-function-bundle';
import { RegistryCdn, type RegistryDomain } from './registry-cdn';

export interface FilesHostProps {
  /** Which of the files hosts it is. @default 1 */
  readonly number?: number;
  /** Bucket whose `files/` are served. */
  readonly packages: IBucket;
  /** Bucket that takes the access logs. */
  readonly logs: IBucket;
  readonly ecosystems: readonly EcosystemName[];
  /** The web ACL of the index host: its sets, its ceiling and the limit of its tier `anonymous` hold here, too. */
  readonly index: AccessTiers;
  /** The registry's tiers, of which `anonymous` is the one here. */
  readonly tiers: readonly Tier[];
  /** What no address may exceed, on this host by itself. */
  readonly ceiling: Limit;
  readonly ipv6: boolean;
  readonly killSwitches: boolean;
  /** The words of the brake, where there is one. */
  readonly brake?: { readonly message: string };
  /** Who gives tokens and answers questions about limits. */
  readonly contact: string;
  /** Name of the web ACL in metrics. */
  readonly metricName: string;
  /** `https://<name>` of the index host, which has the pages about errors. @default they are named by their path */
  readonly registryUrl?: string;
  /** @default CloudFront's own name */
  readonly domain?: RegistryDomain;
  readonly comment: string;
  /** The flat-rate plan that pays for it. */
  readonly plan: PlanName;
  /** Of premium. @default DEFAULT */
  readonly usageLevel?: UsageLevel;
}

/**
 * A host that has files, for readers without a token: docs/adr/0009-split-delivery.md. A distribution with function, store and
 * web ACL of its own, as a flat-rate plan shares none of them with another distribution; the sets of addresses are those of the index host.
 *
 * ### Cost
 * Idle $15 a month on `pro`, for everything that is drawn. Until its plan is approved: $5 for the web ACL, $1 for each of its four
 * rules, and what is drawn (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/flat-rate-pricing-plan.html, 2026-09).
 */
export class FilesHost extends Construct {
  readonly cdn: RegistryCdn;
  readonly tiers: AccessTiers;
  readonly plan: PlanSubscription;

  constructor(scope: Construct, id: string, props: FilesHostProps) {
    super(scope, id);
    const { number = 1, ipv6, registryUrl, domain, plan, usageLevel } = props;
    this.tiers = this.createTiers(props);
    this.cdn = new RegistryCdn(this, 'Cdn', {
      part: 'files',
      ...(number > 1 && { sid: `Files${number}` }),
      packages: props.packages,
      logs: props.logs,
      edgeFunctionCode: bundleFilesFunction({
        ecosystems: props.ecosystems,
        ...(registryUrl && { home: registryUrl.replace('https://', '') }),
      }),
      webAclArn: this.tiers.webAclArn,
      ipv6,
      comment: props.comment,
      ...(domain && { domain }),
    });
    this.plan = new PlanSubscription(this, 'Plan', {
      plan,
      ...(usageLevel && { usageLevel }),
      distribution: this.cdn.distribution,
      webAclArn: this.tiers.webAclArn,
      keyValueStore: this.cdn.keyValueStore,
    });
  }

  private createTiers({
    index,
    tiers,
    ceiling,
    ipv6,
    killSwitches,
    brake,
    contact,
    metricName,
    registryUrl,
  }: FilesHostProps): AccessTiers {
    return new AccessTiers(this, 'Tiers', {
      beside: index,
      tiers: tiers.filter(({ name }) => name === ANONYMOUS),
      ceiling,
      ipv6,
      killSwitches,
      contact,
      metricName,
      ...(brake && { brake }),
      ...(registryUrl && { registryUrl }),
    });
  }
}
