/** A short review of a synthesised template, for a person who has to decide whether to deploy it. */
import { type IdleCost, idleCost } from '../cost/idle';
import type { Template } from '../cost/template';
import { type AllowStatement, allowStatements } from './statements';

/** What the policy checks found at synth, from `validation-report.json`. */
export interface Findings {
  readonly open: readonly { readonly rule: string; readonly where: string }[];
  /** Acknowledged findings by reason. */
  readonly acknowledged: readonly { readonly rule: string; readonly where: string; readonly reason: string }[];
}

export interface Review {
  readonly stack: string;
  readonly kinds: readonly { readonly type: string; readonly count: number }[];
  readonly statements: readonly AllowStatement[];
  readonly findings: Findings;
  readonly idle: IdleCost;
}

export function reviewOf(stack: string, template: Template, findings: Findings): Review {
  return { stack, kinds: countKinds(template), statements: allowStatements(template), findings, idle: idleCost(template) };
}

function countKinds(template: Template): { type: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { Type } of Object.values(template.Resources)) counts.set(Type, (counts.get(Type) ?? 0) + 1);
  return [...counts].map(([type, count]) => ({ type, count })).sort((a, b) => (a.type < b.type ? -1 : 1));
}

interface ReportRule {
  readonly ruleName: string;
  readonly violatingConstructs?: readonly { readonly constructPath?: string }[];
  readonly violatingResources?: readonly { readonly resourceLogicalId?: string }[];
  readonly reason?: string;
  readonly acknowledgedAt?: string;
}

/** Reads the open and acknowledged findings out of the report that synthesis writes. */
export function findingsOf(report: {
  readonly pluginReports: readonly {
    readonly violations?: readonly ReportRule[];
    readonly suppressedViolations?: readonly ReportRule[];
  }[];
}): Findings {
  const open = report.pluginReports.flatMap((plugin) => plugin.violations ?? []);
  const acknowledged = report.pluginReports.flatMap((plugin) => plugin.suppressedViolations ?? []);
  return {
    open: open.map((rule) => ({ rule: rule.ruleName, where: placesOf(rule) })),
    acknowledged: acknowledged.map((rule) => ({
      rule: rule.ruleName,
      where: rule.acknowledgedAt ?? placesOf(rule),
      reason: rule.reason ?? '',
    })),
  };
}

const placesOf = (rule: ReportRule): string =>
  [
    ...(rule.violatingConstructs ?? []).map((at) => at.constructPath),
    ...(rule.violatingResources ?? []).map((at) => at.resourceLogicalId),
  ]
    .filter((place) => place !== undefined)
    .join(', ');
