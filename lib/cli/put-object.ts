/** Creates an object of S3 from memory or from a file of any size up to 5 GB, in one request: a multipart upload would be three kinds. */
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type Content, contentOfBytes } from './content';
import type { KeptHeaders } from './restore/buckets';

export interface NewObject {
  readonly bucket: string;
  readonly key: string;
  readonly body: Buffer | Content;
  readonly contentType: string;
  /** How it is served and kept. @default - as S3 does by itself */
  readonly headers?: Omit<KeptHeaders, 'contentType'>;
  /** Told how many bytes of this try are on their way. */
  readonly sent?: (bytes: number) => void;
}

/** The SDK does not repeat a request whose body is a stream. */
const TRIES = 4;
const PAUSE_MS = 500;

/** `exists`: there is one of this key, which stays as it is. */
export async function createObject(s3: S3Client, object: NewObject): Promise<'created' | 'exists'> {
  const content = Buffer.isBuffer(object.body) ? contentOfBytes(object.body) : object.body;
  for (let tries = 1; ; tries++) {
    try {
      await s3.send(putCommand(object, content));
      return 'created';
    } catch (error) {
      const status = statusOf(error);
      if (status === 412) return 'exists';
      if (!isTransient(error, status) || tries === TRIES) throw error;
      await setTimeout(PAUSE_MS * tries);
    }
  }
}

const putCommand = (
  { bucket, key, body, contentType, headers, sent }: NewObject,
  { open, size, sha256 }: Content,
): PutObjectCommand =>
  new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: Buffer.isBuffer(body) ? body : counted(open(), sent),
    ContentLength: size,
    ContentType: contentType,
    ...(headers && inputOf(headers)),
    // S3 refuses the object when the bytes are others: changed on the way, or on the disk since they were signed.
    ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
    IfNoneMatch: '*',
  });

const inputOf = ({ contentEncoding, cacheControl, metadata, lockedUntil }: Omit<KeptHeaders, 'contentType'>) => ({
  ...(contentEncoding !== undefined && { ContentEncoding: contentEncoding }),
  ...(cacheControl !== undefined && { CacheControl: cacheControl }),
  Metadata: { ...metadata },
  ...(lockedUntil && { ObjectLockMode: 'GOVERNANCE' as const, ObjectLockRetainUntilDate: lockedUntil }),
});

function counted(bytes: Readable, sent: NewObject['sent']): Readable {
  if (!sent) return bytes;
  return Readable.from(count(bytes, sent), { objectMode: false });
}

async function* count(bytes: Readable, sent: (bytes: number) => void): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    total += chunk.length;
    sent(total);
    yield chunk;
  }
}

const statusOf = (error: unknown): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

/** Network errors; 409: another conditional write of the same key is under way; 429 and 5xx: S3 asks for patience. */
function isTransient(error: unknown, status: number | undefined): boolean {
  const { code = '' } = error as { code?: string };
  if (status === undefined) return ['ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code);
  return status === 409 || status === 429 || status >= 500;
}
