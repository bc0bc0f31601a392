/** One local registry for each checkout. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Takes the lock. @returns what gives it back @throws Error with one sentence when another start holds it */
export function takeLock(file: string, pid: number): () => void {
  const holder = holderOf(file);
  if (holder !== undefined && isAlive(holder)) {
    throw new Error(`A local registry of this checkout is already running, got: process ${holder}; stop it there with Ctrl-C`);
  }
  writeFileSync(file, `${pid}\n`);
  return () => {
    rmSync(file, { force: true });
  };
}

function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // nobody holds it
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
