/**
 * Whether every reader of a tar archive finds the same headers in it. tar-stream, which reads the entries, is lenient where others are
 * not: it goes on after the end, and follows extended headers as it likes. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
import { refuseArchive } from './refuse';
import { readPax } from './tar-pax';

const BLOCK = 512;
/** Extended headers hold paths and times. Bytes. */
const MAX_EXTENDED = 64 * 1024;
const Type = { PAX: 'x', GLOBAL: 'g', LONG_NAME: 'L', LONG_LINK: 'K' } as const;
const EXTENDED: ReadonlySet<string> = new Set(Object.values(Type));
/** Types that have no content: readers differ in whether a size is followed. */
const WITHOUT_CONTENT: ReadonlySet<string> = new Set(['1', '2', '3', '4', '5', '6']);

/** Passes the bytes of an archive on, block by block looked at. @throws Refusal ARCHIVE_UNREADABLE, ARCHIVE_ENTRY or ARCHIVE_AMBIGUOUS */
export async function* checkTarLayout(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const layout = new TarLayout();
  for await (const chunk of source) {
    layout.take(chunk);
    yield chunk;
  }
  layout.end();
}

class TarLayout {
  private parts: Buffer[] = [];
  private missing = BLOCK;
  /** Bytes of content to pass over. */
  private content = 0;
  /** The extended header whose content is being collected. */
  private collecting: { readonly type: string; readonly size: number } | undefined;
  /** What was said about the next entry: by which headers, and its size. */
  private readonly said = new Set<string>();
  private saidSize: number | undefined;
  private ended = false;

  take(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      const wanted = this.content > 0 ? this.content : this.missing;
      const part = chunk.subarray(at, at + wanted);
      at += part.length;
      if (this.content > 0) this.content -= part.length;
      else this.collect(part);
    }
  }

  end(): void {
    if (!this.ended || this.parts.length > 0)
      refuseArchive('ARCHIVE_UNREADABLE', 'it ends before the mark that ends a tar archive');
  }

  private collect(part: Buffer): void {
    this.parts.push(part);
    this.missing -= part.length;
    if (this.missing > 0) return;
    const bytes = Buffer.concat(this.parts);
    const { collecting } = this;
    this.parts = [];
    this.missing = BLOCK;
    this.collecting = undefined;
    if (collecting) this.extended(collecting.type, bytes.subarray(0, collecting.size));
    else this.header(bytes);
  }

  private header(block: Buffer): void {
    const isEmpty = block.every((byte) => byte === 0);
    if (this.ended && !isEmpty) refuseArchive('ARCHIVE_AMBIGUOUS', 'there are bytes after the mark that ends a tar archive');
    if (isEmpty) {
      this.endMark();
      return;
    }
    checkSum(block);
    const type = String.fromCharCode(block[156]! || 0x30);
    if (EXTENDED.has(type)) this.expect(type, sizeOf(block));
    else this.entry(type, sizeOf(block));
  }

  private entry(type: string, size: number): void {
    if (this.saidSize !== undefined && this.saidSize !== size)
      refuseArchive('ARCHIVE_AMBIGUOUS', `an entry has a size of ${size} bytes, and ${this.saidSize} in its extended header`);
    if (WITHOUT_CONTENT.has(type) && size > 0)
      refuseArchive('ARCHIVE_AMBIGUOUS', `an entry of type ${type} has a size of ${size} bytes, which only files have`);
    this.said.clear();
    this.saidSize = undefined;
    this.content = padded(size);
  }

  private endMark(): void {
    if (this.said.size > 0) refuseArchive('ARCHIVE_AMBIGUOUS', 'it ends with an extended header of nothing');
    this.ended = true;
  }

  private expect(type: string, size: number): void {
    if (size > MAX_EXTENDED)
      refuseArchive('ARCHIVE_ENTRY', `an extended header has ${size} bytes, at most ${MAX_EXTENDED} are read`);
    this.collecting = { type, size };
    this.missing = padded(size);
    if (size === 0) refuseArchive('ARCHIVE_AMBIGUOUS', 'an extended header is empty');
  }

  private extended(type: string, content: Buffer): void {
    if (type === Type.PAX || type === Type.GLOBAL) this.pax(type, readPax(content));
    else this.longName(type, content);
  }

  private longName(type: string, content: Buffer): void {
    const zero = content.indexOf(0);
    if (zero >= 0 && content.subarray(zero).some((byte) => byte !== 0))
      refuseArchive('ARCHIVE_AMBIGUOUS', 'a long name goes on after a NUL');
    this.say(type === Type.LONG_NAME ? 'path' : 'linkpath');
  }

  private pax(type: string, records: ReadonlyMap<string, string>): void {
    const telling = ['path', 'linkpath', 'size'].filter((key) => records.has(key));
    // Some readers pass over global headers.
    if (type === Type.GLOBAL && telling[0] !== undefined)
      refuseArchive('ARCHIVE_AMBIGUOUS', `a global header says the ${telling[0]} of every entry`);
    if (type === Type.GLOBAL) return;
    for (const what of [Type.PAX, ...telling]) this.say(what);
    if (records.has('size')) this.saidSize = Number(records.get('size'));
  }

  private say(what: string): void {
    if (this.said.has(what)) refuseArchive('ARCHIVE_AMBIGUOUS', 'an entry has two extended headers of one kind');
    this.said.add(what);
  }
}

const padded = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

function checkSum(block: Buffer): void {
  const bytes = Buffer.from(block);
  const said = Number.parseInt(bytes.toString('latin1', 148, 156).trim(), 8);
  bytes.fill(' ', 148, 156);
  if (bytes.reduce((sum, byte) => sum + byte, 0) !== said)
    refuseArchive('ARCHIVE_UNREADABLE', 'it is no tar archive, or a header of it is damaged');
}

/** In octal digits; only archives of 8 GiB need another way. */
function sizeOf(block: Buffer): number {
  const text = block.toString('latin1', 124, 136);
  const [, digits] = /^ *([0-7]+)[ \0]*$/.exec(text) ?? [];
  if (digits === undefined && !/^[ \0]*$/.test(text))
    refuseArchive('ARCHIVE_AMBIGUOUS', `an entry has a size that is not in octal digits, got: ${JSON.stringify(text)}`);
  return Number.parseInt(digits ?? '0', 8);
}
