import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type InvalidationRequest, isFileTag } from '../../../domain/contracts/cache-tags';
import type { Invalidator } from '../../shared/ports';
import { eachRecord, type SqsBatchResponse, type SqsEvent, type SqsRecord } from '../../shared/sqs-batch';

/** What CloudFront takes as a cache tag: printable ASCII without commas. */
const TAG = /^[!-+\--~]{1,256}$/;
const REQUEST = z.object({ tags: z.array(z.string().regex(TAG)).min(1) }) satisfies z.ZodType<InvalidationRequest>;

/** One for each distribution. */
export interface Invalidators {
  readonly index: Invalidator;
  /** Those of the files hosts; none where delivery is not split. */
  readonly files: readonly Invalidator[];
}

/**
 * Turns a batch of requests into one invalidation of each distribution. A message that cannot be read is reported alone; when CloudFront
 * refuses, all are. Repeated, the same messages are the same invalidation to CloudFront.
 */
export async function invalidateBatch(event: SqsEvent, { index, files }: Invalidators): Promise<SqsBatchResponse> {
  const tags = new Set<string>();
  const readable: SqsRecord[] = [];
  const response = await eachRecord(event, (record) => {
    for (const tag of REQUEST.parse(JSON.parse(record.body)).tags) tags.add(tag);
    readable.push(record);
    return Promise.resolve();
  });
  const all = [...tags].sort();
  const ofFiles = all.filter(isFileTag);
  const reference = referenceOf(readable);
  if (all.length > 0) await index.invalidate(all, reference);
  if (ofFiles.length > 0) for (const each of files) await each.invalidate(ofFiles, reference);
  return response;
}

const referenceOf = (records: readonly SqsRecord[]): string =>
  createHash('sha256')
    .update(
      records
        .map(({ messageId }) => messageId)
        .sort()
        .join(),
    )
    .digest('hex');
