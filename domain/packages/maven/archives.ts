/** Archives of a release: every entry is read, and what Maven left inside is held against the release. */
import type { ByteSource } from '../../contracts/byte-source';
import { Refusal } from '../../contracts/refusals';
import { readTarGz } from '../archive/tar-gz';
import { readZip } from '../archive/zip';
import type { ArchiveLimits, ReleaseName } from '../ecosystem';
import { coordinatesOf } from './coordinates';

const ZIP: ReadonlySet<string> = new Set(['jar', 'war', 'ear', 'aar', 'rar', 'zip', 'klib', 'nbm', 'hpi', 'jpi']);
const TAR_GZ: ReadonlySet<string> = new Set(['tar.gz', 'tgz']);
const ZIP_MAGIC = Buffer.from('PK\u0003\u0004', 'latin1');

/**
 * Reads what is an archive by its extension, or is a zip by its first bytes; any other file is left unopened.
 * @returns the paths inside
 */
export async function checkArchive(
  release: ReleaseName,
  extension: string,
  body: ByteSource,
  limits: ArchiveLimits,
): Promise<readonly string[]> {
  if (TAR_GZ.has(extension)) return (await readTarGz(body, limits, () => false)).paths;
  const isZip = ZIP.has(extension) || body.read(0, ZIP_MAGIC.length).equals(ZIP_MAGIC);
  return isZip ? checkZip(release, body, limits) : [];
}

/** A jar may hold the properties of others that were merged into it, but its own must be of this release. */
async function checkZip(release: ReleaseName, body: ByteSource, limits: ArchiveLimits): Promise<readonly string[]> {
  const { group, artifact } = coordinatesOf(release.project);
  const own = `META-INF/maven/${group}/${artifact}/pom.properties`;
  const { kept, paths } = await readZip(body, limits, (path) => path === own, 'in-place');
  const version = /^version[ \t]*[=:](.*)$/m.exec(kept.get(own)?.toString('latin1') ?? '')?.[1]?.trim();
  if (version === undefined || version === release.version) return paths;
  throw new Refusal(
    'METADATA_MISMATCH',
    `${own} inside the archive is of another release, got: ${JSON.stringify(version)}, not ${release.version}; build the archive of this release again.`,
  );
}
