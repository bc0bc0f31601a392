/** Reads a zip archive as if its maker were hostile. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { type ByteSource, chunksOf } from '../../contracts/byte-source';
import type { ArchiveLimits } from '../ecosystem';
import { Budget } from './budget';
import { Kept } from './collect';
import { EntryPaths, type Use } from './entry-path';
import { asRefusal, refuseArchive } from './refuse';
import { type Member, memberOf } from './zip-entry';
import { checkZipLayout, dataRange } from './zip-layout';

/** All entries are remembered together; fifty thousand with long names have a few. Bytes. */
const MAX_DIRECTORY = 16 * 1024 * 1024;

/** Entries of an archive, and the content of those that were asked for. */
export interface ArchiveContent {
  readonly paths: readonly string[];
  readonly kept: ReadonlyMap<string, Buffer>;
}

/**
 * Reads every entry to its end, so that sizes, checksums and limits are known to hold and not only claimed.
 * @param keep whether the content of the entry at a path is wanted
 * @throws Refusal ARCHIVE_* or METADATA_INVALID
 */
export async function readZip(
  body: ByteSource,
  limits: ArchiveLimits,
  keep: (path: string) => boolean,
  use: Use = 'unpacked',
): Promise<ArchiveContent> {
  try {
    const zip = await fromRandomAccessReaderPromise(new SourceReader(body), body.size, { decodeStrings: false });
    const paths = new EntryPaths(use);
    const kept = new Kept();
    const members = await listMembers(zip, new Budget(body.size, limits), use);
    checkZipLayout(
      body,
      members.map(({ entry }) => entry),
    );
    for (const { entry, name, isFolder } of members) {
      const path = paths.add(name, isFolder);
      const isWanted = !isFolder && keep(path);
      await readEntry(body, entry, name, (content) => kept.drain(content, path, isWanted));
    }
    paths.checkFolders();
    return { paths: [...paths], kept: kept.contents };
  } catch (error) {
    throw asRefusal(error);
  }
}

/** For the directory; what entries hold is read without it. */
class SourceReader extends RandomAccessReader {
  constructor(private readonly source: ByteSource) {
    super();
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, done: ReadCallback): void {
    const read = this.source.read(position, position + length).copy(buffer, offset);
    setImmediate(done, null, read);
  }
}

type ReadCallback = (error: Error | null, read?: number) => void;

/** Sizes are counted as claimed before anything is unpacked; unpacking then holds each entry to its claim. */
async function listMembers(zip: ZipFile, budget: Budget, use: Use): Promise<Member[]> {
  const members: Member[] = [];
  let directory = 0;
  for await (const entry of zip.eachEntry()) {
    budget.addEntry();
    directory += entry.fileNameRaw.length + entry.extraFieldRaw.length + entry.fileCommentRaw.length;
    if (directory > MAX_DIRECTORY)
      refuseArchive('ARCHIVE_BOMB', `its zip directory has more than ${MAX_DIRECTORY} bytes of names`);
    budget.addBytes(entry.uncompressedSize);
    members.push(memberOf(entry, use));
  }
  return members;
}

async function readEntry(
  body: ByteSource,
  entry: Entry,
  name: string,
  read: (content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const unpacked = { crc: 0, size: 0 };
  const counted = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      unpacked.crc = crc32(chunk, unpacked.crc);
      unpacked.size += chunk.length;
      if (unpacked.size > entry.uncompressedSize) otherSize(name, entry);
      yield chunk;
    }
  };
  const isCompressed = entry.compressionMethod !== 0;
  const stream = Readable.from(chunksOf(body, ...dataRange(body, entry)));
  const engine = createInflateRaw();
  await (isCompressed ? pipeline(stream, engine, counted, read) : pipeline(stream, counted, read));
  if (unpacked.size !== entry.uncompressedSize) otherSize(name, entry);
  if (unpacked.crc !== entry.crc32)
    refuseArchive('ARCHIVE_UNREADABLE', `zip entry ${JSON.stringify(name)} has another checksum than its header`);
  if (isCompressed && engine.bytesWritten !== entry.compressedSize)
    refuseArchive('ARCHIVE_AMBIGUOUS', `zip entry ${JSON.stringify(name)} has bytes after the end of its compressed data`);
}

const otherSize = (name: string, { uncompressedSize }: Entry): never =>
  refuseArchive(
    'ARCHIVE_AMBIGUOUS',
    `zip entry ${JSON.stringify(name)} has another size than the ${uncompressedSize} bytes of its header`,
  );
