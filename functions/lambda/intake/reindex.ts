/** Makes a project's summary and documents anew from what is on record, byte for byte as they were, and what is lost of the ledger's. */
import { projectKey, releasesOf, statusesOf } from '../../../domain/contracts/keys';
import type { ProjectSummary, ReleaseRecord, StatusRecord } from '../../../domain/contracts/release';
import { type ProjectRecords, summarise } from '../../../domain/records/summary';
import { JSON_TYPE, toJson } from '../../shared/json';
import type { ObjectStore } from '../../shared/ports';
import { ifStill, untilUndisturbed } from '../../shared/retry';
import { newestEntry } from './append-ledger';
import type { Intake, ProjectOf } from './intake';
import { publishAdvisories } from './osv';
import { newest, renderDocuments, renderRelease } from './publish-index';
import { restoreLedger } from './publish-ledger';
import { restorePages } from './publish-pages';
import { readAll } from './read-all';
import { listProject, writeConstants } from './shared-documents';
import { syncEdge } from './sync-edge';

/**
 * @param of the project may be named by its segment of keys
 * @returns the summary; undefined for a project without releases
 */
export async function reindex(intake: Intake, of: ProjectOf): Promise<ProjectSummary | undefined> {
  const summary = await rebuildSummary(intake, of);
  if (!summary) return undefined;
  const { ecosystem } = of;
  await writeConstants(intake, ecosystem);
  for (const { status: _status, ...release } of summary.releases) await renderRelease(intake, ecosystem, release, true);
  await syncEdge(intake, of, summary);
  await renderDocuments(intake, of, summary, true);
  await listProject(intake, of, () => newest(intake, summary));
  await publishAdvisories(intake, of, summary, undefined, true);
  await restoreLedger(intake, await newestEntry(intake));
  await restorePages(intake, of, summary);
  return summary;
}

/** The stored summary is seen before the records are: what is added in between changes it, and all is read again. */
function rebuildSummary({ records }: Intake, { ecosystem, project }: ProjectOf): Promise<ProjectSummary | false> {
  const key = projectKey(ecosystem.name, project);
  return untilUndisturbed(key, async () => {
    const current = await records.head(key);
    const found = await readRecords(records, ecosystem.name, project);
    if (found.releases.length === 0) return false;
    const summary = summarise(found, (a, b) => ecosystem.compareVersions(a, b));
    const written = await records.put(key, { body: toJson(summary), contentType: JSON_TYPE, when: ifStill(current) });
    return written === 'stored' ? summary : undefined;
  });
}

const readRecords = async (records: ObjectStore, ecosystem: string, project: string): Promise<ProjectRecords> => ({
  releases: await readAll<ReleaseRecord>(records, releasesOf(ecosystem, project)),
  statuses: await readAll<StatusRecord>(records, statusesOf(ecosystem, project)),
});
