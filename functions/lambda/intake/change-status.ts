/** Changes what is said about a project and its versions: first on record, then in all that readers see. */
import { statusKey } from '../../../domain/contracts/keys';
import type { Command, ProjectSummary, StatusAction, StatusRecord } from '../../../domain/contracts/release';
import { isBlockAction } from '../../../domain/records/blocks';
import { subjectKey } from '../../../domain/records/osv';
import { addStatus } from '../../../domain/records/summary';
import { getJson, JSON_TYPE, toJson } from '../../shared/json';
import { type CommandCall, type Intake, lockEnd, type ProjectOf } from './intake';
import { publishAdvisories } from './osv';
import { changeSummary, newest, renderDocuments, storedSummary } from './publish-index';
import { publishPage } from './publish-pages';
import { listProject } from './shared-documents';
import { syncEdge } from './sync-edge';

export type StatusCommand = Command & { readonly action: StatusAction };

/** @returns the record: of this run, or of an earlier one for the same command */
export async function recordCommand(
  intake: Intake,
  { command: id, requester }: CommandCall,
  { ecosystem, project, version, action, reason = '', replacement, status, by }: StatusCommand,
): Promise<StatusRecord> {
  return keepRecord(intake, {
    schema: 1,
    id: id.upload,
    ecosystem,
    project,
    ...(version !== undefined && { version }),
    action,
    reason,
    ...(replacement !== undefined && { replacement }),
    ...(status !== undefined && { status }),
    by,
    ...(requester !== undefined && { requester }),
    at: intake.clock().toISOString(),
  });
}

/** @returns the record of this id that is kept, which an earlier run may have written */
export async function keepRecord(intake: Intake, record: StatusRecord): Promise<StatusRecord> {
  const key = statusKey(record.ecosystem, record.project, record.id);
  const write = { body: toJson(record), contentType: JSON_TYPE, when: 'absent', lockedUntil: lockEnd(intake) } as const;
  if ((await intake.records.put(key, write)) === 'stored') return record;
  return (await getJson<StatusRecord>(intake.records, key))!.value;
}

/**
 * Makes a project's summary, documents and entries at the edge say what a kept record says. What is blocked is refused at the edge
 * first, then named by no listing, then by no page; what is shown again comes back the other way round.
 */
export async function applyStatus(intake: Intake, of: ProjectOf, record: StatusRecord): Promise<ProjectSummary> {
  const summary = await changeSummary(intake, of, (current) => {
    if (!current) throw new Error(`The summary of ${record.ecosystem} ${record.project} is gone; reindex the project.`);
    return Promise.resolve(addStatus(current, record, (a, b) => of.ecosystem.compareVersions(a, b)));
  });
  const steps = [
    // From what the listings were made of, or newer: a release may have come in between.
    async () => {
      await renderDocuments(intake, of, await storedSummary(intake, summary));
      await publishPage(intake, of);
    },
    () => listStatus(intake, of, summary, record),
    () => syncEdge(intake, of, summary),
  ];
  for (const step of record.action === 'block' ? steps.reverse() : steps) await step();
  const subject = subjectKey(record);
  if (subject !== undefined) await publishAdvisories(intake, of, summary, (other) => subjectKey(other) === subject);
  return summary;
}

/** Most listings tell of no status, but of whether there is anything to see. */
async function listStatus(intake: Intake, of: ProjectOf, summary: ProjectSummary, record: StatusRecord): Promise<void> {
  if (isBlockAction(record) || of.ecosystem.listsReleases) await listProject(intake, of, () => newest(intake, summary));
}
