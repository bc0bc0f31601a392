/** `npm start`: a whole registry on this machine, from synthesis to a package that pip installs. */
import { rmSync } from 'node:fs';
import { Processes, Stopped } from '../cloud/processes';
import { checkConfiguration } from './configuration';
import { explain } from './explain';
import { clearLogs, prepareFolders, wipe } from './folders';
import { type Layout, layoutOf, ROOT } from './layout';
import { takeLock } from './lock';
import { type Options, readOptions, USAGE } from './options';
import { createProgress, type Progress } from './progress';
import { startRegistry } from './registry';

/** Exit codes of a shell for a program that a signal ended. */
const ENDED_BY = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** @returns the exit code */
export async function main(argv: readonly string[]): Promise<number> {
  const progress = createProgress((text) => process.stdout.write(text), Date.now);
  try {
    const options = readOptions(argv);
    if (options.help) {
      progress.say(USAGE);
      return 0;
    }
    return await hold(layoutOf(ROOT), options, progress);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return 1;
  }
}

/** Runs the registry until it is asked to stop, and leaves no process behind however that goes. */
async function hold(layout: Layout, options: Options, progress: Progress): Promise<number> {
  prepareFolders(layout);
  const release = takeLock(layout.lockFile, process.pid);
  const processes = new Processes();
  let code = 0;
  const asked = new Promise<void>((resolve) => {
    for (const name of Object.keys(ENDED_BY) as (keyof typeof ENDED_BY)[]) {
      process.on(name, () => {
        if (processes.stopping) processes.kill();
        else progress.say('\nStopping …');
        code = options.once || name !== 'SIGINT' ? ENDED_BY[name] : 0;
        resolve();
        void processes.stop();
      });
    }
  });
  try {
    clearLogs(layout);
    await checkConfiguration({ processes, layout });
    if (options.fresh) wipe(layout);
    const up = await startRegistry({ processes, layout, options, progress });
    if (!options.once) await Promise.race([asked, up.broken]);
    return code;
  } catch (error) {
    if (error instanceof Stopped || processes.stopping) return code || ENDED_BY.SIGINT;
    throw error;
  } finally {
    await processes.stop();
    rmSync(layout.runFile, { force: true });
    release();
  }
}
