/** Gzip files of exactly one member: some readers go on to the next one, others stop after the first. RFC 1952. */
import { crc32, inflateRawSync } from 'node:zlib';
import { type ByteSource, inMemory } from '../../contracts/byte-source';
import { refuseArchive } from './refuse';

const Flag = { CRC: 2, EXTRA: 4, NAME: 8, COMMENT: 16, RESERVED: 0xe0 } as const;
const FIXED = 10;
/** More than an extra field, a name and a comment together have. Bytes. */
const LONGEST_HEADER = 256 * 1024;
const TRAILER = 8;

/** Where the compressed data begins. @throws Refusal ARCHIVE_UNREADABLE */
export function dataStart(whole: ByteSource): number {
  const file = whole.read(0, LONGEST_HEADER);
  if (file.length < FIXED + TRAILER || file.readUInt32BE(0) >>> 8 !== 0x1f8b08)
    refuseArchive('ARCHIVE_UNREADABLE', 'it is not a gzip file');
  const flags = file[3]!;
  if (flags & Flag.RESERVED) refuseArchive('ARCHIVE_UNREADABLE', 'its gzip header has unknown flags');
  let at = FIXED;
  if (flags & Flag.EXTRA) at += 2 + (at + 2 <= file.length ? file.readUInt16LE(at) : 0);
  if (flags & Flag.NAME) at = afterZero(file, at);
  if (flags & Flag.COMMENT) at = afterZero(file, at);
  if (flags & Flag.CRC) at += 2;
  return at + TRAILER > file.length ? refuseArchive('ARCHIVE_UNREADABLE', 'it ends within its gzip header') : at;
}

const afterZero = (file: Buffer, at: number): number => {
  const zero = file.indexOf(0, at);
  return zero < 0 ? file.length : zero + 1;
};

/**
 * Holds what was unpacked against the trailer, and the trailer against the end of the file.
 * @param end where the compressed data ended
 * @throws Refusal ARCHIVE_UNREADABLE or ARCHIVE_AMBIGUOUS
 */
export function checkTrailer(file: ByteSource, end: number, unpacked: { readonly crc: number; readonly size: number }): void {
  const trailer = file.read(end, end + TRAILER);
  if (trailer.length < TRAILER) refuseArchive('ARCHIVE_UNREADABLE', 'it ends within its gzip trailer');
  if (trailer.readUInt32LE(0) !== unpacked.crc || trailer.readUInt32LE(4) !== unpacked.size % 2 ** 32)
    refuseArchive('ARCHIVE_UNREADABLE', 'its content has another checksum or size than its gzip trailer says');
  if (end + TRAILER < file.size) refuseArchive('ARCHIVE_AMBIGUOUS', 'there are bytes, or another gzip member, after its end');
}

/** Unpacks a small file at once. @throws Refusal, or RangeError (ERR_BUFFER_TOO_LARGE) beyond `most` bytes */
export function gunzipMember(file: Buffer, most: number): Buffer {
  const start = dataStart(inMemory(file));
  const options = { maxOutputLength: most, info: true };
  const { buffer, engine } = inflateRawSync(file.subarray(start), options) as unknown as Inflated;
  checkTrailer(inMemory(file), start + engine.bytesWritten, { crc: crc32(buffer), size: buffer.length });
  return buffer;
}

/** What Node gives for `info: true`. */
interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}
