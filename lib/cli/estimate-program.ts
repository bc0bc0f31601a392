/** `registry estimate`: its options. */
import type { Command } from 'commander';
import { type EstimateOptions, estimate } from './estimate';
import type { World } from './world';

/** @param exit is told the exit code */
export function addEstimate(program: Command, world: World, exit: (code: number) => void): void {
  program
    .command('estimate')
    .description(
      'say what the synthesised registry costs: idle, in the expected month, at other volumes, under other plans and elsewhere',
    )
    .option('--assembly <folder>', 'folder that `npx cdk synth` wrote', 'cdk.out')
    .option('--profile <file>', 'traffic profile (JSON) in place of `traffic` of the configuration')
    .option('--diff [file]', 'what changes against the last synthesis, or against the estimate in this file')
    .option('--html <file>', 'also write a page with a plot')
    .option('--json', 'print the result as JSON')
    .action((options: EstimateOptions) => {
      exit(estimate(options, world));
    });
}
