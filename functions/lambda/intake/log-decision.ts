import { ACCESS_PROJECT } from '../../../domain/contracts/access';
import { IntakeMetric, METRICS_NAMESPACE, REGISTRY_DIMENSION, RULE_DIMENSION } from '../../../domain/contracts/metrics';
import type { CommandVerdict, Verdict } from '../../../domain/contracts/release';
import type { Finding } from '../../../domain/contracts/screening';
import { OWN } from '../../../domain/records/ledger';

/**
 * Lines that are both the log of a decision and its metrics: one for the decision, one for each sign that it was made with.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const decisionLines = (verdict: Verdict, findings: readonly Finding[], now: Date, registry: string): string[] => [
  decisionLine(verdict, now, registry),
  ...findings.map((finding) => findingLine(verdict, finding, now, registry)),
];

export function decisionLine(verdict: Verdict, now: Date, registry: string): string {
  const { outcome, ecosystem, project, upload, at } = verdict;
  const decision = { level: 'info', outcome, ecosystem, project, upload, at, ...detailsOf(verdict) };
  const name = METRIC[outcome];
  return JSON.stringify(name ? { ...decision, ...metric(name, now, registry) } : decision);
}

/** What is held is counted by its findings. */
const METRIC = { accepted: IntakeMetric.RELEASES_ACCEPTED, refused: IntakeMetric.RELEASES_REFUSED, held: undefined };

function detailsOf(verdict: Verdict): object {
  switch (verdict.outcome) {
    case 'accepted':
      return { version: verdict.version, files: verdict.files.length };
    case 'refused':
      return { code: verdict.code, reason: verdict.reason };
    case 'held':
      return { version: verdict.version, rules: verdict.findings.map(({ rule }) => rule) };
  }
}

function findingLine({ outcome, ecosystem, project, upload }: Verdict, finding: Finding, now: Date, registry: string): string {
  const { rule, mode, reason } = finding;
  const said = { level: mode === 'note' ? 'info' : 'warn', outcome, ecosystem, project, upload, mode, reason };
  return JSON.stringify({ ...said, ...metric(IntakeMetric.FINDINGS, now, registry, rule) });
}

/** @param rule counts once more by itself */
const metric = (name: string, now: Date, registry: string, rule?: string): object => ({
  [REGISTRY_DIMENSION]: registry,
  ...(rule !== undefined && { [RULE_DIMENSION]: rule }),
  [name]: 1,
  _aws: {
    Timestamp: now.getTime(),
    CloudWatchMetrics: [
      {
        Namespace: METRICS_NAMESPACE,
        Dimensions: [[REGISTRY_DIMENSION], ...(rule === undefined ? [] : [[REGISTRY_DIMENSION, RULE_DIMENSION]])],
        Metrics: [{ Name: name, Unit: 'Count' }],
      },
    ],
  },
});

/** Why a command about access was rejected names addresses, which belong into no log. */
export function commandLine({ reason, ...verdict }: CommandVerdict): string {
  const isAccess = verdict.ecosystem === OWN && verdict.project === ACCESS_PROJECT;
  return JSON.stringify({ level: 'info', ...verdict, ...(reason !== undefined && !isAccess && { reason }) });
}
