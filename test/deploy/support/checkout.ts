/** A copy of this checkout, as a fresh clone after `npm ci` would be, and `npm start` in it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ROOT } from '../../../local/start/layout';
import { eventually } from './uploads';

export class Checkout {
  readonly directory = realpathSync(mkdtempSync(join(tmpdir(), 'registry-clone-')));

  constructor() {
    const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const files = execFileSync('git', list, { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean);
    for (const file of files.filter((name) => existsSync(join(ROOT, name)))) {
      mkdirSync(dirname(join(this.directory, file)), { recursive: true });
      cpSync(join(ROOT, file), join(this.directory, file));
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.directory, 'node_modules'));
  }

  /** Path of something below `.local`. */
  local(...path: string[]): string {
    return join(this.directory, '.local', ...path);
  }

  /** `npm start`, without npm, which hides the exit code when it is interrupted itself. */
  start(...args: string[]): Start {
    return new Start(this, process.execPath, ['scripts/start.mjs', ...args]);
  }

  npmStart(...args: string[]): Start {
    return new Start(this, 'npm', ['start', '--silent', '--', ...args]);
  }

  /**
   * Processes that were started from here and still run, whatever they did to leave their group: each inherits a search path that
   * names this folder.
   */
  survivors(): string[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && readOf(name, 'environ').includes(`${this.directory}/bin-of-this-test`))
      .map((pid) => `${pid} ${readOf(pid, 'cmdline').replaceAll('\0', ' ')}`);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A start in a process group of its own, as a terminal has it. */
export class Start {
  readonly #child: ChildProcess;
  #output = '';
  #code: number | null | undefined;

  constructor(
    private readonly checkout: Checkout,
    file: string,
    args: readonly string[],
  ) {
    rmSync(checkout.local('logs'), { recursive: true, force: true });
    const PATH = [process.env.PATH, `${checkout.directory}/bin-of-this-test`].join(delimiter);
    const options = { cwd: checkout.directory, env: { ...process.env, PATH }, detached: true };
    this.#child = spawn(file, args, options);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    }
    this.#child.once('exit', (code) => {
      this.#code = code;
    });
  }

  get output(): string {
    return this.#output;
  }

  /** Waits for a moment of the start, or for its end. */
  async until(moment: (start: Start) => boolean): Promise<void> {
    await eventually('such moment of the start', 180_000, () =>
      Promise.resolve(moment(this) || this.#code !== undefined || undefined),
    );
    if (!moment(this)) throw new Error(`The start ended too early, with ${this.#code}:\n${this.#output}`);
  }

  /** A log of a step, as far as it is written. */
  log(name: string): string | undefined {
    const file = this.checkout.local('logs', `${name}.log`);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  /** What Ctrl-C does in a terminal: everybody in the foreground is told. @returns the exit code */
  async interrupt(): Promise<number | null> {
    process.kill(-this.#child.pid!, 'SIGINT');
    return this.end(30_000);
  }

  /** What no program can answer. */
  kill(): void {
    process.kill(-this.#child.pid!, 'SIGKILL');
  }

  async end(patienceMs: number): Promise<number | null> {
    try {
      return await eventually('end of the start', patienceMs, () => Promise.resolve(this.#code));
    } finally {
      if (this.#code === undefined) this.kill();
    }
  }
}

/** Empty for a process that is gone or not ours to look at. */
function readOf(pid: string, name: string): string {
  try {
    return readFileSync(join('/proc', pid, name), 'utf8');
  } catch {
    return '';
  }
}
