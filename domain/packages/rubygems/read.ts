/** From one uploaded gem to what is recorded and stored beside it. */
import { type ByteSource, inMemory } from '../../contracts/byte-source';
import { Refusal } from '../../contracts/refusals';
import type { ArchiveLimits, FileFacts, ReleaseName } from '../ecosystem';
import { installHook, traits } from '../traits';
import { metadataOf } from './file-metadata';
import { checkFileName, fullName, parseFileName } from './filenames';
import { readGem, readGemspec } from './gem-file';
import type { Gemspec } from './gemspec';
import { quickObject } from './objects';
import { quickGemspec } from './quick';

export async function readFile(
  release: ReleaseName,
  file: { name: string },
  body: ByteSource,
  limits: ArchiveLimits,
): Promise<FileFacts> {
  checkFileName(release, file.name);
  const gemspec = await readGem(body, limits);
  checkFullName(gemspec, file.name);
  const name = file.name.replace(/\.gem$/, '');
  const [extension] = gemspec.extensions ?? [];
  return {
    metadata: metadataOf(gemspec),
    ...traits(installHook(extension)),
    sideFiles: [quickObject(release.project, name, quickGemspec(gemspec))],
  };
}

function checkFullName(gemspec: Gemspec, fileName: string): void {
  const expected = `${fullName({ project: gemspec.name, ...gemspec })}.gem`;
  if (expected === fileName) return;
  throw new Refusal(
    'METADATA_MISMATCH',
    `The metadata inside the gem is of another file, got: ${JSON.stringify(expected)}, not ${JSON.stringify(fileName)}; build the gem of this release again.`,
  );
}

/** What the metadata says, as names of gems can be read in more than one way. */
export async function readName(fileName: string, body: Buffer): Promise<ReleaseName | undefined> {
  if (!fileName.endsWith('.gem')) return undefined;
  try {
    const { name: project, version } = await readGemspec(inMemory(body));
    return { project, version };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // The file name tells which release is refused, and the intake tells why.
    const parsed = parseFileName(fileName);
    return parsed && { project: parsed.project, version: parsed.version };
  }
}
