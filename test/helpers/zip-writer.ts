/** Writes zip archives, honest or hostile, for tests. The same entries give the same bytes. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly body: Buffer | string;
  /** What the headers claim instead of the truth. */
  readonly claim?: { readonly size?: number; readonly crc?: number; readonly localName?: string; readonly localSize?: number };
  readonly flags?: number;
  /** 0 stored, 8 deflated. @default 8 */
  readonly method?: number;
  /** Unix mode of the entry. @default 0o100644 */
  readonly mode?: number;
}

const UTF8 = 0x0800;

/** @param between bytes to put between the last entry and the directory */
export function zip(entries: readonly ZipEntry[], between: Buffer = Buffer.alloc(0)): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { local, central } = writeEntry(entry, offset);
    parts.push(local);
    directory.push(central);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset + between.length, 16);
  return Buffer.concat([...parts, between, central, end]);
}

function writeEntry(entry: ZipEntry, offset: number): { local: Buffer; central: Buffer } {
  const body = Buffer.from(entry.body);
  const packed = (entry.method ?? 8) === 8 ? deflateRawSync(body) : body;
  const fields = { size: entry.claim?.size ?? body.length, crc: entry.claim?.crc ?? crc32(body), packed: packed.length };
  const localName = Buffer.from(entry.claim?.localName ?? entry.name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  writeCommon(local, 4, entry, { ...fields, size: entry.claim?.localSize ?? fields.size }, localName.length);
  const name = Buffer.from(entry.name);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE((3 << 8) | 20, 4); // made by Unix
  writeCommon(central, 6, entry, fields, name.length);
  central.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38);
  central.writeUInt32LE(offset, 42);
  return { local: Buffer.concat([local, localName, packed]), central: Buffer.concat([central, name]) };
}

interface Fields {
  readonly size: number;
  readonly crc: number;
  readonly packed: number;
}

/** The fields that both headers have, from "version needed" on. */
function writeCommon(header: Buffer, at: number, entry: ZipEntry, fields: Fields, nameLength: number): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(entry.flags ?? UTF8, at + 2);
  header.writeUInt16LE(entry.method ?? 8, at + 4);
  header.writeUInt16LE(0, at + 6);
  header.writeUInt16LE(0x21, at + 8); // 1980-01-01
  header.writeUInt32LE(fields.crc, at + 10);
  header.writeUInt32LE(fields.packed, at + 14);
  header.writeUInt32LE(fields.size, at + 18);
  header.writeUInt16LE(nameLength, at + 22);
}
