import { CACHE_TAG_METADATA } from '../../../domain/contracts/cache-tags';
import type { PublicObject } from '../../../domain/packages/ecosystem';
import type { ObjectStore } from '../../shared/ports';

/**
 * Writes the registry's own pages over those that are there. CloudFormation makes one change of a stack at a time; the daily run could
 * write an older page over one of a deployment at that very moment, for a day. A page that is made no more stays: its address has been given out.
 */
export async function publishSite(packages: Pick<ObjectStore, 'put'>, pages: readonly PublicObject[]): Promise<void> {
  for (const { key, body, contentType, cacheControl, tags } of pages)
    await packages.put(key, { body, contentType, cacheControl, metadata: { [CACHE_TAG_METADATA]: tags.join(',') } });
}
