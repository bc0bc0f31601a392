/** Blocks of files and publishers, wherever they are: what is active, what it takes out, and what it keeps from coming in. */
import { BLOCKS_KEY, PROJECTS_PREFIX, projectKey, STATUSES_PREFIX } from '../../../domain/contracts/keys';
import { Refusal } from '../../../domain/contracts/refusals';
import type { FileRecord, ProjectSummary, ReleaseRecord, StatusRecord } from '../../../domain/contracts/release';
import { findEcosystem } from '../../../domain/packages/registry';
import { readEach } from '../../../domain/read-each';
import { causesOf } from '../../../domain/records/blocks';
import { OWN } from '../../../domain/records/ledger';
import { getJson, JSON_TYPE, toJson } from '../../shared/json';
import { ifStill, untilUndisturbed } from '../../shared/retry';
import { applyStatus, keepRecord } from './change-status';
import { readClaim } from './claim';
import type { Intake, ProjectOf, Release } from './intake';
import { listAll, readAll } from './read-all';

/** The active blocks by their causes: from records alone, so it can be lost. */
interface Blocks {
  readonly schema: 1;
  readonly active: readonly StatusRecord[];
}

/** A project with the records that a block adds to it. */
export interface Affected {
  readonly of: ProjectOf;
  readonly releases: readonly ReleaseRecord[];
}

/** Reads all records of such blocks anew. They are seen after the document is, so that nobody's record is lost. */
async function renewBlocks({ records }: Intake): Promise<Blocks> {
  return untilUndisturbed(BLOCKS_KEY, async () => {
    const stored = await records.head(BLOCKS_KEY);
    const all = await readAll<StatusRecord>(records, `${STATUSES_PREFIX}${OWN}/`);
    const last = new Map<string, StatusRecord>();
    for (const record of all.sort((a, b) => (a.at + a.id < b.at + b.id ? -1 : 1))) last.set(record.project, record);
    const blocks: Blocks = { schema: 1, active: [...last.values()].filter(({ action }) => action === 'block') };
    const written = await records.put(BLOCKS_KEY, { body: toJson(blocks), contentType: JSON_TYPE, when: ifStill(stored) });
    return written === 'stored' ? blocks : undefined;
  });
}

async function activeBlocks(intake: Intake): Promise<readonly StatusRecord[]> {
  const stored = await getJson<Blocks>(intake.records, BLOCKS_KEY);
  return (stored?.value ?? (await renewBlocks(intake))).active;
}

/**
 * Makes a kept record about a cause count everywhere: for uploads to come at first, then for every project that has a release of it.
 * An upload that was checked before has its release in a summary by the time that these are read, or is checked again after that.
 */
export async function applyToAll(intake: Intake, record: StatusRecord): Promise<Affected[]> {
  await renewBlocks(intake);
  const affected: Affected[] = [];
  const keys = await listAll(intake.records, PROJECTS_PREFIX);
  for await (const summary of readEach(keys, (key) => getJson<ProjectSummary>(intake.records, key))) {
    const releases = summary?.value.releases.filter((release) => causesOf(release).includes(record.project)) ?? [];
    const ecosystem = findEcosystem(summary?.value.ecosystem ?? '');
    if (releases.length === 0 || !ecosystem) continue;
    const of = { ecosystem, project: summary!.value.project };
    await applyHere(intake, of, record);
    affected.push({ of, releases });
  }
  return affected;
}

/** Under the id and time of the command, so that all projects see commands in one order. */
async function applyHere(intake: Intake, of: ProjectOf, record: StatusRecord): Promise<void> {
  const own = { ...record, ecosystem: of.ecosystem.name, project: of.project, cause: record.project };
  await applyStatus(intake, of, await keepRecord(intake, own));
}

/** After a release is in its summary: the second look at blocks that came while it was checked and promoted. */
export async function applyActive(intake: Intake, of: ProjectOf, release: ReleaseRecord): Promise<void> {
  const causes = causesOf(release);
  for (const record of await activeBlocks(intake)) if (causes.includes(record.project)) await applyHere(intake, of, record);
}

/**
 * @throws Refusal PROJECT_BLOCKED, VERSION_BLOCKED, FILE_BLOCKED or PUBLISHER_BLOCKED, unless the upload has its claim already: then it is
 * taken to its end, and out again by {@link applyActive}
 */
export async function checkBlocks(
  intake: Intake,
  release: Release,
  files: readonly Pick<FileRecord, 'name' | 'digests' | 'signer'>[],
): Promise<void> {
  const refusal = (await projectRefusal(intake, release)) ?? (await causeRefusal(intake, files));
  if (!refusal) return;
  if ((await readClaim(intake, release))?.upload !== release.id.upload) throw refusal;
}

async function projectRefusal({ records }: Intake, { manifest }: Release): Promise<Refusal | undefined> {
  const { ecosystem, project, version } = manifest;
  const summary = (await getJson<ProjectSummary>(records, projectKey(ecosystem, project)))?.value;
  if (summary?.status?.blocked)
    return new Refusal(
      'PROJECT_BLOCKED',
      `${ecosystem} project '${project}' is blocked: ${summary.status.blocked.reason}; ask the operator.`,
    );
  const blocked = summary?.releases.find((release) => release.version === version)?.status?.blocked;
  return (
    blocked &&
    new Refusal('VERSION_BLOCKED', `Version ${version} of '${project}' is blocked: ${blocked.reason}; ask the operator.`)
  );
}

async function causeRefusal(
  intake: Intake,
  files: readonly Pick<FileRecord, 'name' | 'digests' | 'signer'>[],
): Promise<Refusal | undefined> {
  const active = await activeBlocks(intake);
  for (const file of files) {
    const causes = causesOf({ files: [file] });
    const found = active.find(({ project }) => causes.includes(project));
    if (!found) continue;
    const [code, what] = found.project.startsWith('sha256:')
      ? (['FILE_BLOCKED', `File '${file.name}' is blocked wherever it is`] as const)
      : (['PUBLISHER_BLOCKED', `The publisher that signed '${file.name}' is blocked`] as const);
    return new Refusal(code, `${what}: ${found.reason}; ask the operator.`, file.name);
  }
  return undefined;
}
