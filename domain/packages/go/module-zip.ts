/** Module zips, by the rules of the go command's own check. https://go.dev/ref/mod#zip-path-size-constraints */
import type { ByteSource } from '../../contracts/byte-source';
import { Refusal } from '../../contracts/refusals';
import { refuseArchive } from '../archive/refuse';
import { readZip } from '../archive/zip';
import type { ArchiveLimits, ReleaseName } from '../ecosystem';
import { readModulePath } from './go-mod';
import { pathMajor } from './major';
import { DEVICE } from './normalise';

/** Most bytes of the zip, and of all that it unpacks to. */
const MAX_BYTES = 500 * 1024 * 1024;
/** What file names of modules are made of: what no shell, and no file system that Go runs on, takes for something else. */
const FILE_NAME = /^[\p{L}A-Za-z0-9!#$%&()+,\-.=@[\]^_{}~ ]+$/u;

interface ModuleZip {
  readonly goMod: Buffer;
  readonly paths: readonly string[];
}

/**
 * Reads a module's zip. @returns its go.mod byte for byte, or the one that the go command makes up for a module without, and the paths
 * @throws Refusal
 */
export async function readModuleZip(release: ReleaseName, body: ByteSource, limits: ArchiveLimits): Promise<ModuleZip> {
  if (body.size > MAX_BYTES) refuseArchive('ARCHIVE_LAYOUT', `it has ${body.size} bytes, modules at most ${MAX_BYTES}`);
  const root = `${release.project}@${release.version}/`;
  const files: string[] = [];
  const maxUnpackedBytes = Math.min(limits.maxUnpackedBytes, MAX_BYTES);
  // Asked for files only, which is how files are told from folders here.
  const { paths, kept } = await readZip(body, { ...limits, maxUnpackedBytes }, (path) => {
    files.push(path);
    return path === `${root}go.mod`;
  });
  checkPaths(release, root, paths, files);
  const goMod = kept.get(`${root}go.mod`);
  if (goMod) checkGoMod(release, goMod);
  return { goMod: goMod ?? madeUp(release), paths };
}

function checkPaths(release: ReleaseName, root: string, paths: readonly string[], files: readonly string[]): void {
  if (files.length === 0) refuseArchive('ARCHIVE_LAYOUT', 'it has no files');
  const isFile = new Set(files);
  const outside = paths.find((path) => !path.startsWith(root) && (`${path}/` !== root || isFile.has(path)));
  if (outside !== undefined) {
    throw new Refusal(
      'METADATA_MISMATCH',
      `The zip has entries of something else, got: ${JSON.stringify(outside)}, not below '${root}'; package ${release.project} ${release.version} again.`,
    );
  }
  const inside = (all: readonly string[]): string[] => all.map((path) => path.slice(root.length)).filter((path) => path !== '');
  for (const path of inside(paths)) checkPath(path);
  for (const path of inside(files)) checkGoModPlace(path);
  checkCollisions(inside(paths));
}

function checkPath(path: string): void {
  for (const element of path.split('/')) {
    if (!FILE_NAME.test(element) || element.endsWith('.') || DEVICE.test(element))
      refuseArchive('ARCHIVE_PATH', `entry ${JSON.stringify(path)} has a name that modules must not have`);
  }
}

/** A go.mod further down begins another module, whose files are not part of this one. */
function checkGoModPlace(path: string): void {
  const name = path.split('/').pop()!;
  if (name.toLowerCase() === 'go.mod' && path !== 'go.mod')
    refuseArchive('ARCHIVE_LAYOUT', `entry ${JSON.stringify(path)} must be called 'go.mod' and be at the module's root`);
}

/** Folders, too, that are one on file systems which do not tell case. */
function checkCollisions(paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths.flatMap(withFolders)) {
    const before = seen.get(fold(path)) ?? path;
    if (before !== path)
      refuseArchive('ARCHIVE_AMBIGUOUS', `entries ${JSON.stringify(before)} and ${JSON.stringify(path)} differ in case only`);
    seen.set(fold(path), path);
  }
}

/** The path after all folders that it is in. */
const withFolders = (path: string): string[] => path.split('/').map((_, i, parts) => parts.slice(0, i + 1).join('/'));
/** Both ways, since several capitals share a small letter (`ſ`, `K`). */
const fold = (path: string): string => path.toUpperCase().toLowerCase();

function checkGoMod({ project, version }: ReleaseName, goMod: Buffer): void {
  const declared = readModulePath(goMod);
  if (declared !== project) {
    throw new Refusal(
      'METADATA_MISMATCH',
      `The go.mod inside the zip is of another module, got: ${JSON.stringify(declared)}, not ${project}; package this module again.`,
    );
  }
  if (version.endsWith('+incompatible'))
    throw new Refusal(
      'METADATA_MISMATCH',
      `The zip has a go.mod, but '+incompatible' is for modules without, got: ${version}; release it as '${project}/${version.split('.')[0]}'.`,
    );
}

/** https://go.dev/ref/mod#non-module-compat */
function madeUp({ project }: ReleaseName): Buffer {
  if (!project.startsWith('gopkg.in/') && pathMajor(project) !== '')
    throw new Refusal(
      'METADATA_MISSING',
      `The zip has no go.mod, which a module path with a major version suffix needs, got: ${project}; add one and package the module again.`,
    );
  return Buffer.from(`module ${project}\n`);
}
