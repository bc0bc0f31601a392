/** Reads a gzip-compressed tar archive from memory as if its maker were hostile. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Extract, extract, type Header } from 'tar-stream';
import type { ArchiveLimits } from '../ecosystem';
import { Budget } from './budget';
import { drain } from './collect';
import { EntryPaths } from './entry-path';
import { asRefusal, invalidArchive } from './refuse';
import { checkLinks, type Link } from './tar-links';
import type { ArchiveContent } from './zip';

const KINDS: ReadonlySet<Header['type']> = new Set(['file', 'contiguous-file', 'directory', 'symlink', 'link']);

/**
 * Reads every entry to its end; refuses devices, pipes, links out of the tree, and paths that come twice or climb.
 * @param keep whether the content of the entry at a path is wanted
 * @param linksAllowed links within the tree, or none at all
 * @throws Refusal ARCHIVE_INVALID or ARCHIVE_BOMB
 */
export async function readTarGz(
  body: Buffer,
  limits: ArchiveLimits,
  keep: (path: string) => boolean,
  linksAllowed: 'inside' | 'none' = 'inside',
): Promise<ArchiveContent> {
  const budget = new Budget(body.length, limits);
  const entries = extract();
  // Counted as it leaves the decompressor: headers and padding are part of what a bomb is made of.
  const counted = async function* (source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      budget.addBytes(chunk.length);
      yield chunk;
    }
  };
  try {
    const [content] = await Promise.all([
      readEntries(entries, budget, keep, linksAllowed),
      pipeline(Readable.from([body]), createGunzip(), counted, entries),
    ]);
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
  const kept = new Map<string, Buffer>();
  const links: Link[] = [];
  for await (const entry of entries) {
    budget.addEntry();
    const { header } = entry;
    const path = paths.add(header.name, header.type === 'directory');
    checkKind(header);
    if (isLink(header)) links.push({ path, target: header.linkname || '', hard: header.type === 'link' });
    const content = await drain(entry as AsyncIterable<Buffer>, path, keep(path) && isFile(header));
    if (content) kept.set(path, content);
  }
  if (linksAllowed === 'none' && links[0]) invalidArchive(`entry ${JSON.stringify(links[0].path)} is a link`);
  checkLinks(links, paths);
  return { paths: [...paths], kept };
}

const isLink = ({ type }: Header): boolean => type === 'symlink' || type === 'link';
const isFile = ({ type }: Header): boolean => type === 'file' || type === 'contiguous-file';

function checkKind({ name, type }: Header): void {
  if (!KINDS.has(type)) invalidArchive(`entry ${JSON.stringify(name)} is neither file, folder nor link, got: ${type}`);
}
