/** A bucket in memory, for tests of whatever stands in front of one. Conditional requests: S3-11, S3-12. */
import { createHash } from 'node:crypto';
import { type HeaderList, header } from '../../http';
import type { Clock, OriginResponse } from '../../ports';
import type { Bucket } from './s3-origin';

export interface MemoryBucket {
  readonly bucket: Bucket;
  /** @param metadata response headers, `x-amz-meta-…` included */
  readonly put: (key: string, body: string | Buffer, metadata?: HeaderList) => void;
  readonly delete: (key: string) => void;
}

export function createMemoryBucket(clock: Clock): MemoryBucket {
  const objects = new Map<string, OriginResponse>();
  const missing: OriginResponse = { status: 404, headers: [], body: Buffer.alloc(0) };
  return {
    bucket({ method, key, headers }) {
      const object = key === '' ? listing([...objects.keys()]) : objects.get(key);
      if (!object) return Promise.resolve(missing);
      if (isUnchanged(headers, object.headers)) return Promise.resolve({ ...object, status: 304, body: Buffer.alloc(0) });
      return Promise.resolve(method === 'HEAD' ? { ...object, body: Buffer.alloc(0) } : object);
    },
    put(key, body, metadata = []) {
      const bytes = Buffer.from(body);
      const own: HeaderList = [
        ['ETag', `"${createHash('md5').update(bytes).digest('hex')}"`],
        ['Last-Modified', new Date(clock()).toUTCString()],
        ['Accept-Ranges', 'bytes'],
        ['Content-Length', String(bytes.length)],
        ['Date', new Date(clock()).toUTCString()],
      ];
      objects.set(key, { status: 200, headers: [...own, ...metadata], body: bytes });
    },
    delete: (key) => objects.delete(key),
  };
}

function isUnchanged(request: HeaderList, object: HeaderList): boolean {
  const ifNoneMatch = header(request, 'if-none-match');
  if (ifNoneMatch !== undefined) return ifNoneMatch === header(object, 'etag');
  const since = header(request, 'if-modified-since');
  return since !== undefined && Date.parse(header(object, 'last-modified')!) <= Date.parse(since);
}

const listing = (keys: readonly string[]): OriginResponse => ({
  status: 200,
  headers: [['Content-Type', 'application/xml']],
  body: Buffer.from(`<ListBucketResult>${keys.map((key) => `<Key>${key}</Key>`).join('')}</ListBucketResult>`),
});
