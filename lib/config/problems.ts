/** Turns what is wrong with a configuration into sentences: what was got, what is allowed, what to change. */
import { inspect } from 'node:util';
import { z } from 'zod';
import { type Path, type Problem, pathText, problemText } from '../../domain/contracts/problem';
import { type Advice, advice } from './fields';

/** Everything that is wrong with a configuration, at once. */
export class ConfigError extends Error {
  constructor(
    /** The configuration file, as it was asked for. */
    readonly file: string,
    readonly problems: readonly Problem[],
  ) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    super([`${file} has ${count}:`, ...problems.map((problem) => problemText(problem).replace(/^/gm, '  '))].join('\n\n'));
    this.name = 'ConfigError';
  }
}

/** A value as TypeScript would write it, on one line, shortened, with control and direction characters escaped; `nothing` when it is missing. */
export function print(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = inspect(value, {
    depth: 1,
    maxStringLength: 100,
    maxArrayLength: 5,
    breakLength: Number.POSITIVE_INFINITY,
    customInspect: false,
  });
  const safe = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);
  return safe.length > 200 ? `${safe.slice(0, 200)}…` : safe;
}

/** The value at a path of anything; undefined where the path leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, part) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, part) ? (at as Record<string, unknown>)[part] : undefined,
    value,
  );
}

/** A problem at a path of `raw`. */
export const problemAt = (raw: unknown, path: Path, { allowed, change }: Advice): Problem => ({
  path,
  got: print(valueAt(raw, path)),
  allowed,
  change,
});

/** Every problem that the schema found. */
export function schemaProblems(schema: z.ZodType, raw: unknown, issues: readonly z.core.$ZodIssue[]): Problem[] {
  const said = new Set<string>();
  return issues.flatMap((issue) => {
    const unclear = unclearUnion(schema, raw, issue.path as Path);
    if (!unclear) return issueProblems(schema, raw, issue, []);
    if (said.has(pathText(unclear))) return [];
    said.add(pathText(unclear));
    return [problemAt(raw, unclear, adviceAt(schema, unclear))];
  });
}

/** The union on the way to a path, at which stands an object of which nobody can tell which option it is meant to be. */
const unclearUnion = (schema: z.ZodType, raw: unknown, path: Path): Path | undefined =>
  path
    .map((_, i) => path.slice(0, i + 1))
    .find((at) => unionAt(schema, at) && isObject(valueAt(raw, at)) && meantOption(schema, raw, at) === undefined);

function issueProblems(schema: z.ZodType, raw: unknown, issue: z.core.$ZodIssue, above: Path): Problem[] {
  const path = [...above, ...(issue.path as Path)];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(schema, raw, [...path, key]));
  if (issue.code === 'invalid_union') {
    const meant = meantOption(schema, raw, path);
    if (meant !== undefined) return issue.errors[meant]!.flatMap((inner) => issueProblems(schema, raw, inner, path));
  }
  return [problemAt(raw, path, adviceAt(schema, path))];
}

/** Which option of a union an object is meant to be: the one of which it has a field, misspelt or not, that no other has. */
function meantOption(schema: z.ZodType, raw: unknown, path: Path): number | undefined {
  const value = valueAt(raw, path);
  const union = unionAt(schema, path);
  if (!union || !isObject(value)) return undefined;
  const fields = union.options.map((option) => keysOf([option]));
  const touched = fields.flatMap((known, i) => {
    const own = known.filter((key) => fields.every((others, j) => j === i || !others.includes(key)));
    return Object.keys(value).some((key) => own.includes(closest(key, known) ?? '')) ? [i] : [];
  });
  return touched.length === 1 ? touched[0] : undefined;
}

function unknownKey(schema: z.ZodType, raw: unknown, path: Path): Problem {
  const allowed = keysOf(schemasAt(schema, path.slice(0, -1)));
  const key = String(path.at(-1));
  const near = closest(key, allowed);
  return problemAt(raw, path, {
    allowed: allowed.join(', '),
    change: near ? `there is no field ${print(key)}; did you mean '${near}'?` : `there is no field ${print(key)}; take it out`,
  });
}

/** What the schema says about the field at a path. */
function adviceAt(schema: z.ZodType, path: Path): Advice {
  const found = schemasAt(schema, path)
    .flatMap((at) => layers(at))
    .map((layer) => advice.get(layer))
    .find((entry) => entry !== undefined);
  return found ?? { allowed: `an object with ${keysOf(schemasAt(schema, path)).join(', ')}`, change: 'write it in that form' };
}

/** A schema and what it wraps: `.default()`, `.optional()` and the like. */
function layers(schema: z.core.$ZodType): z.core.$ZodType[] {
  const { innerType } = schema._zod.def as { innerType?: z.core.$ZodType };
  return innerType ? [schema, ...layers(innerType)] : [schema];
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const unionAt = (schema: z.ZodType, path: Path): z.ZodUnion | undefined =>
  schemasAt(schema, path)
    .flatMap((at) => layers(at).slice(-1))
    .find((at) => at instanceof z.ZodUnion);

/** The schemas that may stand at a path: several below a union. */
function schemasAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType[] {
  return path.reduce<z.core.$ZodType[]>((at, part) => at.flatMap(innermost).flatMap((inner) => child(inner, part)), [schema]);
}

const innermost = (schema: z.core.$ZodType): z.core.$ZodType[] => {
  const inner = layers(schema).at(-1)!;
  return inner instanceof z.ZodUnion ? inner.options.flatMap(innermost) : [inner];
};

function child(schema: z.core.$ZodType, part: string | number): z.core.$ZodType[] {
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  if (schema instanceof z.ZodObject && Object.hasOwn(schema.shape, part)) return [schema.shape[part] as z.core.$ZodType];
  return [];
}

const keysOf = (schemas: readonly z.core.$ZodType[]): string[] => [
  ...new Set(schemas.flatMap(innermost).flatMap((schema) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []))),
];

/** The name within two edits of a misspelt one. */
export function closest(word: string, names: readonly string[]): string | undefined {
  const [best] = names
    .map((name) => ({ name, edits: edits(word.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return best && best.edits <= 2 ? best.name : undefined;
}

/** Levenshtein distance. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}

/** The places of values that stood in the list before; undefined counts as no value. */
export const repeated = (list: readonly (string | undefined)[]): number[] =>
  list.flatMap((value, i) => (value !== undefined && list.indexOf(value) < i ? [i] : []));
