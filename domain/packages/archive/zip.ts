/** Reads a zip archive from memory as if its maker were hostile. */
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import type { ArchiveLimits } from '../ecosystem';
import { Budget } from './budget';
import { drain } from './collect';
import { EntryPaths } from './entry-path';
import { asRefusal, invalidArchive } from './refuse';
import { checkZipLayout } from './zip-layout';

/** Entries of an archive, and the content of those that were asked for. */
export interface ArchiveContent {
  readonly paths: readonly string[];
  readonly kept: ReadonlyMap<string, Buffer>;
}

const STORED = 0;
const DEFLATED = 8;
const LINK = 0o120000;
const TYPE_MASK = 0o170000;

/**
 * Reads every entry to its end, so that sizes, checksums and limits are known to hold and not only claimed.
 * @param keep whether the content of the entry at a path is wanted
 * @throws Refusal ARCHIVE_INVALID or ARCHIVE_BOMB
 */
export async function readZip(body: Buffer, limits: ArchiveLimits, keep: (path: string) => boolean): Promise<ArchiveContent> {
  try {
    const zip = await fromBufferPromise(body, { strictFileNames: true });
    const paths = new EntryPaths();
    const kept = new Map<string, Buffer>();
    const entries = await listEntries(zip, new Budget(body.length, limits));
    checkZipLayout(body, entries);
    for (const entry of entries) {
      const isFolder = entry.fileName.endsWith('/');
      const path = paths.add(entry.fileName, isFolder);
      const content = await readEntry(zip, entry, !isFolder && keep(path));
      if (content) kept.set(path, content);
    }
    return { paths: [...paths], kept };
  } catch (error) {
    throw asRefusal(error);
  }
}

/** Sizes are counted as claimed before anything is unpacked; unpacking then holds each entry to its claim. */
async function listEntries(zip: ZipFile, budget: Budget): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    budget.addEntry();
    budget.addBytes(entry.uncompressedSize);
    checkKind(entry);
    entries.push(entry);
  }
  return entries;
}

function checkKind(entry: Entry): void {
  const name = JSON.stringify(entry.fileName);
  const mode = entry.externalFileAttributes >>> 16;
  if (entry.isEncrypted()) invalidArchive(`zip entry ${name} is encrypted`);
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    invalidArchive(
      `zip entry ${name} uses compression method ${entry.compressionMethod}, only stored (0) and deflated (8) are read`,
    );
  }
  if ((mode & TYPE_MASK) === LINK) invalidArchive(`zip entry ${name} is a symbolic link`);
}

async function readEntry(zip: ZipFile, entry: Entry, keep: boolean): Promise<Buffer | undefined> {
  const stream = (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
  let checksum = 0;
  const counted = (async function* () {
    for await (const chunk of stream) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  })();
  const content = await drain(counted, entry.fileName, keep);
  if (checksum !== entry.crc32)
    invalidArchive(`zip entry ${JSON.stringify(entry.fileName)} has another checksum than its header`);
  return content;
}
