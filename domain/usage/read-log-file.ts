/** Reads a file of the access log to its end, line by line, whatever its size. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { LineCount, type LogFileReading } from './log-files';

export interface PackedFile {
  /** Bytes. */
  readonly size: number;
  readonly body: AsyncIterable<Buffer>;
}

/** @param day of the folder that the file lies in */
export async function readLogFile({ size, body }: PackedFile, day: string): Promise<LogFileReading> {
  const digest = createHash('sha256');
  const count = new LineCount(day);
  // Versions of Node.js differ in whether nothing at all is a gzip.
  if (size === 0) return count.reading(digest.digest('hex'));
  const damage = await eachLine(
    body,
    (line) => {
      count.add(line);
      return undefined;
    },
    (bytes) => digest.update(bytes),
  );
  return count.reading(digest.digest('hex'), damage);
}

/** What is done with a line; a promise when the next one has to wait. */
export type Take = (line: string) => Promise<unknown> | undefined;

/**
 * Calls `take` with each line that is not empty.
 * @returns why the gzip cannot be read to its end; undefined when it can
 */
export async function eachLine(
  body: AsyncIterable<Buffer>,
  take: Take,
  see: (bytes: Buffer) => void = () => undefined,
): Promise<string | undefined> {
  try {
    await pipeline(Readable.from(body), createGunzip(), (unpacked: AsyncIterable<Buffer>) => split(unpacked, take, see));
    return undefined;
  } catch (error) {
    // zlib's own codes; a connection that breaks has another, and is no fault of the file.
    if (/^Z_/.test((error as { code?: string }).code ?? '')) return (error as Error).message;
    throw error;
  }
}

async function split(bytes: AsyncIterable<Buffer>, take: Take, see: (bytes: Buffer) => void): Promise<void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of bytes) {
    see(chunk);
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop()!;
    // Awaited only where asked for: a promise for each line would take longer than reading it.
    for (const line of lines) {
      const wait = line === '' ? undefined : take(line);
      if (wait) await wait;
    }
  }
  if (rest !== '') await take(rest);
}
