/** Writes tar archives block by block, so that any of them can lie. */

export interface RawTarEntry {
  readonly name: string | Buffer;
  readonly body?: Buffer | string;
  /** @default '0', a file */
  readonly type?: string;
  readonly linkname?: string;
  /** What the header says instead of the truth; a Buffer is written as it is. */
  readonly size?: number | Buffer;
  readonly checksum?: number;
  readonly magic?: string;
  readonly mode?: number;
}

const BLOCK = 512;
const USTAR = 'ustar\u000000';

/** @param end what follows the entries. @default the two empty blocks of an honest archive */
export const rawTar = (entries: readonly RawTarEntry[], end: Buffer = Buffer.alloc(2 * BLOCK)): Buffer =>
  Buffer.concat([...entries.map(entryOf), end]);

function entryOf(entry: RawTarEntry): Buffer {
  const body = Buffer.from(entry.body ?? '');
  return Buffer.concat([headerOf(entry, body.length), body, Buffer.alloc((BLOCK - (body.length % BLOCK)) % BLOCK)]);
}

function headerOf(
  { name, type = '0', linkname = '', size, checksum, magic = USTAR, mode = 0o644 }: RawTarEntry,
  length: number,
): Buffer {
  const block = Buffer.alloc(BLOCK);
  Buffer.from(name).copy(block, 0, 0, 100);
  block.write(octal(mode, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  if (Buffer.isBuffer(size)) size.copy(block, 124, 0, 12);
  else block.write(octal(size ?? length, 11), 124);
  block.write(octal(0, 11), 136);
  block.write(type, 156, 'latin1');
  block.write(linkname, 157, 100);
  block.write(magic, 257, 'latin1');
  block.fill(' ', 148, 156);
  const sum = checksum ?? block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)}\u0000 `, 148);
  return block;
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

/** One record of an extended header, with its own length in front. */
export function paxRecord(key: string, value: string | Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from('\n')]);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

export const pax = (...records: readonly (readonly [string, string | Buffer])[]): RawTarEntry => ({
  name: 'PaxHeaders/x',
  type: 'x',
  body: Buffer.concat(records.map(([key, value]) => paxRecord(key, value))),
});

export const longName = (name: string | Buffer, type: 'L' | 'K' = 'L'): RawTarEntry => ({
  name: '././@LongLink',
  type,
  body: Buffer.concat([Buffer.from(name), Buffer.of(0)]),
});
