import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { applyCostTags, costTags, tagComponent } from '../../constructs/cost/cost-tags';
import { PayerView } from '../../constructs/cost/payer-view';
import type { RegistryConfig } from '../config';
import { tagValues } from './tag-values';

export interface PayerStackProps {
  readonly config: RegistryConfig;
  readonly payer: NonNullable<RegistryConfig['payer']>;
}

/**
 * What the account that pays sees of a registry. Deploy it with credentials of that account, in us-east-1 where billing has its
 * services, once the tags are active: AWS refuses a monitor or a category about a tag that it does not know.
 *
 * ### Cost
 * Below $0.01 a month; see {@link PayerView}.
 */
export class PayerStack extends Stack {
  constructor(scope: Construct, id: string, { config, payer }: PayerStackProps) {
    const tags = tagValues(config);
    super(scope, id, {
      description: `Costs of the package registry of ${config.foundation}`,
      env: { account: payer.account, region: 'us-east-1' },
      terminationProtection: true,
      tags: costTags(tags),
    });
    const { registry, ownerEmail } = config;
    const { anomalyUsd, exportDays } = payer;
    const view = new PayerView(this, 'Payer', { registry, ownerEmail, anomalyUsd, exportDays, tags });
    applyCostTags(this, tags);
    tagComponent(view, 'cost');
  }
}
