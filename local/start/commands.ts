/** Commands that the start runs as children. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Environment } from '../cloud/environment';
import type { Command } from '../cloud/processes';
import type { Layout } from './layout';

const LIFELINE = pathToFileURL(join(__dirname, 'lifeline.mjs')).href;

/** Any program, in the root of the project, with its output in the folder of logs. */
export const command = (layout: Layout, name: string, file: string, args: readonly string[], env: Environment): Command => ({
  name,
  file,
  args,
  cwd: layout.root,
  env,
  log: join(layout.logs, `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.log`),
});

/** A node program of this project; it ends with the process that started it. */
export const nodeCommand = (layout: Layout, name: string, args: readonly string[], env: Environment): Command =>
  command(layout, name, process.execPath, ['--import', LIFELINE, ...args], env);

/** The real CDK CLI, called as a program: without the shell and the `npx` in between, there is one process to stop. */
export const cdkCommand = (layout: Layout, args: readonly string[], env: Environment): Command =>
  nodeCommand(layout, `cdk ${args[0] ?? ''}`, [join(layout.nodeModules, 'aws-cdk', 'bin', 'cdk'), ...args, '--no-notices'], env);

/** A TypeScript program of this project. */
export const tsxCommand = (layout: Layout, name: string, args: readonly string[], env: Environment): Command =>
  nodeCommand(layout, name, ['--import', 'tsx', ...args], env);
