/** Invalidation by path and by tag: CF-C68 to CF-C73. */
import { type HeaderList, joinedHeader } from '../../http';

/** What an invalidation looks at. */
export interface Invalidatable {
  /** Path as cached, with `?query` when the query is in the key. */
  readonly path: string;
  readonly tags: ReadonlySet<string>;
}

/** CF-C72. */
const MAX_TAGS = 50;
const TAG = /^[\x21-\x2b\x2d-\x7e]{1,256}$/;

/** Tags of a response, lower case; empty without the distribution's `CacheTagConfig`. */
export function tagsOf(headers: HeaderList, tagHeader: string | undefined): ReadonlySet<string> {
  if (tagHeader === undefined) return new Set();
  const listed = (joinedHeader(headers, tagHeader) ?? '').split(',').map((tag) => tag.trim().toLowerCase());
  return new Set(listed.filter((tag) => TAG.test(tag)).slice(0, MAX_TAGS));
}

/** The items of one invalidation as one test; they are alternatives (CF-C73). */
export function invalidationMatcher(items: readonly string[]): (entry: Invalidatable) => boolean {
  const tags = items.filter((item) => item.startsWith('#')).map((item) => item.slice(1).trim().toLowerCase());
  const paths = items.filter((item) => !item.startsWith('#')).map((item) => (item.startsWith('/') ? item : `/${item}`));
  return (entry) => tags.some((tag) => entry.tags.has(tag)) || paths.some((path) => pathMatches(path, encodeUnsafe(entry.path)));
}

/** CF-C68: `*` is a wildcard only as the last character. */
const pathMatches = (pattern: string, path: string): boolean =>
  pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;

/** CF-C69: raw non-ASCII and unsafe characters are compared in their encoded form, everything else as cached. */
const encodeUnsafe = (path: string): string => path.replace(/[^\x21-\x7e]|[<>"{}|\\^`]/gu, encodeURIComponent);
