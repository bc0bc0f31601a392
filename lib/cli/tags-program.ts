/** `registry tags`: its commands and their options. */
import type { Command } from 'commander';
import { type ActivateTagsOptions, activateTags, type TagsOptions, tagsStatus } from './tags';
import type { World } from './world';

/** @param exit is told the exit code */
export function addTags(program: Command, world: World, exit: (code: number) => void): void {
  const tags = program
    .command('tags')
    .description('make bills show costs by tag; with credentials of the account that pays, the management account');
  tags
    .command('status')
    .description('say which cost-allocation tags are active: exit code 0 when all six are, else 1')
    .option('--json', 'print the result as JSON')
    .action(async (options: TagsOptions) => {
      exit(await tagsStatus(options, world));
    });
  tags
    .command('activate')
    .description('activate what AWS lists; safe to repeat. Exit code 0 when all six tags are active, else 1')
    .option('--backfill <month>', 'then split earlier costs too, from this month (YYYY-MM) of the last twelve on')
    .option('--dry-run', 'only show what would change')
    .option('--json', 'print the result as JSON')
    .action(async (options: ActivateTagsOptions) => {
      exit(await activateTags(options, world));
    });
}
