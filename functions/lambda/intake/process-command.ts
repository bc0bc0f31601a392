/** Does what an operator asks for: changes of status, and rendering anew. Only here are records and public documents written. */
import { createHash } from 'node:crypto';
import { indexTag, listingTag, projectTag } from '../../../domain/contracts/cache-tags';
import { commandKey, decisionKey, projectKey, projectSegment, statusKey, verdictKey } from '../../../domain/contracts/keys';
import type { BlockAction, Command, CommandVerdict, ProjectSummary, StatusRecord } from '../../../domain/contracts/release';
import { findEcosystem } from '../../../domain/packages/registry';
import { isBlockAction } from '../../../domain/records/blocks';
import { parseCommand } from '../../../domain/records/command';
import { type Decision, eventId } from '../../../domain/records/decision';
import { OWN } from '../../../domain/records/ledger';
import { getJson, JSON_TYPE, toJson } from '../../shared/json';
import { appendLedger } from './append-ledger';
import { type Affected, applyToAll } from './blocks';
import { changeAccess, isAccessAction } from './change-access';
import { changeBrake, isBrakeAction } from './change-brake';
import { applyStatus, recordCommand, type StatusCommand } from './change-status';
import type { CommandCall, Intake, ProjectOf } from './intake';
import { commandLine } from './log-decision';
import { reindex } from './reindex';
import { isReleaseAction, settleHeld } from './settle-held';

type Decided = Decision<CommandVerdict>;
/** It has no place in the ledger yet. */
type Undecided = Omit<Decided, 'sequence'>;

/**
 * Takes a command to its answer. Like an upload it can be stopped after any step and started again.
 *
 * @throws Error for everything that is not the operator's to mend: the message then comes again
 */
export async function processCommand(intake: Intake, call: CommandCall): Promise<CommandVerdict> {
  const known = await getJson<Decided>(intake.records, decisionKey(call.command));
  const isSettled = known && !isReleaseAction(known.value.verdict.action);
  const verdict = isSettled ? await finish(intake, call, known.value) : await carryOut(intake, call);
  await intake.staging.put(verdictKey(call.command), { body: toJson(verdict), contentType: JSON_TYPE });
  intake.log(commandLine(verdict));
  return verdict;
}

async function carryOut(intake: Intake, call: CommandCall): Promise<CommandVerdict> {
  const command = await readCommand(intake, call);
  if (typeof command === 'string') return rejected(intake, call, command);
  const { action, version } = command;
  if (isAccessAction(action)) {
    const changed = await changeAccess(
      intake,
      call,
      { ...command, action },
      { ...answer(intake, call, command), outcome: 'applied' },
    );
    return typeof changed === 'string' ? rejected(intake, call, changed, command) : changed;
  }
  if (isBrakeAction(action)) {
    const moved = await changeBrake(
      intake,
      call,
      { ...command, action },
      { ...answer(intake, call, command), outcome: 'applied' },
    );
    return typeof moved === 'string' ? rejected(intake, call, moved, command) : moved;
  }
  if (isReleaseAction(action)) {
    const settled = await settleHeld(
      intake,
      call,
      { ...command, action },
      { ...answer(intake, call, command), outcome: 'applied' },
    );
    return typeof settled === 'string' ? rejected(intake, call, settled, command) : settled;
  }
  if (command.ecosystem === OWN && isBlockAction({ action }))
    return finish(intake, call, await changeEverywhere(intake, call, { ...command, action: action as BlockAction }));
  const target = await findTarget(intake, command);
  if (typeof target === 'string') return rejected(intake, call, target, command);
  if (action === 'reindex') {
    const summary = await reindex(intake, target.of);
    if (!summary)
      return rejected(intake, call, `There is no ${command.ecosystem} project '${command.project}'; check the name.`, command);
    await intake.invalidations.send({ tags: tagsOf({ ...target.of, project: summary.project }, true) });
    return { ...answer(intake, call, command), outcome: 'applied' };
  }
  if (version !== undefined && !target.summary?.releases.some((release) => release.version === version)) {
    return rejected(
      intake,
      call,
      `${command.project} has no version '${version}'; name a released one, as it is spelt there.`,
      command,
    );
  }
  return finish(intake, call, await changeStatus(intake, call, { ...command, action }, target.of));
}

async function readCommand({ staging }: Intake, { command: id, version }: CommandCall): Promise<Command | string> {
  const key = commandKey(id);
  const stored = await staging.get(key, version);
  if (!stored) throw new Error(`The staging bucket has no ${key} (version ${version ?? 'current'}); it may have expired.`);
  const command = parseCommand(stored.body);
  if (typeof command === 'string') return command;
  const isInPlace = command.ecosystem === id.ecosystem && projectSegment(command.project) === projectSegment(id.project);
  return isInPlace
    ? command
    : `The command is about ${JSON.stringify(`${command.ecosystem}/${command.project}`)} but was written below ${JSON.stringify(`${id.ecosystem}/${id.project}`)}; write it with 'npx registry'.`;
}

