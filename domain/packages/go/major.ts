/** Which major version a module's path stands for. https://go.dev/ref/mod#major-version-suffixes */

const GOPKG = /\.(?:(v0)|(v[1-9]\d*)(?:-unstable)?)$/;
const SUFFIX = /\/v([\d.]+)$/;

/** `v2` for `example.org/mod/v2` and `gopkg.in/mod.v2`; '' for a path without a suffix; undefined when the suffix is not allowed. */
export function pathMajor(path: string): string | undefined {
  if (path.startsWith('gopkg.in/')) {
    const match = GOPKG.exec(path);
    return match ? (match[1] ?? match[2]) : undefined;
  }
  const number = SUFFIX.exec(path)?.[1];
  if (number === undefined) return '';
  return /^(?:[2-9]|[1-9]\d+)$/.test(number) ? `v${number}` : undefined;
}

/** Whether a canonical version may be one of the module at this path. */
export function majorMatches(path: string, version: string): boolean {
  const wanted = pathMajor(path);
  const major = version.split('.')[0]!;
  const incompatible = version.endsWith('+incompatible');
  if (wanted === '') return major === 'v0' || major === 'v1' ? !incompatible : incompatible;
  if (incompatible) return false;
  // Pseudo-versions of gopkg.in's v1 were made with v0.0.0 once, and others' go.mod files name them.
  return major === wanted || (wanted === 'v1' && version.startsWith('v0.0.0-') && path.startsWith('gopkg.in/'));
}
