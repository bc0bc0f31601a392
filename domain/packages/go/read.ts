/** From a module's zip to what is stored beside it. */
import type { ByteSource } from '../../contracts/byte-source';
import type { ArchiveLimits, FileFacts, ReleaseName } from '../ecosystem';
import { nativeCode, traits } from '../traits';
import { checkFileName } from './filenames';
import { readModuleZip } from './module-zip';
import { unescapePath } from './names';
import { normaliseName } from './normalise';
import { goModObject } from './objects';
import { isVersion } from './versions';

/** Reads a module's zip. */
export async function readFile(
  release: ReleaseName,
  file: { name: string },
  body: ByteSource,
  limits: ArchiveLimits,
): Promise<FileFacts> {
  checkFileName(release, file.name);
  const { goMod, paths } = await readModuleZip(release, body, limits);
  return { metadata: {}, ...traits(nativeCode(paths)), sideFiles: [goModObject(release.project, release.version, goMod)] };
}

const LOCAL = { signature: 0x04034b50, nameLength: 26, name: 30 } as const;

/** The name of a zip says the version, and that of its first entry, `<module>@<version>/…`, both. */
export function readName(fileName: string, body: Buffer): ReleaseName | undefined {
  if (body.length < LOCAL.name || body.readUInt32LE(0) !== LOCAL.signature) return undefined;
  const entry = body.toString('utf8', LOCAL.name, LOCAL.name + body.readUInt16LE(LOCAL.nameLength));
  const [, project = '', version = ''] = /^([^@]+)@([^/@]+)\//.exec(entry) ?? [];
  const named = unescapePath(fileName.replace(/\.zip$/, ''));
  return named === version && isVersion(version) && normaliseName(project) ? { project, version } : undefined;
}
