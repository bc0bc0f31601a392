/** Reads a zip archive from memory as if its maker were hostile. */
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import type { ArchiveLimits } from '../ecosystem';
import { Budget } from './budget';
import { drain } from './collect';
import { EntryPaths, type Use } from './entry-path';
import { asRefusal, refuseArchive } from './refuse';
import { type Member, memberOf } from './zip-entry';
import { checkZipLayout } from './zip-layout';

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
  body: Buffer,
  limits: ArchiveLimits,
  keep: (path: string) => boolean,
  use: Use = 'unpacked',
): Promise<ArchiveContent> {
  try {
    const zip = await fromBufferPromise(body, { decodeStrings: false });
    const paths = new EntryPaths(use);
    const kept = new Map<string, Buffer>();
    const members = await listMembers(zip, new Budget(body.length, limits), use);
    checkZipLayout(
      body,
      members.map(({ entry }) => entry),
    );
    for (const { entry, name, isFolder } of members) {
      const path = paths.add(name, isFolder);
      const content = await readEntry(zip, entry, name, !isFolder && keep(path));
      if (content) kept.set(path, content);
    }
    paths.checkFolders();
    return { paths: [...paths], kept };
  } catch (error) {
    throw asRefusal(error);
  }
}

/** Sizes are counted as claimed before anything is unpacked; unpacking then holds each entry to its claim. */
async function listMembers(zip: ZipFile, budget: Budget, use: Use): Promise<Member[]> {
  const members: Member[] = [];
  for await (const entry of zip.eachEntry()) {
    budget.addEntry();
    budget.addBytes(entry.uncompressedSize);
    members.push(memberOf(entry, use));
  }
  return members;
}

async function readEntry(zip: ZipFile, entry: Entry, name: string, keep: boolean): Promise<Buffer | undefined> {
  const unpacked = { crc: 0, size: 0 };
  const counted = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      unpacked.crc = crc32(chunk, unpacked.crc);
      unpacked.size += chunk.length;
      if (unpacked.size > entry.uncompressedSize) otherSize(name, entry);
      yield chunk;
    }
  };
  const read = (source: AsyncIterable<Buffer>): Promise<Buffer | undefined> => drain(source, name, keep);
  const isCompressed = entry.compressionMethod !== 0;
  const stream = await zip.openReadStreamPromise(entry, isCompressed ? { decompress: false } : undefined);
  const engine = createInflateRaw();
  const content = await (isCompressed ? pipeline(stream, engine, counted, read) : pipeline(stream, counted, read));
  if (unpacked.size !== entry.uncompressedSize) otherSize(name, entry);
  if (unpacked.crc !== entry.crc32)
    refuseArchive('ARCHIVE_UNREADABLE', `zip entry ${JSON.stringify(name)} has another checksum than its header`);
  if (isCompressed && engine.bytesWritten !== entry.compressedSize)
    refuseArchive('ARCHIVE_AMBIGUOUS', `zip entry ${JSON.stringify(name)} has bytes after the end of its compressed data`);
  return content;
}

const otherSize = (name: string, { uncompressedSize }: Entry): never =>
  refuseArchive(
    'ARCHIVE_AMBIGUOUS',
    `zip entry ${JSON.stringify(name)} has another size than the ${uncompressedSize} bytes of its header`,
  );
