import { quarantineKey, type UploadId, uploadKey } from '../../../domain/contracts/keys';
import type { Listing } from '../../shared/ports';
import type { Intake } from './intake';

/** What can be copied within the function's time, several times as much as any release. S3 copies 5 GiB at once and no more. */
const MOST_OBJECTS = 100;
const MOST_BYTES = 5 * 2 ** 30;

/**
 * Keeps a refused upload for longer than staging does: the smallest objects first, so that `release.json` and signatures are among
 * them. What is too much stays where it was uploaded until it expires, and a log line says so. Nothing is deleted here.
 */
export async function quarantine({ staging, log }: Intake, id: UploadId, { objects, truncated }: Listing): Promise<void> {
  const prefix = uploadKey(id, '');
  const smallestFirst = objects.toSorted((a, b) => a.size - b.size);
  let bytes = 0;
  let copied = 0;
  for (const { key, size } of smallestFirst.slice(0, MOST_OBJECTS)) {
    bytes += size;
    if (bytes > MOST_BYTES) break;
    await staging.copy(key, quarantineKey(id, key.slice(prefix.length)));
    copied++;
  }
  if (copied === objects.length && !truncated) return;
  const message = 'Not all of the upload was copied to quarantine; the rest stays in staging until it expires.';
  log(JSON.stringify({ level: 'warn', message, ...id, copied, left: objects.length - copied, more: truncated }));
}
