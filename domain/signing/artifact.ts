import { createHash, createVerify, type KeyObject, verify } from 'node:crypto';
import type { Readable } from 'node:stream';
import { reject } from './rejected';

/** A file as the verifier sees it: its digests, and whether a signature over its bytes holds. */
export interface Artifact {
  readonly sha256: Buffer;
  readonly sha512: Buffer;
  check(key: KeyObject, signature: Buffer): boolean;
}

export const artifactFromBuffer = (bytes: Buffer): Artifact => ({
  sha256: createHash('sha256').update(bytes).digest(),
  sha512: createHash('sha512').update(bytes).digest(),
  check: (key, signature) => verify(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', bytes, key, signature),
});

/**
 * Reads a file once without holding it: `createVerify` takes the data first and the key last. Good for the check of ONE bundle.
 * Ed25519 reads its message twice and so needs {@link artifactFromBuffer}, except for attestations, which sign a digest.
 */
export async function artifactFromStream(stream: Readable): Promise<Artifact> {
  const short = createHash('sha256');
  const long = createHash('sha512');
  const verifier = createVerify('sha256');
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    short.update(chunk);
    long.update(chunk);
    verifier.update(chunk);
  }
  verifier.end();
  const streamable = new Set<string | undefined>(['ec', 'rsa']);
  return {
    sha256: short.digest(),
    sha512: long.digest(),
    check: (key, signature) =>
      streamable.has(key.asymmetricKeyType)
        ? verifier.verify(key, signature)
        : reject(
            'KEY_TYPE',
            `a signature over the file by an ${key.asymmetricKeyType ?? 'unknown'} key needs the whole file in memory`,
          ),
  };
}
