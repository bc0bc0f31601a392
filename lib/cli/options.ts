/** Options that several commands have. */
import { type Command, Option } from 'commander';
import { ECOSYSTEM_NAMES } from '../../domain/packages/names';
import { seconds } from './seconds';
import type { World } from './world';

/** Adds commands to the program; `exit` is told the exit code. */
export type AddCommand = (program: Command, world: World, exit: (code: number) => void) => void;

/** Options by which the stack of a registry is found. */
export const addStack = (command: Command): Command =>
  command
    .addOption(new Option('--local', 'the registry that `npm start` runs here').conflicts('stack'))
    .option('--stack <name>', "the registry's CloudFormation stack (default: the configuration's)")
    .option('--config <file>', 'configuration of the registry', 'registry.config.ts')
    .option('--json', 'print the result as JSON');

/** Options of what the intake is asked for. */
export const addAnswer = (command: Command): Command =>
  command
    .option('--by <name>', 'who asks, for the records (default: your user name)')
    .option('--timeout <seconds>', 'how long to wait for the answer', seconds, 300);

/** Options by which the registry of a package is found. */
export function addPlace(command: Command): void {
  command
    .addOption(new Option('--ecosystem <name>', 'the ecosystem of the package (default: found out)').choices(ECOSYSTEM_NAMES))
    .addOption(new Option('--local', 'the registry that `npm start` runs here').conflicts(['stack', 'bucket']))
    .addOption(
      new Option('--stack <name>', "the registry's CloudFormation stack (default: the configuration's)").conflicts('bucket'),
    )
    .option('--config <file>', 'configuration of the registry', 'registry.config.ts')
    .option('--bucket <name>', 'its staging bucket, when your role may not read the stack')
    .option('--json', 'print the result as JSON');
}

/** Options of what an operator asks for about a package. */
export function addAsking(command: Command): void {
  addPlace(addAnswer(command));
}
