/** Brings what the edge functions know of a project's blocks in line with the project's summary. */
import { projectKey } from '../../../domain/contracts/keys';
import type { ProjectSummary } from '../../../domain/contracts/release';
import { blockEntries, isBlockAction } from '../../../domain/records/blocks';
import { getJson } from '../../shared/json';
import type { EdgeStore } from '../../shared/ports';
import { untilUndisturbed } from '../../shared/retry';
import type { Intake, ProjectOf } from './intake';

/** What CloudFront takes at once. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MOST_CHANGES = 50;

type Entries = ReadonlyMap<string, string | undefined>;

/**
 * One store after the other, each by itself: a run that ends between them is repeated, and finds the first one as it should be.
 */
export async function syncEdge(intake: Intake, of: ProjectOf, seen: ProjectSummary): Promise<void> {
  if (!seen.statuses?.some(isBlockAction)) return;
  for (const edge of intake.edges) await syncStore(edge, intake, of, seen);
}

/**
 * The store's revision is asked for before the summary is read, and written against: of several that do so at once, whoever writes last
 * has read the newest summary.
 */
async function syncStore(edge: EdgeStore, { records }: Intake, { ecosystem }: ProjectOf, seen: ProjectSummary): Promise<void> {
  await untilUndisturbed(`the edge's entries of ${ecosystem.name} ${seen.project}`, async () => {
    const revision = await edge.revision();
    const stored = await getJson<ProjectSummary>(records, projectKey(ecosystem.name, seen.project));
    const changes = await changesTo(edge, blockEntries(stored?.value ?? seen, ecosystem));
    return (await write(edge, changes, revision)) ? 'written' : undefined;
  });
}

async function changesTo(edge: EdgeStore, wanted: Entries): Promise<[string, string | undefined][]> {
  const changes: [string, string | undefined][] = [];
  for (const [key, value] of wanted) if ((await edge.get(key)) !== value) changes.push([key, value]);
  return changes;
}

/** @returns whether nobody else wrote in between */
async function write(edge: EdgeStore, changes: readonly [string, string | undefined][], revision: string): Promise<boolean> {
  let current: string | undefined = revision;
  for (let i = 0; i < changes.length && current !== undefined; i += MOST_CHANGES)
    current = await edge.update(new Map(changes.slice(i, i + MOST_CHANGES)), current);
  return current !== undefined;
}
