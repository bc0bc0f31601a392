import { invalidArchive } from './refuse';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const FORBIDDEN = /[\u0000-\u001f\u007f\\]/;

/**
 * Checks an entry's path and returns it without a trailing slash and leading `./`. Refused: absolute paths, drive letters,
 * backslashes, control characters, and `.`, `..` or empty segments, whatever they would resolve to.
 */
export function entryPath(name: string): string {
  const path = name.replace(/^(\.\/)+/, '').replace(/\/$/, '');
  const segments = path.split('/');
  if (FORBIDDEN.test(name) || /^[A-Za-z]:/.test(path) || segments.some((part) => part === '' || part === '.' || part === '..')) {
    invalidArchive(`entry ${JSON.stringify(name)} has a path that is absolute, climbs, or is not plain`);
  }
  return path;
}

/** Remembers the entries of an archive and refuses a path that comes twice: unpackers differ in which one they keep. */
export class EntryPaths {
  private readonly seen = new Map<string, boolean>();

  /** @returns the checked path */
  add(name: string, isDirectory: boolean): string {
    const path = entryPath(name);
    const before = this.seen.get(path);
    if (before !== undefined && !(before && isDirectory)) invalidArchive(`entry ${JSON.stringify(path)} is there twice`);
    this.seen.set(path, isDirectory);
    return path;
  }

  *[Symbol.iterator](): IterableIterator<string> {
    yield* this.seen.keys();
  }
}
