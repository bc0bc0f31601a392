import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { Alarm, ComparisonOperator, type IMetric, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { IntakeMetric, METRICS_NAMESPACE, REGISTRY_DIMENSION, tierMetric } from '../../domain/contracts/metrics';
import type { Tier } from '../../domain/tiers/tier';
import type { SignedIntake } from '../signing/signed-intake';

export interface RegistryAlarmsProps {
  /** Begins every alarm's name, so that two registries of one account are told apart. */
  readonly prefix: string;
  /** Who is told. */
  readonly topic: ITopic;
  readonly intake: SignedIntake;
  readonly distribution: IDistribution;
  /** Metric name of the web ACL. */
  readonly webAcl: string;
  /** The tier table: who has `alarmAbove` gets an alarm. */
  readonly tiers: readonly Tier[];
}

/** One alarm. */
interface AlarmRow {
  readonly name: string;
  /** Its chapter of `docs/runbook.md`. @default the name */
  readonly chapter?: string;
  /** What has happened, for the person who reads the mail. */
  readonly meaning: string;
  readonly metric: IMetric;
  /** The alarm is raised above it. */
  readonly threshold: number;
  /** Periods in a row. @default 1 */
  readonly periods?: number;
}

/**
 * What wakes somebody: releases that are stuck or lost, and readers who get errors. Few enough to be read, each with a chapter in
 * `docs/runbook.md`. A crash that a queue tries again wakes nobody: after five it is a dead letter. That a tier is above its limit
 * wakes nobody unless the tier says so (`alarmAbove`): limits are there to work by themselves.
 *
 * ### Cost
 * Nothing: ten alarms an account are free, these are six and `BurnAlarms` four (us-east-1, 2026-08). A tier's own alarm is the
 * eleventh: $0.10 a month.
 */
export class RegistryAlarms extends Construct {
  constructor(scope: Construct, id: string, props: RegistryAlarmsProps) {
    super(scope, id);
    for (const row of [...alarms(props), ...tierAlarms(props)]) this.raise(row, props);
  }

  private raise(
    { name, chapter = name, meaning, metric, threshold, periods = 1 }: AlarmRow,
    { prefix, topic }: RegistryAlarmsProps,
  ): void {
    const alarm = new Alarm(this, name, {
      alarmName: `${prefix}-${name}`,
      alarmDescription: `${meaning} What to do: docs/runbook.md#${chapter}`,
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING, // an idle registry emits nothing
    });
    alarm.addAlarmAction(new SnsAction(topic));
  }
}

const period = Duration.minutes(5);

const alarms = ({ intake: { registry, intake, invalidation }, distribution }: RegistryAlarmsProps): AlarmRow[] => [
  {
    name: 'intake-dead-letters',
    meaning: 'An upload could not be judged: the intake failed on it five times.',
    metric: intake.deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM }),
    threshold: 0,
  },
  {
    name: 'intake-backlog',
    meaning: 'An upload has been waiting for its verdict for more than an hour.',
    metric: intake.queue.metricApproximateAgeOfOldestMessage({ period, statistic: Stats.MAXIMUM }),
    threshold: 3600,
  },
  {
    name: 'releases-refused',
    meaning:
      'Within an hour more than five releases have been refused: a publisher is stuck, or somebody tries what is not allowed.',
    metric: new Metric({
      namespace: METRICS_NAMESPACE,
      metricName: IntakeMetric.RELEASES_REFUSED,
      dimensionsMap: { [REGISTRY_DIMENSION]: registry },
      statistic: Stats.SUM,
      period: Duration.hours(1),
    }),
    threshold: 5,
  },
  {
    name: 'release-findings',
    meaning:
      'A release shows a sign of a hijack, is called almost like another project, or could not be scanned. It may be held and wait for you.',
    metric: new Metric({
      namespace: METRICS_NAMESPACE,
      metricName: IntakeMetric.FINDINGS,
      dimensionsMap: { [REGISTRY_DIMENSION]: registry },
      statistic: Stats.SUM,
      period,
    }),
    threshold: 0,
  },
  {
    name: 'invalidation-dead-letters',
    meaning: 'The cache could not be cleared after a release: readers may see the old index until it expires.',
    metric: invalidation.deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM }),
    threshold: 0,
  },
  {
    name: 'server-errors',
    meaning: 'For 15 minutes more than 5 % of all answers have been errors of the registry.',
    metric: new Metric({
      namespace: 'AWS/CloudFront',
      metricName: '5xxErrorRate',
      dimensionsMap: { DistributionId: distribution.distributionId, Region: 'Global' },
      statistic: Stats.AVERAGE,
      period,
    }),
    threshold: 5,
    periods: 3,
  },
];

const tierAlarms = ({ tiers, webAcl }: RegistryAlarmsProps): AlarmRow[] =>
  tiers.flatMap(({ name, alarmAbove, mode, refuseBy }) => {
    if (alarmAbove === undefined) return [];
    const isBlocked = mode === 'enforcement' && refuseBy === 'web-acl';
    return [
      {
        name: tierMetric(name),
        chapter: 'tier-limits',
        meaning: `Within five minutes more than ${alarmAbove} requests of the tier '${name}' came above its limit.`,
        metric: new Metric({
          namespace: 'AWS/WAFV2',
          metricName: isBlocked ? 'BlockedRequests' : 'CountedRequests',
          dimensionsMap: { WebACL: webAcl, Rule: tierMetric(name) },
          statistic: Stats.SUM,
          period,
        }),
        threshold: alarmAbove,
      },
    ];
  });
