import { claimKey } from '../../../domain/contracts/keys';
import { Refusal } from '../../../domain/contracts/refusals';
import type { Finding } from '../../../domain/contracts/screening';
import type { Claim } from '../../../domain/records/decision';
import { getJson, JSON_TYPE, toJson } from '../../shared/json';
import type { Intake, Release } from './intake';

const keyOf = ({ manifest, ecosystem }: Release): string =>
  claimKey(manifest.ecosystem, manifest.project, ecosystem.versionIdentity(manifest.version));

/**
 * Makes a version this upload's own. Of any number of uploads of one version exactly one succeeds, before anything is public.
 * @returns the claim: of this run, or of an earlier run for the same upload
 * @throws Refusal VERSION_EXISTS
 */
export async function claimVersion(intake: Intake, release: Release, findings: readonly Finding[] = []): Promise<Claim> {
  const { id, manifest } = release;
  const signs = findings.length > 0 && { findings };
  const claim: Claim = { schema: 1, upload: id.upload, version: manifest.version, at: intake.clock().toISOString(), ...signs };
  const written = await intake.records.put(keyOf(release), { body: toJson(claim), contentType: JSON_TYPE, when: 'absent' });
  const owner = written === 'stored' ? claim : await readClaim(intake, release);
  if (!owner) throw new Error(`${keyOf(release)} was there when it was claimed, and is gone.`);
  if (owner.upload === id.upload) return owner;
  throw new Refusal(
    'VERSION_EXISTS',
    `Version ${manifest.version} of ${manifest.ecosystem} project '${manifest.project}' exists already, released as ${owner.version} by another upload; released versions never change, choose a new version.`,
  );
}

export const readClaim = async ({ records }: Intake, release: Release): Promise<Claim | undefined> =>
  (await getJson<Claim>(records, keyOf(release)))?.value;
