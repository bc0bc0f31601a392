import type { CostTagsProps } from '../../constructs/cost/cost-tags';
import type { RegistryConfig } from '../config';

/** What the bill is split by, as the configuration says. */
export const tagValues = ({ foundation, registry, environment, costCentre, tags }: RegistryConfig): CostTagsProps => ({
  foundation,
  registry,
  environment,
  costCentre,
  extra: tags,
});
