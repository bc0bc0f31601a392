import { refuseArchive } from './refuse';

/**
 * Whether clients unpack the archive to a file system, or read it where it is. Jars are read in place: obfuscators write `a.class`
 * beside `A.class`, and no file system is asked.
 */
export type Use = 'unpacked' | 'in-place';

/** Control and invisible characters, what stands for bytes that are no text, and the separator of Windows. */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\\uFFFD]/u;
/** What Windows drops from the end of a name, and what it takes for a drive or for a stream within a file. */
const CHANGED_BY_WINDOWS = /[. ]$|:/;
/** Names that Windows takes for devices, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])[ ]*(\.|$)/i;

/** File systems stop at 255 bytes for a name; S3 and some unpackers at about a thousand for a path. */
const MAX_SEGMENT = 255;
const MAX_PATH = 1000;

/**
 * Checks an entry's path and returns it without a trailing slash and leading `./`. Refused, whatever it would resolve to: a path that
 * is absolute, has a drive letter, a backslash, a control character, a segment `.`, `..` or empty, or is over-long; and where it is
 * unpacked, what a file system would take for something else.
 */
export function entryPath(name: string, use: Use = 'unpacked'): string {
  const path = name.replace(/^(\.\/)+/, '').replace(/\/$/, '');
  const segments = path.split('/');
  const shown = JSON.stringify(name.slice(0, 300));
  if (FORBIDDEN.test(name) || /^[A-Za-z]:/.test(path) || segments.some((part) => part === '' || part === '.' || part === '..'))
    refuseArchive('ARCHIVE_PATH', `entry ${shown} has a path that is absolute, climbs, or is not plain`);
  if (Buffer.byteLength(path) > MAX_PATH || segments.some((part) => Buffer.byteLength(part) > MAX_SEGMENT))
    refuseArchive(
      'ARCHIVE_PATH',
      `entry ${shown} has a path of more than ${MAX_PATH} bytes, or a name of more than ${MAX_SEGMENT}`,
    );
  if (use === 'unpacked' && segments.some((part) => CHANGED_BY_WINDOWS.test(part) || DEVICE.test(part)))
    refuseArchive('ARCHIVE_PATH', `entry ${shown} has a name that Windows takes for something else`);
  return path;
}

interface Seen {
  readonly path: string;
  readonly isDirectory: boolean;
}

/**
 * Remembers the entries of an archive and refuses a path that comes twice: unpackers differ in which one they keep. Where they are
 * unpacked, paths that differ in case or form of Unicode only are one path, too.
 */
export class EntryPaths {
  private readonly seen = new Map<string, Seen>();

  constructor(private readonly use: Use = 'unpacked') {}

  /** @returns the checked path */
  add(name: string, isDirectory: boolean): string {
    const path = entryPath(name, this.use);
    const key = this.keyOf(path);
    const before = this.seen.get(key);
    if (before && before.path !== path)
      refuseArchive(
        'ARCHIVE_AMBIGUOUS',
        `entries ${JSON.stringify(before.path)} and ${JSON.stringify(path)} differ in case or form only`,
      );
    if (before && !(before.isDirectory && isDirectory))
      refuseArchive('ARCHIVE_AMBIGUOUS', `entry ${JSON.stringify(path)} is there twice`);
    this.seen.set(key, { path, isDirectory });
    return path;
  }

  /** To be called when all are there: refuses a file that is a folder, too. */
  checkFolders(): void {
    for (const path of this) {
      const file = ancestors(path).find((folder) => this.seen.get(this.keyOf(folder))?.isDirectory === false);
      if (file !== undefined) refuseArchive('ARCHIVE_AMBIGUOUS', `entry ${JSON.stringify(file)} is both a file and a folder`);
    }
  }

  *[Symbol.iterator](): IterableIterator<string> {
    for (const { path } of this.seen.values()) yield path;
  }

  /** Both ways, since several capitals share a small letter. */
  private keyOf(path: string): string {
    return this.use === 'in-place' ? path.normalize('NFC') : path.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
  }
}

/** The folders that a path is in, outermost first. */
export const ancestors = (path: string): string[] => {
  const parts = path.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
};
