import type { PublicObject } from '../../../domain/packages/ecosystem';
import type { ObjectStore } from '../../shared/ports';
import { publicWrite } from '../../shared/public-write';

/**
 * Writes the registry's own pages over those that are there. CloudFormation makes one change of a stack at a time; the daily run could
 * write an older page over one of a deployment at that very moment, for a day. A page that is made no more stays: its address has been given out.
 *
 * @param first written only where nothing is yet, as others write there later
 */
export async function publishSite(
  packages: Pick<ObjectStore, 'put'>,
  pages: readonly PublicObject[],
  first: readonly PublicObject[],
): Promise<void> {
  for (const page of pages) await packages.put(page.key, publicWrite(page));
  for (const page of first) await packages.put(page.key, { ...publicWrite(page), when: 'absent' });
}
