/** From one uploaded file to what is stored beside it, and from files on a publisher's disk to their release. */
import type { ByteSource } from '../../contracts/byte-source';
import type { ArchiveLimits, FileFacts, ReleaseName } from '../ecosystem';
import { nativeCode, traits } from '../traits';
import { checkArchive } from './archives';
import { checkFileName, parseFileName, pomName } from './filenames';
import { checkGradleModule } from './gradle-module';
import { normaliseName } from './normalise';
import { checksumObjects } from './objects';
import { checkPgpSignature } from './pgp';
import { checkPom, readPom } from './pom';

/** Checks a file by its kind. */
export async function readFile(
  release: ReleaseName,
  { name }: { name: string },
  body: ByteSource,
  limits: ArchiveLimits,
): Promise<FileFacts> {
  const paths = await checkContent(release, name, body, limits);
  return { metadata: {}, ...traits(nativeCode(paths)), sideFiles: checksumObjects(release, name, body) };
}

/** @returns the paths inside, where it is an archive */
async function checkContent(
  release: ReleaseName,
  name: string,
  body: ByteSource,
  limits: ArchiveLimits,
): Promise<readonly string[]> {
  const { extension, signature } = checkFileName(release, name);
  if (signature) checkPgpSignature(body);
  else if (extension === 'pom') checkPom(release, body);
  else if (extension === 'module') checkGradleModule(release, body);
  else return checkArchive(release, extension, body, limits);
  return [];
}

/** A POM says it itself; other files are of the POM beside them that their name goes on from, and of the longest if of several. */
export function readName(fileName: string, beside: ReadonlyMap<string, Buffer>): ReleaseName | undefined {
  const poms = [...beside].filter(([name]) => name.endsWith('.pom')).sort(([a], [b]) => b.length - a.length);
  return poms.map(([name, body]) => releaseOfPom(name, body)).find((release) => release && parseFileName(release, fileName));
}

function releaseOfPom(name: string, body: Buffer): ReleaseName | undefined {
  try {
    const release = readPom(body);
    return normaliseName(release.project) !== undefined && pomName(release) === name ? release : undefined;
  } catch {
    return undefined;
  }
}
