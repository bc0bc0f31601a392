import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type App, Aspects, CloudFormationValidatePlugin, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { RequiredCostTags } from '../aspects/required-cost-tags';
import type { RegistryConfig } from '../config';
import { burnMetricsOfFiles } from '../stacks/split-delivery';
import { CostEstimate } from './cost-estimate';
import { CostRules } from './cost-rules';
import { PlanFit } from './plan-fit';

const RULES = resolve(__dirname, '../rules');

let validator: CloudFormationValidatePlugin | undefined;

/** The template validator with our own rules beside the built-in ones; one for all apps, because its engine takes seconds to start. */
export function templateValidator(): CloudFormationValidatePlugin {
  validator ??= newValidator();
  return validator;
}

function newValidator(): CloudFormationValidatePlugin {
  const files = readdirSync(RULES).filter((name) => name.endsWith('.rego'));
  return new CloudFormationValidatePlugin({
    regoRules: files.sort().map((name) => ({ name, content: readFileSync(join(RULES, name), 'utf8') })),
  });
}

/**
 * Makes every synthesis of the app fail, whatever its stacks: on a finding that is neither fixed nor acknowledged with a reason, on what
 * costs money unseen or would be missing in a bill by tag, when the traffic that the configuration declares costs more than its budget, and
 * when the plan that it chooses does not fit. docs/rules.md lists our own rules. Warnings fail it under `cdk synth --strict` only.
 *
 * @param templates whether the template validator runs too; it needs some seconds
 */
export function addPolicy(app: App, { traffic, budget, delivery }: RegistryConfig, templates: boolean): void {
  const { allowPaid } = budget;
  Aspects.of(app).add(new RequiredCostTags());
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new NIST80053R5Checks(app),
    new ServerlessChecks(app),
    new CostEstimate(traffic, budget.monthlyUsd),
    // A split says by itself that its alarms look at more hosts.
    new CostRules({ ...allowPaid, alarms: allowPaid.alarms + burnMetricsOfFiles(delivery) }),
    new PlanFit(traffic),
  );
  if (templates) Validations.of(app).addPlugins(templateValidator());
}
