/** Which release a set of files is, and the manifest that commits it. Pure. */
import { createHash } from 'node:crypto';
import type { Manifest, ManifestFile } from '../../domain/contracts/release';
import { type EcosystemName, NORMALISED } from '../../domain/packages/names';
import { parseFileName } from '../../domain/packages/pypi/filenames';
import { canonicalVersion } from '../../domain/packages/pypi/versions';
import { CliError } from './failure';

export const BUNDLE_SUFFIX = '.sigstore.json';

export interface ReleaseName {
  readonly ecosystem: EcosystemName;
  /** Both in canonical spelling. */
  readonly project: string;
  readonly version: string;
}

/** Reads project and version off a file's name; undefined when it is not a package's. */
type NameReader = (fileName: string) => { readonly project: string; readonly version: string } | undefined;

const NAME_READERS: Readonly<Record<EcosystemName, NameReader>> = {
  pypi: (fileName) => {
    const { project = '', version = '' } = parseFileName(fileName) ?? {};
    const canonical = { project: NORMALISED.pypi(project), version: canonicalVersion(version) };
    return canonical.project !== undefined && canonical.version !== undefined
      ? { project: canonical.project, version: canonical.version }
      : undefined;
  },
};

/** What packages of an ecosystem are called, for messages. */
export const PACKAGES: Readonly<Record<EcosystemName, string>> = {
  pypi: 'wheels (name-version-python-abi-platform.whl) and source distributions (name-version.tar.gz)',
};

export const isPackage = (ecosystem: EcosystemName, fileName: string): boolean => NAME_READERS[ecosystem](fileName) !== undefined;

/**
 * The one release that all files are of.
 * @throws CliError when there are several, or a name twice
 */
export function releaseOf(ecosystem: EcosystemName, fileNames: readonly string[]): ReleaseName {
  const twice = fileNames.filter((name, i) => fileNames.indexOf(name) !== i);
  if (twice.length > 0) throw new CliError(`A file name was given twice, got: ${twice.join(', ')}; give each file once`);
  const releases = new Map<string, { names: string[]; release: ReleaseName }>();
  for (const name of fileNames) {
    const read = NAME_READERS[ecosystem](name);
    if (!read)
      throw new CliError(
        `The file name is not a package's, got: ${JSON.stringify(name)}; allowed for ${ecosystem}: ${PACKAGES[ecosystem]}`,
      );
    const key = `${read.project} ${read.version}`;
    const group = releases.get(key) ?? { names: [], release: { ecosystem, ...read } };
    group.names.push(name);
    releases.set(key, group);
  }
  const groups = [...releases];
  if (groups.length !== 1) {
    const listed = groups.map(([key, { names }]) => `${key} (${names.join(', ')})`).join('; ');
    throw new CliError(`The files must be of one release, got ${groups.length}: ${listed}; publish each release by itself`);
  }
  return groups[0]![1].release;
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
