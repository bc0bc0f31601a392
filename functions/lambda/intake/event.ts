import { z } from 'zod';
import { ACCESS_CLOCK_MESSAGE } from '../../../domain/contracts/access';
import { BRAKE_LOG_MESSAGE } from '../../../domain/contracts/brake';
import { MANIFEST_NAME, parseCommandKey, parseUploadKey, UPLOADS_PREFIX } from '../../../domain/contracts/keys';
import type { AccessClock, BrakeLog, CommandCall, Misplaced, Upload } from './intake';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html; keys come as they are, not URL-encoded. */
const EVENT = z.object({
  time: z.string().optional(),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string(), 'version-id': z.string().optional() }),
    requester: z.string().optional(),
  }),
});

/**
 * Reads the body of an SQS message that EventBridge wrote when a `release.json`, or a command, was created.
 * @throws Error for anything else: such a message ends in the dead-letter queue
 */
export function parseEvent(body: string, stagingBucket: string): Upload | Misplaced | CommandCall | AccessClock | BrakeLog {
  if (body === JSON.stringify(ACCESS_CLOCK_MESSAGE)) return ACCESS_CLOCK_MESSAGE;
  if (body === JSON.stringify(BRAKE_LOG_MESSAGE)) return BRAKE_LOG_MESSAGE;
  const {
    detail: { bucket, object, requester },
    time,
  } = EVENT.parse(JSON.parse(body));
  if (bucket.name !== stagingBucket)
    throw new Error(`The event is of another bucket, got: '${bucket.name}', not '${stagingBucket}'.`);
  const version = object['version-id'] && { version: object['version-id'] };
  const command = parseCommandKey(object.key);
  if (command) return { command, ...version, ...(requester !== undefined && { requester }) };
  if (!object.key.startsWith(UPLOADS_PREFIX) || !object.key.endsWith(`/${MANIFEST_NAME}`)) {
    throw new Error(`The event is not of an upload's ${MANIFEST_NAME} or of a command, got: ${JSON.stringify(object.key)}.`);
  }
  const found = parseUploadKey(object.key);
  if (!found) return { key: object.key };
  const { ecosystem, project, upload } = found;
  return { id: { ecosystem, project, upload }, ...version, ...(time !== undefined && { at: time }) };
}
