/** Commands of this project that the start runs as children. */
import { join } from 'node:path';
import type { Environment } from '../cloud/environment';
import type { Command } from '../cloud/processes';
import type { Layout } from './layout';

/** A node program of this project. */
export const nodeCommand = (layout: Layout, name: string, args: readonly string[], env: Environment): Command => ({
  name,
  file: process.execPath,
  args,
  cwd: layout.root,
  env,
  log: join(layout.logs, `${name.replace(/[^a-z0-9]+/g, '-')}.log`),
});

/** The real CDK CLI, called as a program: without the shell and the `npx` in between, there is one process to stop. */
export const cdkCommand = (layout: Layout, args: readonly string[], env: Environment): Command =>
  nodeCommand(layout, `cdk ${args[0] ?? ''}`, [join(layout.nodeModules, 'aws-cdk', 'bin', 'cdk'), ...args, '--no-notices'], env);

/** A TypeScript program of this project. */
export const tsxCommand = (layout: Layout, name: string, args: readonly string[], env: Environment): Command =>
  nodeCommand(layout, name, ['--import', 'tsx', ...args], env);
