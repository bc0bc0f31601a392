/** Runs the local edge in front of the deployed stack. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '../cloud/environment';
import type { Running } from '../cloud/processes';
import { tsxCommand } from './commands';
import type { Context } from './context';

const START_PATIENCE_MS = 30_000;
const POLL_MS = 50;

export interface EdgeOptions {
  readonly assembly: string;
  readonly stack: string;
  readonly endpoint: string;
  readonly port: number;
  readonly adminPort: number;
}

export async function startEdge(
  { processes, layout }: Pick<Context, 'processes' | 'layout'>,
  options: EdgeOptions,
  env: Environment,
): Promise<Running> {
  const args = [
    ...['local/edge-main.ts', '--assembly', options.assembly, '--stack', options.stack, '--endpoint', options.endpoint],
    ...['--port', String(options.port), '--admin-port', String(options.adminPort)],
  ];
  const running = processes.start(tsxCommand(layout, 'local edge', args, env));
  await answering(running, `http://127.0.0.1:${options.adminPort}/`);
  return running;
}

/** Waits until the admin page answers, which is the last thing to come up. */
async function answering(running: Running, url: string): Promise<void> {
  const deadline = Date.now() + START_PATIENCE_MS;
  let ended = false;
  const watch = () => {
    ended = true;
  };
  running.ended.then(watch, watch);
  while (!ended && Date.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer) return;
    await sleep(POLL_MS);
  }
  throw new Error(
    `The local edge did not start, got: ${ended ? 'it ended' : 'no answer within 30 s'}; its output is in ${running.log}`,
  );
}
