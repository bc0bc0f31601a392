/** Puts a release aside for a person to decide: nothing of it is public, and nothing of it is lost. */
import { heldKey, uploadKey } from '../../../domain/contracts/keys';
import type { HeldVerdict, Manifest } from '../../../domain/contracts/release';
import type { Finding } from '../../../domain/contracts/screening';
import { type Decision, eventId } from '../../../domain/records/decision';
import type { Listing } from '../../shared/ports';
import type { Intake, Release } from './intake';

/** No version is claimed: of several held uploads of one version, and a good one, the first that is let through gets it. */
export async function hold(
  intake: Intake,
  { id, manifest }: Release,
  listing: Listing,
  findings: readonly Finding[],
): Promise<Omit<Decision, 'sequence'>> {
  await keep(intake, id, listing);
  const { version } = manifest;
  const rules = findings.map(({ rule }) => rule);
  return {
    schema: 1,
    verdict: { schema: 1, outcome: 'held', ...id, version, at: intake.clock().toISOString(), findings, files: filesOf(manifest) },
    event: { id: eventId(id), kind: 'release.held', ...id, version, findings: rules },
    findings,
    tags: [],
  };
}

/** What is approved must be what was held. */
export const filesOf = ({ files }: Manifest): HeldVerdict['files'] =>
  files.map(({ name, size, sha256 }) => ({ name, size, sha256 }));

/** All of the upload. What an earlier try has copied is not copied again, so that each try comes further. */
async function keep({ staging }: Intake, id: Release['id'], { objects }: Listing): Promise<void> {
  const kept = new Set((await staging.list(heldKey(id, ''))).objects.map(({ key }) => key));
  for (const { key } of objects) {
    const to = heldKey(id, key.slice(uploadKey(id, '').length));
    if (!kept.has(to)) await staging.copy(key, to);
  }
}
