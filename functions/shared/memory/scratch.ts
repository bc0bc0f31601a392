import { inMemory } from '../../../domain/contracts/byte-source';
import { Hashing } from '../hashing';
import type { Scratch, ScratchFile } from '../ports';

/** Keeps files in memory, and says how many are not closed. */
export class MemoryScratch implements Scratch {
  kept = 0;

  async receive(bytes: AsyncIterable<Buffer>): Promise<ScratchFile> {
    const hashing = new Hashing();
    const chunks: Buffer[] = [];
    for await (const chunk of hashing.through(bytes)) chunks.push(chunk);
    this.kept++;
    const close = (): Promise<void> => {
      this.kept--;
      return Promise.resolve();
    };
    return { ...inMemory(Buffer.concat(chunks)), digests: hashing.digests(), close };
  }
}
