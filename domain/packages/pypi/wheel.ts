import type { ByteSource } from '../../contracts/byte-source';
import { Refusal } from '../../contracts/refusals';
import { readZip } from '../archive/zip';
import type { ArchiveLimits } from '../ecosystem';
import { type CoreMetadata, readCoreMetadata } from './core-metadata';
import { isRelease } from './filenames';

/** Files that installers need in `*.dist-info`. */
const REQUIRED = ['METADATA', 'RECORD', 'WHEEL'];
const DIST_INFO = /^([^/]+)\.dist-info\/([^/]+)$/;

export interface WheelFacts {
  readonly metadata: CoreMetadata;
  /** Exact bytes of `METADATA`, served beside the wheel (PEP 658). */
  readonly bytes: Buffer;
  readonly paths: readonly string[];
}

/** Reads a wheel's metadata, from the one `<name>-<version>.dist-info/` that it must have. */
export async function readWheel(
  release: { project: string; version: string },
  body: ByteSource,
  limits: ArchiveLimits,
): Promise<WheelFacts> {
  const { paths, kept } = await readZip(body, limits, (path) => DIST_INFO.exec(path)?.[2] === 'METADATA');
  const folder = distInfo(release, paths);
  for (const name of REQUIRED) {
    if (!paths.includes(`${folder}/${name}`)) missing(`no ${folder}/${name}`);
  }
  const bytes = kept.get(`${folder}/METADATA`) ?? missing(`a folder under the name ${folder}/METADATA`);
  return { metadata: readCoreMetadata(release, bytes), bytes, paths };
}

function distInfo(release: { project: string; version: string }, paths: readonly string[]): string {
  const folders = [...new Set(paths.map((path) => path.split('/')[0]!).filter((folder) => folder.endsWith('.dist-info')))];
  const [folder = missing('no .dist-info folder'), another] = folders;
  if (another !== undefined) missing(`more than one .dist-info folder (${folders.join(', ')})`);
  const [, project = '', version = ''] = /^(.+)-([^-]+)\.dist-info$/.exec(folder) ?? [];
  if (!isRelease(release, project, version)) {
    throw new Refusal(
      'METADATA_MISMATCH',
      `The wheel's metadata folder is of another release, got: ${JSON.stringify(folder)}, not of ${release.project} ${release.version}; build the wheel of this release again.`,
    );
  }
  return folder;
}

function missing(what: string): never {
  throw new Refusal('METADATA_MISSING', `The wheel has ${what}; build it again with an ordinary build tool.`);
}
