/** Whether a zip archive says the same to readers of its central directory (pip) and of its local headers (streaming ones). */
import type { Entry } from 'yauzl';
import type { ByteSource } from '../../contracts/byte-source';
import { refuseArchive } from './refuse';

const END = { size: 22 } as const;
const END_MARK = Buffer.from('PK\u0005\u0006', 'latin1');
const LOCATOR = { signature: 0x07064b50, size: 20 } as const;
const CENTRAL = { signature: 0x02014b50, size: 46 } as const;
const LOCAL = { signature: 0x04034b50, size: 30 } as const;
/** Signature, checksum, and two sizes of 8 bytes. */
const LONGEST_DESCRIPTOR = 24;
const DESCRIPTOR_SIGNATURE = 0x08074b50;
const HAS_DESCRIPTOR = 0x0008;
const ZIP64_FIELD = 0x0001;
const IN_ZIP64_FIELD = 0xffffffff;
/** `git archive` leaves the id of a commit, and signed jars have `PACK200`. Bytes. */
const LONGEST_COMMENT = 1000;
/** In text no reader finds another end record. */
const COMMENT = /^[\t\r\n -~]*$/;

/**
 * Refuses archives in which two readers could see different files: entries that overlap or leave gaps, headers that disagree,
 * directories of other lengths than the end record says, bytes before the first entry or after the directory.
 * https://blog.pypi.org/posts/2025-08-07-wheel-archive-confusion-attacks/
 */
export function checkZipLayout(body: ByteSource, entries: readonly Entry[]): void {
  const directory = checkDirectory(body, entries);
  const sorted = [...entries].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  let position = 0;
  sorted.forEach((entry, i) => {
    if (entry.relativeOffsetOfLocalHeader !== position) disagree(entry, 'does not start where the one before ends');
    const end = checkLocal(body, entry);
    const next = sorted[i + 1]?.relativeOffsetOfLocalHeader ?? directory;
    if (next < end || next > end + LONGEST_DESCRIPTOR || !isBetween(body.read(end, next), entry))
      disagree(entry, 'does not end where the next one starts');
    position = next;
  });
  if (position !== directory) ambiguous('the zip directory does not follow its entries');
}

/** Offset of the central directory, which must have as many records as were read and reach up to the end record. */
function checkDirectory(body: ByteSource, entries: readonly Entry[]): number {
  const end = endRecord(body) ?? ambiguous('there are bytes, or a comment that is no text, after the zip directory');
  const record = body.read(end, end + END.size);
  const isZip64 = end >= LOCATOR.size && body.read(end - LOCATOR.size, end).readUInt32LE() === LOCATOR.signature;
  if (isZip64) ambiguous('it has a second end record, which only archives of 4 GB or 65535 entries need');
  const [onThisDisk, count] = [record.readUInt16LE(8), record.readUInt16LE(10)];
  const start = record.readUInt32LE(16);
  if (start + record.readUInt32LE(12) !== end) ambiguous('the zip directory is not where its end record says');
  if (onThisDisk !== count || count !== entries.length || directoryEnd(body, start, entries) !== end)
    ambiguous('the zip directory has more or fewer entries than its end record says');
  return start;
}

/** Where the records of these entries end, one after the other from an offset on; undefined when there are others. */
function directoryEnd(body: ByteSource, start: number, entries: readonly Entry[]): number | undefined {
  let at = start;
  for (const { fileNameRaw, extraFieldRaw, fileCommentRaw } of entries) {
    const record = body.read(at, at + CENTRAL.size + fileNameRaw.length);
    if (record.length < CENTRAL.size || record.readUInt32LE() !== CENTRAL.signature) return undefined;
    if (!record.subarray(CENTRAL.size).equals(fileNameRaw)) return undefined;
    at += CENTRAL.size + fileNameRaw.length + extraFieldRaw.length + fileCommentRaw.length;
  }
  return at;
}

