/** Checks the configuration before anything is started: its problems would else be the tail of a log, after minutes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientEnvironment, type Environment } from '../cloud/environment';
import { Failed } from '../cloud/processes';
import { tsxCommand } from './commands';
import type { Context } from './context';

/** The choice of another configuration is for the app alone. */
export const configured = (env: Environment): Environment => ({
  ...env,
  ...(process.env.REGISTRY_CONFIG && { REGISTRY_CONFIG: process.env.REGISTRY_CONFIG }),
});

/** @throws Error listing every problem */
export async function checkConfiguration({ processes, layout }: Pick<Context, 'processes' | 'layout'>): Promise<void> {
  const env = configured(clientEnvironment({ cdkHome: layout.cdkHome }, process.env));
  const check = tsxCommand(layout, 'configuration', [join('bin', 'check-config.ts')], env);
  try {
    await processes.run(check);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    throw new Error(readFileSync(error.log, 'utf8').trimEnd(), { cause: error });
  }
}
