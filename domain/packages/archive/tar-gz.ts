/** Reads a gzip-compressed tar archive as if its maker were hostile. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { type Extract, extract, type Header } from 'tar-stream';
import { type ByteSource, chunksOf } from '../../contracts/byte-source';
import type { ArchiveLimits } from '../ecosystem';
import { Budget } from './budget';
import { Kept } from './collect';
import { EntryPaths } from './entry-path';
import { checkTrailer, dataStart } from './gzip-member';
import { asRefusal, refuseArchive } from './refuse';
import { checkTarLayout } from './tar-layout';
import { checkLinks, type Link } from './tar-links';
import type { ArchiveContent } from './zip';

const KINDS: ReadonlySet<Header['type']> = new Set(['file', 'contiguous-file', 'directory', 'symlink', 'link']);

/**
 * Reads every entry to its end; refuses devices, pipes, links out of the tree, paths that come twice or climb, and whatever else two
 * readers could take differently.
 * @param keep whether the content of the entry at a path is wanted
 * @param linksAllowed links within the tree, or none at all
 * @throws Refusal ARCHIVE_* or METADATA_INVALID
 */
export async function readTarGz(
  body: ByteSource,
  limits: ArchiveLimits,
  keep: (path: string) => boolean,
  linksAllowed: 'inside' | 'none' = 'inside',
): Promise<ArchiveContent> {
  const start = dataStart(body);
  const budget = new Budget(body.size, limits);
  const engine = createInflateRaw();
  const unpacked = { crc: 0, size: 0 };
  // Counted as it leaves the decompressor: headers and padding are part of what a bomb is made of.
  const counted = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      budget.addBytes(chunk.length);
      unpacked.crc = crc32(chunk, unpacked.crc);
      unpacked.size += chunk.length;
      yield chunk;
    }
  };
  const entries = extract();
  try {
    const [content] = await Promise.all([
      readEntries(entries, budget, keep, linksAllowed),
      pipeline(Readable.from(chunksOf(body, start)), engine, counted, checkTarLayout, entries),
    ]);
    checkTrailer(body, start + engine.bytesWritten, unpacked);
    return content;
  } catch (error) {
    throw asRefusal(error);
  }
}

async function readEntries(
  entries: Extract,
  budget: Budget,
  keep: (path: string) => boolean,
  linksAllowed: 'inside' | 'none',
): Promise<ArchiveContent> {
  const paths = new EntryPaths();
  const kept = new Kept();
  const links: Link[] = [];
  for await (const entry of entries) {
    budget.addEntry();
    const { header } = entry;
    checkKind(header);
    const path = paths.add(header.name, header.type === 'directory');
    if (isLink(header)) links.push({ path, target: header.linkname || '', hard: header.type === 'link' });
    await kept.drain(entry as AsyncIterable<Buffer>, path, keep(path) && isFile(header));
  }
  if (linksAllowed === 'none' && links[0]) refuseArchive('ARCHIVE_ENTRY', `entry ${JSON.stringify(links[0].path)} is a link`);
  checkLinks(links, paths);
  paths.checkFolders();
  return { paths: [...paths], kept: kept.contents };
}

const isLink = ({ type }: Header): boolean => type === 'symlink' || type === 'link';
const isFile = ({ type }: Header): boolean => type === 'file' || type === 'contiguous-file';

/** The library has null for a type it does not know, whatever its declaration says. */
const typeOf = ({ type }: { readonly type?: string | null }): string => type ?? 'an unknown type';

function checkKind(header: Header): void {
  const name = JSON.stringify(header.name);
  if (!KINDS.has(header.type))
    refuseArchive('ARCHIVE_ENTRY', `entry ${name} is neither file, folder nor link, got: ${typeOf(header)}`);
  if (isFile(header) && header.name.endsWith('/'))
    refuseArchive('ARCHIVE_AMBIGUOUS', `entry ${name} is a file under the name of a folder`);
}
