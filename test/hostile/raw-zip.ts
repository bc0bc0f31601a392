/** Writes zip archives byte by byte, so that any of them can lie. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
import { crc32, deflateRawSync } from 'node:zlib';

/** What one header says; everything has an honest default. */
export interface Header {
  readonly name?: Buffer | string;
  readonly flags?: number;
  readonly method?: number;
  readonly crc?: number;
  readonly packed?: number;
  readonly size?: number;
  readonly extra?: Buffer;
}

export interface RawEntry {
  readonly name: Buffer | string;
  readonly body?: Buffer | string;
  /** 0 stored, 8 deflated. @default 8 */
  readonly method?: number;
  readonly flags?: number;
  /** Unix mode. @default 0o100644 */
  readonly mode?: number;
  /** What is stored, instead of the body packed by `method`. */
  readonly data?: Buffer;
  /** What stands between the data and the next entry. */
  readonly after?: Buffer;
  readonly local?: Header;
  readonly central?: Header & { readonly offset?: number };
  /** Left out of the directory. */
  readonly hidden?: boolean;
}

export interface Tail {
  readonly between?: Buffer;
  /** Between the directory and its end record. */
  readonly beforeEnd?: Buffer;
  readonly comment?: Buffer;
  readonly count?: number;
  readonly countHere?: number;
  readonly disk?: number;
  readonly directorySize?: number;
  readonly directoryStart?: number;
  /** Further directory records. */
  readonly records?: readonly Buffer[];
}

export const UTF8 = 0x0800;

export function rawZip(entries: readonly RawEntry[], tail: Tail = {}): Buffer {
  const locals: Buffer[] = [];
  const records: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const facts = factsOf(entry);
    const local = Buffer.concat([localHeader(facts, entry.local), facts.data, entry.after ?? Buffer.alloc(0)]);
    if (!entry.hidden) records.push(centralRecord(facts, at, entry));
    locals.push(local);
    at += local.length;
  }
  const between = tail.between ?? Buffer.alloc(0);
  const directory = Buffer.concat([...records, ...(tail.records ?? [])]);
  return Buffer.concat([
    ...locals,
    between,
    directory,
    tail.beforeEnd ?? Buffer.alloc(0),
    endRecord(records.length, directory.length, at + between.length, tail),
  ]);
}

type Facts = Required<Header> & { readonly data: Buffer };

function factsOf({ name, body = '', method = 8, flags = UTF8, data }: RawEntry): Facts {
  const bytes = Buffer.from(body);
  const stored = data ?? (method === 8 ? deflateRawSync(bytes) : bytes);
  const sizes = { crc: crc32(bytes), packed: stored.length, size: bytes.length };
  return { name, flags, method, ...sizes, extra: Buffer.alloc(0), data: stored };
}

export function localHeader(facts: Required<Header>, lies: Header = {}): Buffer {
  const said = { ...facts, ...lies };
  const name = Buffer.from(said.name);
  const fixed = Buffer.alloc(30);
  fixed.writeUInt32LE(0x04034b50, 0);
  common(fixed, 4, said, name);
  return Buffer.concat([fixed, name, said.extra]);
}

export function centralRecord(facts: Required<Header>, at: number, { mode = 0o100644, central = {} }: Partial<RawEntry>): Buffer {
  const said = { ...facts, ...central };
  const name = Buffer.from(said.name);
  const fixed = Buffer.alloc(46);
  fixed.writeUInt32LE(0x02014b50, 0);
  fixed.writeUInt16LE((3 << 8) | 20, 4);
  common(fixed, 6, said, name);
  fixed.writeUInt32LE((mode << 16) >>> 0, 38);
  fixed.writeUInt32LE(central.offset ?? at, 42);
  return Buffer.concat([fixed, name, said.extra]);
}

function common(header: Buffer, at: number, said: Required<Header>, name: Buffer): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(said.flags, at + 2);
  header.writeUInt16LE(said.method, at + 4);
  header.writeUInt16LE(0x21, at + 8); // 1980-01-01
  header.writeUInt32LE(said.crc, at + 10);
  header.writeUInt32LE(said.packed, at + 14);
  header.writeUInt32LE(said.size, at + 18);
  header.writeUInt16LE(name.length, at + 22);
  header.writeUInt16LE(said.extra.length, at + 24);
}

function endRecord(records: number, size: number, start: number, tail: Tail): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(tail.disk ?? 0, 4);
  end.writeUInt16LE(tail.countHere ?? tail.count ?? records, 8);
  end.writeUInt16LE(tail.count ?? records, 10);
  end.writeUInt32LE(tail.directorySize ?? size, 12);
  end.writeUInt32LE(tail.directoryStart ?? start, 16);
  end.writeUInt16LE(tail.comment?.length ?? 0, 20);
  return Buffer.concat([end, tail.comment ?? Buffer.alloc(0)]);
}

/** An extra field. */
export function field(id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(data.length, 2);
  return Buffer.concat([head, data]);
}

export function u64(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  for (const [i, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), 8 * i);
  return bytes;
}

export function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, 4 * i);
  return bytes;
}
