/** Bytes that are read as often as needed and never held whole. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

export interface Content {
  /** Bytes. */
  readonly size: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** From the first byte, each time. */
  readonly open: () => Readable;
}

/** An object of an upload. */
export interface NamedContent {
  readonly name: string;
  readonly content: Content;
}

export const contentOfBytes = (bytes: Buffer): Content => ({
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  open: () => Readable.from([bytes], { objectMode: false }),
});

export async function contentOfFile(path: string): Promise<Content> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { size, sha256: hash.digest('hex'), open: () => createReadStream(path) };
}
