/** Files as the checks see them: not held in memory, but read piece by piece and as often as needed. */
import { createHash } from 'node:crypto';

/**
 * Bytes in memory or on a disk. Reading is synchronous, as the verifiers of signatures are, so every check can be a plain function; a
 * function works on one file at a time and has nothing else to do meanwhile.
 */
export interface ByteSource {
  /** Bytes. */
  readonly size: number;
  /** The bytes from `start` up to, not including, `end`, as far as there are any. Not to be written to. */
  read(start: number, end: number): Buffer;
}

/** How much is read at once. Bytes. */
const CHUNK = 128 * 1024;

export const inMemory = (bytes: Buffer): ByteSource => ({
  size: bytes.length,
  read: (start, end) => bytes.subarray(start, end),
});

/** A part of a file, as a file. */
export const sliceOf = (file: ByteSource, start: number, end: number): ByteSource => ({
  size: end - start,
  read: (from, to) => file.read(start + from, Math.min(start + to, end)),
});

/** The bytes from `start` up to `end`, one piece after the other. @param end the file's when undefined */
export function* chunksOf(file: ByteSource, start = 0, end = file.size): Generator<Buffer, void, undefined> {
  for (let at = start; at < end; at += CHUNK) yield file.read(at, Math.min(at + CHUNK, end));
}

/** Digests of a file in hexadecimal digits, in one pass. */
export function digestsOf<Algorithm extends string>(
  file: ByteSource,
  algorithms: readonly Algorithm[],
): Readonly<Record<Algorithm, string>> {
  const hashes = algorithms.map((algorithm) => [algorithm, createHash(algorithm)] as const);
  for (const chunk of chunksOf(file)) for (const [, hash] of hashes) hash.update(chunk);
  return Object.fromEntries(hashes.map(([algorithm, hash]) => [algorithm, hash.digest('hex')])) as Record<Algorithm, string>;
}
