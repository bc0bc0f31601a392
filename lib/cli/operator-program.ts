/** Commands of operators: what is blocked, held, rebuilt and tried again. */
import { InvalidArgumentError, Option } from 'commander';
import { BLOCK_STATUSES, type BlockStatus } from '../../domain/contracts/blocks';
import { BLOCK_ACTIONS, RELEASE_ACTIONS } from '../../domain/contracts/release';
import { type BlockOptions, block } from './block';
import { type CommandOptions, command as giveCommand } from './command';
import { decideHeld, listHeld } from './held-releases';
import { type AddCommand, addAsking, addPlace, addStack } from './options';
import { type RedriveOptions, redrive } from './redrive';
import { type RestoreOptions, restore } from './restore/restore';

export const addOperator: AddCommand = (program, world, exit) => {
  for (const add of [addBlockCommands, addReindex, addRelease, addRedrive, addRestore]) add(program, world, exit);
};

const BLOCK_TEXTS = {
  block: 'take a version, a project, a file or a publisher out: of every index, and of what is served',
  unblock: 'undo a block',
} as const;

const addBlockCommands: AddCommand = (program, world, exit) => {
  for (const action of BLOCK_ACTIONS) {
    const added = program
      .command(action)
      .description(BLOCK_TEXTS[action])
      .argument('<what>', 'name of the project, sha256:<digest of a file>, or publisher:<identity that signs>')
      .argument('[version]', 'the version (default: the whole project)')
      .action(async (what: string, version: string | undefined, options: BlockOptions) => {
        exit(await block(action, { what, ...(version !== undefined && { version }) }, options, world));
      });
    if (action === 'block') {
      added.requiredOption('--reason <text>', 'why, for readers: up to 250 printable ASCII characters');
      added.option('--status <code>', 'what readers are answered: 451 or 410 (default: 451)', blockStatus);
    } else added.option('--reason <text>', 'why, for the records');
    addAsking(added);
  }
};

function blockStatus(text: string): BlockStatus {
  const status = BLOCK_STATUSES.find((code) => String(code) === text);
  if (status !== undefined) return status;
  throw new InvalidArgumentError(`It must be ${BLOCK_STATUSES.join(' or ')}.`);
}

const addReindex: AddCommand = (program, world, exit) => {
  const command = program
    .command('reindex')
    .description('make the index of a project, or of all, anew from the records')
    .argument('[project]', 'name of the project (default: all, of one ecosystem with --ecosystem)')
    .action(async (project: string | undefined, options: CommandOptions) => {
      exit(await giveCommand({ action: 'reindex', ...(project !== undefined && { project }) }, options, world));
    });
  addAsking(command);
};

const addRelease: AddCommand = (program, world, exit) => {
  const release = program.command('release').description('look at releases that are held, and decide about them');
  const list = release.command('list').description('say what is held, and why');
  addPlace(list);
  list.action(async (options: CommandOptions) => {
    exit(await listHeld(options, world));
  });
  const texts = { approve: 'let a held release go on, as it is', reject: 'refuse a held release' } as const;
  for (const action of RELEASE_ACTIONS) {
    const added = release
      .command(action)
      .description(texts[action])
      .argument('<upload>', 'name of the upload, as `registry release list` prints it')
      .option('--reason <text>', 'why, for the publisher and the records')
      .action(async (upload: string, options: CommandOptions) => {
        exit(await decideHeld(action, upload, options, world));
      });
    addAsking(added);
  }
};

const addRedrive: AddCommand = (program, world, exit) => {
  const command = program
    .command('redrive')
    .description('move what the registry could not do, and put aside (dead letters), back to be tried again')
    .option('--dry-run', 'only show what there is')
    .addOption(new Option('--queue <name>', 'of one queue only').choices(['intake', 'invalidation']));
  addStack(command).action(async (options: RedriveOptions) => {
    exit(await redrive(options, world));
  });
};

const addRestore: AddCommand = (program, world, exit) => {
  const command = program
    .command('restore')
    .description('bring back from the replica what the registry has lost; replaces nothing, and can be run again at any time')
    .option('--files', 'released files (default: all three of these)')
    .option('--records', 'claims, records, ledger')
    .option('--index', 'make the index anew, when nothing is left to restore')
    .option('--dry-run', 'only compare both sides, and say what either lacks')
    .option('--from <bucket>', "name or ARN of the bucket with the copies of packages (default: the configuration's)")
    .option('--from-records <bucket>', 'the same for records')
    .option('--from-region <region>', 'where those are')
    .option('--to <bucket>', 'the packages bucket, when your role may not read the stack')
    .option('--to-records <bucket>', 'the same for records')
    .action(async (options: RestoreOptions) => {
      exit(await restore(options, world));
    });
  addAsking(command);
};
