/**
 * Child processes that never outlive this one. Each runs in a process group of its own, so that what it starts (a Lambda's
 * worker, a bundler) is stopped with it, also when the child itself hangs.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Command {
  /** For people: shown in messages. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment of the child; nothing is inherited. */
  readonly env: NodeJS.ProcessEnv;
  /** Takes the child's output, both streams, from the start of the file. */
  readonly log: string;
}

/** A child that was started, is running or has ended. */
export interface Running {
  readonly name: string;
  readonly pid: number;
  readonly log: string;
  /** Resolves when the child itself has ended. */
  readonly ended: Promise<Ending>;
}

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Thrown out of a step when the user asked to stop. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

const TERM_PATIENCE_MS = 8000;
const KILL_PATIENCE_MS = 2000;
const POLL_MS = 25;

export class Processes {
  readonly #groups = new Map<number, Running>();
  #stopping = false;

  constructor() {
    // The last resort, when something calls process.exit: nothing can be waited for here.
    process.once('exit', () => {
      this.#signalAll('SIGKILL');
    });
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** Starts a child. @throws Stopped once {@link stop} has been called */
  start(command: Command): Running {
    if (this.#stopping) throw new Stopped(`not starting ${command.name}`);
    const log = openSync(command.log, 'w');
    // The child's standard input is a pipe that closes when this process dies in whatever way; children may watch it.
    const child = spawn(command.file, command.args, {
      cwd: command.cwd,
      env: command.env,
      detached: true,
      stdio: ['pipe', log, log],
    });
    closeSync(log);
    const ended = ending(child);
    // A file that cannot be run: `ended` rejects, and there is nothing to stop.
    const running = { name: command.name, pid: child.pid ?? 0, log: command.log, ended };
    if (child.pid !== undefined) this.#groups.set(child.pid, running);
    return running;
  }

  /** Runs a child to its end. @throws Failed unless it exits with 0, Stopped when it was stopped */
  async run(command: Command): Promise<void> {
    const running = this.start(command);
    const { code, signal } = await running.ended;
    await this.stopGroup(running.pid);
    if (this.#stopping) throw new Stopped(`${command.name} was stopped`);
    if (code !== 0) throw new Failed(command.name, code ?? signal ?? 'unknown', command.log);
  }

  /** Stops everything, the youngest first: politely, then not. Safe to call twice. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const pid of [...this.#groups.keys()].reverse()) await this.stopGroup(pid);
  }

  /** Makes a {@link stop} under way impatient. */
  kill(): void {
    this.#stopping = true;
    this.#signalAll('SIGKILL');
  }

  /** Ends a whole group and waits until nobody is left in it. */
  async stopGroup(pid: number, patienceMs = TERM_PATIENCE_MS): Promise<void> {
    signal(pid, 'SIGTERM');
    if (!(await isGone(pid, patienceMs))) {
      signal(pid, 'SIGKILL');
      // What is still there is dead and only waits for its parent to notice.
      await isGone(pid, KILL_PATIENCE_MS);
    }
    this.#groups.delete(pid);
  }

  #signalAll(name: NodeJS.Signals): void {
    for (const pid of this.#groups.keys()) signal(pid, name);
  }
}

/** A child that did not exit with 0. */
export class Failed extends Error {
  override readonly name = 'Failed';
  constructor(
    readonly command: string,
    readonly reason: number | string,
    /** Where its output is. */
    readonly log: string,
  ) {
    super(`${command} failed, got: exit ${reason}; its output is in ${log}`);
  }
}

function ending(child: ChildProcess): Promise<Ending> {
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, by) => {
      resolve({ code, signal: by });
    });
  });
  ended.catch(() => undefined); // whoever awaits it hears of it; nobody has to
  return ended;
}

/** Whether the group is empty within the given time. */
async function isGone(pid: number, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (signal(pid, 0)) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** Signals a whole group; 0 only asks. @returns false when nobody is left in it */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, name);
  } catch {
    return false; // ESRCH; on macOS also EPERM, for a group of zombies
  }
}
