/** A real client, run in a folder and with settings of its own. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ROOT } from '../../../local/start/layout';

/** Clients that the tests install stay in the checkout, as the local cloud's environment does, so that they are downloaded once. */
export const CLIENT_FOLDER = join(ROOT, '.local', 'clients');

const installations = new Map<string, Promise<void>>();

/** Installs into a folder of {@link CLIENT_FOLDER} unless it is there; suites that prepare at the same time wait for one another. */
export function installed(name: string, install: (folder: string) => Promise<void>): Promise<void> {
  const folder = join(CLIENT_FOLDER, name);
  const known = installations.get(name) ?? installInto(folder, install);
  installations.set(name, known);
  return known;
}

/** Test files run in processes of their own: one of them installs, the others wait for it. */
async function installInto(folder: string, install: (folder: string) => Promise<void>): Promise<void> {
  const busy = `${folder}.busy`;
  mkdirSync(dirname(folder), { recursive: true });
  while (!claim(busy)) await setTimeout(100);
  try {
    if (existsSync(join(folder, 'ready'))) return;
    await install(folder);
    mkdirSync(join(folder, 'ready'));
  } finally {
    rmSync(busy);
  }
}

/** Makes a file that names this process, unless another one that is alive has made it. */
function claim(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isHeld(file)) rmSync(file, { force: true });
    return false;
  }
}

function isHeld(file: string): boolean {
  try {
    return process.kill(Number(readFileSync(file, 'utf8')), 0);
  } catch {
    return false;
  }
}

export interface Outcome {
  readonly code: number | null;
  /** All that it printed. */
  readonly output: string;
}

/** A scratch folder in which clients run; nothing of the machine's settings but PATH gets in. */
export class Workshop {
  readonly directory = mkdtempSync(join(tmpdir(), 'registry-client-'));

  /** @param env settings for all runs */
  constructor(private readonly env: Readonly<Record<string, string>>) {}

  write(path: string, body: string | Buffer): string {
    const file = join(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, body);
    return file;
  }

  /** @param where folder within the workshop */
  run(
    where: string,
    file: string,
    args: readonly string[],
    env: Readonly<Record<string, string | undefined>> = {},
  ): Promise<Outcome> {
    const cwd = join(this.directory, where);
    mkdirSync(cwd, { recursive: true });
    const own = { PATH: process.env.PATH, HOME: this.directory, ...this.env, ...env };
    return new Promise((resolve, reject) => {
      const child = spawn(file, args, { cwd, env: own, stdio: ['ignore', 'pipe', 'pipe'] });
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.on('error', reject);
      child.on('close', (code) => {
        resolve({ code, output: Buffer.concat(chunks).toString() });
      });
    });
  }

  /** @param path of a folder within the workshop */
  clear(path: string): void {
    rmSync(join(this.directory, path), { recursive: true, force: true });
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
