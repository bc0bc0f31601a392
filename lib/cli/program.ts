/** The `registry` command: its commands, their options, and exit codes. */
import { Command, InvalidArgumentError } from 'commander';
import { addAccess } from './access-program';
import { addBrake } from './brake-program';
import { type Asked, type CommandOptions, command as giveCommand } from './command';
import { addDoctor } from './doctor-program';
import { addEstimate } from './estimate-program';
import { describeFailure } from './failure';
import { addFairUse } from './fair-use-program';
import { addOperator } from './operator-program';
import { type AddCommand, addAsking, addPlace } from './options';
import { addPrices } from './prices-program';
import { type PublishOptions, publish } from './publish';
import { addReport } from './report-program';
import { seconds } from './seconds';
import { type SignCommandOptions, sign } from './sign';
import { PASSPHRASE_VARIABLE } from './sign-release';
import { type StatusOptions, status } from './status';
import { addTags } from './tags-program';
import { addToken } from './token-program';
import { type VerifyOptions, verifyBundleCommand } from './verify-bundle';
import { type VerifyLedgerOptions, verifyLedgerCommand } from './verify-ledger';
import type { World } from './world';

/**
 * Runs one command.
 * @param args what follows `registry`
 * @returns the exit code: 0, 1 when something failed or was refused, 2 when the command line makes no sense, 3 when a release is held
 */
export async function run(args: readonly string[], world: World): Promise<number> {
  let exitCode = 0;
  const program = createProgram(world, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    const failure = describeFailure(error);
    if (failure.message) world.note(failure.message);
    return failure.exitCode;
  }
}

function createProgram(world: World, exit: (code: number) => void): Command {
  const program = new Command('registry')
    .description('Publish to a Commons Registry, and check what it publishes.')
    .exitOverride()
    .showHelpAfterError('(add --help for what is allowed)')
    .configureOutput({
      writeOut: (text) => {
        world.out(text.trimEnd());
      },
      writeErr: (text) => {
        world.note(text.trimEnd());
      },
    });
  addPublish(program, world, exit);
  addStatus(program, world, exit);
  addStatusCommands(program, world, exit);
  addOperator(program, world, exit);
  addVerifyBundle(program, world, exit);
  addVerifyLedger(program, world, exit);
  addSign(program, world, exit);
  addAccess(program, world, exit);
  addBrake(program, world, exit);
  addFairUse(program, world, exit);
  addToken(program, world, exit);
  addEstimate(program, world, exit);
  addReport(program, world, exit);
  addPrices(program, world, exit);
  addDoctor(program, world, exit);
  addTags(program, world, exit);
  return program;
}

const addPublish: AddCommand = (program, world, exit) => {
  const command = program
    .command('publish')
    .description('upload the files of releases with their bundles (<file>.sigstore.json), and wait for the verdict')
    .argument('<files...>', 'package files, or folders such as dist')
    .option('--sign', 'sign what has no bundle yet as the CI job that this runs in (GitHub Actions, GitLab CI), without a key')
    .option(
      '--sign-key <file>',
      `sign what has no bundle yet with this private key (PEM; its passphrase is read from ${PASSPHRASE_VARIABLE}, or asked for)`,
    )
    .option('--no-transparency-log', 'do not log what --sign-key signs; the registry must allow that for the key')
    .option(
      '--signing-config <file>',
      "services that sign, as a private Sigstore instance gives them out (default: Sigstore's public instance)",
    )
    .option('--sign-with-test-authority', 'sign the files with the test authority of the local registry')
    .option('--identity <identity>', 'whom the test authority certifies (default: the publisher in the configuration)')
    .option('--issuer <url>', 'the issuer that vouches for the identity')
    .option('--project <name>', 'the project, for files that do not tell it (needs --version and --ecosystem)')
    .option('--version <version>', 'the version of that project')
    .option('--timeout <seconds>', 'how long to wait for the verdict', seconds, 300)
    .action(async (files: string[], options: PublishOptions) => {
      exit(await publish(files, options, world));
    });
  addPlace(command);
};

