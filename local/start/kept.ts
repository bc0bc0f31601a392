/** What the local cloud keeps from one start to the next. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from './layout';

/** Written when a deployment is complete; a state without it is half made. */
export interface Kept {
  /** Hash of the template that was deployed. */
  readonly hash: string;
  /** Port of the local cloud: the addresses of its queues hold it, so it has to stay. */
  readonly port: number;
}

const file = (layout: Layout): string => join(layout.state, 'deployed.json');

export const readKept = (layout: Layout): Kept | undefined =>
  existsSync(file(layout)) ? (JSON.parse(readFileSync(file(layout), 'utf8')) as Kept) : undefined;

export function writeKept(layout: Layout, kept: Kept): void {
  mkdirSync(layout.state, { recursive: true });
  writeFileSync(file(layout), `${JSON.stringify(kept)}\n`);
}

/** Removes what an interrupted first deployment left: a stack that is neither there nor not. @returns whether there was any */
export function dropHalfMade(layout: Layout): boolean {
  if (!existsSync(layout.state) || readKept(layout)) return false;
  rmSync(layout.state, { recursive: true });
  return true;
}
