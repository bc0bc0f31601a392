import { Refusal } from '../../contracts/refusals';

/** Most bytes of one entry that are kept in memory; metadata is far smaller. */
export const MAX_KEPT_BYTES = 4 * 1024 * 1024;

/** Reads an entry to its end, and returns its content when it is wanted. @throws Refusal METADATA_INVALID */
export async function drain(stream: AsyncIterable<Buffer>, name: string, keep: boolean): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (!keep) continue;
    if (size > MAX_KEPT_BYTES) tooLarge(name);
    chunks.push(chunk);
  }
  return keep ? Buffer.concat(chunks) : undefined;
}

function tooLarge(name: string): never {
  throw new Refusal(
    'METADATA_INVALID',
    `The metadata inside the archive is too large: entry ${JSON.stringify(name)} has more than ${MAX_KEPT_BYTES} bytes; make it smaller.`,
  );
}
