import { z } from 'zod';
import { MANIFEST_NAME, parseUploadKey } from '../../../domain/contracts/keys';
import type { Upload } from './intake';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html; keys come as they are, not URL-encoded. */
const EVENT = z.object({
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string(), 'version-id': z.string().optional() }),
  }),
});

/**
 * Reads the body of an SQS message that EventBridge wrote when a `release.json` was created.
 * @throws Error for anything else: such a message ends in the dead-letter queue
 */
export function parseEvent(body: string, stagingBucket: string): Upload {
  const { bucket, object } = EVENT.parse(JSON.parse(body)).detail;
  if (bucket.name !== stagingBucket)
    throw new Error(`The event is of another bucket, got: '${bucket.name}', not '${stagingBucket}'.`);
  const { name, ...id } = parseUploadKey(object.key) ?? {};
  if (name !== MANIFEST_NAME || !('upload' in id)) {
    throw new Error(`The event is not of an upload's ${MANIFEST_NAME}, got: ${JSON.stringify(object.key)}.`);
  }
  return { id, ...(object['version-id'] && { version: object['version-id'] }) };
}
