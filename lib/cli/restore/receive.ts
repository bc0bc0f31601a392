/** Takes in an object of any size before a byte of it is believed: in memory when it is small, else on the disk. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Content, contentOfBytes } from '../content';

export interface Received {
  readonly content: Content;
  /** Hexadecimal. */
  readonly md5: string;
}

/** Bytes up to which an object is held in memory; several are under way at once. */
const SMALL = 4 * 1024 * 1024;

/** @param use is called while the bytes are there */
export async function withReceived<T>(
  body: AsyncIterable<Buffer>,
  size: number,
  use: (received: Received) => Promise<T>,
): Promise<T> {
  if (size <= SMALL) {
    const bytes = await collect(body);
    return use({ content: contentOfBytes(bytes), md5: createHash('md5').update(bytes).digest('hex') });
  }
  const path = join(tmpdir(), `registry-restore-${randomUUID()}`);
  try {
    return await use(await toDisk(body, path));
  } finally {
    await rm(path, { force: true });
  }
}

async function collect(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function toDisk(body: AsyncIterable<Buffer>, path: string): Promise<Received> {
  const [sha256, md5] = [createHash('sha256'), createHash('md5')];
  let size = 0;
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const chunk of body) {
      sha256.update(chunk);
      md5.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  }
  await pipeline(Readable.from(hashed()), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  return { content: { size, sha256: sha256.digest('hex'), open: () => createReadStream(path) }, md5: md5.digest('hex') };
}
