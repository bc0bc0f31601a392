/** The registry as it ships, with every ecosystem, synthesised: its web ACL and its edge function, with all tiers in one mode. */
import { ECOSYSTEM_NAMES } from '../../domain/packages/names';
import { DEFAULT_TIERS } from '../../domain/tiers/defaults';
import type { Tier } from '../../domain/tiers/tier';
import type { EdgeModel } from '../../local/assembly/model';
import { readModel } from '../../local/assembly/read-model';
import { loadTemplate } from '../../local/assembly/template';
import { exampleConfig, synthesise } from '../lib/synthesis';
import { deployedAs } from '../local/deployed-as';

const STACK = 'example-registry';

export function shippedEdge(mode: Tier['mode'], tiers: readonly Tier[] = DEFAULT_TIERS): EdgeModel {
  const config = { ...exampleConfig('small'), ecosystems: [...ECOSYSTEM_NAMES], tiers: tiers.map((tier) => ({ ...tier, mode })) };
  const template = loadTemplate(synthesise(config).directory, STACK);
  return readModel(template, deployedAs(STACK, template));
}
