/**
 * Whether Composer can read a constraint. It gives up on a whole package when one of its versions has one that it cannot.
 * https://getcomposer.org/doc/articles/versions.md#writing-version-constraints
 */
import { normaliseVersion } from './versions';

const STABILITY = /@(?:stable|rc|beta|alpha|dev)$/i;
const CARET_OR_TILDE = /^[~^]/;
const COMPARISON = /^(?:<>|!=|[<>]=?|==?)/;
/** `1.*`, `1.x-dev`, `*` */
const WILDCARD = /^v?(?:\d+\.)*[x*](?:\.[x*])*(?:-dev)?$/i;
const BRANCH = /^dev-[^\s,|]+$/i;

export const isConstraint = (text: string): boolean =>
  text
    .trim()
    .split(/\s*\|\|?\s*/)
    .every((part) => isConjunction(part.replace(/([<>=!~^])\s+/g, '$1')));

function isConjunction(part: string): boolean {
  const range = /^(\S+)\s+-\s+(\S+)$/.exec(part);
  if (range) return isNumbered(range[1]!) && isNumbered(range[2]!);
  // `1.0 as 1.1` is an alias, and both sides are versions.
  return part.split(/\s+as\s+|\s*,\s*|\s+/).every(isSimple);
}

function isSimple(part: string): boolean {
  const plain = part.replace(STABILITY, '').replace(/#.+$/, '');
  // A stability alone, `@dev`, is for any version.
  if (part === 'self.version' || plain === '') return part !== '';
  if (CARET_OR_TILDE.test(plain)) return isNumbered(plain.slice(1));
  const version = plain.replace(COMPARISON, '');
  return isNumbered(version) || BRANCH.test(version) || WILDCARD.test(plain);
}

const isNumbered = (version: string): boolean => normaliseVersion(version.replace(/[._-]?dev$/i, '')) !== undefined;
