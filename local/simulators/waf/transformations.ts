import { list, oneOf, record, WafPropertyError, wholeNumber } from './shape';

/** Texts are byte strings: one character a byte, as Node's HTTP parser gives them. */
export type Transformation = (bytes: string) => string;

type Name = 'NONE' | 'LOWERCASE' | 'COMPRESS_WHITE_SPACE' | 'URL_DECODE' | 'NORMALIZE_PATH';
const TRANSFORMATIONS: Readonly<Record<Name, Transformation>> = {
  NONE: (bytes) => bytes,
  LOWERCASE: (bytes) => bytes.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  COMPRESS_WHITE_SPACE: (bytes) => bytes.replace(/[\t\n\v\f\r\xa0 ]+/g, ' '),
  URL_DECODE: (bytes) => bytes.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
  NORMALIZE_PATH: normalisePath,
};
const NAMES = Object.keys(TRANSFORMATIONS) as Name[];

/** All transformations of a statement as one, lowest priority number first. */
export function compileTransformations(where: string, value: unknown): Transformation {
  const items = list(where, value).map((item, i) => {
    const json = record(`${where}[${i}]`, item, ['Priority', 'Type']);
    return {
      priority: wholeNumber(`${where}[${i}].Priority`, json.Priority, 0, Number.MAX_SAFE_INTEGER),
      apply: TRANSFORMATIONS[oneOf(`${where}[${i}].Type`, json.Type, NAMES)],
    };
  });
  if (items.length < 1 || items.length > 10) throw new WafPropertyError(where, `must have 1 to 10 items, got: ${items.length}`);
  if (new Set(items.map(({ priority }) => priority)).size < items.length)
    throw new WafPropertyError(where, 'has two items of one Priority');
  items.sort((a, b) => a.priority - b.priority);
  const steps = items.map(({ apply }) => apply).filter((apply) => apply !== TRANSFORMATIONS.NONE);
  if (steps.length === 0) return TRANSFORMATIONS.NONE;
  return remembering((bytes) => steps.reduce((result, apply) => apply(result), bytes));
}

const MAX_REMEMBERED = 1_000;
const MAX_CHARACTERS = 100;

/** Names of headers, and what clients say of themselves, are the same few texts again and again. */
function remembering(transform: Transformation): Transformation {
  const known = new Map<string, string>();
  return (bytes) => {
    const found = known.get(bytes);
    if (found !== undefined) return found;
    const result = transform(bytes);
    if (bytes.length > MAX_CHARACTERS) return result;
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(bytes, result);
    return result;
  };
}

/** Drops empty and `.` segments, and resolves `..` that have something to go back to. */
function normalisePath(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else kept.push(segment);
  }
  const end = kept.length > 0 && /\/\.{0,2}$/.test(path) ? '/' : '';
  return (path.startsWith('/') ? '/' : '') + kept.join('/') + end;
}
