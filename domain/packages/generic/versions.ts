/** Versions of whatever kind, in the order in which a reader would put them. */

/** Ranks of what may come next in a version; `-rc` or `~beta` is older than the end, anything else newer. */
const Rank = { PRE_RELEASE: 0, END: 1, TEXT: 2, NUMBER: 3 } as const;

const partsOf = (version: string): string[] => version.match(/\d+|[-~]?[A-Za-z]+|[^A-Za-z0-9]/g) ?? [];

function rankOf(part: string | undefined): number {
  if (part === undefined) return Rank.END;
  if (/^[-~][A-Za-z]/.test(part)) return Rank.PRE_RELEASE;
  return /^\d/.test(part) ? Rank.NUMBER : Rank.TEXT;
}

/** Oldest first: numbers by value, `1.0-rc1` before `1.0` before `1.0.1`; versions that read alike by their text. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = rankOf(left[i]) - rankOf(right[i]) || compareParts(left[i]!, right[i]!);
    if (difference !== 0) return difference;
  }
  return compareTexts(a, b);
}

/** Two parts of one rank. Numbers may have more digits than a double holds. */
function compareParts(a: string, b: string): number {
  if (rankOf(a) !== Rank.NUMBER) return compareTexts(a, b);
  const [x, y] = [BigInt(a), BigInt(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Versions that differ in case only are one folder on many systems. */
export const versionIdentity = (version: string): string => version.toLowerCase();
