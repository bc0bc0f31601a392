/** The manifest that commits a release, and the name of its upload. Pure. */
import { createHash } from 'node:crypto';
import type { Manifest, ManifestFile } from '../../domain/contracts/release';
import type { EcosystemName } from '../../domain/packages/names';
import type { NamedContent } from './content';

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
  files: [...files].sort(byName),
});

/** Entry of one file with its bundles. */
export const manifestFile = ({
  name,
  content: { size, sha256 },
  bundles,
}: NamedContent & { readonly bundles: readonly { readonly name: string }[] }): ManifestFile => ({
  name,
  size,
  sha256,
  bundles: bundles.map((bundle) => bundle.name),
});

/**
 * Name of an upload of these files: version, for people and logs, content, and attempt.
 *
 * The same files have the same name, also on another machine and when they are signed anew: so an upload that was broken off is gone on
 * with, and one that was committed is waited for. A refused upload stays refused; the next attempt has a name of its own.
 * @param attempt from 1
 */
export function uploadName(manifest: Manifest, attempt: number): string {
  const words = manifest.version.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const version = words.join('-').slice(0, 30) || 'release';
  const content = createHash('sha256').update(JSON.stringify(manifest.files)).digest('hex').slice(0, 16);
  return `${version}-${content}-${attempt}`;
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);
