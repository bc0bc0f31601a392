/** `registry yank | unyank | deprecate | undeprecate | reindex`: asks the intake for something, and says what became of it. */

import { ACCESS_PROJECT } from '../../domain/contracts/access';
import { BRAKE_PROJECT } from '../../domain/contracts/brake';
import { commandKey, type UploadId } from '../../domain/contracts/keys';
import type { Command, CommandVerdict } from '../../domain/contracts/release';
import { ECOSYSTEM_NAMES, type EcosystemName } from '../../domain/packages/names';
import { parseCommand } from '../../domain/records/command';
import { OWN } from '../../domain/records/ledger';
import { CliError, UsageError } from './failure';
import { findPlace, type PlaceOptions } from './place';
import { awaitVerdict, INTERVAL } from './upload';
import { verdictJson, verdictText } from './verdict-text';
import type { Registry, World } from './world';

export interface CommandOptions extends PlaceOptions {
  readonly ecosystem?: EcosystemName;
  readonly reason?: string;
  readonly replacement?: string;
  /** @default - the name of the user of this machine */
  readonly by?: string;
  readonly json?: boolean;
  /** Seconds. */
  readonly timeout: number;
}

/** What to do, to which project; a reindex without one is of all. */
export interface Asked {
  readonly action: Command['action'];
  readonly project?: string;
  readonly version?: string;
  /** Held upload. */
  readonly upload?: string;
}

interface Target {
  readonly ecosystem: string;
  readonly project: string;
}

/** @returns the exit code: 0 applied, 1 rejected or no answer in time */
export async function command(asked: Asked, options: CommandOptions, world: World): Promise<number> {
  const named = asked.project === undefined ? undefined : targetOf(asked.project, options);
  if (named) checkCommand(commandOf(asked, named, options, world));
  const registry = await world.connect(findPlace(options));
  const targets = named ? [named] : await allProjects(registry, options);
  let exitCode = 0;
  for (const target of targets) {
    const verdict = await ask(registry, commandOf(asked, target, options, world), options, world);
    world.out(options.json ? verdictJson(verdict, registry.url) : verdictText(verdict, registry.url));
    if (verdict.outcome !== 'applied') exitCode = 1;
  }
  return exitCode;
}

export function targetOf(project: string, { ecosystem }: CommandOptions): Target {
  if (ecosystem !== undefined) return { ecosystem, project };
  throw new UsageError(`--ecosystem is needed: say of which '${project}' is, got: none, allowed: ${ECOSYSTEM_NAMES.join(', ')}`);
}

const commandOf = (asked: Asked, { ecosystem, project }: Target, options: CommandOptions, world: World): Command => ({
  schema: 1,
  action: asked.action,
  ecosystem,
  project,
  ...(asked.version !== undefined && { version: asked.version }),
  ...(asked.upload !== undefined && { upload: asked.upload }),
  ...(options.reason !== undefined && { reason: options.reason }),
  ...(options.replacement !== undefined && { replacement: options.replacement }),
  by: options.by ?? world.user,
});

const bytesOf = (asked: Command): Buffer => Buffer.from(`${JSON.stringify(asked, null, 2)}\n`);

/** The intake's own check, before anything is written. */
export function checkCommand(asked: Command): void {
  const checked = parseCommand(bytesOf(asked));
  if (typeof checked === 'string') throw new UsageError(checked);
}

async function allProjects({ projects }: Registry, { ecosystem }: CommandOptions): Promise<Target[]> {
  if (!projects) throw new CliError('Projects can be listed with --stack or --config only, got: --bucket; name one project');
  const targets: Target[] = [];
  for (const name of ecosystem === undefined ? ECOSYSTEM_NAMES : [ecosystem])
    targets.push(...(await projects(name)).map((project) => ({ ecosystem: name, project })));
  return targets;
}

/** Commands about the registry itself show in lists of their own. */
const SHOWN_BY: Readonly<Record<string, string>> = { [ACCESS_PROJECT]: 'access list', [BRAKE_PROJECT]: 'brake status' };

export async function ask({ store }: Registry, asked: Command, options: CommandOptions, world: World): Promise<CommandVerdict> {
  const id: UploadId = { ecosystem: asked.ecosystem, project: asked.project, upload: commandName(world) };
  await store.create(commandKey(id), bytesOf(asked), 'application/json');
  const patience = { timeout: options.timeout * 1000, interval: options.local ? INTERVAL.local : INTERVAL.aws };
  const verdict = await awaitVerdict<CommandVerdict>(store, id, patience, world);
  if (verdict) return verdict;
  const later =
    id.ecosystem === OWN && id.project in SHOWN_BY
      ? SHOWN_BY[id.project]!
      : `status ${id.upload} --ecosystem ${id.ecosystem} --project ${id.project}`;
  throw new CliError(
    `No answer after ${options.timeout} seconds. The command is given and will be carried out; ask later with: npx registry ${later}`,
  );
}

/** Begins with the time, for people who read the records. */
function commandName({ clock, randomBytes }: World): string {
  const time = clock().toISOString().slice(0, 19).replace(/[-:]/g, '').toLowerCase();
  return `command-${time}-${randomBytes(4).toString('hex')}`;
}
