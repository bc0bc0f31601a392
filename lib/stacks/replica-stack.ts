import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { applyCostTags, costTags, tagComponent } from '../../constructs/cost/cost-tags';
import { Replica } from '../../constructs/storage/replica';
import type { ReplicaPlace } from '../../domain/contracts/replica';
import type { RegistryConfig } from '../config';
import { tagValues } from './tag-values';

export interface ReplicaStackProps {
  readonly config: RegistryConfig;
  readonly place: ReplicaPlace;
}

/**
 * A registry's second copy, in another region or account. Deploy it before the registry's own stack, with credentials of its account.
 *
 * ### Cost
 * Nothing idle; see {@link Replica}. In another account the registry's budget does not see it.
 */
export class ReplicaStack extends Stack {
  constructor(scope: Construct, id: string, { config, place }: ReplicaStackProps) {
    const tags = tagValues(config);
    super(scope, id, {
      description: `Replica of the package registry of ${config.foundation}`,
      env: { account: place.account, region: place.region },
      terminationProtection: true,
      tags: costTags(tags),
    });
    const breakGlass = config.access.breakGlass.length > 0;
    const replica = new Replica(this, 'Replica', { registry: config.registry, place, breakGlass });
    applyCostTags(this, tags);
    tagComponent(replica, 'storage');
  }
}
