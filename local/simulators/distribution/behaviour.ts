/** Which cache behaviour serves a path: CF-P5 to CF-P12. */
import type { BehaviourModel } from '../../assembly/model';

/** First behaviour in the list whose pattern matches; the last one has the pattern `*`. */
export function behaviourFor(behaviours: readonly BehaviourModel[], path: string): BehaviourModel {
  const normalised = normalisedPath(path);
  return behaviours.find(({ pathPattern }) => matchesPattern(pathPattern, normalised)) ?? behaviours.at(-1)!;
}

/** CF-P6, CF-P7: the leading slash is optional, `*` crosses slashes, `?` is one character. */
export function matchesPattern(pattern: string, path: string): boolean {
  const rooted = pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`;
  const expression = rooted
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(path);
}

/** CF-P10, CF-P12: RFC 3986 section 6; for matching only (CF-P11). */
export function normalisedPath(path: string): string {
  const decoded = path.replace(/%([0-9a-f]{2})/gi, (whole, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : whole.toUpperCase();
  });
  const kept: string[] = [];
  const segments = decoded
    .replace(/\/{2,}/g, '/')
    .split('/')
    .slice(1);
  for (const segment of segments) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  const endsInFolder = /^\.{1,2}$/.test(segments.at(-1) ?? '');
  return `/${kept.join('/')}${endsInFolder && kept.length > 0 ? '/' : ''}`;
}
