/** Everything that is known about one file after its bytes were read. One file is on the disk at a time, and none in memory. */
import { MANIFEST_NAME, uploadKey } from '../../../domain/contracts/keys';
import { Refusal } from '../../../domain/contracts/refusals';
import type { FileRecord, ManifestFile } from '../../../domain/contracts/release';
import type { PublicObject } from '../../../domain/packages/ecosystem';
import { traits } from '../../../domain/packages/traits';
import { artifactFrom } from '../../../domain/signing/artifact';
import { sourceOf } from '../../../domain/signing/watch';
import type { ScratchFile, Write } from '../../shared/ports';
import { checkPgpSignature, checkSigners } from './check-signatures';
import type { Intake, Release } from './intake';
import { withStaged } from './receive';

/** A public object that may be a whole file. */
export type ObjectToStore = Omit<PublicObject, 'body'> & Pick<Write, 'body'>;

export interface ExaminedFile {
  readonly record: Omit<FileRecord, 'countersignature'>;
  /** The file and all that is stored beside it. */
  readonly objects: readonly ObjectToStore[];
}

/** Where a file goes to does not depend on what is in it. */
const NOTHING = Buffer.alloc(0);

/**
 * Reads a file and its bundles, and checks digest, every signature, and the archive inside, in this order: an archive that nobody
 * vouches for is not opened.
 * @param use is called while the file is there
 * @throws Refusal naming the file
 */
export function withExamined<T>(
  intake: Intake,
  release: Release,
  file: ManifestFile,
  use: (examined: ExaminedFile) => Promise<T>,
): Promise<T> {
  return withStaged(intake, release, file.name, async (body) => use(await examineFile(intake, release, file, body)));
}

async function examineFile(intake: Intake, release: Release, file: ManifestFile, body: ScratchFile): Promise<ExaminedFile> {
  try {
    return await examine(intake, release, file, body);
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(error.code, error.message, file.name) : error;
  }
}

async function examine(intake: Intake, release: Release, file: ManifestFile, body: ScratchFile): Promise<ExaminedFile> {
  const { digests, size } = body;
  if (digests.sha256 !== file.sha256) {
    throw new Refusal(
      'DIGEST_MISMATCH',
      `File '${file.name}' has SHA-256 ${digests.sha256}, ${MANIFEST_NAME} says ${file.sha256}; upload again.`,
    );
  }
  const bundles = await readBundles(intake, release, file);
  const [signer, ...coSigners] = checkSigners(intake, release, bundles, artifactFrom(body, digests));
  const pgpKey = await checkPgpSignature(intake, release, file.name, body);
  const { ecosystem, manifest } = release;
  const { limits } = intake.policy;
  const facts = await ecosystem.readFile(manifest, file, body, { ...limits, maxEntries: limits.maxArchiveEntries });
  const source = sourceOf(bundles);
  const beside = ecosystem.readBundles(manifest.project, file, bundles, manifest.version);
  const object = ecosystem.fileObject(manifest.project, file, NOTHING, manifest.version);
  return {
    record: {
      name: file.name,
      size,
      digests,
      signer: signer!,
      ...(coSigners.length && { coSigners }),
      ...(pgpKey !== undefined && { pgpKey }),
      bundles: file.bundles,
      metadata: { ...facts.metadata, ...beside.metadata },
      ...traits(facts.traits ?? {}, source === undefined ? {} : { source }),
    },
    objects: [{ ...object, body }, ...facts.sideFiles, ...beside.sideFiles],
  };
}

async function readBundles({ staging }: Intake, { id }: Release, file: ManifestFile): Promise<Buffer[]> {
  const bundles: Buffer[] = [];
  for (const name of file.bundles) {
    const stored = await staging.get(uploadKey(id, name));
    if (!stored) throw new Error(`${uploadKey(id, name)} was listed and is gone.`);
    bundles.push(stored.body);
  }
  return bundles;
}
