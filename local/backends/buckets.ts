/** Buckets of the local cloud: objects for the origin, log files from the edge. */
import { createHash } from 'node:crypto';
import { OriginUnreachable } from '../ports';
import type { Bucket } from '../simulators/s3-origin/s3-origin';
import { type Cloud, CloudTimeout } from './cloud';

/** Every character but the unreserved ones is escaped, so that the local cloud decodes to exactly this key. */
export const keyPath = (key: string): string =>
  key
    .split('/')
    .map((segment) => encodeURIComponent(segment).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`))
    .join('/');

export const createBucket =
  (cloud: Cloud) =>
  (name: string): Bucket =>
  async ({ method, key, headers }) => {
    try {
      return await cloud.send({ service: 's3', method, target: `/${name}/${keyPath(key)}`, headers });
    } catch (error) {
      const kind = error instanceof CloudTimeout ? 'timeout' : isBrokenOff(error) ? 'read' : 'connect';
      throw new OriginUnreachable(kind, `Bucket '${name}' cannot be read: ${String(error)}`, { cause: error });
    }
  };

const isBrokenOff = (error: unknown): boolean => (error as { code?: string }).code === 'ECONNRESET';

/** @throws Error when the local cloud does not take the file */
export const createPutLog =
  (cloud: Cloud) =>
  async (bucket: string, key: string, body: Buffer): Promise<void> => {
    const { status, body: answer } = await cloud.send({
      service: 's3',
      method: 'PUT',
      target: `/${bucket}/${keyPath(key)}`,
      headers: [
        ['Content-Type', 'application/x-gzip'],
        ['Content-MD5', createHash('md5').update(body).digest('base64')],
        ['X-Amz-Acl', 'bucket-owner-full-control'], // LOG-21
      ],
      body,
    });
    if (status !== 200)
      throw new Error(
        `Log file '${key}' was not taken by bucket '${bucket}', got: ${status} ${answer.toString('utf8').slice(0, 300)}`,
      );
  };
