/** What the release records say that each file must be. */
import { RELEASES_PREFIX } from '../../../domain/contracts/keys';
import type { ReleaseRecord } from '../../../domain/contracts/release';
import { findEcosystem } from '../../../domain/packages/registry';
import { CliError, messageOf, printable } from '../failure';
import type { KeptBucket } from './buckets';
import { inParallel } from './in-parallel';

export interface ExpectedFile {
  /** Hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** Where a file is does not depend on what is in it. */
const NOTHING = Buffer.alloc(0);

/** By key. @throws CliError when a record cannot be read, because nothing could be held against it */
export async function expectedFiles(records: KeptBucket): Promise<Map<string, ExpectedFile>> {
  const expected = new Map<string, ExpectedFile>();
  await inParallel(await records.list(RELEASES_PREFIX), async ({ key }) => {
    for (const [path, file] of filesOf(await readRecord(records, key))) expected.set(path, file);
  });
  return expected;
}

async function readRecord(records: KeptBucket, key: string): Promise<ReleaseRecord> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of (await records.open(key))!.body) chunks.push(chunk);
    const record = JSON.parse(Buffer.concat(chunks).toString()) as Partial<ReleaseRecord>;
    if (record.schema === 1 && Array.isArray(record.files)) return record as ReleaseRecord;
    throw new Error('it has no schema 1 and files');
  } catch (error) {
    if (error instanceof Error && '$metadata' in error) throw error; // S3's own errors say more by themselves
    const why = printable(messageOf(error));
    throw new CliError(`The release record ${key} cannot be read, got: ${why}; look at its versions before you restore files`);
  }
}

function filesOf({ ecosystem, project, version, files }: ReleaseRecord): [key: string, ExpectedFile][] {
  const module = findEcosystem(ecosystem);
  if (!module)
    throw new CliError(`This version of the command does not know the ecosystem '${ecosystem}'; use the registry's own`);
  return files.map(({ name, size, digests: { sha256 } }) => [
    module.fileObject(project, { name }, NOTHING, version).key,
    { sha256, size },
  ]);
}
