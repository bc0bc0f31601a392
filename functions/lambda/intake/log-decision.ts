import { IntakeMetric, METRICS_NAMESPACE, REGISTRY_DIMENSION } from '../../../domain/contracts/metrics';
import type { CommandVerdict, Verdict } from '../../../domain/contracts/release';

/**
 * One line that is both the log of a decision and its metric.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function decisionLine(verdict: Verdict, now: Date, registry: string): string {
  const { outcome, ecosystem, project, upload, at } = verdict;
  const name = outcome === 'accepted' ? IntakeMetric.RELEASES_ACCEPTED : IntakeMetric.RELEASES_REFUSED;
  return JSON.stringify({
    level: 'info',
    outcome,
    ecosystem,
    project,
    upload,
    at,
    ...(outcome === 'accepted'
      ? { version: verdict.version, files: verdict.files.length }
      : { code: verdict.code, reason: verdict.reason }),
    [REGISTRY_DIMENSION]: registry,
    [name]: 1,
    _aws: {
      Timestamp: now.getTime(),
      CloudWatchMetrics: [
        { Namespace: METRICS_NAMESPACE, Dimensions: [[REGISTRY_DIMENSION]], Metrics: [{ Name: name, Unit: 'Count' }] },
      ],
    },
  });
}

export const commandLine = (verdict: CommandVerdict): string => JSON.stringify({ level: 'info', ...verdict });
