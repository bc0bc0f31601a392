/** S3 takes keys of at most 1,024 bytes, so a longer path names nothing. */
const LONGEST = 1024;

/** Clients spell one key in several ways, and the cache key is the spelling; S3 reads a literal `+` as a space. */
const SPELLINGS: { [sequence: string]: string } = { '%2f': '/', '%21': '!', '%40': '@', '%2b': '%2B', '+': '%2B' };

/** An empty, `.` or `..` segment, a character that is not visible ASCII, a backslash, or an escape other than `%2B`. */
const MALFORMED = /\/\/|\/\.\.?(\/|$)|[^!-~]|\\|%(?!2B)/;

/** The one spelling of a path, or undefined when the path is malformed. */
export function canonicalPath(uri: string): string | undefined {
  const path = uri.replace(/%2f|%21|%40|%2b|\+/gi, (sequence) => SPELLINGS[sequence.toLowerCase()]!);
  return path.length > LONGEST || MALFORMED.test(path) ? undefined : path;
}
