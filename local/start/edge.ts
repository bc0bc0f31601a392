/** Runs the local edge in front of the deployed stack. */
import { untilAnswering } from '../cloud/answering';
import type { Environment } from '../cloud/environment';
import type { Running } from '../cloud/processes';
import type { WafMode } from '../simulators/waf/cadence';
import { tsxCommand } from './commands';
import type { Context } from './context';

const START_PATIENCE_SECONDS = 30;

export interface EdgeOptions {
  readonly assembly: string;
  readonly stack: string;
  readonly endpoint: string;
  readonly port: number;
  readonly adminPort: number;
  /** @default precise */
  readonly waf?: WafMode;
}

export async function startEdge(
  { processes, layout }: Pick<Context, 'processes' | 'layout'>,
  options: EdgeOptions,
  env: Environment,
): Promise<Running> {
  const args = [
    ...['local/edge-main.ts', '--assembly', options.assembly, '--stack', options.stack, '--endpoint', options.endpoint],
    ...['--port', String(options.port), '--admin-port', String(options.adminPort), '--waf', options.waf ?? 'precise'],
  ];
  const running = processes.start(tsxCommand(layout, 'local edge', args, env));
  // The admin page is the last thing to come up.
  await untilAnswering(running, START_PATIENCE_SECONDS, () => fetch(`http://127.0.0.1:${options.adminPort}/`));
  return running;
}
