/** Versions of Maven projects. Any text is one; their order is https://maven.apache.org/pom.html#version-order-specification. */
import { Refusal } from '../../contracts/refusals';

/** Longest version; it is part of file names, which end at 255. Characters. */
const MAX_VERSION = 100;
const VERSION = /^[A-Za-z0-9]([A-Za-z0-9._+-]*[A-Za-z0-9])?$/;
/** What Maven takes for a snapshot: by its last word, or by the time stamp that a deployed one has. */
const SNAPSHOT = /snapshot$|-\d{8}\.\d{6}-\d+$/i;
/** Words that Maven replaces by a version that it looks up. */
const LOOKED_UP = /^(latest|release)$/i;

/** @throws Refusal VERSION_INVALID or VERSION_CHANGEABLE */
export function checkVersion(version: string): void {
  if (version.length > MAX_VERSION || !VERSION.test(version) || version.includes('..')) {
    throw new Refusal(
      'VERSION_INVALID',
      `The version is not allowed, got: ${JSON.stringify(version)}; use up to ${MAX_VERSION} ASCII letters, digits, '.', '_', '+' and '-', beginning and ending with a letter or digit.`,
    );
  }
  if (SNAPSHOT.test(version)) {
    throw new Refusal(
      'VERSION_CHANGEABLE',
      `Snapshots are not released here, got: '${version}'; what this registry publishes never changes, release it under a version without SNAPSHOT.`,
    );
  }
  if (LOOKED_UP.test(version)) {
    throw new Refusal(
      'VERSION_INVALID',
      `Maven takes this version for a word to look up, got: '${version}'; use a version such as 1.2.0.`,
    );
  }
}

/** A number or a qualifier, with what separates it from the one before. Qualifiers are told from numbers by their first character. */
interface Token {
  readonly separator: '.' | '-';
  /** Digits without leading zeros, or a word in lower case; '' is the qualifier of a release. */
  readonly value: string;
}

/** Qualifiers in their order; unknown ones follow by the alphabet. */
const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const ALIASES: Readonly<Record<string, string>> = { cr: 'rc', ga: '', final: '', release: '' };
/** Only where a digit follows at once. */
const SHORT: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' };

const isNumber = ({ value }: Token): boolean => /^\d/.test(value);
const isNull = ({ value }: Token): boolean => value === '' || value === '0';

/** Oldest first; equal versions of different spelling by their text, so that sorting never depends on the order before. */
export const compareVersions = (a: string, b: string): number =>
  compareTokens(tokens(a), tokens(b)) || (a < b ? -1 : a > b ? 1 : 0);

/** One spelling for versions that Maven takes for the same, also in a range: `1`, `1.0`, `1.0.0` and `1.0.Final` are one. */
export const versionIdentity = (version: string): string =>
  tokens(version)
    .map(({ separator, value }, i) => (i === 0 ? '' : separator) + (value || 'ga'))
    .join('');

/** A version's tokens without those that do not count. */
function tokens(version: string): Token[] {
  const found: Token[] = [];
  for (const [, separator = '', part = ''] of version.toLowerCase().matchAll(/(^|[._-])([^._-]*)/g)) {
    const pieces = part.match(/\d+|\D+/g) ?? ['0'];
    pieces.forEach((piece, i) => {
      found.push(token(i === 0 ? separator : '-', piece, i + 1 < pieces.length));
    });
  }
  return trimmed(found);
}

function token(separator: string, piece: string, digitFollows: boolean): Token {
  if (/^\d/.test(piece))
    return { separator: separator === '.' || separator === '' ? '.' : '-', value: piece.replace(/^0+(?=\d)/, '') };
  const long = (digitFollows ? SHORT[piece] : undefined) ?? piece;
  // `.rc` and `-rc` are the same.
  return { separator: '-', value: ALIASES[long] ?? long };
}

/** Without nulls at the end and before every hyphen: `1.0.0-rc.0` is `1-rc`. The first token stays. */
function trimmed(all: readonly Token[]): Token[] {
  const kept: Token[] = [];
  [...all].reverse().forEach((each, i) => {
    const next = kept.at(-1);
    const isFirst = i === all.length - 1;
    if (isFirst || !isNull(each) || next?.separator === '.') kept.push(each);
  });
  return kept.reverse();
}

function compareTokens(a: readonly Token[], b: readonly Token[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const left = a[i] ?? padding(b[i]!);
    const right = b[i] ?? padding(a[i]!);
    const order = rank(left) - rank(right) || compareValues(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

const padding = (other: Token): Token =>
  isNumber(other) && other.separator === '.' ? { separator: '.', value: '0' } : { separator: '-', value: '' };

/** Any qualifier comes before any number after a hyphen, and that before any after a dot. */
const rank = (each: Token): number => (isNumber(each) ? (each.separator === '-' ? 1 : 2) : 0);

function compareValues(a: Token, b: Token): number {
  if (isNumber(a)) return a.value.length - b.value.length || compareText(a.value, b.value);
  return qualifierRank(a) - qualifierRank(b) || compareText(a.value, b.value);
}

function qualifierRank({ value }: Token): number {
  const known = QUALIFIERS.indexOf(value);
  return known < 0 ? QUALIFIERS.length : known;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
