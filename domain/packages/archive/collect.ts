import type { Budget } from './budget';
import { invalidArchive } from './refuse';

/** Most bytes of one entry that are kept in memory; metadata is far smaller. */
export const MAX_KEPT_BYTES = 4 * 1024 * 1024;

/** Reads an entry to its end, counting every byte, and returns its content when it is wanted. */
export async function drain(
  stream: AsyncIterable<Buffer>,
  name: string,
  keep: boolean,
  budget?: Budget,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    budget?.addBytes(chunk.length);
    size += chunk.length;
    if (!keep) continue;
    if (size > MAX_KEPT_BYTES) invalidArchive(`entry ${JSON.stringify(name)} has more than ${MAX_KEPT_BYTES} bytes`);
    chunks.push(chunk);
  }
  return keep ? Buffer.concat(chunks) : undefined;
}
