/** From one uploaded tarball, or its bundles, to what is recorded and stored beside it. */
import { type ByteSource, digestsOf, inMemory } from '../../contracts/byte-source';
import type { ArchiveLimits, FileFacts, ReleaseName } from '../ecosystem';
import { bundleObjects } from '../public-objects';
import { installHook, nativeCode, traits } from '../traits';
import { attestationsOf } from './attestations';
import type { NpmMetadata } from './file-metadata';
import { checkFileName, tarballPath } from './filenames';
import { nameIn, readManifest } from './manifest';
import { normaliseName } from './normalise';
import { attestationsObject, ownerOf } from './objects';
import { readTarball } from './tarball';

/** Reads a package. */
export async function readFile(
  release: ReleaseName,
  file: { name: string },
  body: ByteSource,
  limits: ArchiveLimits,
): Promise<FileFacts> {
  checkFileName(release, file.name);
  const { manifest, paths } = await readTarball(body, limits);
  const { sha1: shasum } = digestsOf(body, ['sha1']);
  const { installHook: hook, ...kept } = readManifest(release, manifest, paths);
  return { metadata: facts({ shasum, ...kept }), ...traits(installHook(hook), nativeCode(paths)), sideFiles: [] };
}

const facts = (metadata: Partial<NpmMetadata>): FileFacts['metadata'] => metadata;

/** For the publisher's own files; the intake has the configured limits. */
const OWN_LIMITS: ArchiveLimits = { maxEntries: 100_000, maxUnpackedBytes: 2 ** 32, maxRatio: 1_000 };

/** The release of a package on a publisher's disk, which its name does not tell: `a-b-1.0.0.tgz` is of `a-b` or of `@a/b`. */
export async function readName(fileName: string, body: Buffer): Promise<ReleaseName | undefined> {
  if (!fileName.endsWith('.tgz')) return undefined;
  try {
    const release = nameIn((await readTarball(inMemory(body), OWN_LIMITS)).manifest);
    return release && normaliseName(release.project) === undefined ? undefined : release;
  } catch {
    return undefined;
  }
}

/** The bundles as they came, and the one that npm can verify as npm reads it. */
export function readBundles(project: string, bundles: readonly Buffer[], version: string): FileFacts {
  const stored = bundleObjects(ownerOf(project), tarballPath(project, version), bundles);
  const attestations = attestationsOf({ project, version }, bundles);
  if (!attestations) return { metadata: {}, sideFiles: stored };
  return {
    metadata: facts({ provenance: attestations.attestations[0]!.predicateType }),
    sideFiles: [...stored, attestationsObject(project, version, attestations)],
  };
}
