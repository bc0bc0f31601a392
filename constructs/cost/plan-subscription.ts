import type { IDistribution, IKeyValueStore } from 'aws-cdk-lib/aws-cloudfront';
import { CfnSubscription } from 'aws-cdk-lib/aws-pricingplanmanager';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { PlanName, UsageLevel } from '../../domain/cost/plans';

export interface PlanSubscriptionProps {
  readonly plan: PlanName;
  /**
   * How much is included, of `premium` only.
   *
   * @default DEFAULT: 50 TB and 500 million requests a month for $1,000
   */
  readonly usageLevel?: UsageLevel;
  /** Must have the web ACL; a plan is for one distribution. */
  readonly distribution: IDistribution;
  /** ARN of the distribution's web ACL, of scope CLOUDFRONT. */
  readonly webAclArn: string;
  /** What the distribution's function reads. */
  readonly keyValueStore: IKeyValueStore;
  /**
   * Route 53 zone of the distribution's name, whose fee and queries the plan then covers.
   *
   * @default none: the zone is billed by itself
   */
  readonly hostedZoneId?: string;
}

/**
 * Subscribes a distribution to a flat-rate plan of CloudFront. What the plan does not take fails the synthesis (`lib/policy/plan-fit.ts`).
 *
 * CloudFormation never approves: the subscription waits as PENDING_APPROVAL, and delivery is billed by use, until a person approves it. Nor
 * does it change the plan of a subscription: the API does, and the template follows. Without this construct a deployment cancels
 * the plan at the end of the month; until then the distribution cannot be deleted, nor its web ACL be taken off. See docs/plans.md.
 *
 * ### Cost
 * From approval on $15 a month for `pro`, $200 for `business`, $1,000 to $10,000 for `premium`, in place of what CloudFront, web ACL and DNS
 * cost by use (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/flat-rate-pricing-plan.html, 2026-09).
 */
export class PlanSubscription extends Construct {
  public readonly subscription: CfnSubscription;

  constructor(scope: Construct, id: string, props: PlanSubscriptionProps) {
    super(scope, id);
    const { plan, usageLevel, distribution, webAclArn, keyValueStore, hostedZoneId } = props;
    if (usageLevel && plan !== 'premium') {
      throw new Error(
        `'usageLevel' of '${this.node.path}' must be left out for the plan '${plan}', got: ${usageLevel}. Only 'premium' has levels.`,
      );
    }
    this.subscription = new CfnSubscription(this, 'Resource', {
      planFamily: 'CloudFront',
      planTier: plan.toUpperCase(),
      ...(usageLevel && { usageLevel }),
      resourceArns: [
        this.arnOf('cloudfront', 'distribution', distribution.distributionId),
        webAclArn,
        keyValueStore.keyValueStoreArn,
        ...(hostedZoneId ? [this.arnOf('route53', 'hostedzone', hostedZoneId, '')] : []),
      ],
    });
  }

  private arnOf(service: string, resource: string, resourceName: string, account?: string): string {
    return Stack.of(this).formatArn({
      service,
      region: '',
      resource,
      resourceName,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      ...(account !== undefined && { account }),
    });
  }
}
