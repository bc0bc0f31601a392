/** `registry doctor`: its options. */
import { type Command, Option } from 'commander';
import { type DoctorOptions, doctor } from './doctor';
import type { World } from './world';

/** @param exit is told the exit code */
export function addDoctor(program: Command, world: World, exit: (code: number) => void): void {
  program
    .command('doctor')
    .description(
      'say what the deployed registry still needs from a person: approval of a plan, confirmed mails, activated tags. Changes nothing; AWS charges $0.01 for the question about tags. Exit code 0 nothing to do, 1 something',
    )
    .addOption(new Option('--local', 'the registry that `npm start` runs here').conflicts('stack'))
    .option('--stack <name>', "the registry's CloudFormation stack (default: the configuration's)")
    .option('--config <file>', 'configuration of the registry', 'registry.config.ts')
    .option('--json', 'print the result as JSON')
    .action(async (options: DoctorOptions) => {
      exit(await doctor(options, world));
    });
}
