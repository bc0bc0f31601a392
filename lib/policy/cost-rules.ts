import { readFileSync } from 'node:fs';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib/core';
import type { PaidParts } from '../../domain/cost/cost-finding';
import { COST_RULES, type CostFinding, costFindings } from '../../domain/cost/cost-rules';
import type { Template } from '../../domain/cost/template';

/** Fails every synthesis whose templates hold what costs money unseen: docs/rules.md. */
export class CostRules implements IPolicyValidationPlugin {
  readonly name = 'CostRules';
  readonly ruleIds = COST_RULES.map(({ id }) => id);

  /** @param paid what the configuration allows beyond what is free */
  constructor(private readonly paid: PaidParts) {}

  validate({ templatePaths }: IPolicyValidationContext): PolicyValidationPluginReport {
    const templates = templatePaths.map((path) => JSON.parse(readFileSync(path, 'utf8')) as Template);
    const violations = costFindings(templates, this.paid).map((found) => violation(found, templatePaths[found.template]!));
    return { success: violations.length === 0, violations };
  }
}

const violation = ({ rule, id, at, text }: CostFinding, templatePath: string): PolicyViolation => ({
  ruleName: rule,
  description: text,
  severity: 'error',
  violatingResources: [{ templatePath, locations: [at], ...(id !== undefined && { resourceLogicalId: id }) }],
});
