import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib/core';
import { ESTIMATE_FILE, PREVIOUS_ESTIMATE_FILE } from '../../domain/contracts/assembly';
import { estimateOf } from '../../domain/cost/estimate';
import { overBudget, overBudgetText } from '../../domain/cost/over-budget';
import type { Template } from '../../domain/cost/template';
import { UnpricedError } from '../../domain/cost/unpriced';
import type { Traffic } from '../../domain/cost/workload';

/**
 * Prices every synthesis: writes the estimate into the assembly, and fails the synthesis when it holds something without a price, or when
 * the expected month costs more than the budget.
 */
export class CostEstimate implements IPolicyValidationPlugin {
  readonly name = 'Cost';
  readonly ruleIds = ['REGISTRY-COST-OVER-BUDGET', 'REGISTRY-COST-UNPRICED'];

  constructor(
    private readonly traffic: Traffic,
    private readonly budgetUsd: number,
  ) {}

  validate({ templatePaths }: IPolicyValidationContext): PolicyValidationPluginReport {
    const templates = templatePaths.map((path) => JSON.parse(readFileSync(path, 'utf8')) as Template);
    const input = { templates, traffic: this.traffic, budgetUsd: this.budgetUsd };
    try {
      write(dirname(templatePaths[0]!), estimateOf(input));
    } catch (error) {
      if (!(error instanceof UnpricedError)) throw error;
      return { success: false, violations: [violation('REGISTRY-COST-UNPRICED', error.message, templatePaths[0]!)] };
    }
    const over = overBudget(input);
    if (!over) return { success: true, violations: [] };
    return { success: false, violations: [violation('REGISTRY-COST-OVER-BUDGET', overBudgetText(over), templatePaths[0]!)] };
  }
}

function violation(ruleName: string, description: string, templatePath: string): PolicyViolation {
  return { ruleName, description, severity: 'error', violatingResources: [{ templatePath, locations: ['Resources'] }] };
}

function write(directory: string, estimate: object): void {
  const file = join(directory, ESTIMATE_FILE);
  const text = `${JSON.stringify(estimate, null, 2)}\n`;
  if (existsSync(file)) {
    if (readFileSync(file, 'utf8') === text) return;
    renameSync(file, join(directory, PREVIOUS_ESTIMATE_FILE));
  }
  writeFileSync(file, text);
}
