import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  CfnResource,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  type PolicyViolation,
  Stack,
} from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { MOST_FILES_HOSTS } from '../../domain/contracts/outputs';
import { type ChosenPlan, chosenPlans } from '../../domain/cost/delivery';
import { dollars } from '../../domain/cost/money';
import { findMisfits, type Misfit } from '../../domain/cost/plan-fit';
import { levelFor, overAllowance, PLAN_NAMES, planTitle } from '../../domain/cost/plans';
import type { Template } from '../../domain/cost/template';
import { type Traffic, workloadOf } from '../../domain/cost/workload';

interface Found {
  readonly path: string;
  readonly template: Template;
}

/**
 * Fails the synthesis when a template subscribes to a flat-rate plan that does not take what is in it, which AWS would say only when the
 * stack is deployed, or that includes less than the traffic which the configuration declares.
 */
export class PlanFit implements IPolicyValidationPlugin {
  readonly name = 'Plan';
  readonly ruleIds = ['REGISTRY-PLAN-ALLOWANCE', 'REGISTRY-PLAN-FEATURE'];

  constructor(private readonly traffic: Traffic) {}

  validate({ templatePaths, appConstruct }: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = templatePaths
      .map((path): Found => ({ path, template: JSON.parse(readFileSync(path, 'utf8')) as Template }))
      .flatMap((found) => {
        const plans = chosenPlans([found.template], workloadOf(this.traffic));
        return plans.flatMap((plan) => [...allowance(plan, found), ...features(plan, found, appConstruct)]);
      });
    return { success: violations.length === 0, violations };
  }
}

/** Where the configuration says which plan it is. */
const settingOf = ({ isFiles }: ChosenPlan): string => (isFiles ? 'delivery.split.files' : 'delivery');

function allowance(chosen: ChosenPlan, { path }: Found): PolicyViolation[] {
  const over = overAllowance(chosen.plan, chosen.work);
  if (!over.length) return [];
  const description = [
    `The traffic that is expected is more than the plan ${planTitle(chosen.plan)} includes: ${over.join('; ')}.`,
    'AWS charges nothing for more, but serves it from fewer and farther places when it lasts.',
    `${allowanceRemedy(chosen)}.`,
  ].join(' ');
  return [violation('REGISTRY-PLAN-ALLOWANCE', description, path)];
}

/** The cheapest plan that includes the traffic; there is none above the largest level. */
function allowanceRemedy(chosen: ChosenPlan): string {
  const { plan, work, isFiles, hosts } = chosen;
  const wanted = Math.ceil(hosts * Math.max(work.requests / plan.requests, work.gb / plan.gb));
  if (isFiles && wanted <= MOST_FILES_HOSTS) {
    const fees = dollars((wanted - hosts) * plan.monthly);
    return `Set delivery.split.files.hosts to ${wanted}, ${fees} a month more, or correct the traffic profile`;
  }
  const setting = settingOf(chosen);
  const larger = PLAN_NAMES.map((name) => levelFor(name, work)).find((found) => found !== undefined);
  const none = isFiles ? 'take delivery.split out' : `set ${setting}.plan to 'pay-as-you-go'`;
  if (!larger) return `No plan includes it: ${none}, or ask AWS for a contract`;
  const level = larger.level === 'DEFAULT' ? '' : ` with usageLevel '${larger.level}'`;
  const more = dollars(hosts * (larger.monthly - plan.monthly));
  return `Set ${setting}.plan to '${larger.name}'${level}, ${more} a month more, or correct the traffic profile`;
}

function features(chosen: ChosenPlan, { path, template }: Found, app: IConstruct): PolicyViolation[] {
  const misfits = findMisfits(template, chosen.plan.name, chosen.id);
  const paths = misfits.length ? pathsOf(app, path) : new Map<string, string>();
  return misfits.map((misfit) =>
    violation('REGISTRY-PLAN-FEATURE', sentence(chosen, misfit, paths.get(misfit.id) ?? misfit.id), path, misfit.id),
  );
}

function sentence(chosen: ChosenPlan, { what, from, change }: Misfit, at: string): string {
  const setting = settingOf(chosen);
  const away = chosen.isFiles ? 'take delivery.split out' : `set ${setting}.plan to 'pay-as-you-go'`;
  if (from === 'none') return `${at}: ${what}: no flat-rate plan takes it; ${change}, or ${away}.`;
  const without = chosen.isFiles ? `, or ${away}` : ` or 'pay-as-you-go'`;
  return `${at}: ${what}: the plan '${chosen.plan.name}' does not take it, '${from}' does; ${change}, or set ${setting}.plan to '${from}'${without}.`;
}

/** Paths of the constructs of a template's resources, by logical id. */
function pathsOf(app: IConstruct, templatePath: string): Map<string, string> {
  const resources = app.node.findAll().filter((node): node is CfnResource => CfnResource.isCfnResource(node));
  const here = resources.filter((resource) => Stack.of(resource).templateFile === basename(templatePath));
  return new Map(here.map((resource) => [String(Stack.of(resource).resolve(resource.logicalId)), resource.node.path]));
}

function violation(ruleName: string, description: string, templatePath: string, id?: string): PolicyViolation {
  const resource = { templatePath, locations: id === undefined ? ['Resources'] : ['Properties'] };
  return {
    ruleName,
    description,
    severity: 'error',
    violatingResources: [{ ...resource, ...(id !== undefined && { resourceLogicalId: id }) }],
  };
}
