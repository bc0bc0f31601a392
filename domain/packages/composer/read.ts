/** From a dist archive to what is recorded. */
import { type ByteSource, digestsOf, inMemory } from '../../contracts/byte-source';
import type { FileTraits } from '../../contracts/release';
import type { ArchiveLimits, FileFacts, ReleaseName } from '../ecosystem';
import { traits } from '../traits';
import { namesIn, readComposerJson } from './composer-json';
import { readDist } from './dist';
import type { ComposerMetadata } from './file-metadata';
import { checkFileName, zipName } from './filenames';
import { normaliseName } from './normalise';
import { normaliseVersion } from './versions';

/** Scripts run for root packages only, but a plugin runs in Composer itself, and an extension is compiled. */
const TRAITS: Readonly<Record<string, readonly FileTraits[]>> = {
  'composer-plugin': [{ installHook: 'composer-plugin' }],
  'composer-installer': [{ installHook: 'composer-installer' }],
  'php-ext': [{ nativeCode: 'php-ext' }],
  'php-ext-zend': [{ nativeCode: 'php-ext-zend' }],
};

/** Reads a dist archive. */
export async function readFile(
  release: ReleaseName,
  file: { name: string },
  body: ByteSource,
  limits: ArchiveLimits,
): Promise<FileFacts> {
  checkFileName(release, file.name);
  const fields = readComposerJson(release, await readDist(body, limits));
  const metadata: ComposerMetadata = { ...digestsOf(body, ['sha1']), package: fields };
  return { metadata: { ...metadata }, ...traits(...(TRAITS[fields.type ?? ''] ?? [])), sideFiles: [] };
}

/** For looking into files that are the reader's own; the registry has its own limits. */
const OWN_LIMITS: ArchiveLimits = { maxEntries: 100_000, maxUnpackedBytes: 2 ** 31, maxRatio: 1000 };

/** The name is in the composer.json, and the version in the file's name. */
export async function readName(fileName: string, body: Buffer): Promise<ReleaseName | undefined> {
  if (!fileName.endsWith('.zip')) return undefined;
  const names = await readDist(inMemory(body), OWN_LIMITS).then(namesIn, () => undefined);
  const project = names && normaliseName(names.name);
  if (project === undefined) return undefined;
  const version = fileName.slice(zipName({ project, version: '' }).length - '.zip'.length, -'.zip'.length);
  return zipName({ project, version }) === fileName && normaliseVersion(version) !== undefined ? { project, version } : undefined;
}
