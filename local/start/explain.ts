import { readFileSync } from 'node:fs';
import { Failed } from '../cloud/processes';

const LOG_TAIL = 20;

/** What went wrong, for people; a command that failed shows the end of its output. */
export function explain(error: unknown): string {
  if (!(error instanceof Failed)) return error instanceof Error ? error.message : String(error);
  const tail = readFileSync(error.log, 'utf8').trimEnd().split('\n').slice(-LOG_TAIL);
  return [...tail.map((line) => `  | ${line}`), error.message].join('\n');
}
