/** Documents that all projects of an ecosystem share. */
import type { ProjectSummary } from '../../../domain/contracts/release';
import type { Ecosystem } from '../../../domain/packages/ecosystem';
import { untilUndisturbed } from '../../shared/retry';
import { contextOf, type Intake, type ProjectOf } from './intake';
import { publicWrite } from './promote';

/** @param summaryNow is asked after the document was read, so that whatever is in the document is not newer */
export async function listProject(
  intake: Intake,
  { ecosystem }: ProjectOf,
  summaryNow: () => Promise<ProjectSummary>,
): Promise<void> {
  const { packages } = intake;
  for (const key of ecosystem.listingKeys) {
    await untilUndisturbed(key, async () => {
      const stored = await packages.get(key);
      const listing = ecosystem.renderListing(key, stored?.body, await summaryNow(), contextOf(intake));
      if (!listing) return 'listed';
      const when = stored ? { etag: stored.etag } : 'absent';
      return (await packages.put(key, { ...publicWrite(listing), when })) === 'stored' ? 'stored' : undefined;
    });
  }
}

export async function writeConstants(intake: Intake, ecosystem: Ecosystem): Promise<void> {
  if (!ecosystem.constants) return;
  const { keyId } = intake.signer;
  const signingKey = { keyId, publicKey: await intake.signer.publicKey() };
  for (const object of ecosystem.constants({ ...contextOf(intake), signingKey }))
    await intake.packages.put(object.key, publicWrite(object));
}
