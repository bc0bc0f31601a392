/** Buckets of a registry and its replica, on AWS or in the local cloud. */
import { GetObjectCommand, NoSuchKey, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { Output } from '../../../domain/contracts/outputs';
import type { ReplicatedBucket } from '../../../domain/contracts/replica';
import { outputsOf, SILENT } from '../aws';
import type { Place } from '../place';
import { createObject } from '../put-object';
import type { KeptBucket, KeptObject, OpenedObject, PairNames, Pairs } from './buckets';

/** @throws CliError when the stack does not tell its buckets */
export async function connectPairs(place: Place, { from, fromRegion, to }: PairNames): Promise<Pairs> {
  const own = to ?? (await ownBuckets(place));
  const { region, endpoint, credentials } = place;
  const client = (at: string) =>
    new S3Client({ region: at, endpoint, credentials, forcePathStyle: endpoint !== undefined, logger: SILENT });
  const [there, here] = [client(fromRegion), client(region)];
  const pair = (kind: ReplicatedBucket) => ({ from: s3Bucket(there, from[kind]), to: s3Bucket(here, own[kind]) });
  return { packages: pair('packages'), records: pair('records') };
}

async function ownBuckets(place: Place): Promise<Record<ReplicatedBucket, string>> {
  const { output } = await outputsOf(place);
  return { packages: output(Output.PACKAGES_BUCKET), records: output(Output.RECORDS_BUCKET) };
}

export const s3Bucket = (s3: S3Client, bucket: string): KeptBucket => ({
  list: (prefix) => list(s3, bucket, prefix),
  open: (key) => open(s3, bucket, key),
  create: (key, content, { contentType, ...headers }) => createObject(s3, { bucket, key, body: content, contentType, headers }),
});

async function list(s3: S3Client, bucket: string, prefix: string): Promise<KeptObject[]> {
  const found: KeptObject[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key = '', Size = 0, ETag = '' } of Contents) found.push({ key: Key, size: Size, etag: ETag });
  }
  return found;
}

async function open(s3: S3Client, bucket: string, key: string): Promise<OpenedObject | undefined> {
  try {
    const found = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return {
      headers: {
        contentType: found.ContentType ?? 'application/octet-stream',
        ...(found.ContentEncoding !== undefined && { contentEncoding: found.ContentEncoding }),
        ...(found.CacheControl !== undefined && { cacheControl: found.CacheControl }),
        metadata: found.Metadata ?? {},
        ...(found.ObjectLockRetainUntilDate && { lockedUntil: found.ObjectLockRetainUntilDate }),
      },
      body: found.Body as AsyncIterable<Buffer>,
    };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
