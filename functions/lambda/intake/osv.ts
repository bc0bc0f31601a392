/** Publishes advisories about what is yanked or blocked. All of them can be lost: a reindex makes them anew. */
import type { ProjectSummary, StatusRecord } from '../../../domain/contracts/release';
import { advisoriesOf, type RevisedAdvisory } from '../../../domain/records/osv';
import { advisoryObject, FEED_KEY, feedWith } from '../../../domain/records/osv-documents';
import { publicWrite } from '../../shared/public-write';
import { ifStill, untilUndisturbed } from '../../shared/retry';
import type { Intake, ProjectOf } from './intake';
import { replaceOlder, storedSummary } from './publish-index';

/**
 * @param only advisories that such a record is part of. @default - all of the project
 * @param again writes them even where they are as new
 */
export async function publishAdvisories(
  intake: Intake,
  of: ProjectOf,
  summary: ProjectSummary,
  only?: (record: StatusRecord) => boolean,
  again = false,
): Promise<void> {
  const found = advisoriesOf(summary, of.ecosystem, intake, only);
  if (found.length === 0) return;
  for (const { advisory, revision } of found) await replaceOlder(intake, advisoryObject(advisory), revision, again);
  await listAdvisories(intake, async () => advisoriesOf(await storedSummary(intake, summary), of.ecosystem, intake, only));
}

/** The list is read before the summary is: whoever writes it knows all that is in it already. */
async function listAdvisories({ packages }: Intake, advisoriesNow: () => Promise<readonly RevisedAdvisory[]>): Promise<void> {
  await untilUndisturbed(FEED_KEY, async () => {
    const stored = await packages.get(FEED_KEY);
    const advisories = (await advisoriesNow()).map(({ advisory }) => advisory);
    const feed = feedWith(stored?.body, advisories);
    if (!feed) return 'listed';
    return (await packages.put(FEED_KEY, { ...publicWrite(feed), when: ifStill(stored) })) === 'stored' ? 'stored' : undefined;
  });
}
