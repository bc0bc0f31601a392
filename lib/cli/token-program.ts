/** `registry token`: its commands and their options. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { TOKEN_CLIENTS } from '../../domain/tiers/token-clients';
import {
  type IssueOptions,
  issue,
  list,
  type RevokeOptions,
  type RotateOptions,
  revoke,
  rotate,
  TOKEN_VARIABLE,
  type VerifyTokenOptions,
  verify,
} from './token';
import type { World } from './world';

/** Commander checks which of them a command has. */
type AnyOptions = IssueOptions & RevokeOptions & RotateOptions & VerifyTokenOptions;

/** @param exit is told the exit code */
export function addToken(program: Command, world: World, exit: (code: number) => void): void {
  const token = program.command('token').description('give out tokens of tiers, take them back, and exchange their keys');
  const add = (name: string, text: string, run: (options: AnyOptions, world: World) => Promise<number>): Command =>
    addPlace(token.command(name).description(text)).action(async (options: AnyOptions) => {
      exit(await run(options, world));
    });
  add('issue', 'make a token and print it, once: nobody can show it again', issue)
    .requiredOption('--tier <name>', 'the tier, as the configuration names it')
    .requiredOption('--holder <name>', 'whom it is for: a-z, 0-9 and hyphens; shown in logs and addresses', holder)
    .option('--days <number>', 'how long it is valid', days, 365)
    .addOption(new Option('--for <client>', 'also say what to set in this client').choices(TOKEN_CLIENTS))
    .option('--quiet', 'print nothing but the token');
  add('list', 'show which tokens there are, without the tokens, and which keys', list);
  add('revoke', 'refuse a token, or all of a holder, from now on', revoke)
    .option('--token <id>', 'id of the token')
    .option('--holder <name>', 'all tokens of this holder, now and later; with --token: its holder')
    .option('--undo', 'allow them again');
  add('rotate', 'add a key for new tokens; what older keys made stays valid until they are retired', rotate)
    .option('--retire <key>', 'take this key away instead; refused while it has valid tokens')
    .option('--force', 'retire it all the same, as after a leak: its tokens are refused');
  add(
    'verify',
    `say whether a token is valid, and if not why; it is read from ${TOKEN_VARIABLE}, or asked for. Exit code 0 valid, 1 not`,
    verify,
  )
    .option('--tier <name>', 'tier that it must be of')
    .option('--holder <name>', 'holder that it must be of');
}

function addPlace(command: Command): Command {
  return command
    .addOption(new Option('--local', 'the registry that `npm start` runs here').conflicts(['stack', 'store']))
    .addOption(
      new Option('--stack <name>', "the registry's CloudFormation stack (default: the configuration's)").conflicts('store'),
    )
    .option('--store <arn>', 'its key-value store, when your role may not read the stack')
    .option('--config <file>', 'configuration of the registry', 'registry.config.ts')
    .option('--json', 'print the result as JSON');
}

function holder(text: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,62}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be 1 to 63 of a-z, 0-9 and hyphens, the first no hyphen.');
}

function days(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 3650) return value;
  throw new InvalidArgumentError('It must be a whole number of days from 1 to 3650.');
}
