/** Makes and empties the folders of a local run. */
import { mkdirSync, rmSync } from 'node:fs';
import type { Layout } from './layout';

export function prepareFolders(layout: Layout): void {
  for (const directory of [layout.local, layout.logs, layout.work]) mkdirSync(directory, { recursive: true });
}

/** Output of an earlier start would be mistaken for this one's. */
export function clearLogs({ logs }: Layout): void {
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs);
}

/** Forgets what earlier runs made and kept; the virtual environment stays, for it holds nothing of a run. */
export function wipe(layout: Layout): void {
  const { authority, assembly, state, work, logs, demo, cdkHome, runFile } = layout;
  for (const path of [authority, assembly, state, work, logs, demo, cdkHome, runFile]) {
    rmSync(path, { recursive: true, force: true });
  }
  prepareFolders(layout);
}
