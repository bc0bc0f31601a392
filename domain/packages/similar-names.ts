/** Whether two names of projects could be taken for each other. Names are ASCII in every ecosystem served. */

/**
 * What looks alike in the fonts of terminals and web pages, from Unicode's table of confusables as far as it is about lower case ASCII.
 * https://www.unicode.org/reports/tr39/#Confusable_Detection
 */
const LOOK_ALIKE: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
  [/0/g, 'o'],
  [/[1i|]/g, 'l'],
  [/5/g, 's'],
];

const SEPARATORS = /[^a-z0-9]+/g;

/** Shorter names are all within one letter of another: `six`, `sax`, `siz`. */
const LEAST_FOR_EDIT = 5;

const bare = (project: string): string => project.toLowerCase().replaceAll(SEPARATORS, '');
const skeleton = (name: string): string => LOOK_ALIKE.reduce((text, [from, to]) => text.replaceAll(from, to), name);

export type Likeness = 'separators' | 'look-alike' | 'edit';

/** How each likeness is said: `numqy` is … `numpy`. */
export const LIKENESS_TEXT: Readonly<Record<Likeness, string>> = {
  separators: 'but for separators the same as',
  'look-alike': 'easily read as',
  edit: 'one letter from',
};

/** @returns undefined for names that nobody confuses, and for the same name */
export function likeness(a: string, b: string): Likeness | undefined {
  if (a === b) return undefined;
  const [bareA, bareB] = [bare(a), bare(b)];
  if (bareA === bareB) return 'separators';
  if (skeleton(bareA) === skeleton(bareB)) return 'look-alike';
  return Math.min(bareA.length, bareB.length) >= LEAST_FOR_EDIT && isOneEdit(bareA, bareB) ? 'edit' : undefined;
}

/** The names of the list that are like this one, each with how. */
export const similarTo = (project: string, others: readonly string[]): { project: string; likeness: Likeness }[] =>
  others.flatMap((other) => {
    const found = likeness(project, other);
    return found ? [{ project: other, likeness: found }] : [];
  });

/** One letter put in, left out, changed, or changed places with the next. */
function isOneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  let start = 0;
  while (start < short.length && long[start] === short[start]) start++;
  const rest = (text: string, from: number): string => text.slice(start + from);
  if (long.length > short.length) return rest(long, 1) === rest(short, 0);
  const isSwap = long[start] === short[start + 1] && long[start + 1] === short[start] && rest(long, 2) === rest(short, 2);
  return isSwap || rest(long, 1) === rest(short, 1);
}
