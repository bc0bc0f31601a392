/** Does what GuardDuty Malware Protection for S3 does: looks at each new object once, and writes what it found as a tag. */
import { GetObjectCommand, ListObjectsV2Command, PutObjectTaggingCommand, type S3Client } from '@aws-sdk/client-s3';
import { SCAN_TAG, type Scanner } from '../../domain/signing/malware/status';
import type { ScannedBucket } from './plans';

type Client = Pick<S3Client, 'send'>;

/** @returns looks at everything that it has not seen before */
export function createScans(client: Client, buckets: readonly ScannedBucket[], scanner: Scanner): () => Promise<void> {
  const seen = new Set<string>();
  return async () => {
    for (const { bucket, prefixes } of buckets) {
      for (const prefix of prefixes) {
        for (const key of await keysBelow(client, bucket, prefix)) {
          if (seen.has(`${bucket}/${key}`)) continue;
          await scanOne(client, bucket, key, scanner);
          seen.add(`${bucket}/${key}`);
        }
      }
    }
  };
}

async function keysBelow(client: Client, bucket: string, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  let next: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: next }));
    keys.push(...(page.Contents ?? []).map(({ Key }) => Key!));
    next = page.NextContinuationToken;
  } while (next !== undefined);
  return keys;
}

async function scanOne(client: Client, bucket: string, key: string, scanner: Scanner): Promise<void> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const status = await scanner.scan(Buffer.from(await Body!.transformToByteArray()));
  const Tagging = { TagSet: [{ Key: SCAN_TAG, Value: status }] };
  await client.send(new PutObjectTaggingCommand({ Bucket: bucket, Key: key, Tagging }));
}
