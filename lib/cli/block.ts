/** `registry block | unblock`: takes something out, or brings it back, and measures the time until readers see it. */
import { BLOCK_STATUSES, type BlockStatus } from '../../domain/contracts/blocks';
import type { BlockAction, Command, CommandVerdict } from '../../domain/contracts/release';
import { fileCause, publisherCause } from '../../domain/records/blocks';
import { OWN } from '../../domain/records/ledger';
import { ask, type CommandOptions, checkCommand, targetOf } from './command';
import { messageOf, printable, UsageError } from './failure';
import { findPlace } from './place';
import { INTERVAL } from './upload';
import { verdictJson, verdictText } from './verdict-text';
import type { World } from './world';

export interface BlockOptions extends CommandOptions {
  readonly status?: BlockStatus;
}

/** What to take out, as on the command line. */
export interface Blocked {
  /** A project, `sha256:<hex>`, or `publisher:<identity>`. */
  readonly what: string;
  readonly version?: string;
}

/** What a look at the registry's address found. */
interface Effect {
  readonly url: string;
  /** HTTP status. */
  readonly answer: number;
  /** From command to answer. */
  readonly seconds: number;
  readonly isSeen: boolean;
}

/** @returns the exit code: 0 in effect, 1 rejected, or not seen by readers in time */
export async function block(action: BlockAction, blocked: Blocked, options: BlockOptions, world: World): Promise<number> {
  const asked = commandOf(action, blocked, options, world);
  checkCommand(asked);
  const registry = await world.connect(findPlace(options));
  const start = world.clock().getTime();
  const verdict = await ask(registry, asked, options, world);
  const effect = await watch(verdict, asked, registry.url, start, options, world);
  if (options.json) world.out(JSON.stringify({ ...(JSON.parse(verdictJson(verdict, registry.url)) as object), effect }, null, 2));
  else world.out([verdictText(verdict, registry.url), ...(effect ? [effectText(effect)] : [])].join('\n'));
  return verdict.outcome === 'applied' && effect?.isSeen !== false ? 0 : 1;
}

function commandOf(action: BlockAction, { what, version }: Blocked, options: BlockOptions, world: World): Command {
  return {
    schema: 1,
    action,
    ...subjectOf(what, options),
    ...(version !== undefined && { version }),
    ...(options.reason !== undefined && { reason: options.reason }),
    ...(action === 'block' && { status: options.status ?? BLOCK_STATUSES[0] }),
    by: options.by ?? world.user,
  };
}

function subjectOf(what: string, options: BlockOptions): { ecosystem: string; project: string } {
  const [, kind, rest = ''] = /^(sha256|publisher):(.*)$/.exec(what) ?? [];
  if (kind === undefined) return targetOf(what, options);
  if (options.ecosystem !== undefined)
    throw new UsageError(
      `A file or publisher is blocked in every ecosystem, got: --ecosystem ${options.ecosystem}; leave it out`,
    );
  return { ecosystem: OWN, project: kind === 'sha256' ? fileCause(rest.toLowerCase()) : publisherCause(rest) };
}

/** Asks like a reader, until it is answered as it should be. Nothing to see, or no way there from here: undefined. */
async function watch(
  { outcome, paths = [] }: CommandVerdict,
  { status }: Command,
  address: string | undefined,
  start: number,
  { timeout, local }: BlockOptions,
  world: World,
): Promise<Effect | undefined> {
  const [path] = paths;
  if (outcome !== 'applied' || path === undefined || address === undefined) return undefined;
  const url = address + path;
  for (;;) {
    const answer = await statusOf(url, world);
    if (answer === undefined) return undefined;
    const seconds = (world.clock().getTime() - start) / 1000;
    const isBlocked = BLOCK_STATUSES.some((code) => code === answer);
    const isSeen = status === undefined ? !isBlocked : isBlocked;
    if (isSeen || seconds >= timeout) return { url, answer, seconds, isSeen };
    await world.sleep(local ? INTERVAL.local : INTERVAL.aws);
  }
}

async function statusOf(url: string, world: World): Promise<number | undefined> {
  try {
    return (await world.fetch(url, { method: 'HEAD', redirect: 'manual' })).status;
  } catch (error) {
    world.note(
      `Whether readers see it already could not be measured: ${url} cannot be reached from here (${printable(messageOf(error))})`,
    );
    return undefined;
  }
}

const effectText = ({ url, answer, seconds, isSeen }: Effect): string =>
  isSeen
    ? `in effect: ${url} answers ${answer}, ${seconds.toFixed(1)} s after the command`
    : `NOT in effect: ${url} still answers ${answer}, ${seconds.toFixed(1)} s after the command; another block may be left, or look at the runbook: "Something bad was published"`;
