/** Dist archives: a package's files, in one folder or at the root. */
import type { ByteSource } from '../../contracts/byte-source';
import { Refusal } from '../../contracts/refusals';
import { refuseArchive } from '../archive/refuse';
import { readZip } from '../archive/zip';
import type { ArchiveLimits } from '../ecosystem';

const NAME = 'composer.json';

/** Bytes of the package's composer.json. Composer takes a folder that is alone at the root for the root. */
export async function readDist(body: ByteSource, limits: ArchiveLimits): Promise<Buffer> {
  const { paths, kept } = await readZip(body, limits, (path) => /^(?:[^/]+\/)?composer\.json$/.test(path));
  const tops = [...new Set(paths.map((path) => path.split('/')[0]!))];
  if (tops.length === 0) refuseArchive('ARCHIVE_LAYOUT', 'it is empty');
  const found = kept.get(NAME) ?? (tops.length === 1 ? kept.get(`${tops[0]}/${NAME}`) : undefined);
  if (found) return found;
  throw new Refusal(
    'METADATA_MISSING',
    `The archive has no ${NAME} at its root or in its only folder, got: ${tops.slice(0, 5).join(', ')}; add one with the package's name.`,
  );
}
