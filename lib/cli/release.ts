/** The manifest that commits a release, and the name of its upload. Pure. */
import { createHash } from 'node:crypto';
import type { Manifest, ManifestFile } from '../../domain/contracts/release';
import type { EcosystemName } from '../../domain/packages/names';

export const BUNDLE_SUFFIX = '.sigstore.json';

export interface ReleaseName {
  readonly ecosystem: EcosystemName;
  /** Both in canonical spelling. */
  readonly project: string;
  readonly version: string;
}

/** Files in the order of their names, so that the same files always give the same manifest. */
export const manifestOf = ({ ecosystem, project, version }: ReleaseName, files: readonly ManifestFile[]): Manifest => ({
  schema: 1,
  ecosystem,
  project,
  version,
  files: [...files].sort((a, b) => (a.name < b.name ? -1 : 1)),
});

/** Entry of one file whose bundle lies beside it. */
export const manifestFile = (name: string, bytes: Buffer): ManifestFile => ({
  name,
  size: bytes.length,
  sha256: sha256(bytes),
  bundles: [name + BUNDLE_SUFFIX],
});

/**
 * Name of an upload: version and content for people and logs, and a random end, so that the same files can be tried again.
 * @param suffix at least 4 lower case letters or digits
 */
export function uploadIdOf(manifest: Manifest, suffix: string): string {
  const version = manifest.version
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 30);
  const content = sha256(Buffer.from(JSON.stringify(manifest.files))).slice(0, 12);
  return `${version}-${content}-${suffix}`;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
