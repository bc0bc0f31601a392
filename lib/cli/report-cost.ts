/** What a report knows about money: templates to price, and the bill if there is an export of it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CostInput } from '../../domain/usage/report/input';
import type { Period } from '../../domain/usage/tables';
import type { RegistryConfig } from '../config';
import { readTemplates } from './estimate';
import type { UsageRegistry, World } from './world';

export interface CostOptions {
  readonly assembly?: string;
  readonly costs?: string;
}

const DEFAULT_ASSEMBLY = 'cdk.out';

/** Undefined when there is no template, neither deployed nor synthesised. */
export async function costInput(
  { assembly, costs }: CostOptions,
  config: RegistryConfig,
  { period, registry }: { period: Period; registry: UsageRegistry | undefined },
  world: World,
): Promise<CostInput | undefined> {
  const templates = await templatesOf(assembly, registry);
  if (!templates) {
    world.note('There is no template to price: the report says nothing about cost. Name a synthesised assembly with --assembly.');
    return undefined;
  }
  const actual =
    costs === undefined ? undefined : await world.readCosts(costs, { month: period.name, registry: config.registry });
  return { templates, planned: config.traffic, ...(actual && { actual }) };
}

async function templatesOf(assembly: string | undefined, registry: UsageRegistry | undefined) {
  if (assembly !== undefined) return readTemplates(assembly);
  if (registry) return [await registry.template()];
  return existsSync(join(DEFAULT_ASSEMBLY, 'manifest.json')) ? readTemplates(DEFAULT_ASSEMBLY) : undefined;
}
