/** The six cost-allocation tags on every taggable resource. Activate them in the payer account. */
export const COST_TAGS = ['foundation', 'registry', 'component', 'tier', 'environment', 'cost-centre'] as const;
export type CostTag = (typeof COST_TAGS)[number];

/** Values of the `component` tag, one per construct of the stack. */
export const COMPONENTS = ['storage', 'delivery', 'intake', 'tiers', 'cost', 'analytics', 'operations'] as const;
export type Component = (typeof COMPONENTS)[number];
