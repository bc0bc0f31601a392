/** Brings a project's summary and everything rendered from it up to date. Many may do so at once; the newest wins. */
import { REVISION_METADATA } from '../../../domain/contracts/cache-tags';
import { projectKey } from '../../../domain/contracts/keys';
import type { ProjectSummary, ReleaseRecord } from '../../../domain/contracts/release';
import type { Ecosystem, PublicObject, RenderContext } from '../../../domain/packages/ecosystem';
import { addRelease } from '../../../domain/records/summary';
import { getJson, JSON_TYPE, toJson } from '../../shared/json';
import { untilUndisturbed } from '../../shared/retry';
import type { Intake } from './intake';
import { publicWrite } from './promote';

export async function publishIndex(intake: Intake, ecosystem: Ecosystem, record: ReleaseRecord): Promise<ProjectSummary> {
  const summary = await updateSummary(intake, ecosystem, record);
  const objects = [...(ecosystem.renderRelease?.(record) ?? []), ...ecosystem.renderProject(summary, contextOf(intake))];
  for (const object of objects) await replaceOlder(intake, object, summary.revision);
  return summary;
}

function updateSummary(intake: Intake, ecosystem: Ecosystem, record: ReleaseRecord): Promise<ProjectSummary> {
  const key = projectKey(record.ecosystem, record.project);
  return untilUndisturbed(key, async () => {
    const current = await getJson<ProjectSummary>(intake.records, key);
    // Before the summary: a project with a summary is known to be listed, and no other release needs to look.
    const next = addRelease(current?.value, record, (a, b) => ecosystem.compareVersions(a, b));
    if (!current) await listProject(intake, ecosystem, next);
    if (next === current?.value) return next;
    const when = current ? { etag: current.etag } : 'absent';
    const written = await intake.records.put(key, { body: toJson(next), contentType: JSON_TYPE, when });
    return written === 'stored' ? next : undefined;
  });
}

const contextOf = ({ publicUrl }: Intake): RenderContext => ({ publicUrl });

/** Writes an index document unless the stored one was rendered from this revision of the summary or a later one. */
async function replaceOlder({ packages }: Intake, object: PublicObject, revision: number): Promise<void> {
  const write = publicWrite(object);
  const metadata = { ...write.metadata, [REVISION_METADATA]: String(revision) };
  await untilUndisturbed(object.key, async () => {
    const stored = await packages.head(object.key);
    if (stored && Number(stored.metadata[REVISION_METADATA]) >= revision) return 'newer';
    const when = stored ? { etag: stored.etag } : 'absent';
    return (await packages.put(object.key, { ...write, metadata, when })) === 'stored' ? 'stored' : undefined;
  });
}

async function listProject(intake: Intake, ecosystem: Ecosystem, summary: ProjectSummary): Promise<void> {
  const { packages } = intake;
  for (const key of ecosystem.listingKeys) {
    await untilUndisturbed(key, async () => {
      const stored = await packages.get(key);
      const listing = ecosystem.renderListing(key, stored?.body, summary, contextOf(intake));
      if (!listing) return 'listed';
      const when = stored ? { etag: stored.etag } : 'absent';
      return (await packages.put(key, { ...publicWrite(listing), when })) === 'stored' ? 'stored' : undefined;
    });
  }
}
