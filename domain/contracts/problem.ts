/** What is wrong with something that a person wrote, in the one form in which every check says it. */

export type Path = readonly (string | number)[];

export interface Problem {
  /** Where it is, e.g. `['tiers', 0, 'requests']`; empty when it is about the whole. */
  readonly path: Path;
  /** What was found, as TypeScript would write it. */
  readonly got: string;
  /** What may stand there. */
  readonly allowed: string;
  /** What to do about it. */
  readonly change: string;
}

/** `['tiers', 0, 'requests']` becomes `tiers[0].requests`. */
export const pathText = (path: Path): string => path.map(partText).join('').replace(/^\./, '') || '(the whole file)';

function partText(part: string | number): string {
  if (typeof part === 'number') return `[${part}]`;
  return /^[A-Za-z_][\w-]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
}

/** A problem in four lines. */
export const problemText = ({ path, got, allowed, change }: Problem): string =>
  [pathText(path), `  got: ${got}`, `  allowed: ${allowed}`, `  change: ${change}`].join('\n');
