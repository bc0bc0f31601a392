/** `registry release list | approve | reject`: what the intake holds for a person, and what that person decides. */
import { HELD_PREFIX, type UploadId } from '../../domain/contracts/keys';
import type { HeldVerdict, ReleaseAction, Verdict } from '../../domain/contracts/release';
import { ECOSYSTEM_NAMES } from '../../domain/packages/names';
import type { CommandOptions } from './command';
import { command as giveCommand } from './command';
import { CliError, printable, UsageError } from './failure';
import { findPlace } from './place';
import { findVerdict } from './upload';
import { exitCodeOf, verdictJson, verdictText } from './verdict-text';
import type { UploadStore, World } from './world';

/** @returns the exit code: 0, whether something is held or not */
export async function listHeld(options: CommandOptions, world: World): Promise<number> {
  const { store } = await world.connect(findPlace(options));
  const held = await findHeld(store, options);
  if (options.json) world.out(JSON.stringify({ schema: 1, held }, null, 2));
  else world.out(held.length === 0 ? 'Nothing is held.' : held.map(heldLine).join('\n\n'));
  return 0;
}

/** @returns the exit code: 0 released or rejected as asked, 1 otherwise */
export async function decideHeld(action: ReleaseAction, upload: string, options: CommandOptions, world: World): Promise<number> {
  if (!options.reason) throw new UsageError(`--reason is needed: say why you ${action} it, got: none; the publisher reads it`);
  const { store, url } = await world.connect(findPlace(options));
  const held = (await findHeld(store, options)).find((one) => one.upload === upload);
  if (!held) throw new CliError(`Upload '${upload}' is not held; 'registry release list' shows what is`);
  const { project } = held;
  const ecosystem = ECOSYSTEM_NAMES.find((name) => name === held.ecosystem);
  const given = await giveCommand({ action, project, upload }, { ...options, ...(ecosystem && { ecosystem }) }, world);
  const verdict = await findVerdict(store, held);
  if (given !== 0 || !verdict) return 1;
  world.out(options.json ? verdictJson(verdict, url) : verdictText(verdict, url));
  return action === 'reject' ? 0 : exitCodeOf(verdict);
}

const HELD_KEY = new RegExp(`^${HELD_PREFIX}([^/]+)/([^/]+)/([^/]+)/`);

/** Held uploads are kept after they were decided; their verdicts tell. */
export async function findHeld(store: UploadStore, { ecosystem }: Pick<CommandOptions, 'ecosystem'>): Promise<HeldVerdict[]> {
  const listed = await store.list(ecosystem === undefined ? HELD_PREFIX : `${HELD_PREFIX}${ecosystem}/`);
  if (!listed) throw new CliError('AWS does not let these credentials list what is held; take the role of an operator');
  const found: HeldVerdict[] = [];
  for (const id of idsOf(listed.map(({ key }) => key))) {
    const verdict = await findVerdict<Verdict>(store, id);
    if (verdict?.outcome === 'held') found.push(verdict);
  }
  return found;
}

function idsOf(keys: readonly string[]): UploadId[] {
  const ids = new Map<string, UploadId>();
  for (const key of keys) {
    const [whole, ecosystem, project, upload] = HELD_KEY.exec(key) ?? [];
    if (whole && ecosystem && project && upload) ids.set(whole, { ecosystem, project, upload });
  }
  return [...ids.values()];
}

const heldLine = ({ ecosystem, project, version, upload, at, findings, files }: HeldVerdict): string =>
  [
    `${upload}: ${ecosystem} ${project} ${version}, held since ${at}`,
    ...findings.map(({ rule, reason }) => `  ${rule}: ${printable(reason)}`),
    ...files.map(({ name, sha256 }) => `  ${printable(name)}  sha256:${sha256}`),
  ].join('\n');
