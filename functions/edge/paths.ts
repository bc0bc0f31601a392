/** S3 takes keys of at most 1,024 bytes, so a longer path names nothing. */
const LONGEST = 1024;

/** What nearly all paths are: nothing in them is malformed or has another spelling. Asked first, because the runtime is slow at the rest. */
const PLAIN = /^(\/[\w@!~-][\w.@!~-]*)*\/?$/;

/** An empty, `.` or `..` segment, a character that is not visible ASCII, a backslash, or an escape other than `%2B`. */
const MALFORMED = /\/\/|\/\.\.?(\/|$)|[^!-~]|\\|%(?!2B)/;

/** The one spelling of a path, or undefined when the path is malformed. */
export function canonicalPath(uri: string): string | undefined {
  if (uri.length > LONGEST) return undefined;
  // Clients spell one key in several ways, and the cache key is the spelling.
  const decoded = uri.includes('%') ? uri.replace(/%(2f|21|40)/gi, decodeURIComponent) : uri;
  if (PLAIN.test(decoded)) return decoded;
  // S3 reads a literal `+` as a space.
  const path = decoded.replace(/%2b|\+/gi, '%2B');
  return MALFORMED.test(path) ? undefined : path;
}
