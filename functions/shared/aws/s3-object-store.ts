import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { chunksOf } from '../../../domain/contracts/byte-source';
import type { Listing, ObjectHead, ObjectStore, OpenedObject, RemovingStore, StoredObject, Write, WriteResult } from '../ports';

/**
 * How often a write is tried while S3 answers 409: another conditional write of the same key is under way. A stream also when S3 is
 * busy: the client itself does not send one again.
 */
const TRIES = 5;
const PASSING: readonly number[] = [500, 503];
const PAUSE_MS = 50;

/** One S3 bucket. The role needs `s3:ListBucket`, or S3 answers 403 for an object that is missing. */
export class S3ObjectStore implements ObjectStore, RemovingStore {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  get(key: string, version?: string): Promise<StoredObject | undefined> {
    return unlessMissing(async () => {
      const found = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key, VersionId: version }));
      return { ...headOf(found), body: Buffer.from(await found.Body!.transformToByteArray()) };
    });
  }

  open(key: string): Promise<OpenedObject | undefined> {
    return unlessMissing(async () => {
      const found = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
      return { ...headOf(found), body: found.Body as Readable };
    });
  }

  head(key: string): Promise<ObjectHead | undefined> {
    return unlessMissing(async () => headOf(await this.client.send(new HeadObjectCommand({ Bucket: this.bucket, Key: key }))));
  }

  async put(key: string, write: Write): Promise<WriteResult> {
    for (let tries = 1; ; tries++) {
      try {
        await this.client.send(this.putCommand(key, write));
        return 'stored';
      } catch (error) {
        // 404: `If-Match` on an object that is not there.
        if (write.when !== undefined && [404, 412].includes(statusOf(error)) && !isMissingBucket(error))
          return 'condition-failed';
        if (!mayPass(error, write) || tries === TRIES) throw error;
        await setTimeout(PAUSE_MS);
      }
    }
  }

  async list(prefix: string, after?: string): Promise<Listing> {
    const found = await this.client.send(
      new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefix, StartAfter: after, MaxKeys: 1000 }),
    );
    const objects = (found.Contents ?? []).map(({ Key, Size }) => ({ key: Key!, size: Size ?? 0 }));
    return { objects, truncated: found.IsTruncated ?? false };
  }

  async copy(from: string, to: string): Promise<void> {
    const source = `${this.bucket}/${from.split('/').map(encodeURIComponent).join('/')}`;
    // Tags are left behind: copying them needs a right that nothing else here needs.
    await this.client.send(
      new CopyObjectCommand({ Bucket: this.bucket, Key: to, CopySource: source, TaggingDirective: 'REPLACE' }),
    );
  }

  async remove(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
  }

  private putCommand(key: string, { body, when, lockedUntil, ...write }: Write): PutObjectCommand {
    return new PutObjectCommand({
      Bucket: this.bucket,
      Key: key,
      ...contentOf(body),
      ContentType: write.contentType,
      ContentEncoding: write.contentEncoding,
      CacheControl: write.cacheControl,
      Metadata: write.metadata && { ...write.metadata },
      ...(when === 'absent' ? { IfNoneMatch: '*' } : when && { IfMatch: when.etag }),
      ...(lockedUntil && { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: lockedUntil }),
    });
  }
}

const mayPass = (error: unknown, { body }: Write): boolean =>
  statusOf(error) === 409 || (!Buffer.isBuffer(body) && PASSING.includes(statusOf(error)));

/** S3 refuses the write when the bytes changed on the way; a locked write must carry a checksum in any case. */
const contentOf = (body: Write['body']): Pick<PutObjectCommandInput, 'Body' | 'ContentLength' | 'ChecksumSHA256'> =>
  Buffer.isBuffer(body)
    ? { Body: body, ChecksumSHA256: createHash('sha256').update(body).digest('base64') }
    : {
        Body: Readable.from(chunksOf(body), { objectMode: false }),
        ContentLength: body.size,
        ChecksumSHA256: Buffer.from(body.digests.sha256, 'hex').toString('base64'),
      };

interface HeadOutput {
  readonly ETag?: string;
  readonly ContentLength?: number;
  readonly Metadata?: Record<string, string>;
}

const headOf = ({ ETag = '', ContentLength = 0, Metadata = {} }: HeadOutput): ObjectHead => ({
  etag: ETag,
  size: ContentLength,
  metadata: Metadata,
});

async function unlessMissing<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (statusOf(error) === 404 && !isMissingBucket(error)) return undefined;
    throw error;
  }
}

const statusOf = (error: unknown): number =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
const isMissingBucket = (error: unknown): boolean => (error as { name?: string }).name === 'NoSuchBucket';
