/** Whether a zip archive says the same to readers of its central directory (pip) and of its local headers (streaming ones). */
import type { Entry } from 'yauzl';
import { invalidArchive } from './refuse';

const END = { signature: 0x06054b50, size: 22 } as const;
const LOCAL = { signature: 0x04034b50, size: 30 } as const;
const HAS_DESCRIPTOR = 0x0008;
/** `git archive` leaves one as a comment. Of hexadecimal digits no reader makes another end record. */
const COMMIT_ID_LENGTHS: readonly number[] = [40, 64];
/** With or without signature, with sizes of 4 or 8 bytes. */
const DESCRIPTOR_SIZES: readonly number[] = [12, 16, 20, 24];

/**
 * Refuses archives in which two readers could see different files: entries that overlap or leave gaps, headers that disagree,
 * bytes before the first entry or after the directory. https://blog.pypi.org/posts/2025-08-07-wheel-archive-confusion-attacks/
 */
export function checkZipLayout(body: Buffer, entries: readonly Entry[]): void {
  const directory = directoryStart(body);
  const sorted = [...entries].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  let position = 0;
  sorted.forEach((entry, i) => {
    if (entry.relativeOffsetOfLocalHeader !== position) disagree(entry, 'does not start where the one before ends');
    const end = localEnd(body, entry);
    const next = sorted[i + 1]?.relativeOffsetOfLocalHeader ?? directory;
    const gap = next - end;
    const fits = entry.generalPurposeBitFlag & HAS_DESCRIPTOR ? DESCRIPTOR_SIZES.includes(gap) : gap === 0;
    if (!fits) disagree(entry, 'does not end where the next one starts');
    position = next;
  });
  if (position !== directory) invalidArchive('the zip directory does not follow its entries');
}

/** Offset of the central directory, which must reach up to the end record. */
function directoryStart(body: Buffer): number {
  const end = endRecord(body) ?? invalidArchive('there are bytes or a comment after the zip directory');
  const size = body.readUInt32LE(end + 12);
  const start = body.readUInt32LE(end + 16);
  if (start + size !== end) invalidArchive('the zip directory is not where its end record says');
  return start;
}

/** Offset of the end record, which must reach to the end of the file, or to the id of a commit. */
const endRecord = (body: Buffer): number | undefined =>
  [0, ...COMMIT_ID_LENGTHS]
    .map((comment) => ({ comment, end: body.length - END.size - comment }))
    .find(
      ({ comment, end }) =>
        end >= 0 &&
        body.readUInt32LE(end) === END.signature &&
        /^[0-9a-f]*$/.test(body.toString('latin1', body.length - comment)),
    )?.end;

/** Offset after an entry's data, after comparing its local header with the directory's. */
function localEnd(body: Buffer, entry: Entry): number {
  const at = entry.relativeOffsetOfLocalHeader;
  if (at + LOCAL.size > body.length || body.readUInt32LE(at) !== LOCAL.signature) disagree(entry, 'has no local header');
  const nameLength = body.readUInt16LE(at + 26);
  const dataStart = at + LOCAL.size + nameLength + body.readUInt16LE(at + 28);
  const same =
    body.subarray(at + LOCAL.size, at + LOCAL.size + nameLength).equals(entry.fileNameRaw) &&
    body.readUInt16LE(at + 6) === entry.generalPurposeBitFlag &&
    body.readUInt16LE(at + 8) === entry.compressionMethod &&
    sizesAgree(body, at, entry);
  if (!same) disagree(entry, 'has another local header than its directory says');
  return dataStart + entry.compressedSize;
}

/** With a descriptor the local header leaves them 0; 0xffffffff refers to the zip64 field, which only archives of 4 GB need. */
function sizesAgree(body: Buffer, at: number, entry: Entry): boolean {
  const local = { crc: body.readUInt32LE(at + 14), packed: body.readUInt32LE(at + 18), size: body.readUInt32LE(at + 22) };
  if (entry.generalPurposeBitFlag & HAS_DESCRIPTOR && local.crc === 0 && local.packed === 0) return true;
  const known = (value: number, directory: number): boolean => value === directory || value === 0xffffffff;
  return local.crc === entry.crc32 && known(local.packed, entry.compressedSize) && known(local.size, entry.uncompressedSize);
}

const disagree = (entry: Entry, how: string): never => invalidArchive(`zip entry ${JSON.stringify(entry.fileName)} ${how}`);
