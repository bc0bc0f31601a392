/** The local cloud's own virtual environment, with exactly the files whose hashes requirements.txt lists. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { follow } from './follow';
import type { Processes } from './processes';
import type { Python } from './python';

export const REQUIREMENTS = join(__dirname, 'requirements.txt');
/** Written last, so that an environment without it is half made. */
const STAMP = 'requirements.sha256';
const COLLECTING = /^Collecting (\S+)/;

export interface VenvOptions {
  /** Folder of the environment. */
  readonly directory: string;
  readonly python: Python;
  /** Folder for the output of venv and pip. */
  readonly logs: string;
  /** Environment for pip: how it reaches the package index is the user's own affair. */
  readonly env: NodeJS.ProcessEnv;
  /** Is told of each package that pip begins with. */
  readonly tell: (text: string) => void;
}

/** Makes the environment unless it is there and up to date. @returns the path of its Python, and whether it was made anew */
export async function prepareVenv(processes: Processes, options: VenvOptions): Promise<{ python: string; made: boolean }> {
  const { directory, env } = options;
  const python = join(directory, 'bin', 'python');
  const stamp = join(directory, STAMP);
  const wanted = `${createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex')} ${options.python.version}\n`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { python, made: false };
  rmSync(directory, { recursive: true, force: true });
  const make = ['-m', 'venv', directory];
  const log = (name: string) => join(options.logs, `${name}.log`);
  await processes.run({ name: 'python -m venv', file: options.python.file, args: make, env, log: log('venv') });
  const install = ['-m', 'pip', 'install', '--require-hashes', '--only-binary', ':all:', '--disable-pip-version-check'];
  const args = [...install, '--progress-bar', 'off', '--requirement', REQUIREMENTS];
  const pip = { name: 'pip install', file: python, args, env, log: log('pip') };
  const stop = follow(pip.log, (line) => {
    const [, requirement] = COLLECTING.exec(line) ?? [];
    if (requirement) options.tell(requirement);
  });
  try {
    await processes.run(pip);
  } finally {
    stop();
  }
  writeFileSync(stamp, wanted);
  return { python, made: true };
}
