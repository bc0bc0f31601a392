/** What both benchmarks of a release vary, print and allow. */

/** A release may take so long. Milliseconds. */
export const LIMIT_MS = 2000;
export const [FEW_VERSIONS, MANY_VERSIONS] = [5, 5000];
export const [FEW_PROJECTS, MANY_PROJECTS] = [10, 100_000];

export const COLUMNS = [
  '',
  `${FEW_VERSIONS} versions`,
  `${MANY_VERSIONS}`,
  'ratio',
  `${FEW_PROJECTS} projects`,
  `${MANY_PROJECTS}`,
  'ratio',
];
export const row = (cells: readonly string[]): string =>
  cells.map((cell, i) => (i ? cell.padStart(12) : cell.padEnd(10))).join('');
export const ms = (milliseconds: number): string => `${milliseconds.toFixed(0)} ms`;

/** Says when a release took too long, and makes the process fail. */
export function judge(slowest: number): void {
  if (slowest <= LIMIT_MS) return;
  console.error(`A release took ${ms(slowest)}, at most ${LIMIT_MS} ms are allowed.`);
  process.exitCode = 1;
}
