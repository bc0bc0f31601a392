import { quarantineKey, type UploadId, uploadKey } from '../../../domain/contracts/keys';
import type { Listing } from '../../shared/ports';
import type { Intake } from './intake';

/** A larger object stays where it was uploaded, until that expires: S3 copies no more at once. Bytes. */
const MAX_COPY = 5 * 2 ** 30;

/** Keeps a refused upload for longer than staging does. Nothing is deleted here. */
export async function quarantine({ staging }: Intake, id: UploadId, { objects }: Listing): Promise<void> {
  const prefix = uploadKey(id, '');
  for (const { key, size } of objects) {
    if (size <= MAX_COPY) await staging.copy(key, quarantineKey(id, key.slice(prefix.length)));
  }
}
