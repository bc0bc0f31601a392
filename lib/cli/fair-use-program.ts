/** `registry fair-use`: its commands and their options. */
import type { Command } from 'commander';
import { applyFairUse, type FairUseOptions, forgetFairUse, listFairUse } from './fair-use';
import { type AddCommand, addAnswer, addStack } from './options';

export const addFairUse: AddCommand = (program, world, exit) => {
  const fairUse = program
    .command('fair-use')
    .description('say who draws more than is fair, and what is proposed about it: docs/fair-use.md');
  addStack(fairUse.command('list').description('say what is proposed and applied, why, and until when')).action(
    async (options: FairUseOptions) => {
      exit(await listFairUse(options, world));
    },
  );
  const add = (name: string, text: string, decide: typeof applyFairUse): Command => {
    const command = fairUse.command(name).description(text).argument('<names...>', 'as `registry fair-use list` prints them');
    command.action(async (names: string[]) => {
      exit(await decide(names, command.opts<FairUseOptions>(), world));
    });
    return addAnswer(addStack(command).option('--dry-run', 'only show what would change'));
  };
  add('apply', 'block the ranges of a proposal until its end', applyFairUse);
  add('forget', 'let go of a proposal, and of its ranges; it does not come back before its end', forgetFairUse);
};
