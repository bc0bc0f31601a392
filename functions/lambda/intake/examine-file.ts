/** Everything that is known about one file after its bytes were read. One file is in memory at a time. */
import { createHash } from 'node:crypto';
import { MANIFEST_NAME, uploadKey } from '../../../domain/contracts/keys';
import { Refusal } from '../../../domain/contracts/refusals';
import type { Digests, FileRecord, ManifestFile } from '../../../domain/contracts/release';
import type { PublicObject } from '../../../domain/packages/ecosystem';
import { traits } from '../../../domain/packages/traits';
import { sourceOf } from '../../../domain/signing/watch';
import { checkPgpSignature, checkSigners, pgpSubject } from './check-signatures';
import type { Intake, Release } from './intake';

export interface ExaminedFile {
  readonly record: Omit<FileRecord, 'countersignature'>;
  /** The file and all that is stored beside it. */
  readonly objects: readonly PublicObject[];
}

/**
 * Reads a file and its bundles, and checks digest, every signature, and the archive inside, in this order: an archive that nobody
 * vouches for is not opened.
 * @throws Refusal naming the file
 */
export async function examineFile(intake: Intake, release: Release, file: ManifestFile): Promise<ExaminedFile> {
  try {
    return await examine(intake, release, file);
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(error.code, error.message, file.name) : error;
  }
}

async function examine(intake: Intake, release: Release, file: ManifestFile): Promise<ExaminedFile> {
  const body = await readStaged(intake, release, file.name);
  const digests = digestsOf(body);
  if (digests.sha256 !== file.sha256) {
    throw new Refusal(
      'DIGEST_MISMATCH',
      `File '${file.name}' has SHA-256 ${digests.sha256}, ${MANIFEST_NAME} says ${file.sha256}; upload again.`,
    );
  }
  const bundles = await readBundles(intake, release, file);
  const [signer, ...coSigners] = checkSigners(intake, release, bundles, body);
  const subject = pgpSubject(release, file.name);
  const pgpKey =
    subject === undefined
      ? undefined
      : checkPgpSignature(release.policy.pgp!, body, await readStaged(intake, release, subject), intake.clock());
  const { ecosystem, manifest } = release;
  const { limits } = intake.policy;
  const facts = await ecosystem.readFile(manifest, file, body, { ...limits, maxEntries: limits.maxArchiveEntries });
  const source = sourceOf(bundles);
  const beside = ecosystem.readBundles(manifest.project, file, bundles, manifest.version);
  return {
    record: {
      name: file.name,
      size: body.length,
      digests,
      signer: signer!,
      ...(coSigners.length && { coSigners }),
      ...(pgpKey !== undefined && { pgpKey }),
      bundles: file.bundles,
      metadata: { ...facts.metadata, ...beside.metadata },
      ...traits(facts.traits ?? {}, source === undefined ? {} : { source }),
    },
    objects: [ecosystem.fileObject(manifest.project, file, body, manifest.version), ...facts.sideFiles, ...beside.sideFiles],
  };
}

async function readStaged({ staging }: Intake, { id }: Release, name: string): Promise<Buffer> {
  const stored = await staging.get(uploadKey(id, name));
  if (!stored) throw new Error(`${uploadKey(id, name)} was listed and is gone.`);
  return stored.body;
}

async function readBundles(intake: Intake, release: Release, file: ManifestFile): Promise<Buffer[]> {
  const bundles: Buffer[] = [];
  for (const name of file.bundles) bundles.push(await readStaged(intake, release, name));
  return bundles;
}

function digestsOf(body: Buffer): Digests {
  const hex = (algorithm: string): string => createHash(algorithm).update(body).digest('hex');
  return { md5: hex('md5'), sha256: hex('sha256'), sha512: hex('sha512') };
}
