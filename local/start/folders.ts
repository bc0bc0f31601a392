/** Makes and empties the folders of a local run. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from './layout';

export function prepareFolders(layout: Layout): void {
  for (const directory of [layout.local, layout.logs, layout.work]) mkdirSync(directory, { recursive: true });
}

/** Forgets everything but the virtual environment, which holds nothing of a run, and the lock, which is this run's own. */
export function wipe(layout: Layout): void {
  const kept = [layout.venv, layout.lockFile];
  for (const name of readdirSync(layout.local)) {
    const path = join(layout.local, name);
    if (!kept.includes(path)) rmSync(path, { recursive: true, force: true });
  }
  prepareFolders(layout);
}
