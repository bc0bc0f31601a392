import type { ByteSource } from '../../contracts/byte-source';
import { Refusal } from '../../contracts/refusals';
import { refuseArchive } from '../archive/refuse';
import { readTarGz } from '../archive/tar-gz';
import type { ArchiveLimits } from '../ecosystem';

export interface Tarball {
  /** Bytes of `package.json`. */
  readonly manifest: Buffer;
  /** Paths in the one top folder, without it. */
  readonly paths: ReadonlySet<string>;
}

const MANIFEST = 'package.json';
/** Files at the root that clients act upon. */
const SPECIAL: ReadonlySet<string> = new Set([MANIFEST, 'npm-shrinkwrap.json', 'binding.gyp']);

/**
 * Reads a package's tarball. Clients drop the first segment of each path, whatever it is (`package`, but DefinitelyTyped's have the
 * package's name), so there may be only one; links are unpacked by some clients and left out by others, so there may be none.
 */
export async function readTarball(body: ByteSource, limits: ArchiveLimits): Promise<Tarball> {
  const isManifest = (path: string): boolean => /^[^/]+\/package\.json$/.test(path);
  const { paths, kept } = await readTarGz(body, limits, isManifest, 'none');
  const folder = topFolder(paths);
  const inside = new Set(paths.map((path) => path.slice(folder.length + 1)));
  inside.forEach(checkLookAlike);
  const manifest = kept.get(`${folder}/${MANIFEST}`) ?? missing(folder);
  return { manifest, paths: inside };
}

function topFolder(paths: readonly string[]): string {
  const [folder = refuseArchive('ARCHIVE_LAYOUT', 'it is empty'), another] = new Set(paths.map((path) => path.split('/')[0]!));
  if (another !== undefined) refuseArchive('ARCHIVE_LAYOUT', `it has more than one top folder or file (${folder}, ${another})`);
  return folder;
}

/** File systems that ignore case, or unify forms of Unicode, would put the one in the other's place. */
function checkLookAlike(path: string): void {
  const plain = path.normalize('NFKC').toLowerCase();
  if (SPECIAL.has(plain) && plain !== path)
    refuseArchive('ARCHIVE_AMBIGUOUS', `entry ${JSON.stringify(path)} could be taken for ${plain}`);
}

function missing(folder: string): never {
  throw new Refusal('METADATA_MISSING', `The package has no ${folder}/${MANIFEST}; build it again with 'npm pack'.`);
}