/** A reindex reads no summary, which may be spoilt: it makes it. */
async function findTarget(
  { policy, records }: Intake,
  { ecosystem: name, project, action }: Command,
): Promise<{ of: ProjectOf; summary: ProjectSummary | undefined } | string> {
  const ecosystem = policy.ecosystems.includes(name) ? findEcosystem(name) : undefined;
  if (!ecosystem) return `The ecosystem is not enabled, got: ${JSON.stringify(name)}, enabled: ${policy.ecosystems.join(', ')}.`;
  if (action === 'reindex') return { of: { ecosystem, project }, summary: undefined };
  const summary = (await getJson<ProjectSummary>(records, projectKey(name, project)))?.value;
  if (!summary) return `There is no ${name} project '${project}'; check the name.`;
  return { of: { ecosystem, project }, summary };
}

/** Record first: whatever is lost after it, a reindex brings back. */
async function changeStatus(intake: Intake, call: CommandCall, command: StatusCommand, of: ProjectOf): Promise<Undecided> {
  const record = await recordCommand(intake, call, command);
  const summary = await applyStatus(intake, of, record);
  if (!isBlockAction(record)) return decided(intake, call, command, record, tagsOf(of, of.ecosystem.listsReleases === true));
  const { releases } = summary;
  const concerned = releases.filter(({ version }) => version === record.version);
  return decided(intake, call, command, record, blockTags(of), [
    ...(record.version === undefined ? [of.ecosystem.indexPath(of.project)] : []),
    ...pathsOf({ of, releases: record.version === undefined ? releases.slice(-1) : concerned }),
  ]);
}

/** Of a file or a publisher, wherever it is. */
async function changeEverywhere(intake: Intake, call: CommandCall, command: StatusCommand): Promise<Undecided> {
  const record = await recordCommand(intake, call, command);
  const affected = await applyToAll(intake, record);
  const tags = affected.flatMap(({ of }) => blockTags(of));
  return decided(intake, call, command, record, [...new Set(tags)], affected.flatMap(pathsOf));
}

/** How many paths an answer names. */
const MOST_PATHS = 10;

const pathsOf = ({ of: { ecosystem }, releases }: Affected): string[] =>
  releases.flatMap(({ project, version, files }) => files.map(({ name }) => ecosystem.filePath(project, name, version)));

/** Files too: a cache that never asks again has them. */
const blockTags = (of: ProjectOf): string[] => [...tagsOf(of, true), projectTag(of.ecosystem.name, of.project)];

function decided(
  intake: Intake,
  call: CommandCall,
  command: StatusCommand,
  record: StatusRecord,
  tags: readonly string[],
  paths?: readonly string[],
): Undecided {
  const { version, ecosystem, project, id, action } = record;
  const key = statusKey(ecosystem, project, id);
  return {
    schema: 1,
    verdict: {
      ...answer(intake, call, command),
      outcome: 'applied',
      ...(paths && { paths: paths.slice(0, MOST_PATHS) }),
    },
    event: {
      id: eventId(call.command),
      kind: action === 'block' ? 'blocked' : action === 'unblock' ? 'unblocked' : 'status.changed',
      ecosystem,
      project,
      upload: id,
      ...(version !== undefined && { version }),
      record: { key, sha256: createHash('sha256').update(toJson(record)).digest('hex') },
      ...(isBlockAction(record) && record.reason !== '' && { reason: record.reason }),
    },
    tags,
  };
}

/** Logs the decision once and clears the cache. */
async function finish(intake: Intake, { command }: CommandCall, undecided: Undecided): Promise<CommandVerdict> {
  const { verdict, tags } = await appendLedger<CommandVerdict>(intake, command, undecided);
  if (tags.length > 0) await intake.invalidations.send({ tags });
  return verdict;
}

const tagsOf = ({ ecosystem, project }: ProjectOf, listed: boolean): string[] => [
  indexTag(ecosystem.name, project),
  ...(listed ? [listingTag(ecosystem.name)] : []),
];

function answer(intake: Intake, { command }: CommandCall, asked?: Command): Omit<CommandVerdict, 'outcome'> {
  const { action, version, project = command.project } = asked ?? {};
  return {
    schema: 1,
    ecosystem: command.ecosystem,
    project,
    ...(version !== undefined && { version }),
    upload: command.upload,
    at: intake.clock().toISOString(),
    ...(action !== undefined && { action }),
  };
}

const rejected = (intake: Intake, call: CommandCall, reason: string, asked?: Command): CommandVerdict => ({
  ...answer(intake, call, asked),
  outcome: 'rejected',
  reason,
});
