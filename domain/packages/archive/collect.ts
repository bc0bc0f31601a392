import { Refusal } from '../../contracts/refusals';

/** Most bytes of one entry that are kept in memory; metadata is far smaller. */
export const MAX_KEPT_BYTES = 4 * 1024 * 1024;
/** Most bytes of all that are kept of one archive. */
const MAX_KEPT_TOGETHER = 8 * MAX_KEPT_BYTES;

/** The content of those entries that are wanted. */
export class Kept {
  readonly contents = new Map<string, Buffer>();
  private together = 0;

  /** Reads an entry to its end, and keeps its content when it is wanted. @throws Refusal METADATA_INVALID */
  async drain(stream: AsyncIterable<Buffer>, path: string, isWanted: boolean): Promise<void> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of stream) {
      if (!isWanted) continue;
      size += chunk.length;
      this.together += chunk.length;
      if (size > MAX_KEPT_BYTES) tooLarge(`entry ${JSON.stringify(path)} has more than ${MAX_KEPT_BYTES} bytes`);
      if (this.together > MAX_KEPT_TOGETHER) tooLarge(`its entries have more than ${MAX_KEPT_TOGETHER} bytes together`);
      chunks.push(chunk);
    }
    if (isWanted) this.contents.set(path, Buffer.concat(chunks));
  }
}

function tooLarge(what: string): never {
  throw new Refusal('METADATA_INVALID', `The metadata inside the archive is too large: ${what}; make it smaller.`);
}
