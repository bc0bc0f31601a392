/** `registry doctor`: its options. */
import type { Command } from 'commander';
import { type DoctorOptions, doctor } from './doctor';
import { addStack } from './options';
import type { World } from './world';

/** @param exit is told the exit code */
export function addDoctor(program: Command, world: World, exit: (code: number) => void): void {
  const command = program
    .command('doctor')
    .description(
      'say what the deployed registry still needs from a person: approval of a plan, confirmed mails, activated tags. Changes nothing; AWS charges $0.01 for the question about tags. Exit code 0 nothing to do, 1 something',
    );
  addStack(command).action(async (options: DoctorOptions) => {
    exit(await doctor(options, world));
  });
}