/** Offset of the end record, which must reach to the end of the file, or to a comment that is text. */
function endRecord(body: ByteSource): number | undefined {
  const from = Math.max(0, body.size - END.size - LONGEST_COMMENT);
  const tail = body.read(from, body.size);
  const at = tail.lastIndexOf(END_MARK);
  const isWhole = at >= 0 && at + END.size <= tail.length && COMMENT.test(tail.toString('latin1', at + END.size));
  return isWhole ? from + at : undefined;
}

/** Where an entry's data is. Its local header must have been checked. */
export function dataRange(body: ByteSource, { relativeOffsetOfLocalHeader: at, compressedSize }: Entry): [number, number] {
  const header = body.read(at, at + LOCAL.size);
  const start = at + LOCAL.size + header.readUInt16LE(26) + header.readUInt16LE(28);
  return [start, start + compressedSize];
}

/** Offset after an entry's data, after comparing its local header with the directory's. */
function checkLocal(body: ByteSource, entry: Entry): number {
  const at = entry.relativeOffsetOfLocalHeader;
  const header = body.read(at, at + LOCAL.size);
  if (header.length < LOCAL.size || header.readUInt32LE() !== LOCAL.signature) disagree(entry, 'has no local header');
  const [start, end] = dataRange(body, entry);
  const name = header.readUInt16LE(26);
  const rest = body.read(at + LOCAL.size, start);
  const same =
    rest.subarray(0, name).equals(entry.fileNameRaw) &&
    header.readUInt16LE(6) === entry.generalPurposeBitFlag &&
    header.readUInt16LE(8) === entry.compressionMethod &&
    sizesAgree(header, rest.subarray(name), entry);
  if (!same) disagree(entry, 'has another local header than its directory says');
  return end;
}

/** With a descriptor the local header leaves them 0; where it refers to its zip64 field, that must agree. */
function sizesAgree(header: Buffer, extra: Buffer, entry: Entry): boolean {
  const local = { crc: header.readUInt32LE(14), packed: header.readUInt32LE(18), size: header.readUInt32LE(22) };
  if (entry.generalPurposeBitFlag & HAS_DESCRIPTOR && local.crc === 0 && local.packed === 0) return true;
  const large = zip64Sizes(extra);
  const size = local.size === IN_ZIP64_FIELD ? large.shift() : local.size;
  const packed = local.packed === IN_ZIP64_FIELD ? large.shift() : local.packed;
  return local.crc === entry.crc32 && size === entry.uncompressedSize && packed === entry.compressedSize;
}

/** Numbers of a zip64 extra field in their order: unpacked size, then packed. */
function zip64Sizes(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== ZIP64_FIELD) continue;
    const data = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    return [0, 8].filter((i) => i + 8 <= data.length).map((i) => Number(data.readBigUInt64LE(i)));
  }
  return [];
}

/** What may stand between an entry's data and the next: nothing, or its descriptor, with or without signature, of either width. */
function isBetween(gap: Buffer, entry: Entry): boolean {
  if (!(entry.generalPurposeBitFlag & HAS_DESCRIPTOR)) return gap.length === 0;
  const bare = gap.length % 8 === 4 ? gap : gap.subarray(4);
  const hasSignature = bare === gap || (gap.length >= 4 && gap.readUInt32LE(0) === DESCRIPTOR_SIGNATURE);
  return hasSignature && [descriptor(entry, 4), descriptor(entry, 8)].some((bytes) => bytes.equals(bare));
}

function descriptor({ crc32, compressedSize, uncompressedSize }: Entry, width: 4 | 8): Buffer {
  const bytes = Buffer.alloc(4 + 2 * width);
  bytes.writeUInt32LE(crc32);
  bytes.writeUIntLE(compressedSize, 4, width === 4 ? 4 : 6);
  bytes.writeUIntLE(uncompressedSize, 4 + width, width === 4 ? 4 : 6);
  return bytes;
}

function ambiguous(what: string): never {
  return refuseArchive('ARCHIVE_AMBIGUOUS', what);
}

const disagree = (entry: Entry, how: string): never =>
  ambiguous(`zip entry ${JSON.stringify(entry.fileNameRaw.toString())} ${how}`);
