import type { ByteSource } from '../../contracts/byte-source';
import { Refusal } from '../../contracts/refusals';
import { refuseArchive } from '../archive/refuse';
import { readTarGz } from '../archive/tar-gz';
import type { ArchiveLimits } from '../ecosystem';
import { type CoreMetadata, readCoreMetadata } from './core-metadata';
import { isRelease } from './filenames';

const PKG_INFO = /^[^/]+\/PKG-INFO$/;

/** Reads `PKG-INFO` from the one top folder `<name>-<version>/` of a source distribution. */
export async function readSdist(
  release: { project: string; version: string },
  body: ByteSource,
  limits: ArchiveLimits,
): Promise<{ metadata: CoreMetadata; paths: readonly string[] }> {
  const { paths, kept } = await readTarGz(body, limits, (path) => PKG_INFO.test(path));
  const folder = topFolder(release, paths);
  const bytes = kept.get(`${folder}/PKG-INFO`);
  if (!bytes) {
    throw new Refusal(
      'METADATA_MISSING',
      `The source distribution has no ${folder}/PKG-INFO; build it again with an ordinary build tool.`,
    );
  }
  return { metadata: readCoreMetadata(release, bytes), paths };
}

function topFolder(release: { project: string; version: string }, paths: readonly string[]): string {
  const folders = [...new Set(paths.map((path) => path.split('/')[0]!))];
  const [folder = refuseArchive('ARCHIVE_LAYOUT', 'it is empty'), another] = folders;
  if (another !== undefined)
    refuseArchive('ARCHIVE_LAYOUT', `it has more than one top folder (${folders.slice(0, 5).join(', ')})`);
  const [, project = '', version = ''] = /^(.+)-([^-]+)$/.exec(folder) ?? [];
  if (!isRelease(release, project, version)) {
    throw new Refusal(
      'METADATA_MISMATCH',
      `The top folder is of another release, got: ${JSON.stringify(folder)}, not of ${release.project} ${release.version}; build the source distribution of this release again.`,
    );
  }
  return folder;
}
