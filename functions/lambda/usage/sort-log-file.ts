/** Puts the lines of a file where they belong: one file for each hour that it has lines of. */
import { once } from 'node:events';
import { createGzip, type Gzip } from 'node:zlib';
import { hourOf, logFolder, sortedKey } from '../../../domain/usage/log-files';
import { eachLine } from '../../../domain/usage/read-log-file';
import type { ObjectStore } from '../../shared/ports';

interface Part {
  readonly day: string;
  readonly key: string;
  readonly gzip: Gzip;
  readonly body: Promise<Buffer>;
}

export interface Sorted {
  readonly distributionId: string;
  /** Of its content: the files that take its place are named after it, so that sorting it again changes nothing. */
  readonly digest: string;
}

/** @returns the days that have got lines */
export async function sortLogFile(
  logs: Pick<ObjectStore, 'put'>,
  body: AsyncIterable<Buffer>,
  { distributionId, digest }: Sorted,
): Promise<string[]> {
  const parts = new Map<string, Part>();
  await eachLine(body, (line) => {
    const found = hourOf(line);
    if (!found) return undefined;
    const folder = logFolder(distributionId, found.day, found.hour);
    const part = parts.get(folder) ?? newPart(found.day, sortedKey(folder, digest));
    parts.set(folder, part);
    return part.gzip.write(`${line}\n`) ? undefined : once(part.gzip, 'drain');
  });
  for (const { key, gzip, body: packed } of parts.values()) {
    gzip.end();
    await logs.put(key, { body: await packed, contentType: 'application/gzip' });
  }
  return [...new Set([...parts.values()].map(({ day }) => day))].sort();
}

/** Packed, what is held of a file is a fraction of it. */
function newPart(day: string, key: string): Part {
  const gzip = createGzip();
  return { day, key, gzip, body: gzip.toArray().then((chunks) => Buffer.concat(chunks as Buffer[])) };
}
