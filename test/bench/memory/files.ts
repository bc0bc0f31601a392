/** Archives of a gigabyte that are written to a disk piece by piece. What is in them does not compress. */
import { createCipheriv } from 'node:crypto';
import { createWriteStream, type WriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { sdistFiles, wheelFiles } from '../../helpers/pypi-archives';

const PROJECT = { name: 'demo', version: '1.0' };
const PIECE = Buffer.alloc(1024 * 1024);

/** The same bytes each time. */
function* noise(size: number): Generator<Buffer, void, undefined> {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16));
  for (let left = size; left > 0; left -= PIECE.length) yield cipher.update(PIECE.subarray(0, Math.min(left, PIECE.length)));
}

const written = (out: WriteStream, bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    out.write(bytes, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });

/** A wheel with one large file among its own, all stored as they are. */
export async function largeWheel(path: string, size: number): Promise<void> {
  const out = createWriteStream(path);
  const directory: Buffer[] = [];
  let at = 0;
  const small = Object.entries(wheelFiles(PROJECT)).map(([name, text]) => [name, [Buffer.from(text)]] as const);
  for (const [name, body] of [...small, ['demo/data.bin', noise(size)] as const]) {
    // The checksum goes first, so the bytes are made twice.
    const sum = name === 'demo/data.bin' ? sumOf(noise(size)) : sumOf(body);
    const local = header(0x04034b50, name, sum);
    directory.push(header(0x02014b50, name, sum, at));
    await written(out, local);
    for (const piece of body) await written(out, piece);
    at += local.length + sum.size;
  }
  const records = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(records.length, 12);
  end.writeUInt32LE(at, 16);
  await written(out, Buffer.concat([records, end]));
  await new Promise<void>((done) => out.end(done));
}

interface Sum {
  readonly crc: number;
  readonly size: number;
}

function sumOf(body: Iterable<Buffer>): Sum {
  let [crc, size] = [0, 0];
  for (const piece of body) {
    crc = crc32(piece, crc);
    size += piece.length;
  }
  return { crc, size };
}

/** @param at offset of the local header, in a record of the directory */
function header(signature: number, name: string, { crc, size }: Sum, at?: number): Buffer {
  const sums = Buffer.alloc(12);
  sums.writeUInt32LE(crc);
  sums.writeUInt32LE(size, 4);
  sums.writeUInt32LE(size, 8);
  const fixed = Buffer.alloc(at === undefined ? 30 : 46);
  fixed.writeUInt32LE(signature);
  const shift = at === undefined ? 0 : 2;
  fixed.writeUInt16LE(20, 4);
  if (shift) fixed.writeUInt16LE(20, 6);
  sums.copy(fixed, 14 + shift);
  fixed.writeUInt16LE(name.length, 26 + shift);
  if (at !== undefined) fixed.writeUInt32LE(at, 42);
  return Buffer.concat([fixed, Buffer.from(name)]);
}

/** A source distribution with one large file, whose compression only wraps it. */
export async function largeSdist(path: string, size: number): Promise<void> {
  const tar = pack();
  const stored = pipeline(tar, createGzip({ level: 0 }), createWriteStream(path));
  for (const [name, text] of Object.entries(sdistFiles(PROJECT))) tar.entry({ name }, text);
  const entry = tar.entry({ name: 'demo-1.0/data.bin', size });
  await pipeline(Readable.from(noise(size)), entry);
  tar.finalize();
  await stored;
}
