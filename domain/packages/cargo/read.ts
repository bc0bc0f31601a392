/** From one uploaded crate file to what is recorded of it. */
import type { ByteSource } from '../../contracts/byte-source';
import { Refusal } from '../../contracts/refusals';
import { refuseArchive } from '../archive/refuse';
import { readTarGz } from '../archive/tar-gz';
import type { ArchiveLimits, FileFacts, ReleaseName } from '../ecosystem';
import { installHook, nativeCode, traits } from '../traits';
import { type CrateFacts, factsOf } from './crate-facts';
import { checkFileName, type FileName } from './filenames';
import { readManifest } from './manifest';

export async function readFile(
  release: ReleaseName,
  file: { name: string },
  body: ByteSource,
  limits: ArchiveLimits,
): Promise<FileFacts> {
  const named = checkFileName(release, file.name);
  const { facts, hook, paths } = await readCrate(named, body, limits);
  return { metadata: facts, ...traits(installHook(hook), nativeCode(paths)), sideFiles: [] };
}

interface Crate {
  readonly facts: CrateFacts;
  readonly hook: string | undefined;
  readonly paths: readonly string[];
}

async function readCrate(named: FileName, body: ByteSource, limits: ArchiveLimits): Promise<Crate> {
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
  const { build = paths.includes(`${folder}/build.rs`) } = facts.package;
  const hook = build === true ? 'build.rs' : build || undefined;
  return { facts: factsOf(facts), hook, paths };
}

/** cargo unpacks nothing beside the one folder. */
function checkPaths(paths: readonly string[], folder: string): void {
  const outside = paths.find((path) => path !== folder && !path.startsWith(`${folder}/`));
  if (outside !== undefined) refuseArchive('ARCHIVE_LAYOUT', `entry ${JSON.stringify(outside)} is not below ${folder}/`);
}
