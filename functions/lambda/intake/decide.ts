/** From an upload to a decision. What is accepted is public when this returns; what is refused is in quarantine, what is held is kept. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { indexTag, listingTag } from '../../../domain/contracts/cache-tags';
import { projectSegment, releaseKey, type UploadId, uploadKey } from '../../../domain/contracts/keys';
import { Refusal } from '../../../domain/contracts/refusals';
import type { AcceptedVerdict, HeldVerdict, Manifest, ReleaseRecord } from '../../../domain/contracts/release';
import { type Decision, eventId } from '../../../domain/records/decision';
import { toJson } from '../../shared/json';
import type { Listing } from '../../shared/ports';
import { applyActive, checkBlocks } from './blocks';
import { checkListing } from './check-listing';
import { checkScans } from './check-scans';
import { claimVersion, readClaim } from './claim';
import { type ExaminedFile, withExamined } from './examine-file';
import { filesOf, hold } from './hold';
import type { Intake, Release, Upload } from './intake';
import { promote } from './promote';
import { publishIndex } from './publish-index';
import { quarantine } from './quarantine';
import { checkManifest, readManifest } from './read-release';
import { findSigns, graveSigns, isHeld, withSigns } from './signs';

type Decided = Omit<Decision, 'sequence'>;

export async function decide(intake: Intake, upload: Upload): Promise<Decided> {
  const listing = await intake.staging.list(uploadKey(upload.id, ''));
  const manifest = await orRefusal(() => readManifest(intake, upload, listing));
  if (manifest instanceof Refusal) return refuse(intake, upload, listing, manifest);
  if (upload.approved) assertSame(manifest, upload.approved);
  const release = await orRefusal(() => checkManifest(intake, upload, manifest));
  if (release instanceof Refusal) return refuse(intake, upload, listing, release, manifest);
  const signs = await orRefusal(async () => {
    checkListing(release, listing, intake.policy.limits);
    const unscanned = await checkScans(intake, upload, release);
    const files: Examined[] = [];
    for (const file of release.manifest.files)
      files.push(await withExamined(intake, release, file, ({ record }) => Promise.resolve(record)));
    await checkBlocks(intake, release, files);
    return findSigns(intake, upload, release, files, unscanned);
  });
  if (signs instanceof Refusal) return refuseUnclaimed(intake, upload, listing, signs, release);
  const grave = graveSigns(signs);
  if (grave) return withSigns(await refuse(intake, upload, listing, grave, manifest), signs, upload);
  if (isHeld(signs)) return hold(intake, release, listing, signs.findings);
  const claim = await orRefusal(() => claimVersion(intake, release, signs.findings));
  if (claim instanceof Refusal) return refuseUnclaimed(intake, upload, listing, claim, release);
  const record = await promote(intake, release, claim);
  const { isListed } = await publishIndex(intake, release.ecosystem, record, () =>
    applyActive(intake, { ecosystem: release.ecosystem, project: record.project }, record),
  );
  const decided = accepted(release, record, isListed);
  return withSigns(decided, signs, upload);
}

type Examined = ExaminedFile['record'];

/** Only what the checks find against an upload becomes a value; an error of ours stays one. */
async function orRefusal<T>(check: () => T | Promise<T>): Promise<T | Refusal> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

async function refuseUnclaimed(
  intake: Intake,
  upload: Upload,
  listing: Listing,
  refusal: Refusal,
  release: Release,
): Promise<Decided> {
  await assertNotClaimed(intake, release, refusal);
  return refuse(intake, upload, listing, refusal, release.manifest);
}

/** A policy that changed between two tries must not refuse what the first try has begun to publish. */
async function assertNotClaimed(intake: Intake, release: Release, refusal: Refusal): Promise<void> {
  const claim = await readClaim(intake, release);
  if (claim?.upload !== release.id.upload) return;
  throw new Error(
    `Upload ${eventId(release.id)} was accepted at ${claim.at} and is refused now (${refusal.code}): ${refusal.message}`,
  );
}

/** Nobody but the intake writes where held uploads are; should it happen all the same, nothing is released. */
function assertSame(manifest: Manifest, approved: HeldVerdict): void {
  if (manifest.version === approved.version && isDeepStrictEqual(filesOf(manifest), approved.files)) return;
  throw new Error(`What is kept of upload ${approved.upload} is not what was held and approved.`);
}

/** Puts the upload into quarantine and says why. */
export async function refuse(
  intake: Intake,
  upload: Upload,
  listing: Listing,
  refusal: Refusal,
  manifest?: Manifest,
): Promise<Decided> {
  const id = named(upload.id, manifest);
  await quarantine(intake, id, listing);
  const { code, message: reason, file } = refusal;
  return {
    schema: 1,
    verdict: {
      schema: 1,
      outcome: 'refused',
      ...id,
      at: intake.clock().toISOString(),
      code,
      reason,
      ...(file !== undefined && { file }),
    },
    event: { id: eventId(id), kind: 'release.refused', ...id, ...(manifest && { version: manifest.version }), code },
    tags: [],
  };
}

/** With the project's own name, where the manifest tells it. */
const named = (id: UploadId, manifest: Manifest | undefined): UploadId =>
  manifest && projectSegment(manifest.project) === projectSegment(id.project) ? { ...id, project: manifest.project } : id;

function accepted({ id, ecosystem }: Release, record: ReleaseRecord, listed: boolean): Decided {
  const { project, version } = record;
  const key = releaseKey(record.ecosystem, project, version);
  const sha256 = createHash('sha256').update(toJson(record)).digest('hex');
  const tags = [indexTag(record.ecosystem, project), ...(listed ? [listingTag(record.ecosystem)] : [])];
  return {
    schema: 1,
    verdict: verdictOf(ecosystem, record),
    event: { id: eventId(id), kind: 'release.accepted', ...id, version, record: { key, sha256 } },
    tags,
  };
}

const verdictOf = (ecosystem: Release['ecosystem'], record: ReleaseRecord): AcceptedVerdict => ({
  schema: 1,
  outcome: 'accepted',
  ecosystem: record.ecosystem,
  project: record.project,
  version: record.version,
  upload: record.upload,
  at: record.publishedAt,
  indexPath: ecosystem.indexPath(record.project),
  files: record.files.map(({ name, digests }) => ({
    name,
    sha256: digests.sha256,
    path: ecosystem.filePath(record.project, name, record.version),
  })),
});
