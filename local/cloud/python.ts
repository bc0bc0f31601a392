/** Finds a Python that can run the local cloud. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** MiniStack's own minimum. */
const NEEDED = [3, 10] as const;
const NAMES = ['python3', 'python', ...[14, 13, 12, 11, 10].map((minor) => `python3.${minor}`)];
const PROBE = 'import ensurepip, sys, venv; print("%d.%d.%d" % sys.version_info[:3])';

export interface Python {
  readonly file: string;
  /** e.g. `3.11.7` */
  readonly version: string;
}

/** Runs an executable and gives its standard output. @throws when it is missing or fails */
export type Run = (file: string, args: readonly string[]) => Promise<string>;

const runFile: Run = async (file, args) => (await promisify(execFile)(file, [...args], { timeout: 20_000 })).stdout;

/**
 * The first Python of at least 3.10 that can make virtual environments; `chosen` (from `PYTHON`) is the only one asked when given.
 * @throws Error with one sentence saying what was found, what is needed and what to do
 */
export async function findPython(chosen: string | undefined, run: Run = runFile): Promise<Python> {
  const found: string[] = [];
  for (const file of chosen ? [chosen] : NAMES) {
    const version = await versionOf(file, run);
    if (version !== undefined && isEnough(version)) return { file, version };
    if (version !== undefined) found.push(`${file} ${version}`);
  }
  throw new Error(
    `The local cloud needs Python ${NEEDED.join('.')} or newer with its venv module, ` +
      `got: ${found.join(', ') || `no ${chosen ?? 'python3'} that runs`}; ` +
      'install it (on Debian and Ubuntu: python3 and python3-venv), or set PYTHON to its path.',
  );
}

async function versionOf(file: string, run: Run): Promise<string | undefined> {
  try {
    return (await run(file, ['-c', PROBE])).trim();
  } catch {
    return undefined; // not there, or without ensurepip: not usable either way
  }
}

function isEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}
