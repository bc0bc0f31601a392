import { Tags } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { Component, CostTag } from '../../domain/contracts/tags';

/** What the bill is to be split by, beside the component. */
export interface CostTagsProps {
  readonly foundation: string;
  readonly registry: string;
  readonly environment: string;
  /** Where the foundation's books put the bill. */
  readonly costCentre: string;
  /** Further tags. @default none */
  readonly extra?: Readonly<Record<string, string>>;
}

/** Value of `tier` where a resource serves every tier. */
const EVERY_TIER = 'all';

/**
 * All six cost-allocation tags, with `operations` as component: for the `tags` of a Stack, which `Tags.of` does not reach, and for
 * {@link applyCostTags}. They show in bills only after the payer account has activated them.
 */
export function costTags(props: CostTagsProps): Record<CostTag, string> & Record<string, string> {
  const { foundation, registry, environment, costCentre, extra } = props;
  return { ...extra, foundation, registry, environment, 'cost-centre': costCentre, component: 'operations', tier: EVERY_TIER };
}

/** Puts the tags on every taggable resource at and below a scope. */
export function applyCostTags(scope: IConstruct, props: CostTagsProps): void {
  for (const [key, value] of Object.entries(costTags(props))) Tags.of(scope).add(key, value);
}

/** Says which component everything below a construct belongs to; stands above what {@link applyCostTags} said further up. */
export function tagComponent(construct: IConstruct, component: Component): void {
  Tags.of(construct).add('component' satisfies CostTag, component);
}
