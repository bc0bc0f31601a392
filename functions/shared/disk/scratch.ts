import { randomUUID } from 'node:crypto';
import { readSync } from 'node:fs';
import { type FileHandle, open, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hashing } from '../hashing';
import type { Scratch, ScratchFile } from '../ports';

/**
 * Files in a directory, without names: each is unlinked as soon as it is open, so that its room is free again when it is closed, and
 * also when the process dies.
 */
export class DiskScratch implements Scratch {
  constructor(private readonly directory: string) {}

  async receive(bytes: AsyncIterable<Buffer>): Promise<ScratchFile> {
    const path = join(this.directory, randomUUID());
    const handle = await open(path, 'wx+', 0o600);
    try {
      await unlink(path);
      const hashing = new Hashing();
      await writeFile(handle, hashing.through(bytes));
      const { size } = hashing;
      return { size, digests: hashing.digests(), read: reader(handle, size), close: () => handle.close() };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }
}

function reader({ fd }: FileHandle, size: number): ScratchFile['read'] {
  return (start, end) => {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(end, size) - start));
    for (let at = 0; at < bytes.length; ) {
      const read = readSync(fd, bytes, at, bytes.length - at, start + at);
      if (read === 0) throw new Error(`A file of ${size} bytes on the disk ended at ${start + at}.`);
      at += read;
    }
    return bytes;
  };
}
