/** Brings what the edge function knows of a project's blocks in line with the project's summary. */
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
 * The store's revision is asked for before the summary is read, and written against: of several that do so at once, whoever writes last
 * has read the newest summary.
 */
export async function syncEdge({ edge, records }: Intake, { ecosystem }: ProjectOf, seen: ProjectSummary): Promise<void> {
  if (!seen.statuses?.some(isBlockAction)) return;
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
