import { createHash, createVerify, type KeyObject, verify } from 'node:crypto';
import type { Readable } from 'node:stream';
import { type ByteSource, chunksOf, digestsOf, inMemory } from '../contracts/byte-source';
import { reject } from './rejected';

/** A file as the verifier sees it: its digests, and whether a signature over its bytes holds. */
export interface Artifact {
  readonly sha256: Buffer;
  readonly sha512: Buffer;
  check(key: KeyObject, signature: Buffer): boolean;
}

export const artifactFromBuffer = (bytes: Buffer): Artifact => artifactFrom(inMemory(bytes), undefined, bytes.length);

/** Most bytes of a file that is held in memory as a whole to check an Ed25519 signature over it. */
export const MAX_WHOLE_BYTES = 64 * 1024 * 1024;

/**
 * A file that is read once more for each signature over it; attestations sign a digest.
 * @param digests of the file, hexadecimal. @default - they are computed
 * @param mostWhole the largest file with an Ed25519 signature, which needs all bytes at once
 */
export function artifactFrom(
  file: ByteSource,
  digests: { readonly sha256: string; readonly sha512: string } = digestsOf(file, ['sha256', 'sha512']),
  mostWhole = MAX_WHOLE_BYTES,
): Artifact {
  return {
    sha256: Buffer.from(digests.sha256, 'hex'),
    sha512: Buffer.from(digests.sha512, 'hex'),
    check(key, signature) {
      if (key.asymmetricKeyType === 'ed25519') return verify(null, wholeFile(file, mostWhole), key, signature);
      const verifier = createVerify('sha256');
      for (const chunk of chunksOf(file)) verifier.update(chunk);
      return verifier.verify(key, signature);
    },
  };
}

const wholeFile = (file: ByteSource, most: number): Buffer =>
  file.size <= most
    ? file.read(0, file.size)
    : reject(
        'KEY_TYPE',
        `a signature over the file by an Ed25519 key is checked for files of at most ${most} bytes, got: ${file.size}; sign with an ECDSA key or keyless, or make an attestation`,
      );

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
