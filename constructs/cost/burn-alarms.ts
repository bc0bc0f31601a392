import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type BrakeMode, burnAlarmName } from '../../domain/contracts/brake';
import { allowanceOf, type BurnMetric, type BurnThreshold, burnThresholds } from '../../domain/cost/burn';
import { burnText } from '../../domain/cost/burn-text';
import { type Plan, planTitle } from '../../domain/cost/plans';
import type { PriceClass } from '../../domain/cost/regions';

export interface BurnAlarmsProps {
  /** Short name of the registry: the brake knows its alarms by it. */
  readonly registry: string;
  /** What a month may cost, US dollars. */
  readonly monthlyUsd: number;
  /** What of it an idle month costs already. */
  readonly idleUsd: number;
  /**
   * The flat-rate plan that pays for the traffic, approved, whose allowance counts then.
   *
   * @default pay-as-you-go: what the budget leaves counts
   */
  readonly plan?: Plan;
  readonly priceClass: PriceClass;
  /** Those that one allowance is for, at least one: their sums count. */
  readonly distributions: readonly IDistribution[];
  /** Who is told: people, and the brake. */
  readonly topic: ITopic;
  /** What the mails say happens next. */
  readonly brake: BrakeMode;
}

/**
 * Tells within minutes when more is drawn than the budget bears: bytes and requests, each over 5 minutes and over 6 hours, with
 * thresholds from the budget and the price table (`domain/cost/burn.ts`).
 *
 * Windows slide by a minute, so a flood is seen with its first minute that CloudFront reports; what of the window is not yet reported
 * only delays a burn that is barely too much. A month does not fit into an alarm, which looks back
 * seven days at most: what the month has cost so far is told by AWS Budgets and counted by the brake.
 *
 * ### Cost
 * $0.10 a month for each of the four, and for each distribution that it looks at; ten of an account are free (us-east-1, 2026-08). With the six
 * of `RegistryAlarms` the ten are used up: a second distribution costs $0.40, a tier's own alarm $0.10. Reading CloudFront's `BytesDownloaded` and `Requests` is free.
 */
export class BurnAlarms extends Construct {
  constructor(scope: Construct, id: string, props: BurnAlarmsProps) {
    super(scope, id);
    const { monthlyUsd, idleUsd, priceClass, plan } = props;
    const allowance = plan ?? allowanceOf(monthlyUsd - idleUsd, priceClass);
    for (const burn of burnThresholds(allowance, priceClass)) this.raise(burn, props);
  }

  private raise(burn: BurnThreshold, props: BurnAlarmsProps): void {
    const { registry, monthlyUsd, distributions, topic, brake, plan } = props;
    const text = burnText(burn, { monthlyUsd, brake, ...(plan && { plan: planTitle(plan) }) });
    const alarm = new Alarm(this, burn.signal, {
      alarmName: burnAlarmName(registry, burn.signal),
      alarmDescription: `${text} What to do: docs/runbook.md#burn-${burn.signal}`,
      metric: sumOf(distributions, burn),
      threshold: burn.threshold,
      // CloudFront's sums come minutes late: a flood is seen as long as they are less than ten.
      evaluationPeriods: burn.window === 'fast' ? 3 : 1,
      datapointsToAlarm: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING, // nobody downloads: nothing is reported
    });
    // The end of a burn is news to the brake too.
    alarm.addAlarmAction(new SnsAction(topic));
    alarm.addOkAction(new SnsAction(topic));
  }
}

function sumOf(distributions: readonly IDistribution[], { metric, seconds }: BurnThreshold): IMetric {
  const period = Duration.seconds(seconds);
  const metrics = distributions.map(
    ({ distributionId }) =>
      new Metric({
        namespace: 'AWS/CloudFront',
        metricName: METRICS[metric],
        dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
        statistic: Stats.SUM,
        period,
      }),
  );
  const [first, ...others] = metrics;
  if (first && !others.length) return first;
  // A sum with one that has nothing to report would have nothing to report.
  const expression = metrics.map((_, i) => `FILL(m${i}, 0)`).join(' + ');
  return new MathExpression({ expression, usingMetrics: Object.fromEntries(metrics.map((each, i) => [`m${i}`, each])), period });
}

const METRICS: Readonly<Record<BurnMetric, string>> = { bytes: 'BytesDownloaded', requests: 'Requests' };
