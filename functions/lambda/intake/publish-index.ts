/** Brings a project's summary and everything rendered from it up to date. Many may do so at once; the newest wins. */
import { REVISION_METADATA } from '../../../domain/contracts/cache-tags';
import { introductionKey, projectKey } from '../../../domain/contracts/keys';
import type { ProjectSummary, ReleaseRecord } from '../../../domain/contracts/release';
import type { Ecosystem, PublicObject } from '../../../domain/packages/ecosystem';
import { allVariants } from '../../../domain/packages/variants';
import { blockText, isBlockAction, visible, wholeBlock } from '../../../domain/records/blocks';
import { recordObject } from '../../../domain/records/ledger-documents';
import { addRelease } from '../../../domain/records/summary';
import { getJson, JSON_TYPE, type StoredJson, toJson } from '../../shared/json';
import { publicWrite } from '../../shared/public-write';
import { ifStill, untilUndisturbed } from '../../shared/retry';
import { contextOf, type Intake, type ProjectOf } from './intake';
import { listProject, writeConstants } from './shared-documents';
import { syncEdge } from './sync-edge';

/** What a release has changed. */
export interface Published {
  readonly summary: ProjectSummary;
  /** Whether documents that all projects share may tell of it. */
  readonly isListed: boolean;
}

/** @param beforeShown what must be said about the release, once it is in the summary, before any document names it */
export async function publishIndex(
  intake: Intake,
  ecosystem: Ecosystem,
  record: ReleaseRecord,
  beforeShown: () => Promise<void>,
): Promise<Published> {
  const of = { ecosystem, project: record.project };
  const summary = await changeSummary(intake, of, async (current) => {
    if (!current) await writeConstants(intake, ecosystem);
    return addRelease(current, record, (a, b) => ecosystem.compareVersions(a, b));
  });
  await beforeShown();
  await renderRelease(intake, ecosystem, record);
  await renderDocuments(intake, of, summary);
  const isListed = await listRelease(intake, of, summary, record);
  await syncEdge(intake, of, summary);
  return { summary, isListed };
}

/** The upload that saw to it that a project is listed. Can be lost: the next release then looks at the listings again. */
interface Introduction {
  readonly schema: 1;
  readonly upload: string;
}

/**
 * After the project's own documents, so that no listing names what is not there. Listings can be long, and most change with a
 * project's first release only: once one release has seen the project listed, no other one looks, unless a block may have undone it.
 * @returns whether the listings may tell of this release
 */
async function listRelease(intake: Intake, of: ProjectOf, summary: ProjectSummary, { upload }: ReleaseRecord): Promise<boolean> {
  const { listsReleases = false, listingKeys, name } = of.ecosystem;
  if (listingKeys.length === 0) return false;
  const toListings = async (): Promise<true> => {
    await listProject(intake, of, () => newest(intake, summary));
    return true;
  };
  if (listsReleases) return toListings();
  const key = introductionKey(name, of.project);
  return untilUndisturbed(key, async () => {
    const known = await getJson<Introduction>(intake.records, key);
    if (known && !summary.statuses?.some(isBlockAction)) return known.value.upload === upload;
    await toListings();
    if (known) return true;
    const body = toJson({ schema: 1, upload } satisfies Introduction);
    return (await intake.records.put(key, { body, contentType: JSON_TYPE, when: 'absent' })) === 'stored' ? true : undefined;
  });
}

/** Documents of a release alone are of a record that never changes. */
const RELEASE_REVISION = 1;

/** Writes the documents of a release alone. @param again as of {@link replaceOlder} */
export async function renderRelease(intake: Intake, ecosystem: Ecosystem, record: ReleaseRecord, again = false): Promise<void> {
  for (const object of [recordObject(record), ...(ecosystem.renderRelease?.(record) ?? [])])
    await replaceOlder(intake, object, RELEASE_REVISION, again);
}

/** @param change gives the next summary; the very same object when there is nothing to write */
export function changeSummary(
  { records }: Intake,
  { ecosystem, project }: ProjectOf,
  change: (current: ProjectSummary | undefined) => Promise<ProjectSummary>,
): Promise<ProjectSummary> {
  const key = projectKey(ecosystem.name, project);
  return untilUndisturbed(key, async () => {
    const current = await getJson<ProjectSummary>(records, key);
    const next = await change(current?.value);
    return next === current?.value || (await storeSummary(records, next, current)) ? next : undefined;
  });
}

async function storeSummary(
  records: Intake['records'],
  next: ProjectSummary,
  current: StoredJson<ProjectSummary> | undefined,
): Promise<boolean> {
  const key = projectKey(next.ecosystem, next.project);
  return (await records.put(key, { body: toJson(next), contentType: JSON_TYPE, when: ifStill(current) })) === 'stored';
}

/** Writes the project's own documents. @param again as of {@link replaceOlder} */
export async function renderDocuments(intake: Intake, of: ProjectOf, summary: ProjectSummary, again = false): Promise<void> {
  for (const object of documentsOf(intake, of, summary)) await replaceOlder(intake, object, summary.revision, again);
}

/** A project's documents. Of one that is blocked as a whole only the reason is left in them; readers get that from the edge. */
export function documentsOf(intake: Intake, { ecosystem, project }: ProjectOf, summary: ProjectSummary): readonly PublicObject[] {
  const block = wholeBlock(summary);
  const shown = block ? summary : visible(summary);
  const context = contextOf(intake, { ecosystem: ecosystem.name, project });
  const documents = allVariants((each) => ecosystem.renderProject(shown, each), context);
  if (!block) return documents;
  const body = Buffer.from(`${blockText(block)}\n`);
  const contentType = 'text/plain; charset=utf-8';
  return documents.map(({ key, cacheControl, tags }) => ({ key, body, contentType, cacheControl, tags }));
}

/** Another run may be further by now, and what it wrote into a shared document must not go back. */
export async function storedSummary({ records }: Intake, seen: ProjectSummary): Promise<ProjectSummary> {
  return (await getJson<ProjectSummary>(records, projectKey(seen.ecosystem, seen.project)))?.value ?? seen;
}

/** As readers may see it. */
export const newest = async (intake: Intake, seen: ProjectSummary): Promise<ProjectSummary> =>
  visible(await storedSummary(intake, seen));

/**
 * Writes an index document unless the stored one was rendered from this revision of the summary or a later one.
 * @param again also when it was rendered from this revision
 */
export async function replaceOlder({ packages }: Intake, object: PublicObject, revision: number, again = false): Promise<void> {
  const write = publicWrite(object);
  const metadata = { ...write.metadata, [REVISION_METADATA]: String(revision) };
  await untilUndisturbed(object.key, async () => {
    const stored = await packages.head(object.key);
    const newest = stored ? Number(stored.metadata[REVISION_METADATA]) : 0;
    if (newest > revision || (newest === revision && !again)) return 'newer';
    return (await packages.put(object.key, { ...write, metadata, when: ifStill(stored) })) === 'stored' ? 'stored' : undefined;
  });
}
