/** From one uploaded crate file to what is recorded of it. */
import { Refusal } from '../../contracts/refusals';
import { invalidArchive } from '../archive/refuse';
import { readTarGz } from '../archive/tar-gz';
import type { ArchiveLimits, FileFacts, ReleaseName } from '../ecosystem';
import { type CrateFacts, factsOf } from './crate-facts';
import { checkFileName, type FileName } from './filenames';
import { readManifest } from './manifest';

/** Every refusal names the file. */
export async function readFile(
  release: ReleaseName,
  file: { name: string },
  body: Buffer,
  limits: ArchiveLimits,
): Promise<FileFacts> {
  const named = checkFileName(release, file.name);
  try {
    const metadata: CrateFacts = await readCrate(named, body, limits);
    return { metadata, sideFiles: [] };
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(error.code, error.message, file.name) : error;
  }
}

async function readCrate(named: FileName, body: Buffer, limits: ArchiveLimits): Promise<CrateFacts> {
  const folder = `${named.crate}-${named.version}`;
  const manifest = `${folder}/Cargo.toml`;
  const { paths, kept } = await readTarGz(body, limits, (path) => path === manifest);
  checkPaths(paths, folder);
  const bytes = kept.get(manifest);
  if (!bytes) throw new Refusal('METADATA_MISSING', `The crate has no file ${manifest}; package it again with 'cargo package'.`);
  const facts = readManifest(bytes);
  if (facts.package.name !== named.crate || facts.package.version !== named.version) {
    throw new Refusal(
      'METADATA_MISMATCH',
      `Cargo.toml inside the crate is of another release, got: ${JSON.stringify(facts.package.name)} ${JSON.stringify(facts.package.version)}, not ${named.crate} ${named.version} as its file name says; package this release again.`,
    );
  }
  return factsOf(facts);
}

/** cargo unpacks nothing beside the one folder; on some systems it could not tell `cargo.toml` from `Cargo.toml`. */
function checkPaths(paths: readonly string[], folder: string): void {
  const outside = paths.find((path) => path !== folder && !path.startsWith(`${folder}/`));
  if (outside !== undefined) invalidArchive(`entry ${JSON.stringify(outside)} is not below ${folder}/`);
  const seen = new Map<string, string>();
  for (const path of paths) {
    const plain = path.normalize('NFKC').toLowerCase();
    const other = seen.get(plain);
    if (other !== undefined)
      invalidArchive(`entries ${JSON.stringify(other)} and ${JSON.stringify(path)} differ in case or form only`);
    seen.set(plain, path);
  }
}
