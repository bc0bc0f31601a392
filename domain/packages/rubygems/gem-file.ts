/** Reads a `.gem`: a plain tar archive of three compressed members and, when the author signs with RubyGems' own means, their signatures. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, type Header } from 'tar-stream';
import { z } from 'zod';
import { type ByteSource, chunksOf, digestsOf, sliceOf } from '../../contracts/byte-source';
import { Refusal } from '../../contracts/refusals';
import { MAX_KEPT_BYTES } from '../archive/collect';
import { gunzipMember } from '../archive/gzip-member';
import { asRefusal, refuseArchive } from '../archive/refuse';
import { readTarGz } from '../archive/tar-gz';
import type { ArchiveLimits } from '../ecosystem';
import { type Gemspec, parseGemspec, parseYaml } from './gemspec';

const METADATA = 'metadata.gz';
const DATA = 'data.tar.gz';
const CHECKSUMS = 'checksums.yaml.gz';
const MEMBERS = [METADATA, DATA, CHECKSUMS];
const KNOWN = new Set([...MEMBERS, ...MEMBERS.map((name) => `${name}.sig`)]);
const BLOCK = 512;

const SUMS = z.partialRecord(z.enum(['SHA1', 'SHA256', 'SHA512']), z.record(z.string(), z.string()));

type Members = ReadonlyMap<string, ByteSource>;

/**
 * What its metadata says, after every member was read to its end.
 * @throws Refusal ARCHIVE_*, METADATA_MISSING or METADATA_INVALID
 */
export async function readGem(body: ByteSource, limits: ArchiveLimits): Promise<Gemspec> {
  const members = await readMembers(body);
  checkSums(members);
  await readTarGz(member(members, DATA), limits, () => false);
  return gemspecOf(members);
}

/** Its metadata alone: for names, where nothing has to be proven. */
export const readGemspec = async (body: ByteSource): Promise<Gemspec> => gemspecOf(await readMembers(body));

const gemspecOf = (members: Members): Gemspec => parseGemspec(readText(members, METADATA));

/** Each is where it must be when there is nothing else; {@link checkLayout} makes sure of that. */
async function readMembers(body: ByteSource): Promise<Members> {
  const entries = extract();
  const members = new Map<string, ByteSource>();
  const read = async (): Promise<void> => {
    for await (const entry of entries) {
      checkMember(entry.header, members);
      const start = endOf(members) + BLOCK;
      let end = start;
      for await (const chunk of entry as AsyncIterable<Buffer>) end += chunk.length;
      members.set(entry.header.name, sliceOf(body, start, end));
    }
  };
  try {
    await Promise.all([read(), pipeline(Readable.from(chunksOf(body)), entries)]);
  } catch (error) {
    throw asRefusal(error);
  }
  checkLayout(body, members);
  return members;
}

function checkMember({ name, type }: Header, members: Members): void {
  if (!KNOWN.has(name))
    refuseArchive(
      'ARCHIVE_LAYOUT',
      `a gem has no entry ${JSON.stringify(name)}, only ${MEMBERS.join(', ')} and their signatures (.sig)`,
    );
  if (type !== 'file') refuseArchive('ARCHIVE_ENTRY', `entry ${JSON.stringify(name)} is not a file, got: ${type}`);
  if (members.has(name)) refuseArchive('ARCHIVE_AMBIGUOUS', `entry ${JSON.stringify(name)} is there twice`);
}

/** Where these members end, each after its header. */
const endOf = (members: Members): number =>
  [...members.values()].reduce((at, { size }) => at + BLOCK + Math.ceil(size / BLOCK) * BLOCK, 0);

/**
 * Nothing but the members and zeros. tar-stream follows extended headers, and reads on after the end of the archive; RubyGems does
 * neither, and would see other members.
 */
function checkLayout(body: ByteSource, members: Members): void {
  const end = endOf(members);
  if (body.size - end < BLOCK) refuseArchive('ARCHIVE_UNREADABLE', 'it ends before the mark that ends a tar archive');
  for (const chunk of chunksOf(body, end))
    if (chunk.some((byte) => byte !== 0))
      refuseArchive('ARCHIVE_AMBIGUOUS', 'there are extended headers, or bytes after its end');
}

function member(members: Members, name: string): ByteSource {
  const bytes = members.get(name);
  if (bytes) return bytes;
  throw new Refusal('METADATA_MISSING', `The gem has no ${name}; build it again with RubyGems 2.0 or newer.`);
}

function readText(members: Members, name: string): string {
  const packed = member(members, name);
  if (packed.size > MAX_KEPT_BYTES) bomb(name);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(gunzipMember(packed.read(0, packed.size), MAX_KEPT_BYTES));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') bomb(name);
    throw asRefusal(error);
  }
}

function bomb(name: string): never {
  throw new Refusal(
    'ARCHIVE_BOMB',
    `The archive expands too far: its ${name} has more than ${MAX_KEPT_BYTES} bytes; build it again with an ordinary build tool.`,
  );
}

/** Whatever the gem says about its own members must be so: `gem install` refuses it otherwise. */
function checkSums(members: Members): void {
  const sums = SUMS.safeParse(parseYaml(readText(members, CHECKSUMS)));
  if (!sums.success)
    throw new Refusal('METADATA_INVALID', `${CHECKSUMS} inside the gem is not a table of checksums; build the gem again.`);
  for (const [algorithm, expected] of Object.entries(sums.data)) {
    for (const name of [METADATA, DATA]) {
      const { [algorithm]: actual } = digestsOf(member(members, name), [algorithm]);
      if (expected[name] !== actual) refuseArchive('ARCHIVE_UNREADABLE', `${CHECKSUMS} has another ${algorithm} of ${name}`);
    }
  }
}
