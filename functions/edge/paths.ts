/** S3 takes keys of at most 1,024 bytes, so a longer path names nothing. */
const LONGEST = 1024;

/** An empty, `.` or `..` segment, a character that is not visible ASCII, a backslash, or an escape other than `%2B`. */
const MALFORMED = /\/\/|\/\.\.?(\/|$)|[^!-~]|\\|%(?!2B)/;

/** The one spelling of a path, or undefined when the path is malformed. */
export function canonicalPath(uri: string): string | undefined {
  // Clients spell one key in several ways, and the cache key is the spelling; S3 reads a literal `+` as a space.
  const path = uri.replace(/%(2f|21|40)/gi, decodeURIComponent).replace(/%2b|\+/gi, '%2B');
  return path.length > LONGEST || MALFORMED.test(path) ? undefined : path;
}
