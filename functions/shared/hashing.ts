import { createHash } from 'node:crypto';
import type { Digests } from '../../domain/contracts/release';

const ALGORITHMS = ['md5', 'sha256', 'sha512'] as const;

/** Counts bytes and computes digests of what passes through. */
export class Hashing {
  size = 0;
  private readonly hashes = ALGORITHMS.map((algorithm) => createHash(algorithm));

  async *through(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
    for await (const chunk of bytes) {
      this.size += chunk.length;
      for (const hash of this.hashes) hash.update(chunk);
      yield chunk;
    }
  }

  /** To be called once, at the end. */
  digests(): Digests {
    const [md5, sha256, sha512] = this.hashes.map((hash) => hash.digest('hex'));
    return { md5: md5!, sha256: sha256!, sha512: sha512! };
  }
}