const addStatus: AddCommand = (program, world, exit) => {
  const command = program
    .command('status')
    .description('say what became of an upload')
    .argument('<upload>', 'name of the upload, as `registry publish` printed it')
    .option('--project <name>', 'its project (without it all are looked through, which only an operator may)')
    .action(async (upload: string, options: StatusOptions) => {
      exit(await status(upload, options, world));
    });
  addPlace(command);
};

const STATUS_COMMANDS = [
  { action: 'yank', version: '<version>', text: 'take a version back: nobody gets it any more who does not pin it' },
  { action: 'unyank', version: '<version>', text: 'undo a yank' },
  {
    action: 'deprecate',
    version: '[version]',
    text: 'say that there is something better than a version, or than the whole project',
  },
  { action: 'undeprecate', version: '[version]', text: 'undo a deprecation' },
] as const;

const addStatusCommands: AddCommand = (program, world, exit) => {
  for (const { action, version, text } of STATUS_COMMANDS) {
    const added = program
      .command(action)
      .description(text)
      .argument('<project>', 'name of the project')
      .argument(version, 'the version')
      .option('--reason <text>', 'why, for readers')
      .action(async (project: string, named: string | undefined, options: CommandOptions) => {
        const asked: Asked = { action, project, ...(named !== undefined && { version: named }) };
        exit(await giveCommand(asked, options, world));
      });
    if (action === 'deprecate') added.option('--replacement <project>', 'the project to use instead of the whole project');
    addAsking(added);
  }
};

const addVerifyBundle: AddCommand = (program, world, exit) => {
  program
    .command('verify-bundle')
    .description('verify a Sigstore bundle offline, as the registry does: exit code 0 accepted, 1 rejected')
    .requiredOption('--bundle <file>', 'the bundle')
    .requiredOption('--artifact <file>', 'the file that it is for')
    .option('--identity <identity>', 'who must have signed, exactly')
    .option('--issuer <url>', 'the issuer that vouches for the identity, exactly')
    .option('--key <file>', 'public key in PEM that must have signed (instead of identity and issuer)')
    .option('--trusted-root <file>', "Sigstore trusted root (default: Sigstore's public instance)")
    .action(async (options: VerifyOptions) => {
      exit(await verifyBundleCommand(options, world));
    });
};

const addVerifyLedger: AddCommand = (program, world, exit) => {
  program
    .command('verify-ledger')
    .description(
      "verify the registry's log of decisions: numbers, hash chain, signatures, head. Exit code 0 verified, 1 not. Its entries are public for ever, reasons and names given with commands too",
    )
    .option('--url <registry>', 'address of the registry, e.g. https://packages.example.org')
    .option('--local', 'the registry that `npm start` runs here')
    .option('--dir <folder>', 'a copy of the ledger, made with --save')
    .option('--save <folder>', 'also write what is read there, as a copy')
    .option('--from <entry>', 'number of the first entry to verify, as an earlier run printed it', entryNumber)
    .option('--head <sha256>', 'hash of the entry before that, as printed with it')
    .option('--key <fingerprint...>', "trust these keys only (default: the registry's first key, which introduces the others)")
    .option('--deep', 'fetch every accepted release too, and compare records and files with what was logged')
    .option('--json', 'print the result as JSON')
    .action(async (options: VerifyLedgerOptions) => {
      exit(await verifyLedgerCommand(options, world));
    });
};

const addSign: AddCommand = (program, world, exit) => {
  program
    .command('sign')
    .description('write <file>.sigstore.json with a test authority, for demos and tests')
    .argument('<files...>', 'files to sign')
    .requiredOption('--test-authority <folder>', 'folder of the authority; made when it does not exist')
    .requiredOption('--identity <identity>', 'whom the authority certifies')
    .requiredOption('--issuer <url>', 'the issuer that vouches for the identity')
    .action(async (files: string[], options: SignCommandOptions) => {
      exit(await sign(files, options, world));
    });
};

function entryNumber(text: string): number {
  if (/^[1-9]\d{0,11}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be the number of an entry after the first, 1 or more.');
}
