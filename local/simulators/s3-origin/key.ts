/**
 * Object key that S3 reads out of a path: decoded once, with a literal `+` as a space (S3-8, S3-9); `//` stays (S3-10).
 * @returns undefined when the path is no valid URI, which S3 answers 400
 */
export function keyOfPath(path: string): string | undefined {
  try {
    return decodeURIComponent(path.replace(/^\//, '').replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** S3-10: `..` may not climb above the beginning of the key. */
export function climbsOut(key: string): boolean {
  let depth = 0;
  return key.split('/').some((segment) => {
    depth += segment === '..' ? -1 : segment === '.' || segment === '' ? 0 : 1;
    return depth < 0;
  });
}
