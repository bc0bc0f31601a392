/** `registry access`: its commands and their options. */
import type { Command } from 'commander';
import type { AccessAction } from '../../domain/contracts/access';
import { type AccessOptions, changeAccess, listAccess } from './access';
import { addAnswer, addStack } from './options';
import type { World } from './world';

/** @param exit is told the exit code */
export function addAccess(program: Command, world: World, exit: (code: number) => void): void {
  const access = program.command('access').description('allow and block addresses, countries and networks, without a deployment');
  addStack(access.command('list').description('say what is allowed and blocked, since when, until when, by whom and why')).action(
    async (options: AccessOptions) => {
      exit(await listAccess(options, world));
    },
  );
  const add = (name: string, action: AccessAction, text: string, argument?: string): Command => {
    const command = access.command(name).description(text);
    if (argument !== undefined)
      command.argument(argument, 'addresses, or ranges in CIDR form; an IPv6 address without a length means its /64');
    command.action(async (...given: unknown[]) => {
      const what = argument === undefined ? [] : (given[0] as string[]);
      exit(await changeAccess(action, what, command.opts<AccessOptions>(), world));
    });
    return addAsking(command);
  };
  addEntering(
    add('allow', 'access-allow', 'spare addresses the limits of tiers; the ceiling of every address still holds', '<what...>'),
  );
  addSwitches(addEntering(add('block', 'access-block', 'answer addresses 403 from now on', '[what...]')));
  addSwitches(add('forget', 'access-forget', 'neither allow nor block from now on', '[what...]')).option(
    '--reason <text>',
    'why, for the records',
  );
  add(
    'restore',
    'access-restore',
    'put back what is on record, as after a deployment that emptied a list; done by itself every hour',
  );
}

const addEntering = (command: Command): Command =>
  command
    .requiredOption('--reason <text>', 'why, for other operators; it is not published')
    .option('--until <when>', 'when it ends by itself: a date in UTC, or a duration such as 30m, 12h or 7d (default: never)')
    .option('--wide', 'mean a range of more than 2^16 IPv4 addresses, or wider than an IPv6 /32');

/** Where the configuration has kill switches. */
const addSwitches = (command: Command): Command =>
  command
    .option('--country <code>', 'a country, as its ISO 3166 code; more than one is allowed', several)
    .option('--asn <number>', 'a network, by its number; more than one is allowed', several);

const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const addAsking = (command: Command): Command => addAnswer(addStack(command).option('--dry-run', 'only show what would change'));
